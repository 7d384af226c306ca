"""What of a message reaches the staff: safe and scanned files, words without markup, and a word on what is odd about it."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest

from mailbot.desk.opening import Opener
from mailbot.mail.apart import ReadingLimits
from mailbot.mail.scanner import Clamd
from tests.mail.clamd import EICAR, FakeClamd
from tests.pipeline.world import Firm, mail

PHOTO = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with FakeClamd() as server:
        yield server


def with_files(**files: bytes) -> bytes:
    message = email.message_from_bytes(mail(), policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    for name, data in files.items():
        stem, _, ending = name.rpartition("_")
        subtype = {"jpg": "image/jpeg", "html": "text/html"}.get(ending, "application/octet-stream")
        maintype, _, subtype = subtype.partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=f"{stem}.{ending}")
    return message.as_bytes()


def notice(firm: Firm, content: bytes, opener: Opener | None = None) -> EmailMessage:
    """What the handler gets of that message."""
    firm.desk = replace(firm.desk, opener=opener or firm.desk.opener)
    firm.arrives(content)
    firm.take_in()
    firm.send()
    found = [raw for to, raw in firm.wire.taken if to == "anna@firm.example"]
    message = email.message_from_bytes(found[-1], policy=email.policy.SMTP.clone(max_line_length=998))
    assert isinstance(message, EmailMessage)
    return message


def words(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def files(message: EmailMessage) -> list[str]:
    return [part.get_filename() or "" for part in message.iter_attachments() if part.get_filename()]


def test_a_dangerous_file_is_withheld_and_the_notice_says_so(firm: Firm) -> None:
    found = notice(firm, with_files(roof_jpg=PHOTO, **{"invoice.pdf_exe": b"MZ"}, page_html=b"<script>x</script>"))
    assert files(found) == ["roof.jpg"]
    assert "Kept in the record, and not passed on to you:" in words(found)
    assert "invoice.pdf.exe (files of this kind are not passed on)" in words(found)
    assert "page.html (files of this kind are not passed on)" in words(found)


def test_a_file_with_a_virus_is_withheld_and_named(firm: Firm, clamd: FakeClamd) -> None:
    content = with_files(roof_jpg=PHOTO, bad_jpg=EICAR)
    found = notice(firm, content, Opener(scanner=Clamd(port=clamd.port)))
    assert files(found) == ["roof.jpg"]
    assert "bad.jpg (a virus scanner found Win.Test.EICAR_HDB-1 in it)" in words(found)
    assert clamd.scanned == [PHOTO, EICAR]


def test_without_the_scanner_nothing_is_passed_on_unless_the_operator_says_so(firm: Firm, clamd: FakeClamd) -> None:
    clamd.says = b"no memory ERROR\0"
    withheld = notice(firm, with_files(roof_jpg=PHOTO), Opener(scanner=Clamd(port=clamd.port)))
    assert files(withheld) == []
    assert "roof.jpg (not checked for viruses: the virus scanner" in words(withheld)
    content = with_files(roof_jpg=PHOTO).replace(b"first@", b"second@")
    passed = notice(firm, content, Opener(scanner=Clamd(port=clamd.port), pass_on_unscanned=True))
    assert files(passed) == ["roof.jpg"]


def test_no_markup_of_a_customer_reaches_the_staff(firm: Firm) -> None:
    html = (
        '<p onclick="x()">It <b>leaks</b>.</p><img src="https://tracker.example/1.gif"><script>steal()</script>'
        '<a href="javascript:steal()">see</a> &lt;img src="https://tracker.example/2.gif"&gt; <form action="https://x.example">'
    )
    content = mail(text="x").replace(b"text/plain", b"text/html").replace(b"\r\n\r\nx", b"\r\n\r\n" + html.encode())
    message = notice(firm, content)
    part = message.get_body(("html",))
    assert part is not None
    shown = str(part.get_content())
    assert "leaks" in shown
    assert "steal" not in shown
    assert '<img src="https://tracker' not in shown
    assert "<form" not in shown
    assert "onclick" not in shown


def test_a_sender_that_looks_like_a_colleague_is_shown_as_such(firm: Firm) -> None:
    found = notice(firm, mail(sender="Anna Field <anna@f1rm.example>"))
    assert "The sender has the name of a colleague, Anna Field, but not an address that we know of theirs." in words(
        found
    )


def test_an_encrypted_message_is_told_as_such(firm: Firm) -> None:
    content = mail(text="x").replace(
        b'text/plain; charset="utf-8"', b"application/pkcs7-mime; smime-type=enveloped-data"
    )
    assert "The message is encrypted (S/MIME): its words could not be read." in words(notice(firm, content))


def test_the_words_of_a_message_that_hangs_on_it_are_shown(firm: Firm) -> None:
    message = email.message_from_bytes(mail(text="See attached."), policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    inner = mail(text="There is a hole in the roof.", sender="Pat <pat@neighbour.example>")
    message.add_attachment(email.message_from_bytes(inner, policy=email.policy.SMTP))
    shown = words(notice(firm, message.as_bytes()))
    assert "A message hangs on it:" in shown
    assert "From: Pat <pat@neighbour.example>" in shown
    assert "There is a hole in the roof." in shown


def test_a_book_is_not_shown_whole(firm: Firm) -> None:
    shown = words(notice(firm, mail(text="It leaks in the loft, again. " * 2_000)))
    assert len(shown) < 25_000
    assert "The message is longer than what is shown here." in shown


def test_a_message_that_costs_too_much_is_parked_and_a_person_is_told(firm: Firm) -> None:
    firm.desk = replace(firm.desk, opener=Opener(limits=ReadingLimits(memory_bytes=8_000_000)))
    firm.arrives(with_files(roof_jpg=PHOTO * 500_000))
    firm.arrives(mail())
    firm.take_in()
    firm.send()
    assert firm.rows("SELECT state, error FROM ledger ORDER BY id")[0] == (
        "parked",
        "it cannot be read: reading it took more than 8 MB of memory",
    )
    assert firm.value("SELECT state FROM ledger WHERE id = 2") == "done"
    subjects = [
        str(email.message_from_bytes(raw)["Subject"]) for to, raw in firm.wire.taken if to == "anna@firm.example"
    ]
    assert any("could not be handled" in subject for subject in subjects)
