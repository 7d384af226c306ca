"""A document on A4 from Markdown: the procedure and the feedback form that go with letters. Typesets with Typst.

The same words give the same bytes: no date and no random number goes in, and a font of this machine only for characters that Typst's own
lack. It writes no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from markdown_it.token import Token

from mailbot.letters import markdown
from mailbot.letters.press import breakable, press

_PAGE = """
#set document(title: {title}, author: {company}, date: none)
#set page(
  paper: "a4",
  margin: (x: 24mm, top: 24mm, bottom: 22mm),
  header: context if counter(page).get().first() > 1 {{ text(9pt, fill: luma(90), {title}) }},
  footer: context text(9pt, fill: luma(90))[
    #{company} #h(1fr) Page #counter(page).display() of #counter(page).final().first()
  ],
)
#set text(font: "Libertinus Serif", size: 11.5pt, lang: "en", region: "gb", hyphenate: false)
#set par(leading: 0.72em, spacing: 1.15em)
#set list(spacing: 0.85em, indent: 0.4em)
#set enum(spacing: 0.95em, indent: 0.2em)
#set table(stroke: 0.6pt + luma(150), inset: 8pt)
#show heading: set text(fill: rgb("#123f50"))
#show heading.where(level: 1): set text(20pt)
#show heading.where(level: 1): set block(below: 1.1em)
#show heading.where(level: 2): set text(15pt)
#show heading.where(level: 2): set block(above: 1.6em, below: 0.8em)
#show link: set text(fill: rgb("#0b5a73"))
#text(10.5pt, fill: luma(90), {company})
#v(0.3em)
"""
_OPEN = {
    "paragraph_open": "#par[",
    "paragraph_close": "]\n\n",
    "bullet_list_open": "#list(",
    "bullet_list_close": ")\n\n",
    "ordered_list_close": ")\n\n",
    "list_item_open": "[",
    "list_item_close": "], ",
    "blockquote_open": "#quote(block: true)[",
    "blockquote_close": "]\n\n",
    "heading_close": "]\n\n",
    "hr": "#line(length: 100%, stroke: 0.6pt + luma(150))\n\n",
    "thead_open": "table.header(repeat: true, ",
    "thead_close": "), ",
    "table_close": ")\n\n",
    "th_open": "strong[",
    "th_close": "], ",
    "td_open": "[",
    "td_close": "], ",
    "strong_open": "#strong[",
    "strong_close": "]",
    "em_open": "#emph[",
    "em_close": "]",
    "link_close": "]",
    "softbreak": " ",
    "hardbreak": "#linebreak()",
}


@lru_cache(maxsize=8)
def pdf(markdown_text: str, title: str, company: str) -> bytes:
    """A document that goes with many letters: typeset once, then kept."""
    return typeset(markdown_text, title, company)


def typeset(markdown_text: str, title: str, company: str) -> bytes:
    """The document as PDF, tagged for screen readers, its pages numbered; nothing in the words can be a Typst command.

    A heading of level one in the words stands above them; without one, `title` does. A code block marked ``lines 6`` is
    a box with room to write six lines by hand, an empty cell of a table has room for one.
    """
    tokens = markdown.parse(markdown_text)
    head = _PAGE.format(title=_string(title), company=_string(company))
    if not any(token.type == "heading_open" and token.tag == "h1" for token in tokens):
        head += f"#heading(level: 1, {_string(title)})\n\n"
    return press(head + "".join(_typeset(tokens)))


def _typeset(tokens: Sequence[Token]) -> Iterator[str]:
    kind = ""
    shown = [*_without_empty_heads(tokens)]
    for number, token in enumerate(shown):
        before, kind = kind, token.type
        if kind == "inline" and token.content.strip():
            yield from _typeset(token.children or ())
        elif kind == "inline":
            yield "#v(8mm)" if before == "td_open" else ""  # an empty cell is for writing in
        elif token.hidden:
            yield ""
        elif kind == "paragraph_open" and [t.type for t in shown[number + 3 : number + 4]] == ["fence"]:
            yield "#block(sticky: true)["  # a question stays on the page of its box
        elif kind in _OPEN:
            yield _OPEN[kind]
        elif made := _MADE.get(kind):
            yield made(token, tokens)


def _without_empty_heads(tokens: Sequence[Token]) -> Iterator[Token]:
    """Markdown has no table without a head: one whose cells are empty is not shown."""
    skipping = False
    for number, token in enumerate(tokens):
        if token.type == "thead_open":
            end = next(n for n in range(number, len(tokens)) if tokens[n].type == "thead_close")
            skipping = not any(t.content.strip() for t in tokens[number:end])
        if not skipping:
            yield token
        skipping = skipping and token.type != "thead_close"


def _string(text: str) -> str:
    """`text` as a Typst string: none of its characters is markup in there."""
    return '"' + markdown.clean(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(token: Token, _: Sequence[Token]) -> str:
    return f"#{_string(breakable(token.content.replace(markdown.GLUE, ' ')))};" if token.content else ""


def _heading(token: Token, _: Sequence[Token]) -> str:
    return f"#heading(level: {int(token.tag[1:])})["


def _link(token: Token, _: Sequence[Token]) -> str:
    return f"#link({_string(str(token.attrs.get('href', '')))})["


def _numbered(token: Token, _: Sequence[Token]) -> str:
    return f"#enum(start: {int(token.attrs.get('start', 1))}, "


def _table(token: Token, tokens: Sequence[Token]) -> str:
    """Columns share the width, but a table whose cells are for writing in gives those the most of it."""
    rest = tokens[tokens.index(token) :]
    columns = sum(
        1 for t in rest[: next(n for n, t in enumerate(rest) if t.type == "thead_close")] if t.type == "th_open"
    )
    return f"#table(columns: ({'1fr, ' * (columns - 1)}{'2fr' if columns == 2 else '1fr'},), "


def _block(token: Token, _: Sequence[Token]) -> str:
    kind, _space, count = token.info.strip().partition(" ")
    if kind == "lines" and count.isdecimal():
        return f"#rect(width: 100%, height: {min(int(count), 28) * 8}mm, stroke: 0.6pt + luma(150))\n\n"
    return f"#block(raw({_string(token.content)}))\n\n"


_MADE: dict[str, Callable[[Token, Sequence[Token]], str]] = {
    "text": _text,
    "code_inline": _text,
    "heading_open": _heading,
    "link_open": _link,
    "ordered_list_open": _numbered,
    "table_open": _table,
    "fence": _block,
    "code_block": _block,
}
