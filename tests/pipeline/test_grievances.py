"""A grievance of staff in the shared inbox: where it goes, where it does not, and who hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot import reconcile
from mailbot.config import Imap
from mailbot.store.packing import compact, unpack
from tests.builders import at
from tests.pipeline.world import Firm, mail

START = at("2026-03-03 11:20")
GRIEVANCE = "I want to raise a grievance: my manager bullies me and shouts at me every day."


def with_a_grievance(folder: Path, *, private: str = "", age_days: int = 0) -> Firm:
    firm = Firm(folder, "tinytracker", imap=Imap(host="localhost", done_folder="Processed", private_folder=private))
    came = START - timedelta(days=age_days)
    firm.arrives(
        mail("Grievance", GRIEVANCE, sender="Anna Field <anna@firm.example>", message_id="<g@x.example>"), came
    )
    firm.arrives(mail(), START)
    firm.take_in(START)
    firm.send(START)
    return firm


@pytest.mark.parametrize(("private", "left"), [("", 1), ("HR only", 0)])
def test_it_is_not_moved_to_where_the_team_reads(tmp_path: Path, private: str, left: int) -> None:
    firm = with_a_grievance(tmp_path, private=private)

    assert len(firm.inbox.held) == left
    assert firm.inbox.moved == ({2: "Processed"} if left else {2: "Processed", 1: "HR only"})
    firm.close()


def test_of_an_old_one_only_hr_hears(tmp_path: Path) -> None:
    firm = with_a_grievance(tmp_path, age_days=30)

    told = {
        (row.recipient, row.name)
        for row in firm.rows("SELECT id, recipient, name FROM letter")
        if "bullies" in firm.words(row.id)
    }
    assert told == {("hal@firm.example", "task")}
    assert not firm.rows("SELECT id FROM letter WHERE name = 'grievance_redirect'")
    assert not firm.rows("SELECT id FROM contact WHERE subject = 'Grievance'")
    firm.close()


def test_the_record_of_it_holds_none_of_its_words(tmp_path: Path) -> None:
    firm = with_a_grievance(tmp_path)

    row = firm.rows("SELECT outcome, case_id, decision FROM ledger WHERE message_id = '<g@x.example>'")[0]
    assert (row.outcome, row.case_id) == ("diverted_staff_grievance", None)
    assert "bullies" not in compact(unpack(row.decision))
    firm.close()


def test_the_morning_digests_say_nothing_of_it_standing_in_the_inbox_or_leaving_it(tmp_path: Path) -> None:
    firm = with_a_grievance(tmp_path)
    morning, next_morning = at("2026-03-04 09:00"), at("2026-03-05 09:00")

    reconcile.compare(firm.desk, "tinytracker", firm.inbox, morning)
    digests = _digest(firm, morning)
    firm.inbox.held.pop(1)  # whom it concerns took it out
    reconcile.compare(firm.desk, "tinytracker", firm.inbox, next_morning)
    digests += _digest(firm, next_morning)

    assert "inbox" not in digests
    assert "rievance" not in digests
    assert not firm.rows("SELECT id FROM event WHERE type = 'message.gone'")
    firm.close()


def test_another_message_that_the_server_does_not_move_is_still_told_of(tmp_path: Path) -> None:
    firm = with_a_grievance(tmp_path)
    firm.rows("UPDATE ledger SET filed_away = false RETURNING id")

    assert "1 message is dealt with and still in the inbox" in _digest(firm, at("2026-03-04 09:00"))
    firm.close()


def _digest(firm: Firm, morning: datetime) -> str:
    """Every digest that Dana has, after this morning's round; empty where there was nothing to say."""
    firm.tick(morning)
    firm.send(morning)
    found = (mail.get_body(("plain",)) for mail in firm.outgoing() if mail["To"] and "dana@" in str(mail["To"]))
    return " ".join(" ".join(part.get_content().split()) for part in found if part is not None)
