"""The # grammar that staff write: commands at the top of the fresh text, one a line, the rest is the message (contract 6).

Reads words into values and judges none of them: who may do what stands in rights.py.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailbot.core.localtime import clock_time, in_words, local

WORDS = frozenset(
    "note call attempt post meeting new visit novisit visited writing request received respond informal investigated delay progress "
    "refer stagetwo delegate decide about assign restrict set clear cause redress complaint enquiry merge close reopen confirm show "
    "why file help accepted done send pause resume".split()
)
TEXT_TO_CUSTOMER = frozenset("visit visited writing request respond informal delay progress refer decide send".split())
"""Commands whose text below goes to the customer; below any other it is an internal note."""

FIELDS = ("name", "email", "phone", "address", "organisation", "relationship", "channel", "received")
"""What #new may say of a complaint, each on a line of its own."""
_SPELT = {"e-mail": "email", "mail": "email", "tel": "phone", "telephone": "phone", "organization": "organisation"}

# What mail programs put before a command: bullets, numbers, asterisks of bold type, signs nobody sees; a ">" is a quotation.
_LINE = re.compile(
    r"^(?:[0-9]{1,2}[.)][ \t]{0,3})?[^\w#>|]{0,6}#([ \t]{0,2})([A-Za-z_]{1,40})(?![\w@-])[ \t:*]{0,4}(.*)$"
)
_INTERNAL = re.compile(r"^\W{0,8}#([ \t]{0,2})([A-Za-z_]{1,40})(?![\w@-])")
_FIELD = re.compile(r"^[^\w#>|]{0,6}([A-Za-z][A-Za-z-]{1,24})[*_]{0,2}:[*_]{0,2}[ \t]*(.*)$")
_DATE = re.compile(
    r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:(?:[ \t,]{1,3}at[ \t]{1,3}|[ \t,]{1,3}|T)"
    r"(?:([0-9]{1,2})[:.]([0-9]{2})(?:[ \t]?([ap]m))?|([0-9]{1,2})[ \t]?([ap]m)))?(?!\w|:[0-9])",
    re.IGNORECASE,
)
_TIME_LIKE = re.compile(
    r"^(?:at |on )?(?:[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2} ?[ap]m|[0-9]{1,4}[/.-][0-9]{1,2}"
    r"|[0-9]{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun) [0-9]"
    r"|today|yesterday|tomorrow|noon|midnight|last |this morning|this afternoon)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One command line. `word` is lower-case; `argument` the rest of its line."""

    word: str
    argument: str = ""

    @property
    def known(self) -> bool:
        return self.word in WORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Commands:
    orders: tuple[Order, ...] = ()
    text: str = ""  # what stands below the commands
    fields: tuple[tuple[str, str], ...] = ()  # of #new: one of FIELDS -> value
    strange: tuple[tuple[str, str], ...] = ()  # of #new: a name that nearly is one of FIELDS -> that one

    def field(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


def parse(fresh: str) -> Commands:
    """The commands at the top of a staff member's fresh text. Without any, `orders` is empty and `text` is all of it."""
    lines = fresh.replace("\u00a0", " ").splitlines()
    orders: list[Order] = []
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        order = _order(line)
        if order is not None:
            orders.append(order)
        elif line:
            break
        position += 1
    rest = lines[position:]
    if not any(order.word == "new" for order in orders):
        return Commands(orders=tuple(orders), text="\n".join(rest).strip())
    fields, strange, rest = _fields(rest)
    return Commands(orders=tuple(orders), text="\n".join(rest).strip(), fields=fields, strange=strange)


def near(word: str) -> str:
    """The command that a misspelt word most likely means; "" if none is near."""
    return next(iter(difflib.get_close_matches(word.lower(), sorted(WORDS), n=1)), "")


def looks_like_a_command(text: str) -> bool:
    """Does any line of it begin with #word? Such a text must not go to a customer as it is."""
    begun = (_INTERNAL.match(line.strip()) for line in text.splitlines())
    return any(_meant(found) for found in begun if found is not None)


def when(argument: str, zone: str) -> tuple[datetime | None, str]:
    """The first ISO date (and time, local; without one, midday) in the argument, in UTC, and the argument without it.

    None for a time that does not exist: 25:00, or one that spring leaves out (`left_out` tells)."""
    found = _DATE.search(argument)
    try:
        return (
            (None, argument) if found is None else (local(_named(found).isoformat(), zone), _without(argument, found))
        )
    except ValueError:
        return None, argument


def left_out(argument: str, zone: str) -> str:
    """The local time in the argument that never comes, because the clocks go forward over it, in words; "" for any other."""
    found = _DATE.search(argument)
    try:
        moment = _named(found) if found is not None else None
    except ValueError:
        return ""
    if moment is None or when(argument, zone)[0] is not None:
        return ""
    return f"{clock_time(moment)} on {in_words(moment.date())}"


def has_time(argument: str) -> bool:
    found = _DATE.search(argument)
    return bool(found and (found.group(2) or found.group(5)))


def day(argument: str) -> tuple[date | None, str]:
    """The first ISO date in the argument, and the argument without it."""
    found = _DATE.search(argument)
    if found is None:
        return None, argument
    try:
        return date.fromisoformat(found.group(1)), _without(argument, found)
    except ValueError:
        return None, argument


def begins_with_a_time(argument: str) -> bool:
    """Does it begin like a date or a time that is not written as `when` reads it? Then it must not be taken for words."""
    return _TIME_LIKE.match(argument.strip()) is not None


def _order(line: str) -> Order | None:
    found = _LINE.match(line)
    if found is None or not _meant(found):
        return None
    return Order(word=found.group(2).lower(), argument=found.group(3).strip(" \t*"))


def _meant(found: re.Match[str]) -> bool:
    """`# word`, with a gap, is a command only if it is one, or nearly: it may be a heading."""
    return not found.group(1) or bool(near(found.group(2)))


def _named(found: re.Match[str]) -> datetime:
    """The local date and time, without a zone. Raises ValueError where there is no such day or time of day."""
    return datetime.fromisoformat(found.group(1)) + _time_of(found)


def _time_of(found: re.Match[str]) -> timedelta:
    """Local time of day; midday where none is given. Raises ValueError for 25:00 or 13 pm."""
    hour, half = int(found.group(2) or found.group(5) or 12), (found.group(4) or found.group(6) or "").lower()
    minute = int(found.group(3) or 0)
    if hour > (12 if half else 23) or minute > 59 or (half and hour == 0):
        raise ValueError("there is no such time of day")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return timedelta(hours=hour, minutes=minute)


def _without(argument: str, found: re.Match[str]) -> str:
    return f"{argument[: found.start()]} {argument[found.end() :]}".strip(" \t,")


def _fields(
    lines: list[str],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], list[str]]:
    """The `name: value` lines, those whose name is nearly one, and the rest. A line right below an address goes on with it."""
    fields: list[tuple[str, str]] = []
    strange: list[tuple[str, str]] = []
    for position, line in enumerate(lines):
        found = _FIELD.match(line.strip())
        name = found.group(1).lower() if found else ""
        name = _SPELT.get(name, name)
        close = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.75) if name else []
        if found and name in FIELDS:
            fields.append((name, found.group(2).strip()))
        elif close:
            strange.append((name, close[0]))
        elif line.strip() and fields and fields[-1][0] == "address" and lines[position - 1].strip():
            fields[-1] = ("address", f"{fields[-1][1].rstrip(',')}, {line.strip()}".lstrip(", "))
        elif line.strip() or fields:
            return tuple(fields), tuple(strange), lines[position:]
    return tuple(fields), tuple(strange), []
