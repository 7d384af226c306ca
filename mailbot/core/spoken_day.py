"""Days as staff write them: "6 March", "Fri", "6/3/2026", "next Tuesday", "in 3 days". Reads what can mean one day only, and asks
about the rest; counts from a given day, reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mailbot.core.localtime import in_words
from mailbot.core.spoken_time import Doubt


class Looks(StrEnum):
    """Which way a day without a year, or a weekday, is looked for: what will be, or what has been."""

    AHEAD = "ahead"
    BACK = "back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """The local day on which the words were written."""

    today: date
    looks: Looks


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"
)
_STOP = r"(?![\w'/])(?![.:-]\d)"
_YEAR = rf"(?:,?\s?((?:19|20)\d\d){_STOP})?"
_NUMBER = r"(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"((?:working|business|calendar)\sdays?|days?|weeks?|fortnights?|months?|years?)"
_SPELT = "a one two three four five six seven eight nine ten eleven twelve".split()
_AFTER_A_WEEKDAY = re.compile(
    r"[.,]?\s*(?:$|[,;.!(@\d-]|(?:at|on|the|or|and|with|next|last|week|fortnight|from|to|until|morning|afternoon|evening"
    r"|night|noon|midday|midnight|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.IGNORECASE,
)
_AS_WORDS = frozenset({"sat", "sun", "wed", "mon"})
"""Short weekdays that are words of another meaning as well: "sat with her"."""
_FAR = timedelta(days=183)
_YEARS_AWAY = 8


def read_day(text: str, base: Base) -> tuple[date, str] | None:
    """The day that the text begins with, and what stands behind it; None if it begins with none. Raises Doubt."""
    for pattern, meaning in _FORMS:
        found = pattern.match(text)
        if found:
            return meaning(found, base), text[found.end() :]
    return _weekday(text, base)


def _date(year: int, month: int, day: int, said: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Doubt(f"there is no day '{said.strip()}' (day before month)") from None


def _iso(found: re.Match[str], _: Base) -> date:
    return _date(int(found.group(1)), int(found.group(2)), int(found.group(3)), found.group(0))


def _numeric(found: re.Match[str], base: Base) -> date:
    """6/3/2026 is 6 March: the United Kingdom writes the day first."""
    day, month, year = int(found.group(1)), int(found.group(3)), int(found.group(4))
    if year < 100:
        year += 2000
        if found.group(2) == "-" or abs(year - base.today.year) > 1:
            raise Doubt(f"'{found.group(0)}' can be read in more than one way: write it as in 6 March 2026")
    return _date(year, month, day, found.group(0))


def _short(found: re.Match[str], base: Base) -> date:
    return _nearest(int(found.group(1)), int(found.group(2)), base, found.group(0))


def _day_month(found: re.Match[str], base: Base) -> date:
    return _named(found.group(1), found.group(2), found.group(3), base, found.group(0))


def _month_day(found: re.Match[str], base: Base) -> date:
    return _named(found.group(2), found.group(1), found.group(3), base, found.group(0))


def _named(day: str, month: str, year: str | None, base: Base, said: str) -> date:
    number = _MONTHS.index(month[:3].lower()) + 1
    if year is None:
        return _nearest(int(day), number, base, said)
    if abs(int(year) - base.today.year) > _YEARS_AWAY:
        raise Doubt(f"'{said.strip()}': {year} may be a year or a time of day: write the day as in 2026-03-06")
    return _date(int(year), number, int(day), said)


def _nearest(day: int, month: int, base: Base, said: str) -> date:
    """The day of that name in the direction that is looked; asked about where it lies further off than half a year."""
    years = (base.today.year - 1, base.today.year, base.today.year + 1)
    leap = _date(2028, month, day, said)  # 2028 has every day that any year has
    possible = [date(year, month, day) for year in years if (month, day) != (2, 29) or _is_leap(year)]
    near = [d for d in possible if _on_the_way(d, base) and abs(d - base.today) <= _FAR]
    if near:
        return min(near, key=lambda d: abs(d - base.today))
    way = "has passed" if base.looks is Looks.AHEAD else "lies ahead"
    raise Doubt(f"'{said.strip()}' {way} or is far off: write it with its year, as in {leap.day} {_month(leap)} 2026")


def _month(day: date) -> str:
    return in_words(day).split()[2]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _on_the_way(day: date, base: Base) -> bool:
    return day >= base.today if base.looks is Looks.AHEAD else day <= base.today


def _ordinal(found: re.Match[str], base: Base) -> date:
    return _day_of_month(int(found.group(1)), base, found.group(0))


def _day_of_month(day: int, base: Base, said: str) -> date:
    """The nearest such day of a month in the direction that is looked, this month's or the next one's; else asked about."""
    step = 1 if base.looks is Looks.AHEAD else -1
    for days in range(62):
        candidate = base.today + timedelta(days=step * days)
        if candidate.day == day:
            return candidate
    raise Doubt(f"which month is meant by '{said.strip()}'? Write it as in 6 March")


def _simple(days: int) -> Callable[[re.Match[str], Base], date]:
    return lambda _, base: base.today + timedelta(days=days)


def _counted(found: re.Match[str], base: Base) -> date:
    unit = found.group(2).lower()
    if not unit.startswith(("day", "week", "fortnight")):
        raise Doubt(f"'{found.group(0).strip()}' can be counted in more than one way: write the date itself")
    number = found.group(1).lower().replace("an", "a")
    count = int(number) if number.isdigit() else max(1, _SPELT.index(number))
    days = count * (1 if unit.startswith("day") else 7 if unit.startswith("week") else 14)
    ago = (found.groupdict().get("ago") or "").lower() == "ago"
    return base.today + timedelta(days=-days if ago else days)


def _next(found: re.Match[str], base: Base) -> date:
    """ "next Tuesday": only where the coming Tuesday is next week's as well. "last" and "this" likewise."""
    said, wanted = found.group(1).lower(), _WEEKDAYS.index(found.group(2)[:3].lower())
    monday = base.today - timedelta(days=base.today.weekday())
    of_week = monday + timedelta(days=wanted)
    if said in ("next", "last"):
        step = 1 if said == "next" else -1
        away = (wanted - base.today.weekday()) * step % 7 or 7
        nearest = base.today + timedelta(days=step * away)
        if nearest == of_week + timedelta(days=step * 7) and away > 1:
            return nearest
        raise _which(found.group(0), nearest, nearest + timedelta(days=step * 7))
    if of_week == base.today or not _on_the_way(of_week, base):
        raise _which(found.group(0), of_week, of_week + timedelta(days=7 if base.looks is Looks.AHEAD else -7))
    return of_week


def _which(said: str, one: date, other: date) -> Doubt:
    return Doubt(f"'{said.strip()}' may be {in_words(one)} or {in_words(other)}: write the date")


def _vague(found: re.Match[str], _: Base) -> date:
    raise Doubt(f"'{found.group(0).strip()}' is no one day: write the date, as in 6 March")


def _weekday(text: str, base: Base) -> tuple[date, str] | None:
    """ "Friday", "Fri 13th", "Friday 6 March": a date that stands with it must be that weekday."""
    found = re.match(rf"{_WEEKDAY}{_STOP}\.?", text, re.IGNORECASE)
    if found is None:
        return None
    name = found.group(1)
    wanted, behind = _WEEKDAYS.index(name[:3].lower()), text[found.end() :]
    if name.lower() in _AS_WORDS and (
        not _AFTER_A_WEEKDAY.match(behind) or (base.looks is Looks.BACK and re.match(r"\s*with\b", behind, re.I))
    ):
        raise Doubt(f"is '{name}' the day of the week? Write it out, as in Saturday, or begin with another word")
    if re.match(r"\s+(?:week|fortnight|next|last)\b", behind, re.IGNORECASE):
        raise Doubt(f"'{' '.join(text.split()[:2])}' can be read in more than one way: write the date")
    dated = _dated(behind, base)
    if dated is not None:
        if dated[0].weekday() != wanted:
            raise Doubt(f"{in_words(dated[0])} is what the date says, not a {name}: which of the two is meant?")
        return dated
    return _alone(name, wanted, behind, base), behind


def _dated(behind: str, base: Base) -> tuple[date, str] | None:
    """The date right behind a weekday: in full, "the 13th", or a number with a time behind it."""
    text = re.sub(r"^[\s,.]+(?:the\s+)?", "", behind)
    if text == behind:
        return None
    for pattern, meaning in _WITH_A_WEEKDAY:
        if found := pattern.match(text):
            return meaning(found, base), text[found.end() :]
    return None


def _alone(name: str, wanted: int, behind: str, base: Base) -> date:
    step = 1 if base.looks is Looks.AHEAD else -1
    away = (wanted - base.today.weekday()) * step % 7
    day = base.today + timedelta(days=step * away)
    if away == 0:
        raise _which(name, day, day + timedelta(days=7 * step))
    number = re.match(r"[\s,]+(\d{1,2})(?![\w:.]|\s?[ap]\.?m)", behind, re.IGNORECASE)
    if number and 1 <= int(number.group(1)) <= 31:
        other = _day_of_month(int(number.group(1)), base, number.group(0))
        if other.weekday() == wanted:
            raise Doubt(
                f"'{name}{number.group(0)}' may be {in_words(other)}, or a time on {in_words(day)}: write both in full"
            )
    return day


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DAY_MONTH = _form(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s?of)?[\s-]?{_MONTH}{_YEAR}{_STOP}")
_MONTH_DAY = _form(rf"{_MONTH}\s?(\d{{1,2}})(?:st|nd|rd|th)?(?!\s?[ap]\.?m\b|\s?o'?clock){_YEAR}{_STOP}")
_NUMERIC = _form(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d\d){_STOP}")
_ISO = _form(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?![\w'/])(?![.:-]\d)|(?=T\d))")
_SHORT = _form(rf"(?!24/7)(\d{{1,2}})/(\d{{1,2}}){_STOP}(?!\s?(?:hours?|hrs?|days?|of|an?|price|way)\b)")
_WITH_A_WEEKDAY: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Base], date]], ...] = (
    (_ISO, _iso),
    (_NUMERIC, _numeric),
    (_SHORT, _short),
    (_DAY_MONTH, _day_month),
    (_MONTH_DAY, _month_day),
    (_form(rf"(\d{{1,2}})(?:st|nd|rd|th){_STOP}"), _ordinal),
    (_form(r"(\d{1,2})(?=[\s,]+(?:at\s+|@\s*)?\d{1,2}(?:[:.]\d\d|\s?[ap]\.?m))"), _ordinal),
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Base], date]], ...] = (
    *_WITH_A_WEEKDAY[:5],
    (_form(rf"the\s(\d{{1,2}})(?:st|nd|rd|th)(?=$|[,;.]|\sat\b|\s?@|\s\d){_STOP}"), _ordinal),
    (_form(rf"(?:the\s)?day\safter\stomorrow{_STOP}"), _simple(2)),
    (_form(rf"(?:the\s)?day\sbefore\syesterday{_STOP}"), _simple(-2)),
    (_form(rf"tomorrow{_STOP}"), _simple(1)),
    (_form(rf"yesterday{_STOP}"), _simple(-1)),
    (_form(rf"today{_STOP}"), _simple(0)),
    (_form(r"(?=(?:this\s(?:morning|afternoon|evening)|tonight)\b)(?:tonight[\s,]*(?:at\s)?)?"), _simple(0)),
    (_form(rf"in\s{_NUMBER}\s{_UNIT}(?:'?\stime)?{_STOP}"), _counted),
    (_form(rf"{_NUMBER}\s{_UNIT}\s(?:(?P<ago>ago)|from\snow){_STOP}"), _counted),
    (_form(rf"(next|last|this|coming)\s{_WEEKDAY}{_STOP}"), _next),
    (_form(rf"(?:early\s|late\s)?(?:next|last|this|end\sof(?:\s(?:next|this|the))?)\s(?:week|month|year|weekend){_STOP}"), _vague),
)  # fmt: skip
