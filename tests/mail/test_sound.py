"""mail/sound.py: what it finds in a message is what the stdlib's parser finds, and what it cannot be sure of it leaves to that one."""

from __future__ import annotations

import random
from email.message import Message
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mailbot.mail.mime import Part, parsed, payload_of
from mailbot.mail.sound import sound_structure
from tests.fuzz.mails import changed, mails

HEAD = "From: Jo <jo@x.example>\nSubject: =?utf-8?q?a?=\n b\nX-Empty:\nX-Blank:  \n \nReceived: a\n\tb: c\n"
MIXED = HEAD + 'Content-Type: multipart/mixed; boundary="b"\n\n'
SOUND = {
    "a text": HEAD + "\nIt is still broken.\n",
    "a text without a last line break": HEAD + "\nIt is\n\nstill broken.",
    "no text": HEAD + "\n",
    "eight-bit words": HEAD + "X-Name: Jö\n\nwölkig\n",
    "two parts": MIXED + "--b\n\nOne.\n--b\nContent-Type: text/html\n\n<p>Two.\n--b--\n",
    "nothing after the last boundary": MIXED + "--b\n\nOne.\n--b--",
    "words around the parts": MIXED + "This is\n\nMIME.\n--b\n\nOne.\n\n--b--\nThat\nwas it.\n",
    "blank lines around the parts": MIXED + "\n--b\n\n\nOne.\n\n--b--\n\n",
    "an empty part": MIXED + "--b\nContent-Type: text/plain\n\n--b\n\n\n--b--\n",
    "a line like the boundary in the last words": MIXED + "--b\n\nOne.\n--b--\n--b\n--b--\nthat was it",
    "dashes in the words": MIXED + "--b\n\n-- \n---\n----c\n--B\n--b--\n",
}
REPORT = MIXED + "--b\nContent-Type: message/delivery-status\n"
for called, after in {"nothing": "", "a blank line": "\n"}.items():
    SOUND[f"a report, with {called} after it"] = (
        f"{REPORT}\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822;\n a@b.example\nStatus: 5.1.1\n{after}--b--\n"
    )
    SOUND[f"a message within, with {called} after it"] = (
        f"{MIXED}--b\nContent-Type: message/rfc822\n\nSubject: x\n\n{after}--b--\n"
    )
WITHIN = "--b\nContent-Type: message/rfc822\n\nSubject: x\n"
SOUND["a message of a message"] = f"{MIXED}{WITHIN}Content-Type: message/rfc822\n\nSubject: y\n\nOne.\n\n--b--\n"
SOUND["a message of parts"] = (
    f"{MIXED}{WITHIN}Content-Type: multipart/mixed; boundary=c\n\n--c\n\nOne.\n--c--\n\n--b\n\n2\n--b--"
)
SOUND["nothing but a message within"] = "Content-Type: message/rfc822\n\nSubject: x\n\nOne.\n"
INNER = "--b\nContent-Type: multipart/alternative;\n\tboundary=in\n\n--in\n\nOne.\n--in--"
for called, after in {
    "nothing": "",
    "a blank line": "\n",
    "words": "\nThat was it.\n",
    "two blank lines": "\n\n",
}.items():
    SOUND[f"parts within a part, with {called} after them"] = f"{MIXED}{INNER}{after}\n--b\n\nTwo.\n--b--\n"
OTHER = {
    "no blank line after the fields": HEAD + "It is still broken.\n",
    "fields and nothing else": HEAD,
    "a blank line first": "\n" + HEAD + "\nIt is still broken.\n",
    "a blank before the colon": "Subject : a\n\nIt is still broken.\n",
    "no last boundary": MIXED + "--b\n\nOne.\n",
    "no boundary but the last": MIXED + "One.\n--b--\n",
    "no boundary named": HEAD + "Content-Type: multipart/mixed\n\n--b\n\nOne.\n--b--\n",
    "blanks after a boundary": MIXED + "--b \n\nOne.\n--b-- \n",
    "a boundary twice": MIXED + "--b\n--b\n\nOne.\n--b--\n",
    "a line that begins like the boundary": MIXED + "--b\n\nOne.\n--bb\nTwo.\n--b--\n",
    "the boundary in the middle of a line": MIXED + "--b\n\nOne --b\n--b--\n",
    "fields of a part and nothing else": MIXED + "--b\nContent-Type: text/plain\n--b--\n",
    "parts in base64": MIXED.replace("\n\n", "\nContent-Transfer-Encoding: base64\n\n") + "--b\n\nOne.\n--b--\n",
    "a digest": MIXED.replace("mixed", "digest") + "--b\n\nSubject: x\n\nOne.\n--b--\n",
    "a message within that has no fields": MIXED + "--b\nContent-Type: message/rfc822\n\nOne.\n--b--\n",
    "a report of nothing": REPORT + "\n--b--\n",
    "a report with words": REPORT + "\nStatus: 5.1.1\n\nNobody is there.\n--b--\n",
    "a report with blank lines": REPORT + "\nReporting-MTA: dns; x\n\n\nStatus: 5.1.1\n--b--\n",
    "a report with a blank line at its end": REPORT + "\nStatus: 5.1.1\n\n\n--b--\n",
    "a report with parts": REPORT + "\nContent-Type: multipart/mixed\n\nStatus: 5.1.1\n--b--\n",
    "a lone return before a boundary": MIXED + "--b\n\nOne.\r--b--\n",
    "a lone return after a boundary": MIXED + "--b\rOne.\n--b--\n",
}
FORMS = {**SOUND, **OTHER}
EMAILS = [file.read_bytes() for file in sorted((Path(__file__).parent.parent / "emails").glob("*.eml"))]


def shape(part: Message) -> object:
    payload = payload_of(part)
    return (
        type(part).__name__,
        list(part.raw_items()),
        part.preamble,
        part.epilogue,
        [repr(defect) for defect in part.defects],
        part.get_unixfrom(),
        part.get_default_type(),
        isinstance(part, Part) and part.ends_with_fields,
        [shape(one) for one in payload] if isinstance(payload, list) else payload,
    )


def bytes_of(form: str, line_break: str) -> bytes:
    return form.replace("\n", line_break).encode("latin-1")


def check(content: bytes) -> bool:
    """Whether it was found to be sound; then it is what the stdlib's parser says."""
    found = sound_structure(content)
    assert found is None or shape(found) == shape(parsed(content)), content
    return found is not None


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("called", FORMS)
def test_the_parts_of_a_sound_message_are_those_that_the_stdlib_finds(called: str, line_break: str) -> None:
    assert check(bytes_of(FORMS[called], line_break)) is (called in SOUND)


def test_other_line_ends_in_some_lines_change_nothing() -> None:
    chance = random.Random(20260303)
    for form in FORMS.values():
        for _ in range(20):
            lines = form.split("\n")
            check("".join(line + chance.choice(("\n", "\r\n", "\r\n", "\r")) for line in lines).encode("latin-1"))


@given(mails())
@settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_wrong_with_a_structured_mail_is_left_to_the_stdlib(content: bytes) -> None:
    check(content)


def test_a_little_change_is_seen() -> None:
    chance = random.Random(20260303)  # the same changes every time
    seeds = [*EMAILS, *(bytes_of(form, "\r\n") for form in SOUND.values())]
    found = [check(changed(chance, seeds)) for _ in range(1500)]
    assert 100 < sum(found) < 1400


def test_parts_in_parts_in_parts_are_left_to_the_stdlib_at_some_depth() -> None:
    content = b"\n--a--\n"
    for depth in range(20):
        content = f'Content-Type: multipart/mixed; boundary="{depth}x"\n\n--{depth}x\n'.encode() + content
        content += f"\n--{depth}x--\n".encode()
    assert not check(content)
    many = b"--b\n\nOne.\n" * 500
    assert not check(MIXED.encode() + many + b"--b--\n")
    assert check(MIXED.encode() + many[: len(many) // 10] + b"--b--\n")
