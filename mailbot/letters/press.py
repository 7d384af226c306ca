"""Typst source to PDF, whatever characters are in it: tagged for screen readers (PDF/UA-1), the same bytes for the same source.

Where the type that comes with Typst lacks a character (Chinese, emoji ...), a font of this machine that has it is used; a character that
no font has is named in brackets. A box in its place would tell nobody anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

import typst

_ROUNDS = 3  # with this machine's fonts: naming a character can bring others to light
_LONGEST_RUN = 30  # characters without a space that surely fit into a column
_RUN = re.compile(rf"\S{{{_LONGEST_RUN},}}")
_PIECE = re.compile(r"\S{1,12}(?=\S)")
_JOINERS = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0000-\U000e007f]")
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def press(source: str, inputs: Mapping[str, str] | None = None) -> bytes:
    """The document. `inputs` reach it as sys.inputs. Raises typst.TypstError only for a fault of the source itself."""
    given = dict(inputs or {})
    for round_ in range(_ROUNDS + 1):
        try:
            return _compiled(source, given, system_fonts=round_ > 0, standards=["ua-1"])
        except typst.TypstError as fault:
            lacking = frozenset("".join(_plain(found) for found in _NOT_SHOWN.findall(fault.diagnostic)))
            if not lacking:
                break
        if round_ > 0:
            source, given = _named(source, lacking), {key: _named(value, lacking) for key, value in given.items()}
    return _compiled(source, given, system_fonts=True, standards=[])


def breakable(line: str) -> str:
    """The line with places in its long words where a line of the page may end: nothing runs off the paper."""
    return _RUN.sub(lambda run: _PIECE.sub("\\g<0>\u200b", run[0]), line) if len(line) > _LONGEST_RUN else line


def _compiled(source: str, inputs: dict[str, str], *, system_fonts: bool, standards: list[Literal["ua-1"]]) -> bytes:
    made = typst.compile(
        source.encode("utf-8"),
        format="pdf",
        ignore_system_fonts=not system_fonts,
        sys_inputs=inputs,
        pdf_standards=list(standards),
    )
    if not isinstance(made, bytes):  # its type says that several files could come back; one document gives one
        raise TypeError(f"typst gave {type(made).__name__}")
    return made


def _plain(debugged: str) -> str:
    """What a Rust string in quotes stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), debugged).replace('\\"', '"').replace("\\\\", "\\")


def _named(text: str, lacking: frozenset[str]) -> str:
    """The text with each of those characters named: "[fire]" for a picture, "[U+4E2D]" for a letter."""
    return text.translate({ord(char): _name(char) for char in lacking if not char.isascii()})


def _name(char: str) -> str:
    if _JOINERS.match(char):
        return ""
    name = unicodedata.name(char, "").lower() if unicodedata.category(char) == "So" else ""
    return f"[{name or f'U+{ord(char):04X}'}]"
