"""HTML to the text that a person would read, with quoted mail marked as in plain text; no links followed, nothing
rendered."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbot.mail.page import Page
from mailbot.mail.unseen import is_hidden

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
_TIGHT = re.compile(r"margin\s{0,9}:\s{0,9}0(?:\D|$)|margin-bottom\s{0,9}:\s{0,9}0", re.IGNORECASE)
_INTRODUCES = re.compile(r"@|\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b")

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_LONGEST_TARGET = 120
_TABLES_LOOKED_AT = 10

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_LONG_TAG = re.compile(r"<[^<>]{20000}")
_WORD = re.compile(r"[^\W\d_]{4,40}")
_ASCII_WORD = re.compile(r"[A-Za-z]{4,40}")  # the same of a text without other letters, eight times as fast
_FEW = 5  # words

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
    page = Page()
    _walk(root, page)
    return page.text()


def bare_text_of(html: str) -> str:
    """The words that a reader of the document would see, without the work of laying them out."""
    if _hostile(html):
        return _stripped(html)
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style", "head", "title"])
    root = tree.body or tree.root
    return root.text(separator=" ") if root is not None else ""


def says_else(said: str, plain: str) -> bool:
    """Whether most of the longer words of a text do not stand in the plain version beside it: it is another letter."""
    if _stands_in(said, plain):
        return False
    said, plain = said.lower(), plain.lower()
    # what stands there between the same spaces need not be taken apart, and that is nearly all
    if len(_words(" ".join({*said.split()}.difference(plain.split())))) < _FEW:
        return False
    spoken = _words(said)
    lacking = spoken - _words(plain)
    return len(lacking) >= _FEW and len(lacking) * 2 > len(spoken)


def _stands_in(said: str, plain: str) -> bool:
    """Whether each line of a text stands in the other, in their order: of most programs' two versions it does, and that is soon seen."""
    there = " " + plain.replace("\n", " ") + " "
    at = 0
    for line in filter(None, map(str.strip, said.split("\n"))):
        at = there.find(f" {line} ", at)
        if at < 0:
            return False
        at += len(line) + 1
    return True


def _words(text: str) -> set[str]:
    return set((_ASCII_WORD if text.isascii() else _WORD).findall(text))


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


def _walk(root: LexborNode, page: Page) -> None:
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


def _enter(node: LexborNode, page: Page) -> LexborNode | None:
    """Writes what stands at the beginning of a node; its first child to go on with, or None."""
    tag = node.tag or ""
    if tag == "-text":
        if not (page.sizes and page.sizes[-1][1]):
            page.write(node.text_content or "")
        return None
    if tag in _DROPPED or tag.startswith("-"):
        return None
    if tag == "br":
        page.end_line(always=True)
        return None
    if tag in ("td", "th"):
        page.cell()
    elif tag == "a":
        page.links.append((len(page.lines), len(page.line)))
    elif tag in _BLOCKS:
        _open_block(node, tag, page)
    return None if is_hidden(node, page) else node.child


def _open_block(node: LexborNode, tag: str, page: Page) -> None:
    if tag in _PARAGRAPHS and not _is_tight(node) and not (page.lists and tag in ("ul", "ol")):
        page.blank_line()
    else:
        page.end_line()
    if tag == "li":
        page.item()
    elif tag in ("ul", "ol"):
        page.lists.append(-1 if tag == "ul" else _first_number(node) - 1)
    elif tag == "table":
        page.tables.append(len(page.tables) < _TABLES_LOOKED_AT and _holds_data(node))
    elif tag == "pre":
        page.preformatted += 1
    elif tag == "blockquote" and _is_cited(node, page):
        page.quotes += 1
        page.cited.add(node.mem_id)


def _leave(node: LexborNode, page: Page) -> None:
    tag = node.tag or ""
    if page.sizes and page.sizes[-1][0] == node.mem_id:
        page.sizes.pop()
    if tag == "a" and page.links:
        _end_link(node, page)
    if tag not in _BLOCKS:
        return
    if tag in ("ul", "ol") and page.lists:
        page.lists.pop()
    elif tag == "table" and page.tables:
        page.tables.pop()
    if tag == "blockquote" and node.mem_id in page.cited:
        page.end_line()
        page.quotes = max(0, page.quotes - 1)
    elif tag == "pre":
        page.preformatted = max(0, page.preformatted - 1)
    if tag in _PARAGRAPHS and not _is_tight(node) and not (page.lists and tag in ("ul", "ol")):
        page.blank_line()
    else:
        page.end_line(always=tag == "p" and not page.line)  # Outlook's empty paragraph is a blank line


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1


def _holds_data(table: LexborNode) -> bool:
    """Most tables in mail lay a page out; one with heads or visible lines, and no table in it, is meant as a table."""
    border = (table.attributes.get("border") or "0").strip()
    lined = border not in ("", "0") or table.css_first("th") is not None
    return lined and table.css_first("table table") is None


def _end_link(node: LexborNode, page: Page) -> None:
    """Where a link leads, behind its words, unless these say it themselves."""
    lines, pieces = page.links.pop()
    words = "".join(page.line[pieces:]) if len(page.lines) == lines else ""
    target = (node.attributes.get("href") or "").strip()
    if target[:7].lower() == "mailto:":
        target = target[7:].partition("?")[0]
    elif not _WEB.match(target):
        return
    if words.strip() and _bare(target) not in _bare(words) and not page.preformatted:
        page.line.append(f" <{_shown(target)}>")


def _bare(target: str) -> str:
    return _SCHEME.sub("", target.strip().lower()).rstrip("/")


def _shown(target: str) -> str:
    """The address of a link; of those long ones that only follow a reader about, the beginning."""
    target = "".join(target.split())
    return target if len(target) <= _LONGEST_TARGET else f"{target[:_LONGEST_TARGET]}…"


def _is_tight(node: LexborNode) -> bool:
    """Outlook writes each line as a paragraph without margin and an empty one between."""
    attributes = node.attributes
    return (attributes.get("class") or "").startswith(("Mso", "x_Mso")) or bool(
        _TIGHT.search(attributes.get("style") or "")
    )


def _is_cited(node: LexborNode, page: Page) -> bool:
    """Whether a blockquote quotes a mail. Writers also indent their own words with it: only a marked or introduced one counts, and one
    made as such a one was, for a program that splits a quote to put an answer in makes both halves alike.
    """
    attributes = node.attributes
    if (attributes.get("type") or "").lower() == "cite" or attributes.get("cite") is not None:
        return True
    form = (attributes.get("class") or "", attributes.get("style") or "")
    if form in page.cited_forms:
        return True
    above = next((line for line in reversed(page.lines[-3:]) if line.strip()), "")
    if not (above.rstrip().endswith((":", "：")) and _INTRODUCES.search(above)):
        return False
    if any(form):
        page.cited_forms.add(form)
    return True
