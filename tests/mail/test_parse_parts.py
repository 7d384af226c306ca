"""The parts of a message are those that the stdlib finds, though its base64 is read by the hundred lines; plain dates as mail-parser
reads them."""

from __future__ import annotations

import base64
import email
import hashlib
from email.message import Message

import pytest
from mailparser.dates import parse_mail_date

from mailbot.mail.mime import parsed, payload_of
from mailbot.mail.parse import parse

CODE = base64.encodebytes(bytes(range(256)) * 600)  # longer than the pieces that a message is read in
SHORT = base64.encodebytes(bytes(range(256)) * 3)
PARTS = b"Content-Type: multipart/mixed; boundary=b\n\n"
INNER = b"Content-Type: multipart/alternative; boundary=bb\n\n"
FILE = b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
MAILS = {
    "one file": FILE + CODE,
    "a file without an end": FILE + CODE.rstrip(b"\n"),
    "a file among others": PARTS + b"--b\n\nwords\n--b\n" + FILE + CODE + b"--b\n" + FILE + SHORT + b"\n--b--\n",
    "before the first part": PARTS + CODE + b"--b\n\nwords\n--b--\n",
    "after the last part": PARTS + b"--b\n\nwords\n--b--\n" + CODE,
    "right behind the last mark": PARTS + b"--b\n\nwords\n--b--" + CODE,
    "no part at all": PARTS + CODE,
    "no last mark": PARTS + b"--b\n" + FILE + CODE,
    "no blank line before the code": PARTS + b"--b\nContent-Type: image/png\n" + CODE + b"--b--\n",
    "parts within parts": PARTS + b"--b\n" + INNER + b"--bb\n" + FILE + CODE + b"--b\n" + FILE + CODE + b"--b--\n",
    "a mail within": PARTS + b"--b\nContent-Type: message/rfc822\n\nSubject: s\n" + FILE + CODE + b"--b--\n",
    "a mail's fields missing": PARTS + b"--b\nContent-Type: message/rfc822\n\n" + CODE + b"--b--\n",
    "a report": PARTS + b"--b\nContent-Type: message/delivery-status\n\nA: b\n\n" + CODE + b"\nC: d\n\n--b--\n",
    "a boundary that looks like code": PARTS.replace(b"=b", b"=" + b"A" * 70) + b"--" + b"A" * 70 + b"\n" + FILE + CODE,
    "no code but its fields": b"Subject: " + b"A" * 76 + b"\n" + CODE,
}


def told(message: Message) -> list[object]:
    """All that the parser found."""
    payload = payload_of(message)
    children = [told(child) for child in payload] if isinstance(payload, list) else payload
    defects = [type(one).__name__ for one in message.defects]
    return [list(message.raw_items()), message.preamble, message.epilogue, defects, children]


@pytest.mark.parametrize("content", MAILS.values(), ids=MAILS)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_base64_is_found_where_the_stdlib_finds_it(content: bytes, line_end: bytes) -> None:
    content = content.replace(b"\n", line_end)
    assert told(parsed(content)) == told(email.message_from_bytes(content))


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 02 Mar 2026 10:11:12 +0000",
        "Mon, 2 Mar 2026 10:11:12 +0130 (CET)",
        "31 Dec 1999 23:59:59 -1145",
        "Tue, 29 Feb 2028 00:00:00 -0000",
        "Sun, 02 Mar 2026 10:11:12 +0100",  # it was a Monday
        "Thu, 1 Jan 1970 00:00:00 +0000 (UTC)",
    ],
)
def test_a_plain_date_is_what_mail_parser_reads(date: str) -> None:
    read = parse(f"From: jo@x.example\nDate: {date}\n\nwords".encode()).date
    assert read is not None
    assert read == parse_mail_date(date).value


def test_a_day_that_no_month_has_is_no_date() -> None:
    message = parse(b"From: jo@x.example\nDate: Mon, 30 Feb 2026 10:11:12 +0000\n\nwords")
    assert (message.date, "Date cannot be read" in message.defects) == (None, True)


WITHIN = {
    "fields and no blank line": b"Subject: x\r\n",
    "fields and a blank line": b"Subject: x\r\n\r\n",
    "fields and a body": b"Subject: x\r\n\r\nwords",
    "fields and a body of one line": b"Subject: x\r\n\r\nwords\r\n",
    "parts without bodies": b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nX-A: b\r\n\r\n--i\r\n\r\n\r\n--i--\r\n",
}


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
@pytest.mark.parametrize("within", WITHIN.values(), ids=WITHIN.keys())
def test_a_message_within_is_given_back_to_the_byte(within: bytes, line_end: bytes) -> None:
    mail = b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nwords\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"
    mail += within + b"\r\n--o--\r\n"
    found = parse(mail.replace(b"\r\n", line_end)).attachments[0]
    assert found.sha256 == hashlib.sha256(within.replace(b"\r\n", line_end)).hexdigest()
