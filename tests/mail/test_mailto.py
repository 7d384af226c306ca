"""mailto: links (RFC 6068): what is written into one comes out of it in any mail program."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.buttons import BLANKS, Offer, blank_in
from mailbot.letters.markdown import button, parse, to_html
from mailbot.letters.plain import to_text
from mailbot.mail.identity import Tokens, holds_token, without_tokens
from mailbot.mail.mailto import LONGEST, mailto

TOKENS = Tokens("a test's secret")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60)
LINKS = re.compile(r'href="([^"]*)"')


@given(number=st.integers(1, 36**12), subject=WORDS, body=WORDS)
def test_address_subject_and_body_come_out_as_they_went_in(number: int, subject: str, body: str) -> None:
    address = TOKENS.address("info@firm.example", number)
    link = mailto(address, subject, body)
    parts = urlsplit(link)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)

    assert unquote(parts.path) == address
    assert fields == {"subject": [" ".join(subject.split())], "body": [body.replace("\n", "\r\n")]}
    assert re.fullmatch(r"mailto:[A-Za-z0-9%@.?&=_~-]+", link)


@given(subject=WORDS, body=WORDS)
def test_nothing_in_a_body_or_subject_adds_a_recipient_or_a_field(subject: str, body: str) -> None:
    link = mailto("info@firm.example", subject, f"{body}&cc=mal@evil.example\n&bcc=mal@evil.example?to=x")

    assert list(parse_qs(urlsplit(link).query)) == (["subject", "body"] if subject.split() else ["body"])
    assert "#" not in link


@given(subject=WORDS, body=WORDS)
def test_a_link_goes_through_the_letters_page_unchanged(subject: str, body: str) -> None:
    link = mailto("info+1a.mfrggzdfmztwq2lk@firm.example", subject, body)
    tokens = parse(button(link, "Press <me> & see", 'the "twin" & [more] \\ <x>'))

    assert [html.unescape(found) for found in LINKS.findall(to_html(tokens))] == [link]
    assert to_text(tokens) == 'the "twin" & [more] \\ <x>'


@given(number=st.integers(1, 36**12))
def test_a_token_is_known_in_a_link_in_an_address_and_in_a_subject(number: int) -> None:
    address, tag = TOKENS.address("info@firm.example", number), TOKENS.tag("info@firm.example", number)
    mac = address.partition(".")[2].partition("@")[0]
    for text in (f"to {address}.", f"[DS] Note {tag}", mailto(address, "s", "b")):
        assert holds_token(text)
        assert mac not in without_tokens(text)
    assert TOKENS.untagged(f"[DS] Note {tag}", "info@firm.example") == ("[DS] Note", number)
    assert TOKENS.untagged(f"[DS] Note {tag}", "other@firm.example") == (f"[DS] Note {tag}", None)


def test_a_line_ends_as_mail_ends_lines() -> None:
    assert mailto("a@b.example", "s", "#note\n\nx").endswith("body=%23note%0D%0A%0D%0Ax")


def test_a_link_that_no_program_would_take_is_not_made() -> None:
    assert mailto("a@b.example", "s", "x" * LONGEST) == ""


@given(st.sampled_from(BLANKS), st.integers(1, 4))
def test_a_blank_is_known_again_however_its_line_was_broken(blank: str, spaces: int) -> None:
    assert blank_in(f"Dear Jo, {blank.replace(' ', ' ' * (spaces - 1) + chr(10))} bye") == blank
    assert blank_in(blank.strip("[]")) == ""


def test_what_is_typed_is_the_line_without_its_brackets() -> None:
    assert Offer(label="x", line="#visit [DAY TIME] with [NAME]").first == "#visit DAY TIME with NAME"
