"""A whole case in a real mail program's way: the forms of eight programs, from the wire to the wire (tests/emails/clients)."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.core.localtime import local
from tests.pipeline.world import NOW, Firm, mail

FORMS = Path(__file__).parents[1] / "emails" / "clients"
REPLIES = sorted(path.stem for path in FORMS.glob("*reply*.eml"))
FORWARDS = sorted(path.stem for path in FORMS.glob("*forward*.eml"))
ANNA, SAM = "Anna Field <anna@firm.example>", "Sam Yates <sam@customer.example>"
COMPLAINT = "Your fitter broke my fence on Friday.\n\nI am very unhappy and want it put right."
OF_A_NOTICE = (
    "How to answer",
    "your words go to the customer",
    "What runs",
    "#note",
    "Why it is on this case",
    "info+",
)
OF_A_PROGRAM = ("Sent from my", "Get Outlook", "1 High Street", "Original", "wrote:")
"""What stands in a colleague's reply and is for no customer: words of the notice, and what the program put there."""


class Office:
    """A firm, and a mail program with which everybody in the story writes."""

    def __init__(self, folder: Path) -> None:
        self.firm = Firm(folder)
        self.clock = NOW
        self.count = 0

    def arrive(self, content: bytes) -> None:
        self.clock += timedelta(minutes=5)
        self.firm.arrives(content, self.clock)
        self.firm.take_in(self.clock)
        self.firm.send(self.clock)

    def reply(self, form: str, sender: str, words: str, *, to: str) -> None:
        """An answer to the newest letter of that name which the sender got, in that program's form."""
        letter = self.firm.letter(to, sender.partition("<")[2].rstrip(">"))
        answers = str(letter["Reply-To"] or letter["From"]).rpartition("<")[2].rstrip(">")
        self.write(form, sender, words, subject=str(letter["Subject"]), to=answers, letter=letter)

    def write(
        self, form: str, sender: str, words: str, *, subject: str, to: str = "", letter: EmailMessage | None = None
    ) -> None:
        self.count += 1
        text, page = (body(letter, "plain"), body(letter, "html")) if letter is not None else (words, paragraphs(words))
        found = {
            "@FROM@": sender,
            "@TO@": to,
            "@SUBJECT@": subject,
            "@ID@": f"0000{self.count}",
            "@MESSAGE-ID@": str(letter["Message-ID"]) if letter is not None else "",
            "@WORDS@": words,
            "@WORDS-HTML@": paragraphs(words),
            "@TEXT@": text,
            "@MARKED@": "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
            "@HTML@": page,
        }
        content = (FORMS / f"{form}.eml").read_text(encoding="utf-8")
        for name, value in found.items():
            content = content.replace(name, value)
        self.arrive(content.replace("\n", "\r\n").encode())

    def to_customer(self) -> list[str]:
        """The text of everything that the customer got, both parts, in order."""
        letters = (m for m in self.firm.outgoing() if "customer.example" in str(m["To"]))
        return [f"{body(m, 'plain')}\n{body(m, 'html')}" for m in letters]

    def heard(self) -> list[tuple[str, str]]:
        rows = self.firm.rows("SELECT direction, summary FROM contact WHERE NOT unconfirmed ORDER BY id")
        return [(r.direction, r.summary) for r in rows]


def body(letter: EmailMessage | None, kind: str) -> str:
    part = letter.get_body((kind,)) if letter is not None else None
    return str(part.get_content()) if part is not None else ""


def paragraphs(words: str) -> str:
    return "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in words.split("\n"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    built = Office(tmp_path)
    yield built
    built.firm.close()


@pytest.mark.parametrize("form", REPLIES)
def test_a_whole_case_by_reply(form: str, office: Office) -> None:
    said = "Thank you for telling us.\n\nWe will come on Friday at ten and look at it."
    asked = "Friday is fine.\n\nPlease ring first: I am on 01782 496 000."
    office.arrive(mail())
    office.reply(form, ANNA, said, to="notice")
    office.reply(form, SAM, asked, to="message")
    office.reply(form, ANNA, "#note the ladder is in the van", to="notice")
    office.reply(form, ANNA, "#informal\n\nWe have mended the tiles and you are content.", to="notice")
    office.reply(form, ANNA, "#close settled", to="notice")

    assert office.firm.value("SELECT count(*) FROM case_file") == 1
    assert office.firm.value("SELECT state FROM case_file") == "closed"
    heard = office.heard()
    assert ("internal", said) in heard
    assert ("in", asked) in heard
    assert ("internal", "#note the ladder is in the van") in heard
    relayed = body(office.firm.letter("message", "sam@customer.example"), "plain")
    assert all(part in relayed for part in said.split("\n\n"))
    assert "you are content" in body(office.firm.letter("informal_resolution", "sam@customer.example"), "plain")
    for letter in office.to_customer():
        assert "ladder" not in letter
        assert not [words for words in OF_A_NOTICE + OF_A_PROGRAM if words in letter]


@pytest.mark.parametrize("form", FORWARDS)
def test_a_mail_passed_on_opens_the_case_of_who_wrote_it_when_it_was_sent(form: str, office: Office) -> None:
    office.write(form, ANNA, COMPLAINT, subject="")

    (case,) = office.firm.rows("SELECT received_at, subject, id FROM case_file")
    assert datetime.fromtimestamp(case.received_at / 1_000_000, NOW.tzinfo) == local(
        "2026-03-02T10:00", "Europe/London"
    )
    assert case.subject == "Broken fence"
    (party,) = office.firm.rows("SELECT name, address, standing FROM party")
    assert tuple(party) == ("Una Lake", "una@customer.example", "customer")
    assert office.heard()[0] == ("in", COMPLAINT)
    assert [m["To"] for m in office.firm.outgoing() if "una@" in str(m["To"])]


@pytest.mark.parametrize("form", FORWARDS)
def test_a_mail_passed_on_with_the_reference_joins_the_case(form: str, office: Office) -> None:
    office.arrive(mail(sender="Una Lake <una@customer.example>"))
    reference = str(office.firm.value("SELECT reference FROM case_file"))
    office.write(form, ANNA, COMPLAINT, subject=f"[{reference}]")

    assert office.firm.value("SELECT count(*) FROM case_file") == 1
    assert ("in", COMPLAINT) in office.heard()
