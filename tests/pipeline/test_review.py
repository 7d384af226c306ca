"""The periodic review (clause 12 / phase three): numbers that add up, reasons, what was agreed, and nobody named who must not be."""

from __future__ import annotations

import csv
import email
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

import pytest

from mailbot.desk.reviews import review_of
from mailbot.letters.context import Review
from mailbot.store import blobs, deadlines
from tests.pipeline.world import NOW, Firm, mail

PAPERS_AT = datetime(
    2026, 5, 20, 8, 0, tzinfo=UTC
)  # ten working days before the end of three months, at the day's beginning
STEP = timedelta(days=1)


class Quarter(Firm):
    """A firm over months: time is run through in steps, and every letter that is due is sent."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.clock = NOW
        self.number = 0

    def until(self, end: datetime) -> None:
        while self.clock < end:
            self.clock = min(self.clock + STEP, end)
            self.take_in(self.clock)
            self.tick(self.clock)
            self.send(self.clock)

    def says(self, sender: str, text: str, *, subject: str = "Complaint: roof", to: Message | None = None) -> None:
        self.clock += timedelta(minutes=1)
        self.number += 1
        more = {"In_Reply_To": str(to["Message-ID"])} if to else {}
        self.arrives(
            mail(subject, text, sender=sender, message_id=f"<m{self.number}@story.example>", **more), self.clock
        )
        self.take_in(self.clock)
        self.send(self.clock)

    def complaint(self, who: str, text: str = "Your fitters broke two roof tiles and left. I complain.") -> None:
        self.says(f"{who.title()} <{who}@customer.example>", text)

    def anna(self, *texts: str) -> None:
        for text in texts:
            self.says("Anna Field <anna@firm.example>", text, to=self.newest("notice"))

    def newest(self, name: str, to: str = "") -> Message:
        where = f"name = '{name}'" + (f" and recipient = '{to}'" if to else "")
        sha256 = self.value(f"select lower(hex(sha256)) from letter where {where} order by id desc limit 1")  # noqa: S608
        with self.desk.store.begin() as tx:
            return email.message_from_bytes(blobs.get(tx, sha256))

    def review(self) -> Review:
        firm = self.desk.firms[self.mailbox.name]
        with self.desk.store.begin() as tx:
            running = next(d for d in deadlines.standing(tx, firm.name) if d.clock != deadlines.DIGEST)
            return review_of(tx, firm, running, self.clock).review


def words(message: Message) -> str:
    plain = next(p for p in message.walk() if p.get_content_type() == "text/plain").get_payload(decode=True)
    assert isinstance(plain, bytes)
    return " ".join(plain.decode().split())


def attached(message: Message) -> dict[str, bytes]:
    """The sheets by the first word of their names."""
    found = {}
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_disposition() == "attachment" and isinstance(content, bytes):
            found[str(part.get_filename()).partition("-")[0]] = content
    return found


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Quarter]:
    made = Quarter(tmp_path)
    yield made
    made.close()


def test_a_quarter_without_a_complaint_reads_sensibly(firm: Quarter) -> None:
    firm.until(PAPERS_AT + timedelta(days=1))
    paper = firm.newest("review", "dana@firm.example")

    assert "No complaint was received, and none was open." in words(paper)
    assert "How we kept our promises" not in words(paper)
    assert attached(paper) == {}
    assert not [p for p in paper.walk() if p.get_content_type() == "image/png"]


def test_one_complaint_reads_sensibly(firm: Quarter) -> None:
    firm.complaint("sam")
    firm.anna("#novisit a quote is enough", "#respond\nWe pay for the tiles.", "#cause #1 tiles", "#close settled")
    firm.until(PAPERS_AT + timedelta(days=1))
    paper = firm.newest("review", "dana@firm.example")
    said = words(paper)

    assert "1 opened, 1 closed" in said
    assert "0 open now" in said
    assert "Send the findings: kept 1 of 1. It took 2 minutes." in said
    assert "Half within" not in said  # of one there is no half
    assert "What was late" not in said
    assert "#1 tiles: 1" in said
    assert set(attached(paper)) == {"complaints", "promises"}
    assert next(p["Content-ID"] for p in paper.walk() if p.get_content_type() == "image/png").startswith("<promises.")


def test_what_was_late_is_listed_with_the_reason_that_was_given_and_what_waits_still(firm: Quarter) -> None:
    firm.complaint("sam")
    firm.anna("#novisit no need", "#delay 2026-03-25 the part is late")
    firm.complaint("kim")
    firm.until(datetime(2026, 3, 23, 12, 0, tzinfo=UTC))
    firm.says("Anna Field <anna@firm.example>", "#respond\nHere.", to=_notice_of(firm, "Sam"))
    firm.until(PAPERS_AT)
    review = firm.review()

    findings = next(line for line in review.lines if line.clock == "findings")
    assert (findings.times, findings.met, findings.overdue) == (2, 0, 1)
    late = {breach.reference: breach for breach in review.breaches if breach.label == findings.label}
    first, second = sorted(late)
    assert late[first].why == "the part is late"
    assert late[first].late.endswith("days late")
    assert late[second].late.endswith("late, and not done yet")
    assert late[second].why == ""


def _notice_of(firm: Quarter, name: str) -> Message:
    rows = firm.rows("select lower(hex(sha256)) as sha256, subject from letter where name = 'notice' order by id")
    sha256 = next(row.sha256 for row in rows if name in row.subject)
    with firm.desk.store.begin() as tx:
        return email.message_from_bytes(blobs.get(tx, sha256))


def test_what_is_confidential_is_counted_and_never_named(firm: Quarter) -> None:
    firm.complaint("sam")
    firm.anna("#restrict", "#cause SECRET-CAUSE", "#redress SECRET-REDRESS")
    firm.complaint("sam")
    firm.until(PAPERS_AT + timedelta(days=1))
    paper = firm.newest("review", "dana@firm.example")
    restricted = firm.value("select reference from case_file where restricted")
    everything = words(paper) + "".join(content.decode("utf-8-sig") for content in attached(paper).values())

    assert "2 opened" in everything
    for secret in (restricted, "SECRET", "sam@customer.example", "Sam"):
        assert secret not in everything, secret
    assert "more on confidential cases" in everything
    assert "Who complained again" not in everything


def test_who_complains_again_is_counted_by_case_and_not_named(firm: Quarter) -> None:
    for who in ("sam", "kim", "sam"):
        firm.complaint(who)
        firm.clock += timedelta(days=1)
    firm.until(PAPERS_AT + timedelta(days=1))
    said = words(firm.newest("review", "dana@firm.example"))
    first, _, third = (row.reference for row in firm.rows("select reference from case_file order by id"))

    assert "1 person has complained more than once within a year" in said
    assert f"{first} and {third}" in said
    assert "Sam" not in said


def test_what_was_agreed_is_shown_in_the_next_review_beside_the_numbers_before(firm: Quarter) -> None:
    firm.complaint("sam")
    firm.until(PAPERS_AT + timedelta(days=1))
    firm.complaint("kim")  # after the papers, before the answer: the next review counts it
    paper = firm.newest("review", "dana@firm.example")
    firm.says("Dana Price <dana@firm.example>", "We will check every tile twice from now on.", to=paper)
    assert (
        firm.value("select stopped_by from deadline where clock = 'review' and stopped_at is not null")
        == "review.recorded"
    )
    firm.until(firm.clock + timedelta(days=85))
    following = firm.newest("review", "dana@firm.example")

    assert following["Message-ID"] != paper["Message-ID"]
    said = words(following)
    assert (
        said.index("Agreed last time")
        < said.index("We will check every tile twice from now on.")
        < said.index("In this time")
    )
    assert "1 opened (1 in the time before)" in said


def test_no_cell_of_a_sheet_is_a_formula(firm: Quarter) -> None:
    firm.complaint("sam")
    firm.anna("#cause =cmd|' /C calc'!A0", "#redress +44 pounds")
    firm.until(PAPERS_AT + timedelta(days=1))
    sheet = attached(firm.newest("review", "dana@firm.example"))["complaints"]
    (row,) = csv.DictReader(io.StringIO(sheet.decode("utf-8-sig")))

    assert row["cause"].startswith("'=cmd")
    assert row["redress"] == "'+44 pounds"
