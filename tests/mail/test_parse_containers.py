"""Attachments that hold others: winmail.dat, .msg files, uuencoded text. What is in them is read and can be given out."""

from __future__ import annotations

import base64
import time
from email.message import EmailMessage

import pytest

from mailbot.core.model import InboundMessage
from mailbot.mail import rtf, tnef
from mailbot.mail.attachments import attachments_bytes
from mailbot.mail.parse import parse
from tests.mail.containers import BINARY, LONG, UNICODE, attached, attribute, letter, mapi, msg, wide
from tests.mail.containers import tnef as tnef_of

PHOTO = b"\xff\xd8\xff\xe0 a photograph of the roof" * 200
# The example of MS-OXRTFCP 3.1.1.
PACKED_RTF = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def mail(name: str, kind: str, data: bytes, text: str = "See attached.") -> bytes:
    found = EmailMessage()
    found["From"], found["Subject"] = "jo@customer.example", "Leak"
    if text:
        found.set_content(text)
    maintype, _, subtype = kind.partition("/")
    found.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return found.as_bytes()


def listed(message: InboundMessage) -> list[tuple[str, str, str]]:
    return [(one.name, one.type, one.within) for one in message.attachments]


def test_the_files_in_a_winmail_dat_are_attachments_and_can_be_given_out() -> None:
    stream = tnef_of(
        attribute(1, 0x9007, b"\xe4\x04\0\0\0\0\0\0"),
        attached(b"ROOF~1.JPG", PHOTO, (0x3707, UNICODE, wide("../Dach – oben.jpg"))),
        attached(b"plain.pdf", b"%PDF-1.4"),
    )
    content = mail("winmail.dat", "application/ms-tnef", stream)
    found = parse(content)
    assert listed(found) == [
        ("winmail.dat", "application/ms-tnef", ""),
        ("Dach – oben.jpg", "image/jpeg", "winmail.dat"),
        ("plain.pdf", "application/pdf", "winmail.dat"),
    ]
    assert attachments_bytes(content, (found.attachments[1].sha256,))[0] == PHOTO
    assert found.text == "See attached."


def test_a_letter_that_is_all_winmail_dat_is_read_out_of_it() -> None:
    html = (0x1013, BINARY, "<p>The <b>boiler</b> is cold – since Sunday</p>".encode())
    stream = tnef_of(attribute(1, 0x9003, mapi((0x3FDE, LONG, (65001).to_bytes(4, "little")), html)))
    assert (
        parse(mail("winmail.dat", "application/ms-tnef", stream, text="")).text == "The boiler is cold – since Sunday"
    )


def test_a_letter_that_outlook_packed_as_rtf_is_read() -> None:
    assert rtf.unpacked(PACKED_RTF) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    stream = tnef_of(attribute(1, 0x9003, mapi((0x1009, BINARY, PACKED_RTF))))
    assert parse(mail("winmail.dat", "application/ms-tnef", stream, text="")).text == "hello world"


def test_a_letter_inside_a_winmail_dat_gives_its_words_and_its_files() -> None:
    inner = tnef_of(
        attribute(1, 0x8004, b"Old leak\0"), attribute(1, 0x800C, b"It leaks.\0"), attached(b"a.png", b"\x89PNG")
    )
    stream = tnef_of(attached(b"Old leak", b"", (0x3701, BINARY, b"\0" * 16 + inner)))
    content = mail("winmail.dat", "application/ms-tnef", stream)
    found = parse(content)
    assert listed(found)[1:] == [("Old leak.txt", "text/plain", "winmail.dat"), ("a.png", "image/png", "winmail.dat")]
    assert b"It leaks." in attachments_bytes(content, (found.attachments[1].sha256,))[0]


MSG = msg(
    letter(
        {
            0x0037: (UNICODE, wide("No heating")),
            0x0C1A: (UNICODE, wide("Jo Simmons")),
            0x5D01: (UNICODE, wide("jo@customer.example")),
            0x0039: (0x40, (134169456000000000).to_bytes(8, "little")),
            0x1000: (UNICODE, wide("We have had no heating since Sunday.\r\nJo")),
        },
        __attach_version1_0=letter(
            {
                0x3701: (BINARY, PHOTO),
                0x3707: (UNICODE, wide("roof.jpg")),
                0x370E: (UNICODE, wide("image/jpeg")),
            },
            head=8,
        ),
    )
).replace(wide("__attach_version1_0"), wide("__attach_version1.0"))


def test_a_msg_file_is_a_mail_that_was_passed_on_and_its_files_are_attachments() -> None:
    content = mail("No heating.msg", "application/vnd.ms-outlook", MSG)
    found = parse(content)
    assert found.forwarded is not None
    assert str(found.forwarded.sender) == "Jo Simmons <jo@customer.example>"
    assert found.forwarded.subject == "No heating"
    assert found.forwarded.sent_at is not None
    assert found.forwarded.sent_at.isoformat() == "2026-03-02T17:20:00+00:00"
    assert found.forwarded.text == "We have had no heating since Sunday.\nJo"
    assert listed(found)[1:] == [("roof.jpg", "image/jpeg", "No heating.msg")]
    assert attachments_bytes(content, (found.attachments[1].sha256,))[0] == PHOTO


def test_a_msg_file_of_a_type_that_says_nothing_is_known_by_its_name() -> None:
    found = parse(mail("x.MSG", "application/octet-stream", MSG))
    assert found.forwarded is not None
    assert found.forwarded.text.startswith("We have had no heating")


@pytest.mark.parametrize("cut", [9, 40, 600, 1500, 2500])
def test_a_damaged_container_is_kept_and_told(cut: int) -> None:
    for name, kind, whole in (
        ("winmail.dat", "application/ms-tnef", tnef_of(attached(b"a.jpg", PHOTO * 100))),
        ("x.msg", "application/vnd.ms-outlook", MSG),
    ):
        found = parse(mail(name, kind, whole[:cut]))
        assert found.attachments[0].name == name
        assert found.attachments[0].size == min(cut, len(whole))
        assert found.text == "See attached."


def test_a_winmail_dat_that_promises_thousands_of_millions_costs_nothing() -> None:
    endless = tnef_of(attribute(1, 0x9003, b"\xff\xff\xff\xff" + b"\x1e\x10\x00\x10\xff\xff\xff\xff" * 3))
    many = tnef_of(*[attribute(1, 0x9003, b"\0\0\0\0")] * 50_000)
    started = time.process_time()
    for stream in (endless, many, tnef_of(attribute(1, 0x9002, b"") * 50_000)):
        assert tnef.read(stream) is not None
    assert time.process_time() - started < 2.0


def test_a_file_that_stands_uuencoded_in_the_text_is_an_attachment_and_no_words() -> None:
    lines = "begin 644 ../notes.txt\n#0V%T\n`\nend\n"
    content = f"From: jo@x.example\nSubject: s\n\nPlease read:\n\n{lines}\nThank you.\n".encode()
    found = parse(content)
    assert found.text == "Please read:\n\n\nThank you."
    assert listed(found) == [("notes.txt", "text/plain", "")]
    assert attachments_bytes(content, (found.attachments[0].sha256,))[0] == b"Cat"


@pytest.mark.parametrize(
    "text", ["begin 644 x\nas soon as you can\nend", "begin 644 x\n#0V%T\n", "begin the work\nend"]
)
def test_words_that_only_look_uuencoded_stay_words(text: str) -> None:
    assert parse(f"From: jo@x.example\n\n{text}".encode()).text == text.strip()


def test_an_attachment_that_only_claims_to_hold_others_is_an_attachment() -> None:
    for name, kind in (("winmail.dat", "application/ms-tnef"), ("a.msg", "application/vnd.ms-outlook")):
        found = parse(mail(name, kind, base64.b64encode(b"neither")))
        assert listed(found) == [(name, kind, "")]
        assert found.defects == ("Message-ID is missing", "Date is missing")
