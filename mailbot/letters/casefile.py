"""A case file on A4: what a court, a certification body or an ombudsman is given. It sets what it is told and looks nothing up.

Every word of it reaches Typst as data, so nothing that a customer wrote can be a command; characters that hide or reorder words are
left out, and those for which there is no type are named. PDF/UA-1: tagged for screen readers.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import typst

from mailbot.letters.markdown import clean

MOST_CHARACTERS = 20_000
"""Of one text; a longer one is cut with a remark, and its original has the rest."""

_SOURCE = Path(__file__).with_name("casefile.typ")
_LONGEST_RUN = 30  # characters without a space that surely fit into a column
_RUN = re.compile(rf"\S{{{_LONGEST_RUN},}}")
_PIECE = re.compile(r"\S{1,12}(?=\S)")
_JOINERS = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0000-\U000e007f]")
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")

Standard = Literal["ua-1"]
Width = Literal["auto", "1", "2", "3", "4", "5"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing told at length. A hash stands on a line of its own, so that it can be copied whole."""

    head: str
    details: tuple[str, ...] = ()
    text: str = ""
    remarks: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()  # (what it is of, hexadecimal)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A numbered part: a table, entries, or neither; then `empty` says so. A column's width is "auto" or its share of the rest."""

    title: str
    intro: str = ""
    columns: tuple[tuple[str, Width], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    entries: tuple[Entry, ...] = ()
    empty: str = "There is none."


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """Everything that stands in the document, as it is written there; times are told in words already."""

    reference: str
    company: str
    subject: str
    audience: str  # for whom it was prepared; "" = for the firm itself
    made: str  # "Made Tuesday 3 March 2026 at 11:20"
    made_at: datetime
    times: str  # which zone the times are of
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    title: str = "Case file"


def typeset_case(file: CaseFile) -> bytes:
    """The document as PDF. The same file, made at the same time, gives the same bytes.

    Where the type that comes with Typst lacks a character (Chinese, emoji ...), a font of this machine that has it is used; a character
    that no font has is named in brackets. Raises typst.TypstError only for a fault of the template.
    """
    told = {key.replace("_", "-"): value for key, value in asdict(file).items() if key != "made_at"}
    told["made-on"] = list(file.made_at.astimezone(UTC).timetuple()[:6])
    source = json.dumps(_settable(told), ensure_ascii=False)
    for system_fonts in (False, True, True, True):
        made, lacking = _compiled(source, system_fonts=system_fonts)
        if made:
            return made
        if system_fonts:
            source = _named(source, lacking)
    made, _ = _compiled(source, system_fonts=True, standards=())
    return made


def _compiled(
    source: str, *, system_fonts: bool, standards: tuple[Standard, ...] = ("ua-1",)
) -> tuple[bytes, frozenset[str]]:
    """The PDF, or b"" and the characters that no font has."""
    try:
        made = typst.compile(
            _SOURCE.read_bytes(),
            format="pdf",
            ignore_system_fonts=not system_fonts,
            sys_inputs={"file": source},
            pdf_standards=list(standards),
        )
    except typst.TypstError as fault:
        lacking = frozenset("".join(_plain(found) for found in _NOT_SHOWN.findall(fault.diagnostic)))
        if not lacking:
            raise
        return b"", lacking
    if not isinstance(made, bytes):  # its type says that several files could come back; one document gives one
        raise TypeError(f"typst gave {type(made).__name__}")
    return made, frozenset()


def _plain(debugged: str) -> str:
    """What a Rust string in quotes stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), debugged).replace('\\"', '"').replace("\\\\", "\\")


def _named(source: str, lacking: frozenset[str]) -> str:
    """The JSON with each of those characters named: "[fire]" for a picture, "[U+4E2D]" for a letter."""
    return source.translate({ord(char): _name(char) for char in lacking if not char.isascii()})


def _name(char: str) -> str:
    if _JOINERS.match(char):
        return ""
    name = unicodedata.name(char, "").lower() if unicodedata.category(char) == "So" else ""
    return f"[{name or f'U+{ord(char):04X}'}]"


def _settable(told: object) -> object:
    """The values with each text made settable; numbers stay."""
    if isinstance(told, str):
        return "\n".join(_lines(told))
    if isinstance(told, dict):  # a hash stays whole
        return {key: value if key == "hashes" else _settable(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_settable(value) for value in told]
    return told


def _lines(text: str) -> Iterator[str]:
    """Lines without characters that act instead of showing, long words divided where a line may end; at most one empty line in a row."""
    empty = False
    for line in clean(text).expandtabs(4).splitlines():
        shown = line.rstrip()
        if shown or not empty:
            yield (
                _RUN.sub(lambda run: _PIECE.sub("\\g<0>\u200b", run[0]), shown) if len(shown) > _LONGEST_RUN else shown
            )
        empty = not shown
