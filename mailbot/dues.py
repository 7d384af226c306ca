"""`mailbot due`: questions as the command line and batch files put them, answers as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final, cast

from mailbot.core.instants import iso
from mailbot.core.workdays import DayZero, Due, Nation, Nonworking, Roll, Rule, Settings, Unit, due, local
from mailbot.errors import ConfigError

_DEFAULTS: Final = Settings()


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One line of a batch, its keys read and its gaps filled, nothing of it judged yet."""

    rule: str
    when: str
    calendar: str
    zone: str
    roll: str
    day_zero: str
    cutoff: str | None
    nonworking: str
    fold: int


def answer(
    rule: str,
    when: str,
    *,
    calendar: str = _DEFAULTS.nation,
    zone: str = _DEFAULTS.zone,
    roll: str = _DEFAULTS.roll,
    day_zero: str = _DEFAULTS.day_zero,
    cutoff: str | None = None,
    nonworking: str = _DEFAULTS.nonworking,
    fold: int = 0,
) -> Due:
    """When `rule` counted from `when` is due, and why. Raises ValueError with a sentence for whoever asked.

    A local time that the spring change leaves out is refused where hours are counted; elsewhere only its date matters,
    and that is known.
    """
    limit = Rule.parse(rule)
    settings = Settings(
        # Settings itself refuses every value that is not one of these.
        nation=cast(Nation, calendar),
        zone=zone,
        roll=cast(Roll, roll),
        day_zero=cast(DayZero, day_zero),
        cutoff=None if cutoff is None else _time_of_day(cutoff),
        nonworking=cast(Nonworking, nonworking),
    )
    return due(limit, local(when, zone, fold, strict=limit.unit is Unit.HOURS), settings)


def answer_of(asked: Question) -> Due:
    """The answer to a question of the command line. Raises ConfigError with a sentence if it cannot be answered."""
    if not asked.rule or not asked.when:
        raise ConfigError("due: give a rule and --from, as in: mailbot due '10 working days' --from 2026-12-18T09:00")
    try:
        return _answered(asked)
    except ValueError as fault:
        raise ConfigError(f"due: {fault}") from fault


def print_batch(path: Path, out: Callable[[str], None]) -> bool:
    """Answers a file of questions through `out`, a line each. True if one could not be answered.

    Raises ConfigError if the file cannot be read.
    """
    wrong = False
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in answer_batch(lines):
                wrong = wrong or line.startswith('{"error"')
                out(line)
    except OSError as fault:
        raise ConfigError(f"{path}: it cannot be read: {fault.strerror}") from fault
    return wrong


def question(row: Mapping[str, object]) -> Question:
    """The question that a batch line's object asks. Keys without a meaning here are passed over; null is "not given".

    Raises ValueError for a key that is missing or is not text.
    """
    fold = row.get("fold") or 0
    if not isinstance(fold, int):
        raise ValueError("'fold' must be 0 or 1")
    return Question(
        rule=_text(row, "rule"),
        when=_text(row, "from"),
        calendar=_text(row, "calendar", _DEFAULTS.nation),
        zone=_text(row, "zone", _DEFAULTS.zone),
        roll=_text(row, "roll", _DEFAULTS.roll),
        day_zero=_text(row, "day_zero", _DEFAULTS.day_zero),
        cutoff=None if row.get("cutoff") is None else _text(row, "cutoff"),
        nonworking=_text(row, "nonworking", _DEFAULTS.nonworking),
        fold=int(fold),
    )


def answer_batch(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each JSON line, in order, blank lines passed over.

    A line that cannot be answered gives `{"error": "..."}`, naming its number in the file, and the next one is read.
    """
    for number, line in enumerate(lines, start=1):
        if not (text := line.strip().lstrip("\ufeff")):
            continue
        try:
            yield to_json(_answered(question(_row(text))))
        except ValueError as wrong:
            yield json.dumps({"error": f"line {number}: {wrong}"}, ensure_ascii=False)


def to_json(found: Due) -> str:
    """One line: `due` (local date), `due_at` (UTC, with a Z), `steps`, in that order."""
    return json.dumps(
        {"due": found.due.isoformat(), "due_at": iso(found.due_at), "steps": list(found.steps)}, ensure_ascii=False
    )


def _row(text: str) -> Mapping[str, object]:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise ValueError(f"not a line of JSON ({broken})") from broken
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    return row


def _answered(asked: Question) -> Due:
    return answer(
        asked.rule,
        asked.when,
        calendar=asked.calendar,
        zone=asked.zone,
        roll=asked.roll,
        day_zero=asked.day_zero,
        cutoff=asked.cutoff,
        nonworking=asked.nonworking,
        fold=asked.fold,
    )


def _text(row: Mapping[str, object], key: str, default: str | None = None) -> str:
    value = row.get(key)
    if value is None:
        value = default
    if value is None:
        raise ValueError(f"'{key}' is missing")
    if not isinstance(value, str):
        raise ValueError(f"'{key}' must be text")
    return value


def _time_of_day(text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"'{text[:80]}' is not a time of day: write it as in '16:30'") from None
