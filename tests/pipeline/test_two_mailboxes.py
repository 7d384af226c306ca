"""Two companies of one installation share a database and some of their people: a mail that reaches both inboxes is each one's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot import wiring
from mailbot.config import Imap, Mailbox, Worker, load_procedure
from mailbot.desk.desk import Desk
from mailbot.intake import take_in
from mailbot.resources import default_config, default_templates
from mailbot.simulate import MemoryInbox
from mailbot.store.store import Store
from tests.pipeline.world import NOW, Firm, mail

DANA = "dana@firm.example"
LATER = datetime(2026, 4, 20, 7, 45, tzinfo=UTC)  # the investigation of the third of March is late
TRACKER = "info@tracker.example"


class Both(Firm):
    """Dsmart, as `Firm` has it, and Tiny Tracker, with the same director, in one process and one database."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.inboxes = {name: MemoryInbox(mailbox=name) for name in self.desk.firms}

    def _desk(self) -> Desk:
        path = default_config() / "procedures" / "tinytracker.toml"
        people = (
            Worker(name="Cass Moore", address="cass@tracker.example", roles=("handler",)),
            Worker(name="Dana Price", address=DANA, roles=("director",)),
            Worker(name="Hal Reed", address="hal@firm.example", roles=("hr",)),
        )
        imap = Imap(host="localhost", done_folder="Processed")
        other = Mailbox(name="tinytracker", address=TRACKER, procedure=path, imap=imap, person=people)
        firms = [
            wiring.firm_desk(self.mailbox, self.procedure),
            wiring.firm_desk(other, load_procedure(path)),
        ]
        return wiring.assemble(Store(self.url), firms, "a test's secret", [default_templates()])

    def reaches(self, content: bytes, *mailboxes: str, now: datetime) -> None:
        for name in mailboxes:
            self.inboxes[name].deliver(content, now)
            take_in(self.desk, name, self.inboxes[name], now)
        self.send(now)

    def newest(self, name: str) -> EmailMessage:
        """Tiny Tracker's newest letter of that name to Dana."""
        found = f"name = '{name}' AND recipient = '{DANA}' AND mailbox = 'tinytracker'"
        wanted = self.value(f"SELECT message_id FROM letter WHERE {found} ORDER BY id DESC")  # noqa: S608
        return next(m for m in self.outgoing() if m["Message-ID"] == wanted)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    firm = Both(tmp_path)
    firm.reaches(mail("Complaint", "I am unhappy and complain: no refund.", To=TRACKER), "tinytracker", now=NOW)
    firm.tick(LATER)
    firm.send(LATER)
    yield firm
    firm.close()


def answer(letter: EmailMessage, text: str) -> bytes:
    return mail(
        f"Re: {letter['Subject']}",
        text,
        sender=DANA,
        message_id="<answer@firm.example>",
        To=f"{TRACKER}, info@firm.example",
        In_Reply_To=str(letter["Message-ID"]),
    )


def test_an_answer_to_one_companys_digest_is_obeyed_by_that_company_alone(both: Both) -> None:
    asked = answer(both.newest("digest"), "1 delay 2026-05-04 the part is late")

    both.reaches(asked, "dsmart", "tinytracker", now=LATER)

    letters = both.rows("SELECT mailbox, recipient FROM letter WHERE name = 'delay'")
    assert [tuple(row) for row in letters] == [("tinytracker", "sam@customer.example")]


def test_an_answer_about_one_companys_case_does_not_pass_for_the_others_review(both: Both) -> None:
    asked = answer(both.newest("escalation"), "Thank you, we shall look into it.")

    both.reaches(asked, "dsmart", "tinytracker", now=LATER)

    assert not both.rows("SELECT id FROM deadline WHERE clock = 'review' AND state = 'stopped'")
