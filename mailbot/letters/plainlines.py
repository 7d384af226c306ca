"""The tokens of plain Markdown: headings, paragraphs and quotes of words, line breaks, escapes, bold words, references set as code and the
links that markdown.py makes.

Most of a letter is that, and a Markdown parser takes ten times as long to find it. What has any other sign in it is None here, and left
to the parser; what is not None is, token by token, what the parser would give (a test holds them equal).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it.token import Token

_SIGN = r"\\[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"  # an escaped one, CommonMark 2.4
_WORD = rf"[^\\`*_\[\]<>&!\n]|!(?!\[)|{_SIGN}"
_WORDS = f"(?:{_WORD})+"
_CODE = r"(?<!`)`[A-Za-z0-9-]+`(?!`)"
_PIECE = re.compile(
    rf"(?P<words>{_WORDS})"
    rf"|(?P<code>{_CODE})"
    # Its asterisks can only open where a space or nothing stands before them, and only close where this stands behind (CommonMark 6.2).
    rf"|(?<![^ \n])\*\*(?=\S)(?P<strong>(?:{_WORD}|{_CODE})+)(?<=\S)\*\*(?=[ \n.,:;)]|\Z)"
    r"|(?P<hard>\\\n)(?![ \t])"
    r"|(?<![ \t])(?P<soft>\n)(?![ \t])"
    rf"|(?<!!)\[(?P<label>{_WORDS})\]"
    r"\(<(?P<target>(?:https?|mailto|tel):(?:[A-Za-z0-9:/?#@!$'*+,;=._~-]|%[0-9A-Fa-f]{2}|&amp;)*)>"
    r'(?: "(?P<title>(?:[^"\\&\n]|\\["\\]|&amp;)+)")?\)'
)
_PARTS = re.compile(rf"{_CODE}|{_WORDS}")
_ESCAPED = re.compile(r"\\(.)|&amp;")

_LINE = rf"(?:[^\W\d_]|[(“‘£€]|\[|{_SIGN}|\*\*[^\W\d_])[^\n]*"
_HEADING = re.compile(r"(#{1,6}) ([^\s#](?:[^\n\t#]*[^\s#])?)")
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_QUOTE = re.compile(r">(?: [^\n\t]*)?(?:\n>(?: [^\n\t]*)?)*")

Parse = Callable[[str], list[Token]]


def line(content: str) -> list[Token] | None:
    """The tokens inside a paragraph; None if there may be other markup in it."""
    tokens: list[Token] = []
    at = 0
    while at < len(content):
        found = _PIECE.match(content, at)
        if found is None:
            return None
        at = found.end()
        kind = found.lastgroup
        if kind == "words":
            _say(tokens, found[0])
        elif kind == "code":
            tokens.append(_code(found[0]))
        elif kind == "strong":
            tokens += _strong(tokens, found["strong"])
        elif found["target"] is not None:
            tokens += _link(found)
        else:
            tokens.append(Token("hardbreak" if kind == "hard" else "softbreak", "br", 0))
    return tokens


def stands_alone(chunk: str) -> bool:
    """Is what stands between two blank lines a heading, a paragraph or a quote, which means the same whatever surrounds it?"""
    return bool(_PARAGRAPH.fullmatch(chunk) or _HEADING.fullmatch(chunk) or _QUOTE.fullmatch(chunk))


def blocks(chunk: str, inner: Parse) -> list[Token] | None:
    """The tokens of what stands alone, None of anything else; `inner` gives those of what is quoted."""
    if _PARAGRAPH.fullmatch(chunk):
        opened, closed = Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)
        return [opened, Token("inline", "", 0, content=chunk.strip()), closed]
    if heading := _HEADING.fullmatch(chunk):
        tag = f"h{len(heading[1])}"
        opened, closed = Token("heading_open", tag, 1), Token("heading_close", tag, -1)
        return [opened, Token("inline", "", 0, content=heading[2]), closed]
    if _QUOTE.fullmatch(chunk):
        quoted = "\n".join(row[2:] for row in chunk.split("\n"))
        return [Token("blockquote_open", "blockquote", 1), *inner(quoted), Token("blockquote_close", "blockquote", -1)]
    return None


def _say(tokens: list[Token], written: str) -> None:
    """The words behind bold ones go on in the empty text that ends those."""
    if tokens and tokens[-1].type == "text":
        tokens[-1].content += _plain(written)
    else:
        tokens.append(_text(written))


def _strong(before: list[Token], written: str) -> list[Token]:
    """Between two texts, as the parser leaves them where it has taken the asterisks off: empty where nothing else stands."""
    inside = [_code(part) if part.startswith("`") else _text(part) for part in _PARTS.findall(written)]
    between = [] if before and before[-1].type == "text" else [_text("")]
    return [*between, Token("strong_open", "strong", 1), *inside, Token("strong_close", "strong", -1), _text("")]


def _code(written: str) -> Token:
    return Token("code_inline", "code", 0, content=written[1:-1])


def _link(found: re.Match[str]) -> list[Token]:
    attributes: dict[str, str | int | float] = {"href": found["target"].replace("&amp;", "&")}
    if found["title"] is not None:
        attributes["title"] = _plain(found["title"])
    return [Token("link_open", "a", 1, attrs=attributes), _text(found["label"]), Token("link_close", "a", -1)]


def _text(written: str) -> Token:
    return Token("text", "", 0, content=_plain(written) if "\\" in written else written)


def _plain(written: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] or "&", written)
