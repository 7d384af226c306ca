"""HTML to the text that a person would read, with quoted mail marked as in plain text; no links followed, nothing
rendered."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED: Final = frozenset(
    {"script", "style", "head", "title", "template", "noframes", "object", "svg", "-comment", "!doctype", "-doctype"}
)
_PARAGRAPHS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table"}
)
_BLOCKS: Final = _PARAGRAPHS | {
    "div",
    "li",
    "tr",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "address",
    "center",
    "form",
    "fieldset",
    "figure",
    "figcaption",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "body",
    "html",
    "hr",
    "legend",
    "nav",
    "details",
    "summary",
}
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|mso-hide\s{0,9}:\s{0,9}all", re.IGNORECASE)
_TIGHT = re.compile(r"margin\s{0,9}:\s{0,9}0(?:\D|$)|margin-bottom\s{0,9}:\s{0,9}0", re.IGNORECASE)
_INTRODUCES = re.compile(r"@|\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b")

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_LONG_TAG = re.compile(r"<[^<>]{20000}")
_MANY_TAGS = 60_000
_DEEP = 2_000
_VOID: Final = frozenset(
    {
        "br",
        "p",
        "li",
        "img",
        "hr",
        "meta",
        "link",
        "input",
        "col",
        "td",
        "tr",
        "th",
        "option",
        "dt",
        "dd",
        "o",
        "base",
        "area",
    }
)


def text_of(html: str) -> str:
    """The readable text of an HTML document; quoted mail in it has "> " before each line.

    Markup made to exhaust a parser (thousands of levels, endless tags) is not parsed but stripped, so that no word is
    lost.
    """
    if _hostile(html):
        return _stripped(html)
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return ""
    page = _Page()
    _walk(root, page)
    return page.text()


def _hostile(html: str) -> bool:
    if len(html) < _DEEP * 3:
        return False
    if html.count("<") > _MANY_TAGS or _LONG_TAG.search(html):
        return True
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > _DEEP:
            return True
    return False


def _stripped(html: str) -> str:
    text = re.sub(
        r"<(/?)(\w{0,12})[^<>]*>?", lambda m: "\n" if m[2].lower() in _BLOCKS or m[2].lower() == "br" else "", html
    )
    text = _SPACES.sub(lambda m: "\n" if "\n" in m[0] else " ", unescape(text))
    return text.strip()


class _Page:
    """Lines as they are filled: white space collapsed, at most one blank line, quote marks in front."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.space = False
        self.quotes = 0
        self.preformatted = 0
        self.cited: set[int] = set()

    def write(self, text: str) -> None:
        if self.preformatted:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.line.append(first)
            for line in rest:
                self.end_line(always=True)
                self.line.append(line)
            return
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and self.line:
            self.space = True
        words = text.strip(" ")
        if not words:
            return
        self.line.append(f" {words}" if self.space and self.line else words)
        self.space = text.endswith(" ")

    def end_line(self, *, always: bool = False) -> None:
        """Ends the line; with `always`, an empty one counts too."""
        text = "".join(self.line).rstrip()
        self.line, self.space = [], False
        if text or always:
            self.lines.append(f"{'>' * self.quotes} {text}".rstrip() if self.quotes else text)

    def blank_line(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * self.quotes)

    def text(self) -> str:
        self.end_line()
        out: list[str] = []
        for line in self.lines:
            if line.strip() or (out and out[-1].strip()):
                out.append(line)
        return "\n".join(out).strip("\n")


def _walk(root: LexborNode, page: _Page) -> None:
    """Depth first without recursion, for a document may be as deep as its sender likes."""
    node: LexborNode | None = root
    while node is not None:
        child = _enter(node, page)
        if child is not None:
            node = child
            continue
        while node is not None:
            _leave(node, page)
            if node.mem_id == root.mem_id:
                return
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent


def _enter(node: LexborNode, page: _Page) -> LexborNode | None:
    """Writes what stands at the beginning of a node; its first child to go on with, or None."""
    tag = node.tag or ""
    if tag == "-text":
        page.write(node.text_content or "")
        return None
    if tag in _DROPPED or tag.startswith("-"):
        return None
    if tag == "br":
        page.end_line(always=True)
        return None
    if tag in ("td", "th"):
        page.space = True
    elif tag in _BLOCKS:
        _open_block(node, tag, page)
    if tag in ("span", "div", "p", "td", "table", "tr") and _HIDDEN.search(node.attributes.get("style") or ""):
        return None
    return node.child


def _open_block(node: LexborNode, tag: str, page: _Page) -> None:
    if tag in _PARAGRAPHS and not _is_tight(node):
        page.blank_line()
    else:
        page.end_line()
    if tag == "li":
        page.write("* ")
    elif tag == "pre":
        page.preformatted += 1
    elif tag == "blockquote" and _is_cited(node, page):
        page.quotes += 1
        page.cited.add(node.mem_id)


def _leave(node: LexborNode, page: _Page) -> None:
    tag = node.tag or ""
    if tag not in _BLOCKS:
        return
    if tag == "blockquote" and node.mem_id in page.cited:
        page.end_line()
        page.quotes = max(0, page.quotes - 1)
    elif tag == "pre":
        page.preformatted = max(0, page.preformatted - 1)
    if tag in _PARAGRAPHS and not _is_tight(node):
        page.blank_line()
    else:
        page.end_line(always=tag == "p" and not page.line)  # Outlook's empty paragraph is a blank line


def _is_tight(node: LexborNode) -> bool:
    """Outlook writes each line as a paragraph without margin and an empty one between."""
    attributes = node.attributes
    return (attributes.get("class") or "").startswith(("Mso", "x_Mso")) or bool(
        _TIGHT.search(attributes.get("style") or "")
    )


def _is_cited(node: LexborNode, page: _Page) -> bool:
    """Whether a blockquote quotes a mail. Writers also indent their own words with it: only a marked or introduced one
    counts."""
    attributes = node.attributes
    if (attributes.get("type") or "").lower() == "cite" or attributes.get("cite") is not None:
        return True
    above = next((line for line in reversed(page.lines[-3:]) if line.strip()), "")
    return above.rstrip().endswith((":", "：")) and bool(_INTRODUCES.search(above))
