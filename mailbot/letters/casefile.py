"""A case file on A4: what a court, a certification body or an ombudsman is given. It sets what it is told and looks nothing up.

Every word of it reaches Typst as data, so nothing that a customer wrote can be a command; characters that hide or reorder words are
left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from mailbot.letters.markdown import clean
from mailbot.letters.press import breakable, press

MOST_CHARACTERS = 20_000
"""Of one text; a longer one is cut with a remark, and its original has the rest."""

_SOURCE = Path(__file__).with_name("casefile.typ")

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
    """The document as PDF. The same file, made at the same time, gives the same bytes."""
    told = {key.replace("_", "-"): value for key, value in asdict(file).items() if key != "made_at"}
    told["made-on"] = list(file.made_at.astimezone(UTC).timetuple()[:6])
    return press(_SOURCE.read_text("utf-8"), {"file": json.dumps(_settable(told), ensure_ascii=False)})


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
            yield breakable(shown)
        empty = not shown
