"""Plain Markdown: headings, paragraphs and quotes of words, line breaks, escapes, bold words, references set as code and the links that
markdown.py makes.

Most of a letter is that, and a Markdown parser takes many times as long to find it. What has any other sign in it is None here, and left
to the parser; what is not None is what would be made of the parser's tokens (a test holds them equal).
"""

from __future__ import annotations

import re
from html import escape

from mailbot.letters import markdown, plain
from mailbot.letters.markdown import BUTTON

_SIGN = r"\\[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"  # an escaped one, CommonMark 2.4
_WORD = rf"[^\\`*_\[\]<>&!\n]++|!(?!\[)|{_SIGN}"
_WORDS = f"(?:{_WORD})++"
_CODE = r"(?<!`)`[A-Za-z0-9-]+`(?!`)"
_PIECE = re.compile(
    rf"(?P<words>{_WORDS})"
    rf"|(?P<code>{_CODE})"
    # Its asterisks can only open where a space or nothing stands before them, and only close where this stands behind (CommonMark 6.2).
    rf"|(?<![^ \n])\*\*(?=\S)(?P<strong>(?:{_WORD}|{_CODE})++)(?<=\S)\*\*(?=[ \n.,:;)]|\Z)"
    r"|(?P<hard>\\\n)(?![ \t])"
    r"|(?<![ \t])(?P<soft>\n)(?![ \t])"
    rf"|(?<!!)\[(?P<label>{_WORDS})\]"
    r"\(<(?P<target>(?:https?|mailto|tel):(?:[A-Za-z0-9:/?#@!$'*+,;=._~-]++|%[0-9A-Fa-f]{2}|&amp;)*+)>"
    r'(?: "(?P<title>(?:[^"\\&\n]++|\\["\\]|&amp;)++)")?\)'
)
_PARTS = re.compile(rf"{_CODE}|{_WORDS}")
_ESCAPED = re.compile(r"\\(.)|&amp;")

_LINE = rf"(?:[^\W\d_]|[(“‘£€]|\[|{_SIGN}|\*\*[^\W\d_])[^\n]*"
HEADING = re.compile(r"(#{1,6}) ([^\s#](?:[^\n\t#]*[^\s#])?)")
PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*")
QUOTE = re.compile(r">(?: [^\n\t]*)?(?:\n>(?: [^\n\t]*)?)*")


def stands_alone(chunk: str) -> bool:
    """Is what stands between two blank lines a heading, a paragraph or a quote, which means the same whatever surrounds it?"""
    return bool(PARAGRAPH.fullmatch(chunk) or HEADING.fullmatch(chunk) or QUOTE.fullmatch(chunk))


def line(content: str) -> tuple[str, str] | None:
    """The text and the HTML of what stands inside of a paragraph; None if there may be other markup in it."""
    texts: list[str] = []
    pages: list[str] = []
    at = 0
    while at < len(content):
        found = _PIECE.match(content, at)
        if found is None:
            return None
        at = found.end()
        kind = found.lastgroup
        if kind == "words":
            said = _plain(found[0])
            page = escape(said, quote=False)
        elif kind == "hard":
            said, page = "\n", "<br>\n"
        elif kind == "soft":
            said, page = " ", "\n"
        elif kind == "code":
            said = found[0][1:-1]
            page = markdown.unbroken(said)
        elif kind == "strong":
            said, page = _strong(found["strong"])
        else:
            said, page = _link(found)
        texts.append(said)
        pages.append(page)
    return "".join(texts).strip(" "), "".join(pages)


def _strong(written: str) -> tuple[str, str]:
    texts: list[str] = []
    pages: list[str] = []
    for part in _PARTS.findall(written):
        code = part.startswith("`")
        said = part[1:-1] if code else _plain(part)
        texts.append(said)
        pages.append(markdown.unbroken(said) if code else escape(said, quote=False))
    return "".join(texts), f"<strong>{''.join(pages)}</strong>"


def _link(found: re.Match[str]) -> tuple[str, str]:
    """The address of a link has no sign that HTML knows but these: "&amp;", which stands in HTML as it does here, and an apostrophe."""
    label, address, title = _plain(found["label"]), found["target"], _plain(found["title"] or "")
    opened = markdown.link_opened(address.replace("'", "&#x27;"), title)
    page = f"{opened}{escape(label, quote=False)}</a>"
    if title.startswith(BUTTON):
        return title.removeprefix(BUTTON), page
    return f"{label}{plain.address_of(address.replace('&amp;', '&'), label)}", page


def _plain(written: str) -> str:
    return _ESCAPED.sub(lambda found: found[1] or "&", written) if "\\" in written or "&" in written else written
