"""Local time and UTC: what a text, a date or a zone's name stands for. Counts nothing and reads no clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EARLIEST_YEAR: Final = 1900
_LATEST_YEAR: Final = 2300


def late_from(day: date, zone: str) -> datetime:
    """The first instant (UTC) after that local date: the next local midnight."""
    return datetime.combine(day + timedelta(days=1), time.min, zone_of(zone)).astimezone(UTC)


def local(text: str, zone: str, fold: int = 0, *, strict: bool = True) -> datetime:
    """The instant (UTC) that an ISO 8601 text names; without an offset it is local time in the zone.

    A bare date is its midnight. `fold` chooses the first (0) or second (1) passing of the hour repeated in autumn. A
    local time that spring leaves out raises ValueError; with `strict=False` it is read with the offset before the
    change (RFC 5545 3.3.5), for limits that need the date alone. ValueError for a text that is no date and time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"'{text[:80]}' is not a date and time: write it as in '2026-03-09T10:15'") from None
    if fold not in (0, 1):
        raise ValueError(f"Fold is 0 or 1, not {fold}")
    if not _EARLIEST_YEAR <= moment.year <= _LATEST_YEAR:
        raise ValueError(f"'{text[:80]}' is too far from today to count from")
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    here = zone_of(zone)
    instant = moment.replace(tzinfo=here, fold=fold).astimezone(UTC)
    if instant.astimezone(here).replace(tzinfo=None) == moment:
        return instant
    if strict:
        raise ValueError(
            f"{clock_time(moment)} on {in_words(moment.date())} never was in {zone}: the clocks went forward over it; "
            "write the time with its offset"
        )
    return moment.replace(tzinfo=here, fold=0).astimezone(UTC)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"'{name[:80]}' is not a time zone: write one as in 'Europe/London'") from None


def in_words(day: date) -> str:
    """The day as a letter writes it: "Friday 18 December 2026", whatever the process's locale (strftime asks it)."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock_time(moment: datetime) -> str:
    """The time of day as written, with seconds only where there are any: "16:31"."""
    return f"{moment:%H:%M:%S}" if moment.second or moment.microsecond else f"{moment:%H:%M}"
