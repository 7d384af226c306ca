"""Between the server's answer and our record of it, and between one configuration and the next: nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from mailbot import wiring
from mailbot.desk.desk import Desk
from mailbot.errors import StoreError
from mailbot.intake import work_one
from mailbot.outbox import Claimed, first, next_letter_at, record, send_due
from mailbot.resources import default_templates
from mailbot.store import events, letters
from mailbot.store.store import Store
from mailbot.tick import tick
from tests.pipeline.test_outbox import LATER, NEVER
from tests.pipeline.world import ACCEPTED, NOW, Firm, Wire, mail

LETTERS = "SELECT name, state FROM letter ORDER BY id"


def waiting(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()


def state(firm: Firm, letter: Claimed) -> str:
    with firm.desk.store.begin() as tx:
        return letters.get(tx, letter.row.id).state


def elsewhere(firm: Firm) -> Desk:
    """A process on the same database that has another mailbox, as after a change of the configuration."""
    mailbox = firm.mailbox.model_copy(update={"name": "other", "address": "info@other.example"})
    return wiring.assemble(
        Store(firm.url), [wiring.firm_desk(mailbox, firm.procedure)], "a test's secret", [default_templates()]
    )


def test_an_answer_that_the_database_could_not_be_told_is_recorded_as_of_then_and_the_letter_does_not_go_again(
    firm: Firm,
) -> None:
    waiting(firm)
    failing = True

    def refused(*_: object) -> None:
        if failing and firm.wire.taken:
            raise StoreError("the database has gone")

    event.listen(firm.desk.store.engine, "begin", refused)
    for _ in range(3):
        with pytest.raises(StoreError):
            firm.send()
    failing = False
    firm.send(NOW + timedelta(hours=2))
    assert set(firm.rows(LETTERS)) == {("acknowledgement", "sent"), ("notice", "sent")}
    assert len(firm.wire.taken) == 2
    with firm.desk.store.begin() as tx:
        told = [one.at for one in events.since(tx, case_id=1) if one.type == "letter.sent"]
    assert told == [NOW, NOW + timedelta(hours=2)]


def test_a_letter_of_which_nobody_knows_what_became_goes_again_without_a_restart(firm: Firm) -> None:
    waiting(firm)
    assert first(firm.desk, NOW) is not None  # and its answer was never seen
    firm.send()
    assert set(firm.rows(LETTERS)) == {("acknowledgement", "sent"), ("notice", "sent")}


def test_an_answer_that_cannot_be_recorded_stops_no_other_letter_and_its_own_does_not_go_again(
    firm: Firm, caplog: pytest.LogCaptureFixture
) -> None:
    firm.arrives(mail())
    firm.arrives(mail(sender="Li <li@customer.example>", message_id="<second@customer.example>"))
    firm.take_in()
    firm.rows("UPDATE deadline SET due = 'never' WHERE clock = 'visit' AND case_id = 1 RETURNING id")
    with pytest.raises(ValueError, match="never"):
        firm.send()
    firm.send()
    firm.send()
    assert len(firm.wire.taken) == 4
    assert firm.rows("SELECT name, case_id FROM letter WHERE state <> 'sent'") == [("acknowledgement", 1)]
    assert "letter.unrecorded" in caplog.text
    firm.rows("UPDATE deadline SET due = '2026-03-17' WHERE clock = 'visit' AND case_id = 1 RETURNING id")
    firm.send()
    assert len(firm.wire.taken) == 4
    assert firm.value("SELECT count(*) FROM letter WHERE state = 'sent'") == 4


@pytest.mark.parametrize("second", [ACCEPTED, LATER, NEVER], ids=["accepted", "deferred", "refused"])
def test_an_answer_that_was_recorded_is_not_recorded_again(firm: Firm, second: object) -> None:
    waiting(firm)
    letter = first(firm.desk, NOW)
    assert letter is not None
    record(firm.desk, letter.row.id, ACCEPTED, NOW, go_on=False)
    record(firm.desk, letter.row.id, second, NOW, go_on=False)  # type: ignore[arg-type]
    assert state(firm, letter) == "sent"
    assert firm.value("SELECT count(*) FROM event WHERE type = 'letter.sent'") == 1


def test_a_process_that_was_thought_dead_records_that_its_letter_was_taken(firm: Firm) -> None:
    waiting(firm)
    letter = first(firm.desk, NOW)
    assert letter is not None
    firm.rows("UPDATE letter SET state = 'sending', claimed_by = 'another' RETURNING id")
    record(firm.desk, letter.row.id, LATER, NOW, go_on=False)
    assert state(firm, letter) == "sending"  # the other one's affair
    record(firm.desk, letter.row.id, ACCEPTED, NOW, go_on=False)
    assert state(firm, letter) == "sent"


def test_letters_of_a_mailbox_that_is_not_configured_here_wait_for_who_has_it(firm: Firm) -> None:
    waiting(firm)
    desk, wire = elsewhere(firm), Wire()
    asyncio.run(send_due(desk, wire, NOW))
    assert wire.taken == []
    assert next_letter_at(desk) is None
    desk.store.close()
    firm.send()
    assert set(firm.rows(LETTERS)) == {("acknowledgement", "sent"), ("notice", "sent")}


def test_clocks_of_a_mailbox_that_is_not_configured_here_wait_for_who_has_it(firm: Firm) -> None:
    waiting(firm)
    late = NOW + timedelta(days=21)
    desk = elsewhere(firm)
    tick(desk, late)
    desk.store.close()
    assert firm.value("SELECT count(*) FROM event WHERE type = 'clock.breached'") == 0
    firm.take_in(late)
    firm.tick(late)
    assert firm.value("SELECT count(*) FROM event WHERE type = 'clock.breached'") == 3


def test_a_promise_that_the_procedure_no_longer_has_is_late_all_the_same(firm: Firm) -> None:
    waiting(firm)
    firm.rows("UPDATE deadline SET clock = 'inspection' WHERE clock = 'visit' RETURNING id")
    late = NOW + timedelta(days=21)
    firm.take_in(late)
    firm.tick(late)
    firm.send(late)
    subject = str(firm.letter("escalation", "dana@firm.example")["Subject"])
    assert firm.value("SELECT count(*) FROM deadline WHERE breached_at IS NOT NULL AND clock = 'inspection'") == 1
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'digest'") == 1
    assert "Late:" in subject


def test_a_clock_that_cannot_be_looked_at_stops_no_other_and_a_person_is_told_once_a_day(firm: Firm) -> None:
    firm.arrives(mail())
    firm.arrives(mail(sender="Li <li@customer.example>", message_id="<second@customer.example>"))
    firm.take_in()
    firm.rows("UPDATE deadline SET due = 'never' WHERE clock = 'visit' AND case_id = 1 RETURNING id")
    late = NOW + timedelta(days=21)
    firm.take_in(late)
    for minutes in (0, 1, 2):
        firm.tick(late + timedelta(minutes=minutes))
    assert firm.rows("SELECT case_id, clock FROM deadline WHERE breached_at IS NOT NULL ORDER BY id") == [
        (2, "acknowledge"), (2, "visit"), (2, "findings"),
    ]  # fmt: skip
    told = firm.rows("SELECT subject FROM letter WHERE subject LIKE '%could not be looked at%'")
    assert len(told) == 4  # the clocks of the spoiled case, and the digest that lists them


def test_a_message_that_another_process_has_dealt_with_is_not_parked_for_its_many_tries(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    with firm.desk.store.begin() as tx:
        tx.execute(text("UPDATE ledger SET attempts = 3"))  # by whoever had it, and lost the mailbox to us meanwhile
    with firm.desk.opener.apart() as apart:
        assert work_one(firm.desk, "dsmart", 1, apart, NOW) == "new_complaint"
    assert firm.rows("SELECT state, outcome, attempts FROM ledger") == [("done", "new_complaint", 3)]
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'task'") == 0
