"""`mailbot check --online` compares the ledger with the inbox: what it says of what was passed over, has gone, and has just come."""

from __future__ import annotations

from pathlib import Path

from mailbot.checks.inbox import inbox_checks
from mailbot.config_model import Configuration
from tests.pipeline.test_grievances import with_a_grievance
from tests.pipeline.world import Firm, mail


def told(firm: Firm) -> list[str]:
    configuration = Configuration.model_construct(database=firm.url)
    found = inbox_checks(configuration, firm.mailbox, firm.inbox.uidvalidity, firm.inbox.uids())
    return [str(finding) for finding in found]


def second() -> bytes:
    return mail(message_id="<second@customer.example>", sender="Li <li@customer.example>")


def test_an_inbox_that_agrees_is_one_line(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    assert told(firm) == ["ok    inbox dsmart: 0 messages that were read stand there, each in the ledger"]


def test_what_was_passed_over_is_wrong(firm: Firm) -> None:
    firm.arrives(mail())
    firm.arrives(second())
    first = firm.inbox.held.pop(1)
    firm.take_in()
    firm.inbox.held[1] = first
    assert told(firm) == [
        "WRONG inbox dsmart: 1 messages were passed over (UID 1); mailbot reads them after a start, or tonight"
    ]


def test_what_somebody_else_took_away_is_a_note_and_checking_changes_nothing(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.rows("UPDATE ledger SET filed_away = false RETURNING id")
    note = "note  inbox dsmart: 1 messages left the inbox without mailbot (in the ledger: 1); the originals are kept"
    assert told(firm)[0] == note
    assert told(firm)[0] == note


def test_what_has_just_come_is_a_note(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.arrives(second())
    assert told(firm)[0] == "note  inbox dsmart: 1 messages have come and are not read yet"


def test_of_a_grievance_that_stands_there_or_has_gone_nothing_is_told(tmp_path: Path) -> None:
    firm = with_a_grievance(tmp_path)
    stands = told(firm)
    firm.inbox.held.clear()
    gone = told(firm)
    assert all(line.startswith("ok ") for line in (*stands, *gone)), (stands, gone)
    firm.close()
