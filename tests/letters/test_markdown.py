"""A person's words stay words: whatever they hold, neither twin of a letter takes them for markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailbot.letters import markdown, plain
from mailbot.letters.markdown import GLUE

HOSTILE = (
    "*bold* _em_ `code` **x**",
    "[click](https://evil.example)",
    "<https://evil.example>",
    "![x](https://evil.example/pixel.png)",
    "<script>alert(1)</script><b>x</b>",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2026) item",
    "> quote",
    "---",
    "===",
    "***",
    "~~~ fence",
    "``` fence",
    "| a | b |",
    ":--",
    "a \\| b",
    "&lt;b&gt; &amp; &#42;",
    "\\",
    "ends with a backslash \\",
    "[ref]: https://evil.example",
    "    indented code",
    "\ttab",
    "{{ case.reference }} {% raw %}",
    "\u202egnirts\u202c",
)
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\ue000"), max_size=60)
TEXTS = st.lists(st.one_of(LINES, st.sampled_from(HOSTILE)), max_size=6).map("\n".join)


def test_what_can_be_printed_has_nothing_that_hides_or_reorders_words() -> None:
    printed = "".join(chr(n) for n in range(0x110000) if chr(n).isprintable())

    assert not markdown._UNPRINTABLE.search(printed)
    assert markdown.clean(f"a\n{printed}") == f"a\n{printed}"
    assert markdown.clean("a\tb\u00a0\x1bc\u202e") == "a\tb\u00a0c"


def read(source: str) -> str:
    """What the plain text says, without regard to where its lines end."""
    return " ".join(plain.to_text(markdown.parse(source)).split())


def tags(html: str) -> set[str]:
    return {found.lower() for found in re.findall(r"<\s*/?\s*([a-zA-Z][a-zA-Z0-9]*)", html)}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_value_is_shown_as_it_was_written(text: str) -> None:
    source = markdown.value(text)

    assert read(source) == markdown.one_line(text)
    assert tags(markdown.to_html(markdown.parse(source))) == {"p"}


@given(LINES)
@settings(max_examples=120, deadline=None)
def test_any_value_is_one_paragraph_of_its_own_words(text: str) -> None:
    source = markdown.value(text)

    assert read(source) == markdown.one_line(text)
    assert tags(markdown.to_html(markdown.parse(source))) <= {"p"}


@given(
    st.sampled_from(("{}", "Dear {},", "- {}", "1. {} x", "a {}", "**{}**", "# {}")), LINES.filter(markdown.one_line)
)
@settings(max_examples=80, deadline=None)
def test_a_value_adds_nothing_to_the_markup_around_it(frame: str, text: str) -> None:
    with_value = tags(markdown.to_html(markdown.parse(frame.format(markdown.value(text)))))

    assert with_value <= tags(markdown.to_html(markdown.parse(frame.format("x")))) | {"p"}


@given(LINES)
@settings(max_examples=80, deadline=None)
def test_a_value_in_a_table_stays_in_its_cell(text: str) -> None:
    html = markdown.to_html(markdown.parse(f"| a | b |\n|---|---|\n| {markdown.value(text)} | next |\n"))

    assert html.count("<td ") == 2
    assert html.count("<tr>") == 2


@given(TEXTS)
@example("a \\| b\n:--\nc")
@settings(max_examples=120, deadline=None)
def test_a_persons_text_keeps_its_paragraphs_and_lines(text: str) -> None:
    tokens = markdown.parse(markdown.words(text))
    kept = [" ".join(line.split()) for line in markdown.clean(text).splitlines()]

    assert [line for line in plain.to_text(tokens).split("\n") if line] == [line for line in kept if line]
    assert tags(markdown.to_html(tokens)) <= {"p", "br"}


@given(TEXTS)
@settings(max_examples=120, deadline=None)
def test_quoted_text_stays_within_its_quote(text: str) -> None:
    tokens = markdown.parse(markdown.quoted(text))

    assert all(line.startswith(">") for line in plain.to_text(tokens).split("\n"))
    assert tags(markdown.to_html(tokens)) <= {"blockquote", "p", "br"}
    assert markdown.to_html(tokens).count("<blockquote") == 1


def test_a_long_quote_is_cut_with_a_remark_that_says_so() -> None:
    text = read(markdown.quoted("word " * 100, most=50))

    assert text.endswith("(450 more characters: the whole message is kept on the case.)")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "", "file:///etc/passwd"]
)
def test_a_link_leads_only_where_a_letter_may_lead(target: str) -> None:
    html = markdown.to_html(markdown.parse(markdown.link(target, "press")))

    assert "<a" not in html
    assert "press" in html


def test_a_link_cannot_be_left_through_its_address_or_its_label() -> None:
    html = markdown.to_html(markdown.parse(markdown.link('https://x.example/a b)">(<c>&d', "]( <b>x</b>")))

    assert tags(html) == {"p", "a"}
    assert html.count("href=") == 1
    assert 'href="https://x.example/a%20b%29%22%3E%28%3Cc%3E&amp;d"' in html


def test_control_and_bidirectional_characters_never_reach_a_letter() -> None:
    text = "a\x00b\x1b[31mc\u202edcba\u2066x\x85y\ue000z\ufeff"

    assert markdown.one_line(text) == "ab[31mcdcbax yz"


def test_a_line_that_is_seen_again_gives_the_same_tokens() -> None:
    source = "Some **words** and [a link](https://example.com).\n"
    first = markdown.to_html(markdown.parse(source))
    text = plain.to_text(markdown.parse(source))

    assert markdown.to_html(markdown.parse(source)) == first
    assert plain.to_text(markdown.parse(source)) == text == "Some words and a link (https://example.com)."


def test_glue_is_never_seen() -> None:
    tokens = markdown.parse(f"a{GLUE}b")

    assert plain.to_text(tokens) == "a b"
