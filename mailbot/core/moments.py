"""Dates and times as staff write them in a command, read in the procedure's zone from the day on which they wrote: one meaning, or a
question. Nothing is guessed: where two readings are plausible, or none, the answer is `Unclear`, with what to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.localtime import clock_time, in_words, local
from mailbot.core.spoken_day import Base, Looks, read_day
from mailbot.core.spoken_time import Doubt, is_unsure, read_time

__all__ = ["Looks", "Moment", "Unclear", "like_a_time", "read_moment", "speaks_of_time"]

# Signs that mail programs put for plain ones, each by one sign, so that places in the text stay the same.
_PLAIN = {ord(sign): " " for sign in "\u00a0\u2007\u2009\u202f\t"}
_PLAIN |= {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_PLAIN |= {ord(sign): "'" for sign in "\u2018\u2019\u02bc\u00b4`"}
_PLAIN |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_LEAD = re.compile(r"(?:on|at|for|by|until|till|to|from|as\sof)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]*(?:T(?=\d)|[-@]\s?|(?:at|on|from)\s)?", re.IGNORECASE)
_AGAIN = re.compile(r"[\s,;]*(?:-|/|&|or|and|to|until|till)\s*(?:on\s|at\s)?", re.IGNORECASE)
_AGO = re.compile(r"(?:in\s)?(\d{1,3}|an?|half\san)\s(minutes?|mins?|hours?|hrs?)(\sago)?(?!\w)", re.IGNORECASE)
_LIKE_A_TIME = re.compile(
    r"(?:at |on )?(?:\d{1,2}[:.]\d{2}(?!\d)|\d{1,2} ?[ap]\.?m\b|\d{1,4}[/.-]\d{1,2}(?![\w%])"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -]?(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b|(?:mon|tue|wed|thu|fri|sat|sun) \d"
    r"|(?:today|yesterday|tomorrow|noon|midday|midnight)\b(?!')|last (?:week|month|night)\b"
    r"|this (?:morning|afternoon|evening)\b)",
    re.IGNORECASE,
)
# What can only be another time, even with nothing but a space before it.
_STRONG = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)|\d{1,2} ?[ap]\.?m\b|\d{4}-\d|\d{1,2}/\d|\d{1,2} ?- ?\d", re.IGNORECASE)
_LONGEST_ARGUMENT = 400
_FURTHEST = timedelta(days=2 * 366)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """What was understood. `day` is local; `at` is UTC, midday of the day where no time was given."""

    day: date
    at: datetime
    has_time: bool
    zone: str
    rest: str = ""  # the words beside it

    @property
    def told(self) -> str:
        """In words, as it is told back: "Friday 6 March 2026 at 10:00". Reading that again gives the same moment."""
        if not self.has_time:
            return in_words(self.day)
        return f"{in_words(self.day)} at {clock_time(self.at.astimezone(ZoneInfo(self.zone)))}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear:
    """No one moment is meant. `why` says so and asks, ready to be shown."""

    why: str


def read_moment(
    text: str, base: datetime, zone: str, looks: Looks, *, at_end: bool = True, written: datetime | None = None
) -> Moment | Unclear | None:
    """The moment that the text begins with or, with `at_end`, ends with; None if there is none there.

    `base` is when the words reached us (UTC), from which "tomorrow" and "Fri" count; `looks` says which way. `written`, when their
    writer says that they were written: where that gives another moment, it is asked about. Whether the moment lies where the command
    needs it, ahead or back, is for the caller to say.
    """
    found = _read(text, base, zone, looks, at_end=at_end)
    if written is None or not isinstance(found, Moment) or _day(written, zone) == _day(base, zone):
        return found
    other = _read(text, written, zone, looks, at_end=at_end)
    if isinstance(other, Moment) and other.at == found.at:
        return found
    wrote = in_words(_day(written, zone))
    return Unclear(
        why=f"your message was written on {wrote} and came on {in_words(_day(base, zone))}: write the date in full"
    )


def speaks_of_time(words: str, base: datetime, zone: str, looks: Looks) -> bool:
    """Does a day or a time stand anywhere in these words?"""
    plain = words[:_LONGEST_ARGUMENT].translate(_PLAIN)
    return any(_LIKE_A_TIME.match(plain, place) for place in _word_starts(plain)) or isinstance(
        _read(words, base, zone, looks, at_end=True), Moment | Unclear
    )


def like_a_time(words: str) -> bool:
    """Do these words begin like a day or a time? Then they must not be taken for anything else."""
    return _LIKE_A_TIME.match(words.strip().translate(_PLAIN)) is not None


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _read(text: str, base: datetime, zone: str, looks: Looks, *, at_end: bool) -> Moment | Unclear | None:
    text = text.strip()
    plain = text[:_LONGEST_ARGUMENT].translate(_PLAIN)
    scale = _Scale(base=base, zone=zone, looks=looks)
    try:
        found = scale.beginning(plain)
        if found is not None:
            moment, rest = found
            scale.only_one(rest)
            return _finished(moment, _tidy(text[len(plain) - len(rest) :]), zone)
        if at_end:
            for place in _word_starts(plain)[1:]:
                if (ending := scale.beginning(plain[place:], alone=False)) and not ending[1].strip(" .,;!"):
                    return scale.ended(ending[0], text[:place])
    except Doubt as doubt:
        return Unclear(why=str(doubt))
    return None


def _word_starts(plain: str) -> list[int]:
    return [found.start() for found in re.finditer(r"(?<!\S)\S", plain)]


def _tidy(rest: str) -> str:
    return rest.lstrip(" \t\u00a0,;:.-\u2013\u2014").rstrip()


def _finished(moment: Moment, rest: str, zone: str) -> Moment:
    return Moment(day=moment.day, at=moment.at, has_time=moment.has_time, zone=zone, rest=rest)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scale:
    """Where reading counts from, and which way."""

    base: datetime
    zone: str
    looks: Looks

    @property
    def today(self) -> Base:
        return Base(today=_day(self.base, self.zone), looks=self.looks)

    def beginning(self, text: str, *, alone: bool = True) -> tuple[Moment, str] | None:
        """The moment that the text begins with, and what stands behind it. `alone`: a time without a day is one."""
        lead = _LEAD.match(text)
        behind = text[lead.end() :].lstrip() if lead else text
        for words in (text, behind) if lead else (text,):
            found = self._counted(words) or self._day_first(words) or self._time_first(words, alone=alone)
            if found is not None:
                return found
        return None

    def _counted(self, text: str) -> tuple[Moment, str] | None:
        """ "in 2 hours", "half an hour ago"."""
        found = _AGO.match(text)
        if found is None or bool(found.group(3)) == found.group(0).lower().startswith("in "):
            return None
        number = found.group(1).lower()
        count = float(number) if number.isdigit() else 0.5 if number.startswith("half") else 1.0
        unit = timedelta(hours=1) if found.group(2).lower().startswith("h") else timedelta(minutes=1)
        if count == 0.5 and unit < timedelta(hours=1):
            return None
        at = self.base + unit * (-count if found.group(3) else count)
        at = at.replace(second=0, microsecond=0)
        return Moment(day=_day(at, self.zone), at=at, has_time=True, zone=self.zone), text[found.end() :]

    def _day_first(self, text: str) -> tuple[Moment, str] | None:
        found = read_day(text, self.today)
        if found is None:
            return None
        day, rest = found
        between = _BETWEEN.match(rest)
        behind = rest[between.end() :] if between else rest
        if is_unsure(rest.lstrip(" ,")):
            raise Doubt(f"'{text.strip()}' is only about a time: give the time that counts")
        timed = read_time(behind, after_day=True)
        if timed is None and re.match(r"T\d", rest):
            raise Doubt(f"'{text.strip()}' is not a local time: write it as in 2026-03-06 10:00")
        return (self._at(day, timed[0]), timed[1]) if timed else (self._at(day, None), rest)

    def _time_first(self, text: str, *, alone: bool) -> tuple[Moment, str] | None:
        timed = read_time(text, after_day=False)
        if timed is None:
            return None
        moment, rest = timed
        between = _BETWEEN.match(rest)
        dated = read_day(rest[between.end() :] if between else rest, self.today)
        if dated is not None:
            return self._at(dated[0], moment), dated[1]
        if not alone:
            return None
        if self.looks is Looks.AHEAD:
            raise Doubt(f"on which day? Write it with the time, as in 6 March {moment:%H:%M}")
        found = self._at(self.today.today, moment)
        if found.at > self.base:
            raise Doubt(f"{moment:%H:%M} lies ahead today: write the day as well, as in yesterday {moment:%H:%M}")
        return found, rest

    def _at(self, day: date, moment: time | None) -> Moment:
        """That local day and time as an instant. Raises Doubt for a time that the change of the clocks leaves out or brings twice."""
        written = datetime.combine(day, moment or time(12))
        if day - self.today.today > _FURTHEST:
            raise Doubt(f"{in_words(day)} is more than two years away: is the year right?")
        try:
            at, second = (local(written.isoformat(), self.zone, fold) for fold in (0, 1))
        except ValueError:
            if day.year < 1900:
                raise Doubt(f"the year {day.year} is too far from today") from None
            never = f"{clock_time(written)} on {in_words(day)}"
            raise Doubt(f"there is no {never}: the clocks go forward over it; give another time") from None
        if at != second:
            twice = f"{clock_time(written)} comes twice on {in_words(day)}"
            raise Doubt(f"{twice}, as the clocks go back: give a time outside that hour")
        return Moment(day=day, at=at.astimezone(UTC), has_time=moment is not None, zone=self.zone)

    def only_one(self, rest: str) -> None:
        """Raises Doubt where another moment stands right behind the first: "Friday or Monday", "10-12", "10am 14:00"."""
        again = _AGAIN.match(rest)
        for words in (rest.lstrip(" ,;"), rest[again.end() :] if again else ""):
            if words and (again or _STRONG.match(words)) and (like_a_time(words) or self.beginning(words)):
                raise Doubt(f"more than one day or time is named ('{words[:40]}'): give the one that counts")

    def ended(self, moment: Moment, before: str) -> Moment:
        """The moment that stands last, unless the words before it name another one."""
        if speaks_of_time(before, self.base, self.zone, self.looks):
            raise Doubt("more than one day or time is named: write the one that counts first, right behind the command")
        return _finished(moment, before.rstrip(" \t,;:-"), self.zone)
