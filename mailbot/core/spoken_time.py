"""Times of day as staff write them: "10am", "14:30", "9.30 pm", "noon". Reads what can mean one thing only, and asks about the rest."""

from __future__ import annotations

import re
from datetime import time

_STOP = r"(?![\w'/:])(?![.,-]\d)"
_HALF = r"([ap])\.?m\b\.?"
_COLON = re.compile(
    rf"(\d{{1,2}})[:.](\d{{2}})(?::(\d{{2}}))?(?:\s?{_HALF}|\s?(?:hrs?|hours?)\b)?{_STOP}", re.IGNORECASE
)
_HOUR = re.compile(rf"(\d{{1,2}})\s?(?:{_HALF}|o'?clock\b|hrs\b){_STOP}", re.IGNORECASE)
_NOON = re.compile(r"(?:12\s?)?(?:noon|midday)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"(?:12\s?)?midnight\b", re.IGNORECASE)
# Only right behind a day, and with nothing behind it that it could count: "tomorrow 9", not "20 March 3 parts are late".
_BARE = re.compile(r"(\d{1,2})(?=$|[,;.!]?\s*$|[,;]\s|\s+(?:with|in the)\b)", re.IGNORECASE)
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:\s?hrs?)?(?=$|[,;.!]?\s*$|[,;]\s|\s+with\b)", re.IGNORECASE)
_PART = re.compile(r"(?:in the |this |at )?(morning|afternoon|evening|night)\b[\s,]*(?:at\s+|@\s*)?", re.IGNORECASE)
_SPAN = re.compile(r"\s?(?:-|/|to|until|till|or|and)\s?\d", re.IGNORECASE)
_ZONE = re.compile(r"\s?(?:z|utc|gmt|bst|cet|[+-]\d{1,2}(?::?\d{2})?)(?!\w)", re.IGNORECASE)
_UNSURE = re.compile(r"(?:around|about|approx\w*|circa|c\.|roughly|between|before|after)\s+\d", re.IGNORECASE)
_HALF_OF = {"morning": "a", "afternoon": "p", "evening": "p", "night": "p"}
_EARLIEST_SAID_PLAINLY = 8
"""Below it an hour without am, pm or a leading nought may be meant in the morning or after noon."""


class Doubt(ValueError):
    """Words that can mean two times, or none: the message is the question to ask."""


def read_time(text: str, *, after_day: bool) -> tuple[time, str] | None:
    """The time of day that the text begins with, and what stands behind it; None if it begins with none.

    A bare hour is one only behind a day. Raises Doubt where two times are meant, or one that is none, as 25:00 is."""
    part = _PART.match(text) if after_day else None
    half, behind = (_HALF_OF[part.group(1).lower()], text[part.end() :]) if part else ("", text)
    found = _plain(behind, half, after_day=after_day)
    if found is None:
        return None
    moment, rest = found
    if later := _PART.match(rest.lstrip()):
        return _in_that_part(moment, _HALF_OF[later.group(1).lower()], text, rest.lstrip()[later.end() :])
    if _SPAN.match(rest):
        raise Doubt(f"'{text.strip()}' names more than one time: give the one that counts")
    if _ZONE.match(rest):
        raise Doubt(f"'{text.strip()}' names a time zone: write the local time, without one")
    return moment, rest


def is_unsure(text: str) -> bool:
    """Does it begin with a time that is only about right: "around 3pm", "between 10 and 12"?"""
    return _UNSURE.match(text.strip()) is not None


def _plain(text: str, half: str, *, after_day: bool) -> tuple[time, str] | None:
    if _MIDNIGHT.match(text):
        raise Doubt("midnight may be the beginning of that day or its end: write 00:00 or 23:59")
    if found := _NOON.match(text):
        return time(12), text[found.end() :]
    if found := _COLON.match(text):
        said = half or (found.group(4) or "").lower()
        seconds = int(found.group(3) or 0)
        return _of(found.group(1), int(found.group(2)), said, seconds, found.group(0)), text[found.end() :]
    if found := _HOUR.match(text):
        return _of(found.group(1), 0, half or (found.group(2) or "").lower(), 0, found.group(0)), text[found.end() :]
    if after_day and (found := _FOUR.match(text)):
        return time(int(found.group(1)), int(found.group(2))), text[found.end() :]
    if after_day and (found := _BARE.match(text)):
        later = _PART.match(text[found.end() :].lstrip())
        said = half or (_HALF_OF[later.group(1).lower()] if later else "")
        return _of(found.group(1), 0, said, 0, found.group(0)), text[found.end() :]
    return None


def _of(hour_said: str, minute: int, half: str, second: int, said: str) -> time:
    """The time of day; `half` is "a" or "p" where am or pm, morning or afternoon was said."""
    hour = int(hour_said)
    if hour > 23 or minute > 59 or second > 59 or (half and hour > 12 and not (half == "p")):
        raise Doubt(f"there is no time '{said}': write it as in 14:30 or 2.30pm")
    if half and hour == 0:
        raise Doubt(f"there is no time '{said}': write it as in 00:30")
    if half and hour > 12:
        return time(hour, minute, second)
    if half == "a" and hour == 12:
        raise Doubt(f"'{said}' may be noon or midnight: write 12:00 or 00:00")
    if half == "p" and hour < 12:
        hour += 12
    elif not half and 0 < hour < _EARLIEST_SAID_PLAINLY and not hour_said.startswith("0"):
        morning, evening = f"{hour:02}:{minute:02}", f"{hour + 12}:{minute:02}"
        raise Doubt(f"'{said}' may be {morning} or {evening}: write the one that you mean")
    return time(hour, minute, second)


def _in_that_part(moment: time, half: str, text: str, rest: str) -> tuple[time, str]:
    """ "10:00 in the morning": the part of the day must agree with the time."""
    if (moment.hour >= 12) != (half == "p"):
        raise Doubt(f"'{text.strip()}' does not agree with itself: write the time as in 14:30")
    return moment, rest
