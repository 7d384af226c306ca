"""mail/parse.py on bytes that break parsers: it is total, quick, and loses no words."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.automatic import judge
from mailbot.errors import Unreadable
from mailbot.mail.attachments import attachments_bytes
from mailbot.mail.hypertext import text_of
from mailbot.mail.parse import parse

EMAILS = Path(__file__).parent.parent / "emails"
HEAD = b"From: a@x.example\r\nTo: b@x.example\r\nSubject: s\r\n"
MANY = 20_000

# domain.md 4.6 and mail-servers.md 5: each of these stops a parser that is in wide use.
CRASHERS = {
    "Exchange's bracketed id": b"Message-ID: <[b378]@microsoft.example>\r\n\r\nx",
    "a parameter that is only a star": b"Content-Type: text/plain; name*\r\n\r\nx",
    "an encoded line break in a name": b"From: =?UTF-8?Q?=0AX?= <a@b.example>\r\n\r\nx",
    "a comment that ends in a colon": b"To: (c):\r\n\r\nx",
    "an encoded line break in a subject": b"Subject: =?utf-8?q?a=0D=0ABcc:_e@x.example?=\r\n\r\nx",
    "a charset that does not exist": b"Content-Type: text/plain; charset=nothing\r\n\r\n\xe9",
    "a charset that is no text": b"Content-Type: text/plain; charset=zlib\r\n\r\nx",
    "a charset made to be slow": b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"xn--a" * 5000,
    "base64 that is not": b"Content-Transfer-Encoding: base64\r\n\r\n===A=B=",
    "a date out of range": b"Date: Tue, 03 Mar 99999999 11:20:00 +9999\r\n\r\nx",
    "a nested multipart without its boundary": b"Content-Type: multipart/mixed; boundary=A\r\n\r\n--A\r\n"
    b"Content-Type: multipart/alternative; boundary=B\r\n\r\nno boundary\r\n--A\r\n\r\nx",
    "a message within without its boundary": b"Content-Type: message/rfc822\r\n\r\nFrom: b@x.example\r\n"
    b"Content-Type: multipart/mixed; boundary=B\r\n\r\nno boundary\r\n",
    "a message within in base64": (
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogaW4KCnRleHQ=\r\n"
    ),
    "bytes that are no mail": bytes(range(256)),
    "a header and no body": b"Subject: x",
    "a body and no header": b"\r\n\r\nhello",
}


@pytest.mark.parametrize("content", CRASHERS.values(), ids=CRASHERS.keys())
def test_what_crashes_other_parsers_is_read(content: bytes) -> None:
    found = parse(content)
    judge(found)
    json.dumps([found.subject, found.text, found.headers]).encode("utf-8")
    for attachment in found.attachments:
        assert len(attachments_bytes(content, (attachment.sha256,))[0]) == attachment.size


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b" \x00\x00\n"])
def test_nothing_at_all_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(content)


def test_the_words_of_a_cut_message_are_kept() -> None:
    found = parse((EMAILS / "truncated_nested_multipart.eml").read_bytes())
    assert "the words must not be lost" in found.text
    assert any("boundary never appears" in defect for defect in found.defects)


def test_a_damaged_line_among_the_headers_hides_none_of_the_others() -> None:
    found = parse(b"From: a@x.example\r\nthis line lost its space\r\nSubject: still here\r\n\r\nbody")
    assert (found.subject, found.text) == ("still here", "body")
    assert "a damaged line among the headers" in found.defects


def test_an_envelope_line_of_an_mbox_is_no_header() -> None:
    found = parse(b"From a@x.example Tue Mar  3 11:20:00 2026\nSubject: x\n\nbody")
    assert (found.subject, found.text) == ("x", "body")


def test_a_body_of_the_wrong_charset_is_still_words() -> None:
    found = parse(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nK\xfcche undicht")
    assert found.text == "Küche undicht"
    assert any("not utf-8" in defect for defect in found.defects)


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1251", "Нет отопления"),
        ("iso-8859-2", "żółw"),
        ("utf-8", "Küche"),
        ("big5", "沒有暖氣"),
        ("iso-2022-jp", "暖房"),
        ("utf-16", "Küche"),
    ],
)
def test_eight_bit_text_is_read_in_its_own_charset(charset: str, words: str) -> None:
    found = parse(HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + words.encode(charset))
    assert found.text == words


HOSTILE = {
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * MANY + b"\r\n\r\nx",
    "half encoded words": b"Subject: " + b"=?utf-8?q?" * MANY + b"\r\n\r\nx",
    "recipients": b"From: a@x.example\r\nTo: " + b"a@b.example, " * MANY + b"\r\n\r\nx",
    "open comments": b"From: a@x.example\r\nTo: " + b"(" * MANY + b"\r\n\r\nx",
    "semicolons": HEAD + b"Content-Type: text/plain" + b";" * MANY * 4 + b"\r\n\r\nx",
    "an open quote": HEAD + b'Content-Type: text/plain; a="' + b";" * MANY * 4 + b"\r\n\r\nx",
    "header names": HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(MANY)) + b"\r\nx",
    "nested multiparts": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(900)),
    "nested messages": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000 + b"x",
    "quoted lines": HEAD + b"\r\n" + b"> hi\r\n" * MANY,
    "quoted lines and others": HEAD + b"\r\n" + b"> hi\r\nx\r\n" * MANY * 3,
    "dashes and words": HEAD + b"\r\n" + b"x\r\n-- \r\n" * MANY * 3,
    "uuencoded files": HEAD + b"\r\n" + b"begin 644 a\r\n#86)C\r\n`\r\nend\r\n" * MANY,
    "almost attributions": HEAD + b"\r\n" + b"On Mon, 1 Jan 2024 at 10:00, x\r\n" * MANY,
    "almost heads": HEAD + b"\r\nhi\r\n" + b"From: x\r\n" * MANY,
    "delimiters": HEAD + b"\r\n" + b"--\r\n" * MANY,
    "failures": b"From: mailer-daemon@x.example\r\nSubject: failure notice\r\n\r\n"
    + b"<a%d@b.example>: failed\r\n" * MANY,
    "nested tables": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * MANY + b"deep",
    "nested blocks": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * MANY * 2 + b"deep",
    "attributes": HEAD
    + b"Content-Type: text/html\r\n\r\n<p "
    + b" ".join(b"a%d=1" % i for i in range(MANY))
    + b">deep",
}


def test_a_mail_of_thousands_of_parts_or_fields_is_read_as_far_as_is_sensible() -> None:
    parts = parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5_000)
    assert any("parts: the rest was not opened" in defect for defect in parts.defects)
    fields = parse(HEAD + b"X-Y: z\r\n" * 5_000 + b"\r\nIt leaks.")
    assert any("header fields: the rest was not read" in defect for defect in fields.defects)
    assert fields.text == "It leaks."


def test_a_text_as_long_as_a_book_is_cut_and_told() -> None:
    found = parse(HEAD + b"\r\n" + b"It leaks. " * 100_000)
    assert len(found.text) == 500_000
    assert any("the rest was not read" in defect for defect in found.defects)


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_mail_made_to_be_slow_is_not(content: bytes) -> None:
    started = time.process_time()
    judge(parse(content))
    assert time.process_time() - started < 4.0  # seconds of CPU; quadratic readers take minutes


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "a href=x", "blockquote type=cite"])
@pytest.mark.parametrize("depth", [300, 20_000])
def test_no_word_is_lost_in_deep_html(tag: str, depth: int) -> None:
    text = text_of("<html><body>start" + f"<{tag}>" * depth + "the deepest complaint" + "</div>" * depth)
    assert "start" in text
    assert "the deepest complaint" in text


SEEDS = [path.read_bytes() for path in sorted(EMAILS.glob("*.eml"))]


@settings(max_examples=150, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=8),
)
def test_no_damage_to_a_mail_makes_parse_fail(seed: bytes, edits: list[tuple[float, int, bytes]]) -> None:
    content = seed
    for where, cut, insert in edits:
        at = int(where * len(content))
        content = content[:at] + insert + content[at + cut :]
    if not content.strip(b"\x00 \t\r\n"):
        return
    found = parse(content)
    assert judge(found).rule
    json.dumps([found.subject, found.text, found.fresh, found.headers], ensure_ascii=False).encode("utf-8")
    for attachment in found.attachments:
        assert len(attachments_bytes(content, (attachment.sha256,))[0]) == attachment.size


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_empty(content: bytes) -> None:
    if content.strip(b"\x00 \t\r\n"):
        parse(content)
