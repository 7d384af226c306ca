"""The power fails before every single thing that the database is asked to do; after a restart nothing is lost and nothing is twice."""

from __future__ import annotations

import email
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.mail.apart import Apart
from tests.pipeline.world import NOW, Firm, PowerCut, mail


def sent(firm: Firm) -> Counter[str]:
    """How often each letter left, by Message-ID."""
    return Counter(str(email.message_from_bytes(content)["Message-ID"]) for _, content in firm.wire.taken)


def whole(firm: Firm) -> tuple[int, ...]:
    """(cases, contacts of the customer, letters, deadlines, ledger rows done) as they stand."""
    statements = (
        "SELECT count(*) FROM case_file",
        "SELECT count(*) FROM contact WHERE direction = 'in'",
        "SELECT count(*) FROM letter",
        "SELECT count(*) FROM deadline WHERE case_id IS NOT NULL",
        "SELECT count(*) FROM ledger WHERE state = 'done' AND filed_away",
    )
    return tuple(firm.value(statement) for statement in statements)


def dies(firm: Firm, step: int) -> bool:
    """Takes in and sends with the power failing at that step. False if it was over before."""
    try:
        with firm.dying_at(step):
            firm.take_in()
            firm.send()
    except PowerCut:
        return True
    return False


def test_wherever_the_intake_or_the_outbox_dies_a_complaint_is_recorded_once_and_answered_once(tmp_path: Path) -> None:
    step, points = 1, 0
    while True:
        folder = tmp_path / str(step)
        folder.mkdir()
        firm = Firm(folder)
        firm.arrives(mail())
        died = dies(firm, step)
        firm.restart()
        firm.take_in()
        firm.send()
        assert whole(firm) == (1, 1, 2, 3, 1), f"dead before step {step}"
        assert firm.chain_faults() == ()
        assert firm.value("SELECT count(*) FROM letter WHERE state = 'sent'") == 2
        assert len(sent(firm)) == 2
        assert len({content for _, content in firm.wire.taken}) == 2, "a letter went again with other bytes"
        assert firm.inbox.held == {}
        firm.close()
        if not died:
            break
        points += 1
        step += 3  # every third: two neighbours of a statement in one transaction end alike
    assert points > 20


def test_wherever_the_intake_dies_over_old_mail_a_person_gets_the_list_of_it_once(tmp_path: Path) -> None:
    step, died = 1, True
    while died:
        folder = tmp_path / str(step)
        folder.mkdir()
        firm = Firm(folder)
        firm.arrives(mail("Complaint of last month"), NOW - timedelta(days=30))
        died = dies(firm, step)
        firm.restart()
        for later in (NOW, NOW + timedelta(hours=1)):
            firm.take_in(later)
            firm.tick(later)
            firm.send(later)
        told = {content for _, content in firm.wire.taken if b"Complaint of last month" in content}
        assert len(told) == 1, f"dead before step {step}"
        firm.close()
        step += 5
    assert step > 40


def test_dead_between_the_servers_answer_and_our_record_the_same_bytes_go_again(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.wire.dies_after = 1
    try:
        firm.send()
    except PowerCut:
        firm.restart()
    firm.send()
    assert sorted(sent(firm).values()) == [1, 2]
    assert len({content for _, content in firm.wire.taken}) == 2
    assert firm.value("SELECT count(*) FROM event WHERE type = 'letter.sent'") == 2


def test_wherever_the_tick_dies_a_breach_is_announced_once(tmp_path: Path) -> None:
    late = NOW + timedelta(days=15)
    for step in range(1, 60, 4):
        folder = tmp_path / str(step)
        folder.mkdir()
        firm = Firm(folder)
        firm.arrives(mail())
        firm.take_in()
        firm.send()
        try:
            with firm.dying_at(step):
                firm.tick(late)
        except PowerCut:
            firm.restart()
        firm.tick(late)
        assert firm.rows("SELECT clock FROM deadline WHERE breached_at IS NOT NULL ORDER BY clock") == [
            ("findings",),
            ("visit",),
        ]
        assert (
            firm.value("SELECT count(*) FROM letter WHERE name = 'escalation'") == 4
        )  # director and handler, two clocks
        assert firm.chain_faults() == ()
        firm.close()


def test_a_message_that_kills_the_process_three_times_is_parked_and_its_neighbour_is_answered(firm: Firm) -> None:
    firm.arrives(mail(message_id="<deadly@customer.example>"))
    firm.arrives(mail("Complaint: other", message_id="<other@customer.example>", sender="Jo <jo@customer.example>"))
    for _ in range(3):
        try:
            with firm.dying_at(35):  # inside the work on the first message, after its try was counted
                firm.take_in()
        except PowerCut:
            firm.restart()
    firm.take_in()
    firm.send()
    assert firm.rows("SELECT state, error FROM ledger ORDER BY id")[0] == (
        "parked",
        "it stopped the program three times",
    )
    assert [to for to, _ in firm.wire.taken if to.endswith("customer.example")] == ["jo@customer.example"]
    assert any(to == "anna@firm.example" and b"could not be handled" in content for to, content in firm.wire.taken)


def test_a_program_that_is_killed_while_a_child_begins_to_read_for_it_blames_no_message(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm.arrives(mail())
    with suppress(PowerCut), firm.dying_at(35):
        firm.take_in()
    firm.restart()
    attempts = "SELECT state, attempts FROM ledger"
    assert firm.rows(attempts) == [("fetched", 1)]
    with monkeypatch.context() as patched:
        patched.setattr(Apart, "make_ready", power_fails)
        for _ in range(5):
            with suppress(PowerCut):
                firm.take_in()
            firm.restart()
    assert firm.rows(attempts) == [("fetched", 1)]
    firm.take_in()
    assert firm.rows(attempts) == [("done", 2)]


def power_fails(_: object) -> None:
    raise PowerCut
