"""What is read without the Markdown parser says what the parser's tokens say, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.token import Token

from mailbot.letters import body, markdown, plainlines, render, sample
from mailbot.letters import plain as plain_text
from mailbot.letters.render import Writer
from mailbot.resources import default_templates

PIECES = st.sampled_from(
    [
        *(
            "word",
            "Zoë",
            " ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "\\\n",
            "\\*",
            "\\",
            "\\a",
            "*",
            "**",
            "**b**",
            " **b c.** ",
            "**`D-1`**",
            "`D-1`",
            "_",
            "`",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
        ),
        *(
            "&",
            "&amp;",
            "\\&",
            "!",
            "![",
            "1. ",
            "2) ",
            "- ",
            "* ",
            "+ ",
            "# ",
            "\n\n## ",
            "> ",
            ">",
            "---",
            "===",
            "|",
            "| a | b |\n| - | - |\n",
            ":",
        ),
        *(
            "    ",
            "  - ",
            '"',
            "[a](<https://x.example/?a=1&amp;b=%20>)",
            '[b](<mailto:a@b.example> "button:it\\"s")',
            "[c](<tel:+44>)",
        ),
        *(
            "[d](<javascript:x>)",
            "[e](https://y.example)",
            "\ue000",
            "\u00a0",
            "“",
            "£5",
            "9",
            "&lt;",
            "\\[",
            "\\]",
            "{",
            "~",
            "^",
            "\\\\",
        ),
    ]
)
SOURCES = st.lists(PIECES, max_size=14).map("".join)


def whole(source: str) -> list[Token]:
    """As the parser reads it, all at once."""
    return markdown._parser().parse(source)


def in_pieces(source: str) -> list[Token]:
    return [token for piece in body.pieces(source) for token in markdown.parse(piece)]


def both(source: str) -> tuple[str, str]:
    """The text and the HTML by the parser alone."""
    tokens = whole(source)
    return plain_text.to_text(tokens), markdown.to_html(tokens)


def plain(tokens: list[Token]) -> Iterator[tuple[Any, ...]]:
    for token in tokens:
        yield (
            token.type,
            token.tag,
            token.nesting,
            token.content,
            token.attrs,
            token.hidden,
            tuple(plain(token.children or [])),
        )


@given(SOURCES)
@example("- a\n- b\n\nwords\n\n- c")
@example("1. a\n\n   b\n\nwords")
@example("words\n\n    code\n\n    code")
@example("> a\\\n> b\n>\n> c\n\n> d")
@example("> - a\n> - b\n>\n> words\n\nmore")
def test_a_source_parsed_in_pieces_gives_the_tokens_of_the_whole(source: str) -> None:
    assert list(plain(in_pieces(source))) == list(plain(whole(source)))


@given(SOURCES)
@example("- a\n- b\n\n## words\n\n- c")
@example('> \n\nwords\n\n| a |\n| - |\n\n![](<cid:a> "4")')
def test_a_body_written_in_pieces_is_that_of_the_whole(source: str) -> None:
    assert body.written(source) == both(source)


@given(SOURCES)
@example('[a](<mailto:o\'x@b.example> "button:it\\"s <b>&amp;") **b `D-1`**, c & d')
def test_a_line_is_what_the_parser_makes_of_it(line: str) -> None:
    tokens = markdown.children(line)
    assert plainlines.line(line) in (None, (plain_text.flat(tokens), markdown.to_html(tokens)))


@given(st.text(max_size=60))
def test_the_words_of_a_person_are_read_alike_by_both(text: str) -> None:
    for marked in (
        markdown.words(text),
        markdown.quoted(text),
        markdown.value(text),
        markdown.link("https://x.example", text),
    ):
        assert list(plain(in_pieces(marked))) == list(plain(whole(marked)))
        assert body.written(marked) == both(marked)


def test_words_a_link_and_line_breaks_need_no_parser() -> None:
    assert plainlines.line('It is \\*so\\*\\\nhere:\n[a b](<https://x.example> "button:c")!') is not None
    assert plainlines.line("**Anna Field:** your reference is **`DS-2026-0001-K`**.") is not None


@pytest.mark.parametrize(
    "markup",
    ["*a*", "a**b**", "**a**b", "``a``", "`a b`", "<https://x.example>", "&lt;", "![a](<cid:x>)", "a  \nb", "[a](b)"],
)
def test_markup_is_left_to_the_parser(markup: str) -> None:
    assert plainlines.line(markup) is None


@pytest.mark.parametrize("procedure", ["dsmart", "tinytracker"])
def test_every_letter_is_read_alike_by_both(procedure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer([default_templates()])
    sources: list[str] = []

    def noted(source: str) -> tuple[str, str]:
        sources.append(source)
        return body.written(source)

    monkeypatch.setattr(render, "written", noted)
    for letter in writer.letters(procedure):
        for context in sample.samples(letter, None):
            writer.render(procedure, letter, context)
    assert sources
    for source in sources:
        assert list(plain(in_pieces(source))) == list(plain(whole(source)))
        assert body.written(source) == both(source)
