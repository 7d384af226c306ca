"""The database refuses what it is asked to do; when it is back, no message and no letter has suffered from it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from mailbot.errors import NotStorable, StoreError
from tests.pipeline.world import NOW, Firm, mail

STATES = "SELECT state, attempts FROM ledger"


def test_a_database_that_refuses_over_and_over_is_not_held_against_the_message_in_hand(firm: Firm) -> None:
    firm.arrives(mail())
    step = 1
    while True:
        with firm.without_database_from(step), suppress(StoreError):
            firm.take_in()
            break
        assert firm.value("SELECT count(*) FROM ledger WHERE state = 'parked'") == 0, f"refused from step {step} on"
        step += 1
    assert step > 40
    assert firm.rows(STATES) == [("done", 1)]
    firm.send()
    assert [letter["To"] for letter in firm.outgoing()].count("Sam Yates <sam@customer.example>") == 1
    assert firm.chain_faults() == ()


def test_once_it_is_back_the_messages_that_were_in_hand_share_a_commit_again(firm: Firm) -> None:
    for number in range(3):
        firm.arrives(mail(message_id=f"<{number}@customer.example>", sender=f"Jo <jo{number}@customer.example>"))
    with firm.without_database_from(30), pytest.raises(StoreError, match="database or disk is full"):
        firm.take_in()
    assert firm.rows(STATES) == [("fetched", 1)] * 3
    firm.take_in()
    assert firm.rows(STATES) == [("done", 1)] * 3


def test_a_message_that_the_database_will_not_store_is_parked_and_its_neighbours_are_answered(firm: Firm) -> None:
    for name in ("ann", "deadly", "zoe"):
        firm.arrives(mail(message_id=f"<{name}@customer.example>", sender=f"{name} <{name}@customer.example>"))
    with firm.refusing("party", "deadly@customer.example"):
        with pytest.raises(NotStorable, match="such a value cannot be stored"):
            firm.take_in()
        firm.take_in()
    assert [row[:2] for row in firm.rows("SELECT state, attempts FROM ledger")] == [
        ("done", 2),
        ("parked", 3),
        ("done", 2),
    ]
    assert "such a value cannot be stored" in firm.value("SELECT error FROM ledger WHERE state = 'parked'")
    assert firm.value("SELECT count(*) FROM letter WHERE name = 'acknowledgement'") == 2


def test_a_clock_whose_letter_the_database_will_not_store_stops_no_other(firm: Firm) -> None:
    for name in ("deadly", "ann"):
        firm.arrives(mail(message_id=f"<{name}@customer.example>", sender=f"{name} <{name}@customer.example>"))
    firm.take_in()
    deadly, ann = (row[0] for row in firm.rows("SELECT reference FROM case_file ORDER BY id"))
    late = NOW + timedelta(days=21)
    firm.take_in(late)
    with firm.refusing("letter", deadly):
        firm.tick(late)
    late_cases = "SELECT DISTINCT c.reference FROM deadline d JOIN case_file c ON c.id = d.case_id WHERE d.breached_at IS NOT NULL"
    assert firm.rows(late_cases) == [(ann,)]
    assert firm.value("SELECT count(*) FROM letter WHERE subject LIKE '%could not be looked at%'") == 3
