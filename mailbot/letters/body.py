"""A letter's body from its Markdown, as plain text and as HTML at once. What letters have in common is made once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it.token import Token

from mailbot.letters import markdown, plain, plainlines

_WORTH_KEEPING = 600
"""Characters: what is longer is somebody's own words, which no other letter has."""
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_FENCES = ("```", "~~~")

Made = tuple[tuple[str, ...], str]
"""The blocks of the text, and the HTML."""


def written(source: str) -> tuple[str, str]:
    """(the text, the HTML) of the whole."""
    texts: list[str] = []
    pages: list[str] = []
    for piece in pieces(source):
        text, page = _kept(piece) if len(piece) <= _WORTH_KEEPING else _made(piece)
        texts += text
        pages.append(page)
    return plain.joined(texts), "".join(pages)


def pieces(source: str) -> Iterator[str]:
    """The source in pieces that mean apart what they mean together, blank lines left out.

    Blocks that may belong together, such as the items of a list, stay in one piece; a paragraph or a heading between them parts them.
    """
    if any(fence in source for fence in _FENCES):
        yield source
        return
    others: list[str] = []
    for chunk in _BLANK.split(source.strip("\n")):
        if not (_alone(chunk) if len(chunk) <= _WORTH_KEEPING else plainlines.stands_alone(chunk)):
            others.append(chunk)
            continue
        if others:
            yield "\n\n".join(others)
            others.clear()
        yield chunk
    if others:
        yield "\n\n".join(others)


_alone = lru_cache(maxsize=2048)(plainlines.stands_alone)


def _made(piece: str, columns: int = plain.COLUMNS) -> Made:
    """Most of a letter is headings, paragraphs and quotes of words: no Markdown parser, nor tokens, are needed to tell what they are."""
    if head := plainlines.HEADING.fullmatch(piece):
        return _line(head[2], f"h{len(head[1])}", columns)
    if plainlines.PARAGRAPH.fullmatch(piece):
        return _line(piece.strip(), "p", columns)
    if plainlines.QUOTE.fullmatch(piece):
        inside = [_made(part, columns - 2) for part in pieces("\n".join(row[2:] for row in piece.split("\n")))]
        text = plain.quotation([block for blocks, _ in inside for block in blocks])
        return (text,), markdown.quotation("".join(page for _, page in inside))
    tokens = markdown.blocks(piece)
    for token in tokens:
        if token.type == "inline":
            token.children = [_ready(token.content)]
    return tuple(plain.blocks(tokens, columns)), markdown.to_html(tokens)


_kept = lru_cache(maxsize=2048)(_made)


def _line(content: str, tag: str, columns: int) -> Made:
    said, page = _inside(content)
    text = plain.line(said, tag, columns)
    return (text,) if text else (), markdown.paragraph(page) if tag == "p" else markdown.heading(tag, page)


def _ready(content: str) -> Token:
    said, page = _said(content) if len(content) <= _WORTH_KEEPING else _inside(content)
    return Token(markdown.READY, "", 0, content=said, markup=page)


def _inside(content: str) -> tuple[str, str]:
    """The words and the HTML of what stands inside of a paragraph, a heading, an item or a cell."""
    quick = plainlines.line(content)
    if quick is not None:
        return quick
    tokens = markdown.children(content)
    return plain.flat(tokens), markdown.to_html(tokens)


_said = lru_cache(maxsize=2048)(_inside)
