"""Letters as bytes: every header as the RFCs want it, read back by two parsers, and nothing can be smuggled in."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message

import mailparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.core.model import Address, Enclosure, Envelope, Rendered
from mailbot.mail.compose import compose
from mailbot.mail.invite import invitation

WHEN = datetime(2026, 3, 3, 11, 20, tzinfo=UTC)
OUTLOOK_ID = "<AM0PR04MB4131B7F5F4A8B0C74D1A9A5CB2B89@AM0PR04MB4131.eurprd04.prod.outlook.com>"
WORDS = Rendered(
    subject="[DS-2026-0042-K] We have received your complaint", text="Hello.\n\nWords.\n", html="<p>Hello.</p>\n"
)
LETTER = Envelope(
    message_id="<ds-2026-0042-k.ack.7f3a@info.dsmart.example>",
    sender=Address(address="info@dsmart.example", name="Dsmart Electrical"),
    recipient=Address(address="jo@customer.example", name="Jo Simmons"),
    reply_to="info+k7f3@dsmart.example",
    date=WHEN,
    automatic="auto-replied",
    in_reply_to="<m1@customer.example>",
    references=("<m0@customer.example>", "<m1@customer.example>"),
)
PDF = Enclosure(name="complaints-procedure.pdf", type="application/pdf", content=bytes(range(256)) * 20)
TEXT = st.text(st.characters(codec="utf-8"), max_size=80)


def read(raw: bytes) -> Message:
    return email.message_from_bytes(raw, policy=email.policy.compat32)


def modern(raw: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(raw: bytes, kind: str) -> EmailMessage:
    found = next(p for p in modern(raw).walk() if p.get_content_type() == kind)
    assert isinstance(found, EmailMessage)
    return found


def header_names(raw: bytes) -> list[str]:
    return [name.lower() for name, _ in read(raw).items()]


def test_the_headers_of_an_automatic_answer() -> None:
    message = read(compose(LETTER, WORDS))

    assert dict(message.items()) == {
        "Date": "Tue, 03 Mar 2026 11:20:00 +0000",
        "Message-ID": "<ds-2026-0042-k.ack.7f3a@info.dsmart.example>",
        "From": "Dsmart Electrical <info@dsmart.example>",
        "To": "Jo Simmons <jo@customer.example>",
        "Subject": "[DS-2026-0042-K] We have received your complaint",
        "Reply-To": "Dsmart Electrical <info+k7f3@dsmart.example>",
        "In-Reply-To": "<m1@customer.example>",
        "References": "<m0@customer.example>\r\n <m1@customer.example>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "OOF, AutoReply, RN, NRN, DR",
        "X-Mailbot": "1",
        "Content-Language": "en-GB",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }


def test_a_letter_that_a_person_approved_is_not_called_automatic() -> None:
    assert "auto-submitted" not in header_names(compose(replace(LETTER, automatic=""), WORDS))


def test_without_a_parent_there_is_neither_in_reply_to_nor_references() -> None:
    names = header_names(compose(replace(LETTER, in_reply_to="", references=(), reply_to=""), WORDS))

    assert not {"in-reply-to", "references", "reply-to", "cc", "bcc", "return-path", "list-unsubscribe"} & {*names}


def test_long_msg_ids_are_never_encoded() -> None:
    ids = (OUTLOOK_ID, "<[b3781f9e7c]@microsoft.com>", *(f"<{n:04}.{'x' * 75}@example.com>" for n in range(38)))

    raw = compose(replace(LETTER, in_reply_to=OUTLOOK_ID, references=ids), WORDS)

    assert f"In-Reply-To: {OUTLOOK_ID}\r\n".encode() in raw
    assert read(raw)["References"].split() == [*ids]
    assert b"=?" not in raw.split(b"\r\n\r\n")[0]
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_too_many_references_keep_the_first_and_the_newest() -> None:
    ids = tuple(f"<{n}@example.com>" for n in range(500))

    kept = read(compose(replace(LETTER, references=ids), WORDS))["References"].split()

    assert kept[0] == "<0@example.com>"
    assert kept[-1] == "<499@example.com>"
    assert len(kept) == 50


@pytest.mark.parametrize(
    "parent",
    ["no brackets", "<a b@c>", "<a@b>\r\nBcc: <x@evil.example>", "<a@b> <c@d>", "<é@b>", "", "<" + "x" * 2000 + "@y>"],
)
def test_what_is_no_msg_id_is_left_out(parent: str) -> None:
    raw = compose(replace(LETTER, in_reply_to=parent, references=(parent, "<ok@example.com>")), WORDS)

    assert "in-reply-to" not in header_names(raw)
    assert read(raw)["References"] == "<ok@example.com>"
    assert "bcc" not in header_names(raw)


@pytest.mark.parametrize("message_id", ["", "x@y", "<x@y>\r\nBcc: z", "<x y@z>"])
def test_a_letter_needs_a_message_id(message_id: str) -> None:
    with pytest.raises(ValueError, match="message-id"):
        compose(replace(LETTER, message_id=message_id), WORDS)


@pytest.mark.parametrize("address", ["", "nobody", "@x", "a@", "a@b>, <c@d", "a@b\r\nBcc: c@d", "a@b c", "a\r\nx@b"])
def test_a_letter_needs_one_address(address: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        compose(replace(LETTER, recipient=Address(address=address)), WORDS)


@pytest.mark.parametrize(
    ("name", "address", "written"),
    [
        ("", "jo@customer.example", "jo@customer.example"),
        ("Simmons, Jo", "jo@customer.example", '"Simmons, Jo" <jo@customer.example>'),
        ('Jo "The" \\ S.', "jo@customer.example", '"Jo \\"The\\" \\\\ S." <jo@customer.example>'),
        ("Zoë Łuk", "jo@customer.example", "=?utf-8?b?Wm/DqyDFgXVr?=\r\n <jo@customer.example>"),
        ("=?utf-8?q?=0ABcc?=", "jo@customer.example", "=?utf-8?b?PT91dGYtOD9xPz0wQUJjYz89?=\r\n <jo@customer.example>"),
        ("a@evil.example, b", "jo@customer.example", '"a@evil.example, b" <jo@customer.example>'),
        ("Jo", "o'neil+x@customer.example", "Jo <o'neil+x@customer.example>"),
        ("Jo", '"two words"@customer.example', 'Jo <"two words"@customer.example>'),
        ("Jo", "..dots.@customer.example", 'Jo <"..dots."@customer.example>'),
        ("Jo", "jo@[192.0.2.1]", "Jo <jo@[192.0.2.1]>"),
        ("Jo", "jo@büro.example", "Jo <jo@xn--bro-hoa.example>"),
        ("Jo", "jo@straße.example", "Jo <jo@xn--strae-oqa.example>"),
    ],
)
def test_an_address_is_written_so_that_it_is_one(name: str, address: str, written: str) -> None:
    raw = compose(replace(LETTER, recipient=Address(address=address, name=name)), WORDS)

    assert read(raw)["To"] == written
    assert len(modern(raw)["To"].addresses) == 1


@given(TEXT, TEXT, TEXT)
@example("=?utf-8?q?x=0D=0ABcc:_evil=40evil.example?=", "a\r\nBcc: x@evil.example", "\r\n\r\n<html>")
@example("x" * 300, "é" * 80, "\u2028To: x@y")
@settings(max_examples=150, deadline=None)
def test_no_name_or_subject_can_add_a_header(name: str, subject: str, file: str) -> None:
    letter = replace(
        LETTER,
        recipient=Address(address="jo@customer.example", name=name),
        sender=Address(address="i@x.example", name=name),
    )
    letter = replace(letter, enclosures=(Enclosure(name=file, type=file, content=b"x"),))

    raw = compose(letter, replace(WORDS, subject=subject))

    assert header_names(raw) == header_names(compose(replace(LETTER, enclosures=(PDF,)), WORDS))
    assert str(modern(raw)["To"].addresses[0].addr_spec) == "jo@customer.example"
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.count(b"\n") == raw.count(b"\r\n")


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cs", "Cn", "Co")), max_size=120)
)
@settings(max_examples=100, deadline=None)
def test_a_subject_is_read_as_it_was_meant(subject: str) -> None:
    raw = compose(LETTER, replace(WORDS, subject=subject))

    assert " ".join(str(modern(raw)["Subject"]).split()) == " ".join(subject.split())
    assert all(len(line) <= 210 for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs")), max_size=400))
@example("From here\nFrom there\n.\n..\n")
@example("x" * 3000)
@example("trailing   \n-- \nfooter")
@settings(max_examples=100, deadline=None)
def test_the_words_arrive_as_they_are(words: str) -> None:
    raw = compose(LETTER, Rendered(subject="S", text=words, html=f"<p>{words.replace('&', '').replace('<', '')}</p>"))

    text = part(raw, "text/plain").get_content()
    assert text.splitlines() == words.splitlines() or not words
    assert not any(line.startswith(b"From ") for line in raw.split(b"\r\n"))
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_text_stands_before_the_html() -> None:
    message = modern(compose(LETTER, WORDS))

    assert [p.get_content_type() for p in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert part(compose(LETTER, WORDS), "text/html").get_content().splitlines() == ["<p>Hello.</p>"]


def test_characters_beyond_ascii_in_the_html_become_references() -> None:
    raw = compose(LETTER, replace(WORDS, html="<p>£120, people’s</p>"))

    assert b"<p>&#163;120, people&#8217;s</p>\r\n" in raw


def test_documents_go_along_whole() -> None:
    raw = compose(
        replace(LETTER, enclosures=(PDF, Enclosure(name="Zoë’s case.zip", type="application/zip", content=b""))), WORDS
    )

    message = modern(raw)
    assert message.get_content_type() == "multipart/mixed"
    first, second = message.iter_attachments()
    assert first.get_filename() == "complaints-procedure.pdf"
    assert first.get_content() == PDF.content
    assert second.get_filename() == "Zoë’s case.zip"
    assert second.get_content() == b""


def test_an_enclosures_name_is_no_path_and_its_type_is_one() -> None:
    raw = compose(replace(LETTER, enclosures=(Enclosure(name='../a"b\\c.pdf', type='x"; y', content=b"1"),)), WORDS)

    attachment = next(iter(modern(raw).iter_attachments()))
    assert attachment.get_filename() == "..-a-b-c.pdf"
    assert attachment.get_content_type() == "application/octet-stream"


def invited(method: str = "REQUEST") -> Envelope:
    calendar = invitation(
        uid="visit-1@dsmart.example",
        sequence=0,
        start=WHEN,
        end=WHEN + timedelta(hours=1),
        organizer=LETTER.sender,
        attendee=LETTER.recipient,
        summary="Visit, ref DS-2026-0042-K",
        stamp=WHEN,
    )
    return replace(LETTER, calendar=calendar, calendar_method=method)


def test_an_invitation_is_the_last_alternative_and_names_its_method() -> None:
    raw = compose(replace(invited(), enclosures=(PDF,)), WORDS)

    kinds = [p.get_content_type() for p in modern(raw).walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/pdf",
    ]
    calendar = part(raw, "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == invited().calendar


@pytest.mark.parametrize("method", ["CANCEL", "", "request", "REQUEST\r\nX: y"])
def test_an_invitation_whose_method_differs_is_refused(method: str) -> None:
    with pytest.raises(ValueError, match="method"):
        compose(invited(method), WORDS)


def test_the_same_letter_gives_the_same_bytes_and_another_one_other_boundaries() -> None:
    letter = replace(invited(), enclosures=(PDF,))
    other = replace(letter, message_id="<other@info.dsmart.example>")

    assert compose(letter, WORDS) == compose(letter, WORDS)
    boundaries = [{*re.findall(rb'boundary="([^"]+)"', compose(each, WORDS))} for each in (letter, other)]
    assert len(boundaries[0]) == 2
    assert not boundaries[0] & boundaries[1]


def test_words_that_hold_the_boundary_do_not_end_a_part() -> None:
    raw = compose(LETTER, WORDS)
    boundary = str(modern(raw).get_boundary())
    sly = replace(WORDS, text=f"before\n--{boundary}--\nafter\n")

    assert "after" in part(compose(LETTER, sly), "text/plain").get_content()


def test_mail_parser_reads_the_same() -> None:
    parsed = mailparser.parse_from_bytes(
        compose(replace(LETTER, enclosures=(PDF,)), replace(WORDS, text="£120 für Zoë\n"))
    )

    assert parsed.subject == WORDS.subject
    assert parsed.from_ == [("Dsmart Electrical", "info@dsmart.example")]
    assert parsed.to == [("Jo Simmons", "jo@customer.example")]
    assert parsed.message_id == LETTER.message_id
    assert [text.strip() for text in parsed.text_plain] == ["£120 für Zoë"]
    assert [a["filename"] for a in parsed.attachments] == ["complaints-procedure.pdf"]
