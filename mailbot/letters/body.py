"""A letter's body from its Markdown, as plain text and as HTML at once. What letters have in common is made once."""

from __future__ import annotations

from functools import lru_cache

from mailbot.letters import markdown, plain

_WORTH_KEEPING = 600
"""Characters: what is longer is somebody's own words, which no other letter has."""


def written(source: str) -> tuple[str, str]:
    """(the text, the HTML) of the whole."""
    texts: list[str] = []
    pages: list[str] = []
    for piece in markdown.pieces(source):
        text, page = _made(piece) if len(piece) <= _WORTH_KEEPING else _made.__wrapped__(piece)
        texts += text
        pages.append(page)
    return plain.joined(texts), "".join(pages)


@lru_cache(maxsize=2048)
def _made(piece: str) -> tuple[tuple[str, ...], str]:
    tokens = markdown.parse(piece)
    return tuple(plain.blocks(tokens)), markdown.to_html(tokens)
