"""The same stories on PostgreSQL, where several processes may work at once: one outcome a message, one letter a reason, whole chains."""

from __future__ import annotations

import asyncio
import random
import string
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from mailbot.errors import MailbotError, NotStorable, StoreError
from mailbot.intake import take_in, work_one
from mailbot.outbox import send_due
from mailbot.sharing import Sharing
from mailbot.store import leases, ledger, mailboxes
from mailbot.tick import tick
from tests.pipeline.test_crashes import dies, sent, whole
from tests.pipeline.world import NOW, Firm, Wire, mail
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.server


@pytest.fixture
def firm(postgres: Postgres, tmp_path: Path) -> Iterator[Firm]:
    made = Firm(tmp_path, url=postgres.database())
    yield made
    made.close()


def at_once(*steps: Callable[[], object]) -> None:
    """Each in a thread of its own, all begun together. What one raises is raised here."""
    failed: list[BaseException] = []
    ready = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        try:
            ready.wait()
            step()
        except (MailbotError, SQLAlchemyError, AssertionError, threading.BrokenBarrierError) as fault:
            failed.append(fault)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def test_a_complaint_is_recorded_and_answered(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.send()
    assert whole(firm) == (1, 1, 2, 3, 1)
    assert firm.chain_faults() == ()


def test_wherever_a_process_dies_nothing_is_lost_and_nothing_is_twice(postgres: Postgres, tmp_path: Path) -> None:
    step = 1
    while True:
        firm = Firm(tmp_path, url=postgres.database())
        firm.arrives(mail())
        died = dies(firm, step)
        firm.restart()
        firm.take_in()
        firm.send()
        assert whole(firm) == (1, 1, 2, 3, 1), f"dead before step {step}"
        assert firm.chain_faults() == ()
        assert len(sent(firm)) == 2
        firm.close()
        if not died:
            break
        step += 9
    assert step > 40


def test_processes_that_read_one_mailbox_at_once_record_each_message_once(firm: Firm) -> None:
    for number in range(12):
        firm.arrives(mail(sender=f"C{number} <c{number}@customer.example>", message_id=f"<{number}@customer.example>"))
    others = [firm.another_desk() for _ in range(2)]
    at_once(*(lambda d=desk: take_in(d, "dsmart", firm.inbox, NOW) for desk in (firm.desk, *others)))
    assert firm.value("SELECT count(*) FROM case_file") == 12
    assert firm.value("SELECT count(DISTINCT reference) FROM case_file") == 12
    assert firm.value("SELECT count(*) FROM contact WHERE direction = 'in'") == 12
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'acknowledgement'") == 12
    assert firm.chain_faults() == ()
    for desk in others:
        desk.store.close()


def test_a_message_that_another_process_has_dealt_with_is_left(firm: Firm) -> None:
    firm.arrives(mail())
    other = firm.another_desk()
    firm.take_in()
    ledger_id = firm.value("SELECT id FROM ledger")
    with other.opener.apart() as apart:
        assert work_one(other, "dsmart", ledger_id, apart, NOW) == "new_complaint"
    assert firm.value("SELECT count(*) FROM case_file") == 1
    other.store.close()


def test_processes_that_send_at_once_send_each_letter_once(firm: Firm) -> None:
    for number in range(12):
        firm.arrives(mail(sender=f"C{number} <c{number}@customer.example>", message_id=f"<{number}@customer.example>"))
    firm.take_in()
    others = [firm.another_desk() for _ in range(2)]
    wires = [Wire() for _ in range(3)]
    pairs = list(zip((firm.desk, *others), wires, strict=True))
    at_once(*(lambda d=desk, w=wire: asyncio.run(send_due(d, w, NOW)) for desk, wire in pairs))
    asyncio.run(send_due(firm.desk, wires[0], NOW))  # what was being claimed when the others looked
    left = Counter(content for wire in wires for _, content in wire.taken)
    assert len(left) == firm.value("SELECT count(*) FROM letter")
    assert set(left.values()) == {1}
    assert firm.value("SELECT count(*) FROM letter WHERE state <> 'sent'") == 0
    assert firm.chain_faults() == ()
    for desk in others:
        desk.store.close()


def test_processes_that_tick_at_once_write_one_digest_and_announce_a_breach_once(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    late = NOW + timedelta(days=30)
    firm.take_in(late)
    others = [firm.another_desk() for _ in range(2)]
    at_once(*(lambda d=desk: tick(d, late) for desk in (firm.desk, *others)))
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'digest'") == 1
    assert firm.value("SELECT count(*) FROM event WHERE type = 'clock.breached'") == firm.value(
        "SELECT count(*) FROM deadline WHERE breached_at IS NOT NULL"
    )
    assert firm.chain_faults() == ()
    for desk in others:
        desk.store.close()


def test_a_server_that_restarts_under_our_hands_costs_a_try_and_no_message(firm: Firm, postgres: Postgres) -> None:
    firm.arrives(mail())
    with firm.desk.store.begin("dsmart") as tx:
        ledger.last_uid(tx, "dsmart", "INBOX", 1)
    postgres.restart()
    with suppress(StoreError):
        firm.take_in()
    firm.take_in()
    assert firm.value("SELECT count(*) FROM case_file") == 1
    assert firm.value("SELECT count(*) FROM contact WHERE direction = 'in'") == 1


def test_a_connection_that_is_cut_within_a_transaction_undoes_it(firm: Firm, postgres: Postgres) -> None:
    def cut_down() -> None:
        with firm.desk.store.begin("dsmart") as tx:
            mailboxes.note(tx, "dsmart", last_read_at=NOW)
            assert postgres.cut() >= 1
            ledger.last_uid(tx, "dsmart", "INBOX", 1)

    with pytest.raises(StoreError):
        cut_down()
    assert firm.value("SELECT last_read_at FROM mailbox") is None


def test_a_name_that_is_too_long_for_an_index_keeps_no_other_message_waiting(firm: Firm) -> None:
    """As long as a header of mail can be, and of no pattern, so that it cannot be packed."""
    name = "".join(random.Random(1).choices(string.ascii_letters, k=9_000))
    firm.arrives(mail(sender=f"{name} <sam@customer.example>"))
    firm.arrives(mail(sender="Jo <jo@customer.example>", message_id="<jo@customer.example>"))
    for _ in range(4):
        with suppress(NotStorable):
            firm.take_in()
    firm.send()
    assert [row.state for row in firm.rows("SELECT state FROM ledger ORDER BY id")] == ["parked", "done"]
    assert [to for to, _ in firm.wire.taken if to.endswith("customer.example")] == ["jo@customer.example"]
    assert any("could not be handled" in str(letter["Subject"]) for letter in firm.outgoing())


# ----------------------------------------------------------------------------------------------------------------- leases


def test_a_mailbox_is_watched_by_one_process_until_its_lease_runs_out(firm: Firm) -> None:
    def alive(_process: str) -> bool:
        return False  # nobody is known to be dead

    with firm.desk.store.begin() as tx:
        assert leases.take(tx, "mailbox:dsmart", "far:1:a", NOW, alive)
    with firm.desk.store.begin() as tx:
        assert not leases.take(tx, "mailbox:dsmart", "far:2:b", NOW, alive)
        assert leases.take(tx, "mailbox:dsmart", "far:1:a", NOW, alive)
    firm.rows("UPDATE lease SET until = now() - interval '1 second' RETURNING name")
    with firm.desk.store.begin() as tx:
        assert leases.take(tx, "mailbox:dsmart", "far:2:b", NOW, alive)
        assert not leases.take(tx, "mailbox:dsmart", "far:1:a", NOW, alive)


def test_a_process_that_is_known_to_be_dead_is_not_waited_for(firm: Firm) -> None:
    mine, dead = (
        Sharing(firm.desk.store, firm.desk.process, lambda: NOW),
        firm.desk.process.split(":")[0] + ":4194999:dead",
    )
    with firm.desk.store.begin() as tx:
        assert leases.take(tx, "mailbox:dsmart", dead, NOW, lambda _process: False)
    assert mine.take("dsmart")
    assert mine.holds("dsmart")


def test_a_process_that_ends_leaves_its_mailboxes_at_once(firm: Firm) -> None:
    first, second = (Sharing(firm.desk.store, name, lambda: NOW) for name in ("far:1:a", "far:2:b"))
    assert first.take("dsmart")
    assert not second.take("dsmart")
    first.give_up()
    assert second.take("dsmart")


def test_a_letter_that_a_living_process_is_sending_is_not_taken_back(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.rows("UPDATE letter SET state = 'sending', claimed_by = 'far:1:a' RETURNING id")
    living, mine = Sharing(firm.desk.store, "far:1:a", lambda: NOW), Sharing(firm.desk.store, "far:2:b", lambda: NOW)
    living.renew()
    assert mine.revive() == 0
    firm.rows("UPDATE lease SET until = now() - interval '1 second' RETURNING name")
    assert mine.revive() == firm.value("SELECT count(*) FROM letter")


def test_a_lease_of_before_the_databases_clock_was_set_back_is_held_by_nobody(firm: Firm) -> None:
    with firm.desk.store.begin() as tx:
        assert leases.take(tx, "mailbox:dsmart", "far:1:a", NOW, lambda _process: False)
    firm.rows("UPDATE lease SET until = until + interval '5 hours' RETURNING name")
    with firm.desk.store.begin() as tx:
        assert leases.living(tx, NOW) == frozenset()
        assert leases.take(tx, "mailbox:dsmart", "far:2:b", NOW, lambda _process: False)
