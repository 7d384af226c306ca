"""The tokens of Markdown without markup: paragraphs and quotes of words, line breaks, escapes and the links that markdown.py makes.

Most of a letter is that, and a Markdown parser takes ten times as long to find it. What has any other sign in it is None here, and left
to the parser; what is not None is, token by token, what the parser would give (a test holds them equal).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

_SIGN = r"\\[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"  # an escaped one, CommonMark 2.4
_WORDS = rf"(?:[^\\`*_\[\]<>&!\n]|!(?!\[)|{_SIGN})+"
_PIECE = re.compile(
    rf"(?P<words>{_WORDS})"
    r"|(?P<hard>\\\n)(?![ \t])"
    r"|(?<![ \t])(?P<soft>\n)(?![ \t])"
    rf"|(?<!!)\[(?P<label>{_WORDS})\]"
    r"\(<(?P<target>(?:https?|mailto|tel):(?:[A-Za-z0-9:/?#@!$'*+,;=._~-]|%[0-9A-Fa-f]{2}|&amp;)*)>"
    r'(?: "(?P<title>(?:[^"\\&\n]|\\["\\]|&amp;)+)")?\)'
)
_ESCAPED = re.compile(r"\\(.)|&amp;")

_LINE = rf"(?:[^\W\d_]|[(“‘£€]|\[|{_SIGN}|\*\*[^\W\d_])[^\n]*"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_QUOTE = re.compile(r">(?: [^\n\t]*)?(?:\n>(?: [^\n\t]*)?)*")

Parse = Callable[[str], list[Token]]


def line(content: str) -> list[Token] | None:
    """The tokens inside a paragraph; None if there may be markup in it."""
    tokens: list[Token] = []
    at = 0
    while at < len(content):
        found = _PIECE.match(content, at)
        if found is None:
            return None
        at = found.end()
        if found["words"] is not None:
            tokens.append(_text(found["words"]))
        elif found["target"] is not None:
            tokens += _link(found)
        else:
            kind = "hardbreak" if found["hard"] else "softbreak"
            tokens.append(Token(kind, "br", 0))
    return tokens


def blocks(chunk: str, inner: Parse) -> list[Token] | None:
    """The tokens of what stands between two blank lines, if that is a paragraph or a quote; `inner` gives those of what is quoted."""
    if _PARAGRAPH.fullmatch(chunk):
        opened, closed = Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)
        return [opened, Token("inline", "", 0, content=chunk.strip()), closed]
    if _QUOTE.fullmatch(chunk):
        quoted = "\n".join(row[2:] for row in chunk.split("\n"))
        return [Token("blockquote_open", "blockquote", 1), *inner(quoted), Token("blockquote_close", "blockquote", -1)]
    return None


def _link(found: re.Match[str]) -> list[Token]:
    attributes: dict[str, str | int | float] = {"href": found["target"].replace("&amp;", "&")}
    if found["title"] is not None:
        attributes["title"] = _plain(found["title"])
    return [Token("link_open", "a", 1, attrs=attributes), _text(found["label"]), Token("link_close", "a", -1)]


def _text(written: str) -> Token:
    return Token("text", "", 0, content=_plain(written) if "\\" in written else written)


def _plain(written: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] or "&", written)
