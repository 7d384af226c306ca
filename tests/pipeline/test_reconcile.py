"""The ledger against the mail server: what was passed over, what another program took away, and that a person hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot import reconcile
from mailbot.intake import take_in
from mailbot.mail.batches import Skipped
from mailbot.store.comparing import Comparison
from tests.pipeline.world import NOW, Firm, mail

NEXT_MORNING = NOW + timedelta(days=1)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = Firm(tmp_path)
    yield made
    made.close()


def compare(firm: Firm) -> Comparison:
    return reconcile.compare(firm.desk, "dsmart", firm.inbox, NOW)


def digest(firm: Firm) -> str:
    """The directors' digest of the next morning."""
    firm.take_in(NEXT_MORNING)  # not blind
    firm.tick(NEXT_MORNING)
    firm.send(NEXT_MORNING)
    part = firm.letter("digest", "dana@firm.example").get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def test_what_stands_in_the_inbox_and_in_the_ledger_agrees(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.arrives(mail(message_id="<later@customer.example>"))
    assert compare(firm) == Comparison(on_server=0, newer=1)


def test_a_message_that_was_passed_over_is_found_and_then_read(firm: Firm) -> None:
    firm.arrives(mail())
    firm.arrives(mail(message_id="<second@customer.example>", sender="Li <li@customer.example>"))
    first = firm.inbox.held.pop(
        1
    )  # it appears under a number below those that were read, as after a restore of the server
    firm.take_in()
    firm.inbox.held[1] = first
    assert compare(firm).unknown == (1,)
    assert (
        "The mail server holds 1 messages; 0 of them are known here. These two numbers should be the same."
        in digest(firm)
    )
    take_in(firm.desk, "dsmart", firm.inbox, NOW, whole=True)
    assert compare(firm).unknown == ()
    assert firm.value("SELECT count(*) FROM case_file") == 2


def test_a_message_that_another_program_takes_away_is_told_of_once_and_its_bytes_are_kept(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.rows("UPDATE ledger SET filed_away = false RETURNING id")  # it was refused when we wanted to move it
    assert len(compare(firm).vanished) == 1
    assert compare(firm).vanished == ()
    assert "1 message was deleted or moved out of the inbox by somebody else" in digest(firm)
    assert firm.value("SELECT count(*) FROM ledger JOIN blob ON blob.sha256 = ledger.sha256") == 1
    assert firm.chain_faults() == ()


def test_where_messages_stay_people_may_tidy_up(tmp_path: Path) -> None:
    firm = Firm(tmp_path, imap={"host": "localhost", "done_folder": ""})
    firm.arrives(mail())
    firm.take_in()
    firm.inbox.held.clear()
    assert compare(firm).vanished == ()
    firm.close()


def test_a_message_that_goes_before_it_could_be_read_is_told_of(firm: Firm) -> None:
    firm.inbox.skipped = (Skipped(uid=7, because="gone"),)
    firm.take_in()
    firm.inbox.skipped = ()
    assert "1 message was deleted or moved out of the inbox by somebody else" in digest(firm)


def test_it_is_compared_once_a_local_day(firm: Firm) -> None:
    assert reconcile.is_due(firm.desk, "dsmart", NOW)
    compare(firm)
    assert not reconcile.is_due(firm.desk, "dsmart", NOW + timedelta(hours=12))
    assert reconcile.is_due(firm.desk, "dsmart", NOW + timedelta(hours=13))  # 00:20 in London
