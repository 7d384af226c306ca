"""Due when? Working days, calendar days and elapsed hours, with the arithmetic in words. Reads no clock; knows no case.

Days are local dates in the zone of the settings; hours run in UTC through nights, weekends and clock changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal, get_args

from dateutil.relativedelta import relativedelta

from mailbot.core.instants import iso
from mailbot.core.localtime import MONTHS, clock_time, in_words, late_from, local, zone_of
from mailbot.core.nations import KNOWN_FROM, KNOWN_TO, PARTS, Nation, bank_holidays
from mailbot.core.timelimit import Rule, Unit

__all__ = [
    "DayZero",
    "Due",
    "Nation",
    "Nonworking",
    "PastHorizon",
    "Roll",
    "Rule",
    "Settings",
    "Unit",
    "add_working_days",
    "due",
    "in_words",
    "is_working_day",
    "late_from",
    "local",
    "why_closed",
    "working_days_between",
]

Roll = Literal["none", "next", "previous"]
DayZero = Literal["exclude", "include"]
Nonworking = Literal["actual", "next"]

_DAY: Final = timedelta(days=1)
_FARTHEST_YEAR: Final = 2199


class PastHorizon(ValueError):
    """A date lies outside what the calendar knows. The sentence says which, and how far it knows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How time is counted. `cutoff` is local time; `extra_open` beats every closure; `known_to` is the last date known.

    Raises ValueError for a value that is not one of its kind, naming the ones that are.
    """

    nation: Nation = "england-and-wales"
    zone: str = "Europe/London"
    roll: Roll = "none"
    day_zero: DayZero = "exclude"
    cutoff: time | None = None
    nonworking: Nonworking = "actual"
    extra_closed: frozenset[date] = frozenset()
    extra_open: frozenset[date] = frozenset()
    known_to: date = KNOWN_TO

    def __post_init__(self) -> None:
        _one_of("calendar", self.nation, get_args(Nation))
        _one_of("roll", self.roll, get_args(Roll))
        _one_of("day_zero", self.day_zero, get_args(DayZero))
        _one_of("nonworking", self.nonworking, get_args(Nonworking))
        zone_of(self.zone)
        if self.cutoff is not None and self.cutoff.tzinfo is not None:
            raise ValueError("The cut-off is a local time and carries no offset")
        if both := self.extra_closed & self.extra_open:
            raise ValueError(f"{in_words(min(both))} cannot be both an extra closed and an extra open day")
        if self.known_to.year > _FARTHEST_YEAR:
            raise ValueError(f"No calendar is known beyond {_FARTHEST_YEAR}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """`due` is the last local date that keeps the promise, `due_at` (UTC) the first late instant; `steps` says why.

    For hours `due_at` is the exact instant and `due` the local date on which it falls.
    """

    due: date
    due_at: datetime
    steps: tuple[str, ...]


def due(rule: Rule, since: datetime, settings: Settings) -> Due:
    """When a duty to act within `rule` of `since` ends. `since` must be aware, else ValueError.

    Cut-off, receipt on a non-working day, day zero and roll do not touch hours, which are elapsed time. Raises
    PastHorizon where the answer, or a day that it counts over, lies outside what the calendar knows.
    """
    if since.tzinfo is None:
        raise ValueError("The time to count from needs an offset")
    received = _received(since, settings)
    if rule.unit is Unit.HOURS:
        return _elapsed(rule, received, settings)
    steps = [f"Received on {in_words(received.date())} at {clock_time(received)} ({settings.zone})."]
    start = _deemed(received, settings, steps)
    last = _last_day(rule, start, settings, steps)
    if rule.unit is not Unit.WORKING_DAYS:
        last = _rolled(last, start, settings, steps)
    _within_horizon(last, settings)
    late = late_from(last, settings.zone)
    steps.append(f"In time until the end of {in_words(last)}; late from {iso(late)}.")
    return Due(due=last, due_at=late, steps=tuple(steps))


def is_working_day(day: date, settings: Settings) -> bool:
    """Whether that day counts. Raises PastHorizon for a date outside what the calendar knows."""
    return not why_closed(day, settings)


def why_closed(day: date, settings: Settings) -> str:
    """Why that day does not count, in words ("weekend", "Good Friday"), or "" for a working day. Raises PastHorizon."""
    _within_horizon(day, settings)
    if day in settings.extra_open:
        return ""
    if day.weekday() >= 5:
        return "weekend"
    if holiday := bank_holidays(settings.nation, day.year).get(day):
        return holiday
    return "a day that this firm's calendar closes" if day in settings.extra_closed else ""


def add_working_days(day: date, count: int, settings: Settings) -> date:
    """The `count`th working day after `day`, which is not counted itself; before it if `count` is negative.

    With a count of 0 it is `day`, working or not. Raises PastHorizon.
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, settings)
    return day


@lru_cache(maxsize=512)
def working_days_between(first: date, last: date, settings: Settings) -> int:
    """How many working days after `first` up to and including `last`; negative when `last` is earlier.

    It undoes add_working_days: `working_days_between(day, add_working_days(day, n, s), s) == n`. Raises PastHorizon.
    """
    if last < first:
        # Counting back, the later end is the one left out, as add_working_days leaves out its start.
        return -sum(is_working_day(last + _DAY * n, settings) for n in range((first - last).days))
    return sum(is_working_day(first + _DAY * n, settings) for n in range(1, (last - first).days + 1))


def _elapsed(rule: Rule, received: datetime, settings: Settings) -> Due:
    late = received.astimezone(UTC) + timedelta(hours=rule.count)
    here = late.astimezone(zone_of(settings.zone))
    _within_horizon(here.date(), settings)
    steps = (
        f"Received on {in_words(received.date())} at {clock_time(received)} ({settings.zone}), {iso(received)}.",
        f"{str(rule).capitalize()} of elapsed time: nights, weekends, holidays and clock changes do not stop it.",
        f"In time before {clock_time(here)} on {in_words(here.date())}; late from {iso(late)}.",
    )
    return Due(due=here.date(), due_at=late, steps=steps)


def _deemed(received: datetime, settings: Settings, steps: list[str]) -> date:
    """The day it counts as received: a working day if there is a cut-off or nonworking = "next" (after CPR 6.26)."""
    day = received.date()
    closed = why_closed(day, settings)
    late = settings.cutoff is not None and received.time() > settings.cutoff
    if closed and (settings.cutoff is not None or settings.nonworking == "next"):
        why = f"That is not a working day ({closed})"
    elif late and settings.cutoff is not None:
        why = f"That is after the cut-off of {settings.cutoff:%H:%M}"
    else:
        return day
    day = add_working_days(day, 1, settings)
    steps.append(f"{why}: it counts as received on the next working day, {in_words(day)}.")
    return day


def _last_day(rule: Rule, start: date, settings: Settings, steps: list[str]) -> date:
    included = settings.day_zero == "include"
    day_of_receipt = "day 1" if included else "not counted"
    steps.append(f"Counting {rule}{_calendar_of(rule, settings)}; the day of receipt is {day_of_receipt}.")
    if rule.unit is Unit.WORKING_DAYS:
        last = _count_working_days(rule.count, start - _DAY if included else start, settings, steps)
    elif rule.unit is Unit.MONTHS:
        last = _months_on(start, rule.count, included, steps)
    else:
        days = rule.count * (7 if rule.unit is Unit.WEEKS else 1)
        last = start + timedelta(days=days - 1 if included else days)
    verb = "is" if rule.unit in (Unit.DAYS, Unit.WORKING_DAYS) else "ends on"
    steps.append(f"{str(rule.unit).capitalize()} {rule.count} {verb} {in_words(last)}.")
    return last


def _count_working_days(count: int, day: date, settings: Settings, steps: list[str]) -> date:
    while count:
        day += _DAY
        if closed := why_closed(day, settings):
            steps.append(f"{in_words(day)} is not counted: {closed}.")
        else:
            count -= 1
    return day


def _months_on(start: date, count: int, included: bool, steps: list[str]) -> date:
    """The corresponding date, or the last day of a month that has none (Dodds v Walker).

    A month that begins with its first day ends the day before the corresponding date, where there is one.
    """
    last = start + relativedelta(months=count)
    if last.day != start.day:
        steps.append(f"{MONTHS[last.month - 1]} {last.year} has no day {start.day}: its last day stands for it.")
        return last
    return last - _DAY if included else last


def _rolled(last: date, start: date, settings: Settings, steps: list[str]) -> date:
    closed = why_closed(last, settings)
    if not closed:
        return last
    if settings.roll == "none":
        steps.append(f"That is not a working day ({closed}), and the rule does not move it.")
        return last
    if settings.roll == "next":
        moved = add_working_days(last, 1, settings)
    else:
        moved = add_working_days(last, -1, settings)
        if moved < start:
            # Nobody can act before the complaint came: then the day that was promised stays.
            steps.append(
                f"That is not a working day ({closed}), but the one before it comes before the receipt: not moved."
            )
            return last
    steps.append(f"That is not a working day ({closed}): moved to the {settings.roll} working day, {in_words(moved)}.")
    return moved


def _calendar_of(rule: Rule, settings: Settings) -> str:
    if rule.unit is not Unit.WORKING_DAYS:
        return ""
    return f" ({PARTS.get(settings.nation, 'any part of the United Kingdom')})"


# -------------------------------------------------------------------------------------------------------- what is known


def _received(since: datetime, settings: Settings) -> datetime:
    """`since` as local time; refuses what no calendar covers before any arithmetic can overflow."""
    _believable(since)
    received = since.astimezone(zone_of(settings.zone))
    _within_horizon(received.date(), settings)
    return received


def _believable(moment: datetime) -> None:
    if not KNOWN_FROM.year - 1 <= moment.year <= _FARTHEST_YEAR + 1:
        raise PastHorizon(f"{in_words(moment.date())} is outside what any calendar here knows")


def _within_horizon(day: date, settings: Settings) -> None:
    if day > settings.known_to:
        raise PastHorizon(f"{in_words(day)} is past the calendar's horizon, {in_words(settings.known_to)}")
    if day < KNOWN_FROM:
        raise PastHorizon(f"{in_words(day)} is before the calendar begins, on {in_words(KNOWN_FROM)}")


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} '{str(value)[:80]}' is unknown: choose one of {', '.join(allowed)}")
