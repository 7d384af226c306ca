"""mail/cms.py: opaquely signed S/MIME is read without being checked, and kept as it came; what is encrypted stays shut."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.model import InboundMessage
from mailbot.mail.attachments import attachments_bytes
from mailbot.mail.cms import signed_content
from mailbot.mail.parse import parse

WITHIN = (
    b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt smells of gas.\r\n"
    b"--i\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--i--\r\n"
)
SIGNED, DATA = "2a864886f70d010702", "2a864886f70d010701"
ENVELOPED = "2a864886f70d010703"


def element(tag: int, *contents: bytes) -> bytes:
    """DER with its length told."""
    content = b"".join(contents)
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x84]) + size.to_bytes(4)
    return bytes([tag]) + length + content


def endless(tag: int, *contents: bytes) -> bytes:
    """BER whose end is an empty element, as programs write it that do not know the length yet."""
    return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


def signed(content: bytes, *, kind: str = SIGNED, streamed: bool = False) -> bytes:
    wrap = endless if streamed else element
    octets = (
        endless(0x24, *(element(0x04, content[i : i + 100]) for i in range(0, len(content), 100)))
        if streamed
        else element(0x04, content)
    )
    within = wrap(0x30, element(0x06, bytes.fromhex(DATA)), wrap(0xA0, octets))
    digests = wrap(0x31, wrap(0x30, element(0x06, b"\x2b")))
    return wrap(
        0x30,
        element(0x06, bytes.fromhex(kind)),
        wrap(0xA0, wrap(0x30, element(0x02, b"\x01"), digests, within, element(0x31))),
    )


def mail(data: bytes, kind: str = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m") -> bytes:
    head = f"From: jo@customer.example\r\nSubject: x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    return head.encode() + b"Content-Disposition: attachment; filename=smime.p7m\r\n\r\n" + base64.encodebytes(data)


def names(message: InboundMessage) -> list[str]:
    return [one.name for one in message.attachments]


@pytest.mark.parametrize("streamed", [False, True], ids=["told lengths", "streamed"])
@pytest.mark.parametrize(
    "kind",
    ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime", "application/octet-stream"],
)
def test_a_signed_mail_is_read_and_told_as_not_checked(kind: str, streamed: bool) -> None:
    content = mail(signed(WITHIN, streamed=streamed), kind)
    message = parse(content)
    assert (message.text, message.fresh) == ("It smells of gas.", "It smells of gas.")
    assert message.protection == "signed (S/MIME), not checked"
    assert names(message) == ["a.png", "smime.p7m"]
    picture, original = attachments_bytes(content, [one.sha256 for one in message.attachments])
    assert (picture, original) == (b"\x89PNG", signed(WITHIN, streamed=streamed))


def test_a_signed_mail_that_a_list_passed_on_is_read() -> None:
    part = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(
        signed(WITHIN)
    )
    message = parse(
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
        + part
        + b"\r\n--o\r\n\r\nThe owners' list\r\n--o--\r\n"
    )
    assert message.text == "It smells of gas.\n\nThe owners' list"


def test_what_is_signed_twice_is_read() -> None:
    inner = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(
        signed(WITHIN)
    )
    content = mail(signed(inner))
    message = parse(content)
    assert message.text == "It smells of gas."
    assert attachments_bytes(content, [message.attachments[0].sha256]) == (b"\x89PNG",)


def test_an_encrypted_mail_stays_shut() -> None:
    message = parse(mail(signed(WITHIN, kind=ENVELOPED), "application/pkcs7-mime; smime-type=enveloped-data"))
    assert (message.text, message.protection, names(message)) == ("", "encrypted (S/MIME)", ["smime.p7m"])


def test_a_signed_file_is_opened_beside_the_signed_one_and_makes_no_signed_mail() -> None:
    part = (
        b'Content-Type: application/pkcs7-mime; name="bill.pdf.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(signed(b"%PDF-1.4"))
    )
    content = (
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nMy bill.\r\n--o\r\n" + part + b"\r\n--o--\r\n"
    )
    message = parse(content)
    assert (message.text, message.protection, names(message)) == ("My bill.", "", ["bill.pdf.p7m", "bill.pdf"])
    assert attachments_bytes(content, [message.attachments[1].sha256]) == (b"%PDF-1.4",)


@pytest.mark.parametrize("cut", range(0, 120, 7))
def test_a_damaged_one_is_kept_shut(cut: int) -> None:
    assert signed_content(signed(b"words" * 30)[:cut]) is None
    assert names(parse(mail(signed(WITHIN)[:cut]))) == ["smime.p7m"]


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(at=st.integers(0, 90), octet=st.integers(0, 255), streamed=st.booleans())
def test_no_wrong_octet_is_a_fault(at: int, octet: int, streamed: bool) -> None:
    data = bytearray(signed(b"words" * 30, streamed=streamed))
    data[at] = octet
    assert signed_content(bytes(data)) is None or len(signed_content(bytes(data)) or b"") <= len(data)


COSTLY = {
    "deep": b"\x30\x80" * 300_000,
    "pieces in pieces": signed(b"")[:13] + b"\x24\x80" * 300_000,
    "never ends": endless(0x30, element(0x06, bytes.fromhex(SIGNED))) + b"\x31\x80" * 300_000,
    "long": b"\x30\x84\xff\xff\xff\xff" * 100_000,
    "many pieces": signed(b"x" * 600_000, streamed=True),
}


@pytest.mark.parametrize("data", COSTLY.values(), ids=COSTLY.keys())
def test_no_data_makes_it_costly(data: bytes) -> None:
    started = time.process_time()
    signed_content(data)
    assert time.process_time() - started < 0.5
