"""Paragraphs that a mail program broke into soft lines, put together again (format=flowed, RFC 3676)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile(r">*")
_SIGNATURE = "-- "


@dataclass(frozen=True, slots=True)
class _Line:
    depth: int  # of quoting
    text: str
    soft: bool  # goes on in the next line


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text with its soft line breaks taken out (RFC 3676 section 4), quoted lines as "> " with one mark a level.

    `delete_space` is the field's DelSp: the space at a soft line's end is not part of the words (section 4.1).
    """
    out: list[list[str]] = []  # the pieces of each line
    open_depth = -1  # of the paragraph that the last line left open
    for raw in text.split("\n"):
        line = _read(raw)
        joins = open_depth == line.depth and line.text != _SIGNATURE
        words = line.text[:-1] if line.soft and delete_space else line.text
        if joins:
            out[-1].append(words)
        else:
            out.append([">" * line.depth, " " if line.depth and words else "", words])
        open_depth = line.depth if line.soft else -1
    return "\n".join("".join(pieces) for pieces in out)


def _read(raw: str) -> _Line:
    marks = _MARKS.match(raw)
    depth = marks.end() if marks else 0
    text = raw[depth:]
    text = text.removeprefix(" ")  # space-stuffed, section 4.4
    return _Line(depth=depth, text=text, soft=text.endswith(" ") and text != _SIGNATURE)
