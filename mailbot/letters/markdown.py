"""Markdown for letters: a value escaped so that it stays words, the source parsed once, and its HTML.

Knows nothing of letters or templates; the plain text of the same tokens is made in plain.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape as escape_html
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mailbot.core.model import Picture

GLUE = "\ue000"
"""A space at which plain text does not break a line; in HTML and subjects an ordinary one. Never from input."""

BAR = "\u25a0"
"""A sign of a chart's bar: a cell of nothing else is drawn as a bar in HTML, whose reader may show no pictures and no styles."""

BAR_SIGNS = 24
"""The length of the longest bar."""

READY = "ready"
"""The type of a token whose text (`content`) and HTML (`markup`) are made already."""

BUTTON = "button:"
"""How the title of a link begins that is a button; behind it stands what plain text shows instead."""

GLUED_CHARACTERS = 36  # a longer value may break over two lines
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_MARKUP = "\\`*_[]<>&|"  # a backslash first: it stands before each of the others
_NUMBERED = re.compile(r"(\d{1,9})([.)])")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ue000\ud800-\udfff]"
)
_SOUND_URL = re.compile(r"(?:[A-Za-z0-9:/?#@!$&'*+,;=._~-]++|%[0-9A-Fa-f]{2})*+")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


class Marked(str):
    """Markdown that we made ourselves: it goes into a letter as it stands."""

    __slots__ = ()


def clean(text: str) -> str:
    """`text` without control, surrogate and bidirectional override characters, which hide or reorder words."""
    return text if text.replace("\n", "").isprintable() else _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """`text` cleaned, with every run of white space made one space."""
    return " ".join(clean(text).split())


def escape_line(line: str) -> str:
    """A line that Markdown shows exactly as written (CommonMark 2.4): no markup, link, entity, list or table."""
    escaped = line
    for sign in _MARKUP:
        if sign in line:
            escaped = escaped.replace(sign, f"\\{sign}")
    if escaped[:1] in _PUNCTUATION and not escaped.startswith("\\"):
        return "\\" + escaped
    return _NUMBERED.sub(r"\1\\\2", escaped, count=1) if escaped[:1].isdigit() and _NUMBERED.match(escaped) else escaped


@lru_cache(maxsize=1024)
def value(text: str) -> Marked:
    """A short value in running text: one line, escaped; a short one is kept on one line of the plain text."""
    line = one_line(text)
    return Marked(escape_line(line.replace(" ", GLUE) if len(line) <= GLUED_CHARACTERS else line))


def words(text: str) -> Marked:
    """A person's own text: its paragraphs and its line breaks, and nothing in it is markup."""
    return Marked("\n\n".join("\\\n".join(lines) for lines in _paragraphs(text)))


def quoted(text: str, most: int = 20_000) -> Marked:
    """A person's own text as a block quote, cut after `most` characters with a remark that says so."""
    rest = len(text) - most
    quote_ = "\n>\n".join("> " + "\\\n> ".join(lines) for lines in _paragraphs(text[:most])) or "> (no text)"
    more = f"\n\n({rest} more characters: the whole message is kept on the case.)" if rest > 0 else ""
    return Marked(quote_ + more)


def _paragraphs(text: str) -> list[list[str]]:
    """The escaped lines of each paragraph. A line that a person wrote is not wrapped again: its spaces are glued."""
    groups: list[list[str]] = [[]]
    for line in clean(text).splitlines():
        line = " ".join(line.split())
        if line:
            groups[-1].append(escape_line(line.replace(" ", GLUE)))
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def link(target: str, label: str) -> Marked:
    """A Markdown link, or only its label when the target is not of a scheme that a letter may carry."""
    sound = _SOUND_URL.fullmatch(target)  # nothing in it to mend, as in every address of a button
    address = target if sound else quote(clean(target).strip(), safe="%/:?#@!$&'()*+,;=-._~[]")
    scheme = address.partition(":")[0] if sound else urlsplit(address).scheme
    if scheme.lower() not in _SCHEMES:
        return value(label)
    safe = address.replace("(", "%28").replace(")", "%29").replace("[", "%5B").replace("]", "%5D").replace("&", "&amp;")
    return Marked(f"[{value(label)}](<{safe}>)")


def shown(picture: Picture) -> Marked:
    """A picture that goes with the letter, in a paragraph of its own. Nothing else makes one: a value has no markup."""
    return Marked(f'![{escape_line(picture.alt)}](<cid:{picture.cid}> "{picture.width}")')


def button(target: str, label: str, twin: str = "") -> Marked:
    """A link that HTML shows as a button. Plain text shows `twin` in its place, for nobody can press a long address there."""
    linked = link(target, label)
    return Marked(f'{linked[:-1]} "{_title(twin)}")') if linked.endswith(">)") else linked


@lru_cache(maxsize=64)
def _title(twin: str) -> str:
    return one_line(f"{BUTTON}{twin}").replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")


class _Parser(MarkdownIt):
    """Addresses that `link` has made need no mending, which takes longer than all the rest of a button."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's)
        return url if _SOUND_URL.fullmatch(url) else super().normalizeLink(url)


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "linkify": False, "typographer": False})
    return parser.enable("table").disable(["html_block", "html_inline", "reference", "lheading"])


_WHOLE = _parser()
_BLOCKS = _parser().disable(["inline", "text_join"])


def parse(source: str) -> list[Token]:
    """The tokens that both renderers walk, and change nothing of."""
    return _WHOLE.parse(source)


def blocks(source: str) -> list[Token]:
    """The same, without those inside of the lines."""
    return _BLOCKS.parse(source)


def children(line: str) -> list[Token]:
    """The tokens inside of one line."""
    return _WHOLE.parseInline(line)[0].children or []


_OPEN = {
    "paragraph_open": '<p style="margin:0 0 16px">',
    "paragraph_close": "</p>\n",
    "bullet_list_open": '<ul style="margin:0 0 16px;padding:0 0 0 24px">\n',
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": '<li style="margin:0 0 6px">',
    "list_item_close": "</li>\n",
    "blockquote_open": '<blockquote class="words" style="margin:0 0 16px;padding:2px 0 2px 16px;'
    'border-left:3px solid #5c7f8d">\n',
    "blockquote_close": "</blockquote>\n",
    "table_open": '<table class="facts" style="border-collapse:collapse;width:100%;margin:0 0 16px">\n',
    "table_close": "</table>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "th_open": '<th scope="col" align="left" style="padding:6px 12px 6px 0;text-align:left;vertical-align:bottom">',
    "th_close": "</th>",
    "td_open": '<td style="padding:6px 12px 6px 0;vertical-align:top;border-top:1px solid #c9d1d4">',
    "td_close": "</td>",
    "hr": '<hr style="border:0;border-top:1px solid #c9d1d4;margin:24px 0">\n',
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "link_close": "</a>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
}
_LEVEL = {"h1": "h2", "h2": "h2"}  # the letterhead is the document's h1
_HEADING = {
    "h1": "margin:0 0 16px;font-size:24px;line-height:1.25",
    "h2": "margin:28px 0 8px;font-size:19px;line-height:1.3",
    "h3": "margin:20px 0 6px;font-size:17px;line-height:1.3",
}


_BUTTON = (
    "display:inline-block;margin:0 6px 8px 0;padding:6px 14px;border:1px solid #0b5a73;border-radius:6px;"
    "color:#0b5a73;text-decoration:none"
)


def to_html(tokens: Sequence[Token]) -> str:
    """The letter's body as HTML; all text is escaped, its only attributes are our own and the addresses of links."""
    out: list[str] = []
    for token in tokens:
        kind = token.type
        if kind == "inline" and token.content and not token.content.strip(BAR):
            out.append(_bar(len(token.content)))
        elif kind == "inline":
            out.append(to_html(token.children or ()))
        elif token.hidden:
            continue
        elif kind == "text":
            out.append(escape_html(token.content, quote=False))
        elif kind == READY:
            out.append(token.markup)
        elif kind in _OPEN:
            out.append(_OPEN[kind])
        else:
            out.append(_opened(token))
    return "".join(out)


def _bar(signs: int) -> str:
    """A bar of the chart, drawn as a cell with a background: it needs no picture, and a screen reader passes it by."""
    return (
        f'<table role="presentation" aria-hidden="true" width="{6 * signs}" cellpadding="0" cellspacing="0" '
        'border="0" style="border-collapse:collapse"><tr><td class="bar" bgcolor="#5c7f8d" height="16" '
        'style="height:16px;padding:0;line-height:16px;background-color:#5c7f8d">&nbsp;</td></tr></table>'
    )


def paragraph(page: str) -> str:
    """A paragraph of words that are HTML already."""
    return f"{_OPEN['paragraph_open']}{page}{_OPEN['paragraph_close']}"


def heading(tag: str, page: str) -> str:
    level = _LEVEL.get(tag, "h3")
    return f'<{level} style="{_HEADING.get(tag, _HEADING["h3"])}">{page}</{level}>\n'


def quotation(page: str) -> str:
    return f"{_OPEN['blockquote_open']}{page}{_OPEN['blockquote_close']}"


def link_opened(address: str, title: str) -> str:
    """`address` as it stands in an attribute."""
    if title.startswith(BUTTON):
        return f'<a class="button" href="{address}" style="{_BUTTON}">'
    return f'<a href="{address}" style="color:#0b5a73">'


def unbroken(words: str) -> str:
    """`so` is how a template keeps a reference on one line: a letter shows no code."""
    return f'<span style="white-space:nowrap">{escape_html(words, quote=False)}</span>'


def _opened(token: Token) -> str:
    kind = token.type
    if kind == "heading_open":
        return f'<{_LEVEL.get(token.tag, "h3")} style="{_HEADING.get(token.tag, _HEADING["h3"])}">'
    if kind == "heading_close":
        return f"</{_LEVEL.get(token.tag, 'h3')}>\n"
    if kind == "link_open":
        return link_opened(escape_html(str(token.attrs.get("href", ""))), str(token.attrs.get("title", "")))
    if kind == "ordered_list_open":
        start = token.attrs.get("start", 1)
        number = f' start="{int(start)}"' if start != 1 else ""
        return f'<ol{number} style="margin:0 0 16px;padding:0 0 0 28px">\n'
    if kind in ("code_block", "fence"):
        return f'<pre style="margin:0 0 16px;white-space:pre-wrap">{escape_html(token.content, quote=False)}</pre>\n'
    if kind == "image":
        return _image(token)
    return unbroken(token.content)


def _image(token: Token) -> str:
    """Only a picture that goes with the letter is shown: one from the network would tell its sender that it was looked at."""
    alt = escape_html("".join(child.content for child in token.children or ()))
    source, width = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
    if not source.startswith("cid:") or not width.isdecimal():
        return alt
    style = f"display:block;width:100%;max-width:{width}px;height:auto;border:0"
    return f'<img src="{escape_html(source)}" alt="{alt}" width="{width}" style="{style}">'
