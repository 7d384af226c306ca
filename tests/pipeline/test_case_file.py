"""The case file: the whole record for the firm, what an outside body is given, by mail and from the command line."""

from __future__ import annotations

import csv
import email
import hashlib
import io
import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage, Message
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from mailbot.config_model import ExternalBody
from mailbot.core.bodies import named
from mailbot.desk.case_archive import Archive, case_pdf, case_zip, originals
from mailbot.desk.opening import Opener
from mailbot.desk.papers import Papers, papers_of
from mailbot.mail.identity import holds_token
from mailbot.mail.scanner import Clamd
from mailbot.store import blobs, case_papers, cases
from mailbot.store.events import GENESIS
from tests.mail.clamd import EICAR, FakeClamd
from tests.pipeline.world import NOW, Firm, PowerCut, mail

HOSTILE = (
    'My mother, who has COPD, is cold. #panic("x") $x^2$ [*b*](x) \\ \\u{41} <script> "quoted"\n\n'
    "\u202egnp.exe\u202c \x07 \U0001f525 \u4e2d\u6587 \u05e2\u05d1\u05e8\u05d9\u05ea \u0627\u0644\u0639\u0631\u0628\u064a\u0629 caf\u00e9\n"
    "=HYPERLINK(1)\n" + "w" * 100_000
)


class Story(Firm):
    """A firm with one case, on which everything happened that a case file must tell."""

    def __init__(self, folder: Path, text: str = HOSTILE) -> None:
        super().__init__(folder, body=(ExternalBody(name="RECC", addresses=("recc.org.uk",)),))
        self.clock = NOW
        self.number = 0
        self.says("Jo Simmons <jo@customer.example>", "=Complaint: no heating #1 [x]", text, attached="../../photo.jpg")

    def says(
        self,
        sender: str,
        subject: str,
        text: str,
        *,
        to: Message | None = None,
        attached: str = "",
        holding: bytes = b"\xff\xd8 a picture",
    ) -> None:
        """Somebody writes, an hour after the last thing that happened; letters that follow are sent."""
        self.clock += timedelta(hours=1)
        self.number += 1
        more = {"In_Reply_To": str(to["Message-ID"])} if to else {}
        raw = mail(subject, text, sender=sender, message_id=f"<m{self.number}@story.example>", **more)
        if attached:
            message = email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.SMTP)
            message.add_attachment(holding, maintype="image", subtype="jpeg", filename=attached)
            raw = message.as_bytes()
        self.arrives(raw, self.clock)
        self.take_in(self.clock)
        self.send(self.clock)

    def anna(self, text: str) -> None:
        """The handler replies to the newest notice."""
        self.says("Anna Field <anna@firm.example>", "Re: notice", text, to=self.newest("notice"))

    def newest(self, name: str) -> Message:
        sha256 = self.value(f"select lower(hex(sha256)) from letter where name = '{name}' order by id desc limit 1")  # noqa: S608
        with self.desk.store.begin() as tx:
            return email.message_from_bytes(blobs.get(tx, sha256))

    def papers(self, body: str = "", now: datetime | None = None) -> Papers:
        rules = self.desk.firms[self.mailbox.name].rules
        with self.desk.store.begin() as tx:
            found = named(rules.firm.bodies, body) if body else None
            return papers_of(tx, rules, cases.load(tx, 1), now or self.clock, found)

    def archive(self, body: str = "", *, by_mail: bool = False) -> Archive:
        papers = self.papers(body)
        with self.desk.store.begin() as tx:
            return case_zip(papers, tuple(originals(tx, papers, by_mail=by_mail)), case_pdf(papers))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def words_of(document: bytes) -> str:
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    read = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return " ".join(read.stdout.decode("utf-8").replace("\u200b", "").split())


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    firm = Story(tmp_path_factory.mktemp("story"))
    firm.anna("#call\nSpoke to Jo, who is SECRETLY-CROSS.")
    firm.anna("#delay 2026-03-20 we wait for a part from Holland\nWe are sorry, the part is late.")
    reference = firm.value("select reference from case_file")
    firm.says("Mallory <m@evil.example>", f"About {reference}", "STRANGER-WORDS")
    firm.says("RECC <case@recc.org.uk>", f"Our ref R-55, yours {reference}", "Please tell us BODY-WORDS.")
    firm.says("NAPIT <x@napit.org.uk>", f"Our ref N-1, yours {reference}", "OTHER-BODY-WORDS")
    firm.says("Jo Simmons <jo@customer.example>", f"Re: [{reference}]", "Any news?")
    firm.anna("#respond\nWe have found a broken sensor and will replace it.")
    firm.anna("#cause flow sensor\n#redress a new sensor, free of charge")
    firm.anna("#close settled with the customer")
    yield firm
    firm.close()


def test_the_document_tells_the_whole_case(story: Story) -> None:
    words = words_of(case_pdf(story.papers()))

    for told in (
        "Case file DS-2026-0001",
        "for use inside the firm",
        "Tuesday 3 March 2026 12:20",  # with weekday, local
        "Europe/London",
        "Jo Simmons",
        "(clause 8)",
        "Kept",
        "we wait for a part from Holland",
        "SECRETLY-CROSS",
        "STRANGER-WORDS",
        "Not from a confirmed party",
        "BODY-WORDS",
        "flow sensor",
        "a new sensor, free of charge",
        "The case was closed: settled with the customer",
        "photo.jpg (image/jpeg, 12 bytes)",
        hashlib.sha256(b"\xff\xd8 a picture").hexdigest(),
        "the chain held",
        "Page 1 of",
    ):
        assert told in words, told
    assert story.papers().links[-1].hash in words


def test_a_customers_words_are_words_whatever_they_hold(story: Story) -> None:
    words = words_of(case_pdf(story.papers()))

    assert '#panic("x") $x^2$ [*b*](x) \\ \\u{41} <script> "quoted"' in words
    assert "\u202e" not in words
    assert "caf\u00e9" in words
    assert "more characters are in the original" in words
    assert "[U+4E2D]" in words or "\u4e2d" in words


def test_the_same_record_made_at_the_same_time_gives_the_same_bytes(story: Story) -> None:
    assert story.archive().content == story.archive().content


def test_the_archive_holds_every_message_byte_for_byte_and_its_sums_hold(story: Story) -> None:
    found = members(story.archive().content)

    raw = {hashlib.sha256(content).hexdigest() for name, content in found.items() if name.endswith(".eml")}
    kept = {
        row.sha256
        for row in story.rows(
            "select lower(hex(sha256)) as sha256 from ledger where case_id = 1 "
            "union select lower(hex(sha256)) from letter where case_id = 1"
        )
    }
    assert kept <= raw
    for line in found["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(found[name]).hexdigest() == digest
    assert len(found["SHA256SUMS"].splitlines()) == len(found) - 1
    first = email.message_from_bytes(found["messages/001-in.eml"])
    assert first["Message-ID"] == "<m1@story.example>"


def test_no_name_from_a_mail_becomes_a_path_or_a_formula(story: Story) -> None:
    with zipfile.ZipFile(io.BytesIO(story.archive().content)) as archive:
        for name in archive.namelist():
            assert name.startswith(f"{story.papers().case.reference}/")
            assert ".." not in name
            assert "photo" not in name
    rows = list(csv.reader(io.StringIO(members(story.archive().content)["manifest.csv"].decode("utf-8-sig"))))
    assert rows[1][3] == "'=Complaint: no heating #1 [x]"
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in ("=", "+", "@")]


def test_the_chain_in_the_archive_can_be_counted_again_with_nothing_but_what_the_document_says(story: Story) -> None:
    for body in ("", "recc"):
        before, seen = GENESIS, 0
        for line in members(story.archive(body).content)["events.jsonl"].decode().splitlines():
            event: dict[str, Any] = json.loads(line)
            parts = (event["chain"], str(event["seq"]), event["at"], event["type"], event["digest"], before)
            assert event["hash"] == hashlib.sha256("\n".join(parts).encode()).hexdigest()
            if event["content"] is not None:
                content = json.dumps(event["content"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                assert hashlib.sha256(content.encode()).hexdigest() == event["digest"]
            before, seen = event["hash"], seen + 1
        assert seen > 20


@pytest.mark.parametrize(
    "inside",
    ["SECRETLY-CROSS", "STRANGER-WORDS", "OTHER-BODY-WORDS", "flow sensor", "anna@firm.example", "Re: notice", "N-1"],
)
def test_what_an_outside_body_is_given_holds_nothing_from_inside(story: Story, inside: str) -> None:
    archive = members(story.archive("recc").content)
    said = words_of(archive["case-file.pdf"])

    assert inside not in said
    for name, content in archive.items():
        assert inside.encode() not in content, name
    assert not [name for name in archive if name.startswith("internal/")]


def test_what_an_outside_body_is_given_is_the_complaint_and_how_it_was_dealt_with(story: Story) -> None:
    said = words_of(members(story.archive("recc").content)["case-file.pdf"])

    assert "Prepared for Renewable Energy Consumer Code (your number R-55)" in said
    for told in (
        "BODY-WORDS",
        "who has COPD",
        "broken sensor",
        "a new sensor, free of charge",
        "wait for a part from Holland",
    ):
        assert told in said
    assert "What was noticed" not in said  # flags are our reading, some of them of health


def test_a_changed_record_is_told_on_the_document(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    with firm.desk.store.begin() as tx:
        links = case_papers.chains(tx, 1)
        assert case_papers.broken_at(links) is None
        tx.exec_driver_sql("update event set at = '2026-01-01 00:00:00.000000' where chain = 'case:1' and seq = 2")
    assert firm.papers().broken is not None
    assert "WARNING" in words_of(case_pdf(firm.papers()))
    firm.close()


def test_asked_by_mail_the_archive_comes_without_colleagues_tokens(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    firm.anna("#call\nSpoke to Jo.")
    firm.anna("#file")
    answer = firm.newest("command_result")
    attached = next(part for part in answer.walk() if part.get_filename())
    found = members(attached.get_payload(decode=True))  # type: ignore[arg-type]  # a decoded part is bytes

    assert attached.get_filename() == f"{firm.papers().case.reference}.zip"
    assert "case-file.pdf" in found
    for name, content in found.items():
        assert not (name.startswith("internal/") and holds_token(content.decode("latin-1"))), name
    assert "messages/001-in.eml" in found
    assert "holds a colleague's token" in found["manifest.csv"].decode()
    plain = next(p for p in answer.walk() if p.get_content_type() == "text/plain").get_payload(decode=True)
    assert isinstance(plain, bytes)
    words = " ".join(plain.decode().split())
    assert f"mailbot case {firm.papers().case.reference} --file" in words
    firm.close()


def test_it_can_be_asked_for_on_a_closed_case_and_for_a_body_and_not_for_one_that_nobody_knows(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    firm.anna("#close settled")
    firm.anna("#file recc")
    assert [p.get_filename() for p in firm.newest("command_result").walk() if p.get_filename()] == [
        f"{firm.papers().case.reference}-for-recc.zip"
    ]
    firm.anna("#file ofgem")
    refused = firm.newest("command_result")
    assert not [p for p in refused.walk() if p.get_filename()]
    assert "no outside body that we know" in " ".join(str(refused).split())
    firm.close()


def test_what_is_too_large_for_mail_goes_as_the_document_alone_and_says_how_to_get_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    monkeypatch.setattr("mailbot.desk.case_post.LARGEST_ORIGINALS", 1_000)
    firm.anna("#file")
    answer = firm.newest("command_result")
    assert [p.get_filename() for p in answer.walk() if p.get_filename()] == [f"{firm.papers().case.reference}.pdf"]
    assert "too large for mail" in str(answer)
    firm.close()


# ---------------------------------------------------------------------------------------------------------- how it is made


class Writer:
    """A scanner that writes to the database while it is asked, as another thread of the program would."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.asked = firm, 0
        self.other = sqlite3.connect(firm.url.removeprefix("sqlite:///"), timeout=0)

    def scan(self, data: bytes) -> str:
        self.asked += len(data) > 0
        self.other.execute("update mailbox set blind_told_at = null")
        self.other.commit()
        return ""


def attached_to(message: Message) -> dict[str, bytes]:
    found = next(part for part in message.walk() if part.get_filename())
    return members(found.get_payload(decode=True))  # type: ignore[arg-type]  # a decoded part is bytes


def manifest(found: dict[str, bytes]) -> dict[str, str]:
    """Each file's name, and why it is not in there."""
    rows = list(csv.reader(io.StringIO(found["manifest.csv"].decode("utf-8-sig"))))
    return {row[0]: row[-1] for row in rows[1:]}


def test_while_a_case_file_is_made_others_may_write_to_the_database(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    scanner = Writer(firm)
    firm.desk = replace(firm.desk, opener=Opener(scanner=scanner))
    firm.anna("#file")

    assert scanner.asked == 1  # the photograph
    assert "case-file.pdf" in attached_to(firm.newest("command_result"))
    scanner.other.close()
    firm.close()


class Deadly:
    """A scanner during whose work the power fails, so many times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def scan(self, data: bytes) -> str:
        self.times -= len(data) > 0
        if self.times >= 0:
            raise PowerCut
        return ""


def test_a_case_file_during_whose_making_the_program_dies_is_sent_and_once(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    firm.desk = replace(firm.desk, opener=Opener(scanner=Deadly(1)))
    with pytest.raises(PowerCut):
        firm.anna("#file")
    firm.restart(firm.clock)
    for _ in range(2):
        firm.take_in(firm.clock)
        firm.send(firm.clock)

    assert "case-file.pdf" in attached_to(firm.newest("command_result"))
    assert firm.rows("select state from letter where name = 'command_result'") == [("sent",)]
    assert firm.chain_faults() == ()
    firm.close()


def test_a_case_file_for_a_body_that_is_no_longer_known_is_not_the_whole_file_instead(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    firm.anna("#note OUR-OWN-WORDS")
    firm.desk = replace(firm.desk, opener=Opener(scanner=Deadly(1)))
    with pytest.raises(PowerCut):
        firm.anna("#file recc")
    firm.mailbox = firm.mailbox.model_copy(update={"body": ()})
    firm.procedure = firm.procedure.model_copy(update={"body": ()})
    firm.restart(firm.clock)
    firm.take_in(firm.clock)
    firm.send(firm.clock)

    answer = firm.newest("command_result")
    assert not [part.get_filename() for part in answer.walk() if part.get_filename()]
    assert "RECC is no longer an outside body that we know" in " ".join(str(answer).split())
    firm.close()


def test_a_case_file_that_kills_the_program_each_time_is_given_up_and_its_asker_told(tmp_path: Path) -> None:
    firm = Story(tmp_path, "My roof leaks.")
    deadly = Deadly(10)
    for attempt in range(3):
        firm.desk = replace(firm.desk, opener=Opener(scanner=deadly))
        with pytest.raises(PowerCut):
            firm.anna("#file") if attempt == 0 else firm.take_in(firm.clock)
        firm.restart(firm.clock)
    firm.desk = replace(firm.desk, opener=Opener(scanner=deadly))
    firm.take_in(firm.clock)

    told = firm.words(firm.value("SELECT max(id) FROM letter"))
    assert "the case file could not be made" in " ".join(told.split()).lower()
    firm.close()


@pytest.mark.parametrize("wanted", ["#file", "#file recc"])
def test_a_dangerous_file_is_not_sent_on_with_the_case_file_and_stays_in_the_record(
    tmp_path: Path, wanted: str
) -> None:
    with FakeClamd() as clamd:
        firm = Story(tmp_path, "My roof leaks.")
        firm.desk = replace(firm.desk, opener=Opener(scanner=Clamd(port=clamd.port)))
        reference = firm.value("select reference from case_file")
        firm.says(
            "Jo Simmons <jo@customer.example>", f"Re: [{reference}]", "See here.", attached="bad.jpg", holding=EICAR
        )
        firm.says("Jo Simmons <jo@customer.example>", f"Re: [{reference}]", "And here.", attached="run.exe")
        firm.anna(wanted)
        answer = firm.newest("command_result")
        found = attached_to(answer)
        reasons = [why for why in manifest(found).values() if why and "token" not in why]

        assert [name for name in found if name.startswith("messages/") and "-in" in name] == ["messages/001-in.eml"]
        assert any("a virus scanner found Win.Test.EICAR_HDB-1" in why for why in reasons)
        assert any("run.exe (files of this kind are not passed on)" in why for why in reasons)
        assert not any(EICAR in content for content in found.values())
        kept = members(firm.archive("recc" if "recc" in wanted else "").content)
        assert len([name for name in kept if name.startswith("messages/") and "-in" in name]) == 3
        firm.close()
