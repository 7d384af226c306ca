"""The plain text of a letter, from the tokens that its HTML is made of, complete in itself: addresses are written out.

Knows nothing of letters or templates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from mailbot.letters.markdown import BUTTON, GLUE, GLUED_CHARACTERS, READY

COLUMNS = 74
_MARGIN = re.compile(r"(?:> )*")
_APART = re.compile(
    r"[-*=]|\d{1,3}\. |#"
)  # how a line begins that never goes on with the one above: a list, a rule, a command


def to_text(tokens: Sequence[Token]) -> str:
    """The letter's body in lines of at most COLUMNS, unless a person's own line or an address is longer."""
    return joined(blocks(tokens))


def unwrapped(text: str) -> str:
    """The same letter with each paragraph on one line, as a mail program would fill a window with it: for whoever looks for words.

    A line goes on with the next one if what stands first there, a word or a value that is kept whole, may have had no room on it.
    Tables stay as they are.
    """
    lines: list[str] = []
    last = ""  # the newest line as it stood in the letter
    for line in text.split("\n"):
        margin = _margin(line)
        words = line[len(margin) :].strip()
        goes_on = bool(words) and bool(last[len(margin) :].strip()) and _margin(last) == margin
        first = max(len(words.split(" ", 1)[0]), min(len(words), GLUED_CHARACTERS))
        full = len(last) + 1 + first > COLUMNS
        if goes_on and full and not _APART.match(words) and "  " not in f"{last[len(margin) :].strip()}{words}":
            lines[-1] += f" {words}"
        else:
            lines.append(line)
        last = line
    return "\n".join(lines)


def _margin(line: str) -> str:
    found = _MARGIN.match(line)
    return found.group() if found else ""


def blocks(tokens: Sequence[Token], columns: int = COLUMNS) -> list[str]:
    """The blocks of `to_text`, for whoever joins those of several sources."""
    found, _ = _parts(tokens, 0, columns)
    return found


def joined(blocks: Sequence[str]) -> str:
    return "\n\n".join(blocks).replace(GLUE, " ").strip("\n")


def _blocks(tokens: Sequence[Token], at: int, columns: int, tight: bool = False) -> tuple[str, int]:
    """The blocks from `at` up to the close of the surrounding one, and the place after that."""
    parts, after = _parts(tokens, at, columns)
    return ("\n" if tight else "\n\n").join(parts), after


def _parts(tokens: Sequence[Token], at: int, columns: int) -> tuple[list[str], int]:
    parts: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        kind = token.type
        if token.nesting < 0 and kind not in ("paragraph_close", "heading_close"):
            return parts, at + 1
        at += 1
        if kind == "inline":
            text = line(flat(token.children or ()), tokens[at - 2].tag, columns)
            parts += [text] if text else []  # a picture's figures stand in the text, and so do a button's words
        elif kind in ("bullet_list_open", "ordered_list_open"):
            text, at = _list(tokens, at, columns)
            parts.append(text)
        elif kind == "blockquote_open":
            inside, at = _parts(tokens, at, columns - 2)
            parts.append(quotation(inside))
        elif kind == "table_open":
            text, at = _table(tokens, at, columns)
            parts.append(text)
        elif kind == "hr":
            parts.append("-" * columns)
        elif kind in ("fence", "code_block"):
            parts.append(token.content.rstrip("\n"))
    return parts, at


def line(words: str, tag: str, columns: int) -> str:
    """A paragraph, or a heading with its line, of those words."""
    text = _wrapped(words, columns)
    sign = {"p": "", "h1": "="}.get(tag, "-")
    return f"{text}\n{sign * _widest(text)}" if sign else text


def _widest(text: str) -> int:
    return max(len(line) for line in text.split("\n"))


def quotation(blocks: Sequence[str]) -> str:
    lines = "\n\n".join(blocks).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _wrapped(text: str, columns: int) -> str:
    """Lines of at most `columns` where spaces allow. (textwrap does the same and takes five times as long.)"""
    if len(text) <= columns:
        return text
    return "\n".join(_filled(line, columns) if len(line) > columns else line for line in text.split("\n"))


def _filled(line: str, columns: int) -> str:
    lines: list[str] = []
    room = 0
    for word in line.split(" "):
        if lines and len(word) < room:
            lines[-1] += f" {word}"
            room -= len(word) + 1
        else:
            lines.append(word)
            room = columns - len(word)
    return "\n".join(lines)


def flat(children: Sequence[Token]) -> str:
    """The words of what is inside of a line; a hard break is a newline; a link whose words are not its address has it behind."""
    out: list[str] = []
    targets: list[tuple[Token, int]] = []
    for child in children:
        if child.type in ("text", "code_inline", READY):
            out.append(child.content)
        elif child.type == "hardbreak":
            out.append("\n")
        elif child.type == "softbreak":
            out.append(" ")
        elif child.type == "link_open":
            targets.append((child, len(out)))
        elif child.type == "link_close":
            opener, since = targets.pop()
            title = str(opener.attrs.get("title", ""))
            if title.startswith(BUTTON):
                out[since:] = [title.removeprefix(BUTTON)]
            else:
                out.append(address_of(str(opener.attrs.get("href", "")), "".join(out[since:])))
    return "".join(out).strip(" ")


def address_of(target: str, label: str) -> str:
    """What stands behind the words of a link: its address, unless they say it."""
    said = "".join(label.replace(GLUE, "").split())  # split() takes no-break spaces too
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    if bare in said or target in said or bare.removeprefix("https://").rstrip("/") == said:
        return ""
    return f": {target}" if target.startswith("mailto:") else f" ({target})"


def _list(tokens: Sequence[Token], at: int, columns: int) -> tuple[str, int]:
    opener = tokens[at - 1]
    numbered = opener.type == "ordered_list_open"
    number = int(opener.attrs.get("start", 1))
    items: list[str] = []
    loose = False
    while tokens[at].type == "list_item_open":
        mark = f"{number}. " if numbered else "- "
        tight = any(t.hidden for t in tokens[at + 1 : at + 2])
        loose = loose or not tight
        text, at = _blocks(tokens, at + 1, columns - len(mark), tight)
        items.append(mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n"))
        number += 1
    return ("\n\n" if loose else "\n").join(items), at + 1


def _table(tokens: Sequence[Token], at: int, columns: int) -> tuple[str, int]:
    """Aligned columns where they fit, else a list: the first cell of a row, below it "heading: cell" of the others."""
    rows: list[list[str]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "tr_open":
            rows.append([])
        elif tokens[at].type == "inline":
            rows[-1].append(flat(tokens[at].children or ()).replace("\n", " "))
        at += 1
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= columns:
        rows.insert(1, ["-" * width for width in widths])
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join(lines), at + 1
    head, *body = rows
    return "\n".join(_stacked(head, row, columns) for row in body), at + 1


def _stacked(head: Sequence[str], row: Sequence[str], columns: int) -> str:
    first, *rest = row
    others = [f"{name[:1].lower()}{name[1:]}: {cell}" for name, cell in zip(head[1:], rest, strict=True) if cell]
    lines = [_wrapped(line, columns - 2) for line in (first, "; ".join(others)) if line]
    return "- " + "\n".join(lines).replace("\n", "\n  ")
