"""The # grammar that staff write: commands at the top of the fresh text, one a line, the rest is the message (contract 6).

Reads words into values and judges none of them: who may do what stands in obey.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WORDS = frozenset(
    "note call attempt post meeting new visit novisit visited writing request received respond informal investigated delay progress "
    "refer stagetwo delegate decide about assign restrict set clear cause redress complaint enquiry merge close reopen confirm show "
    "why file help".split()
)
TEXT_TO_CUSTOMER = frozenset("visit visited writing request respond informal delay progress refer decide".split())
"""Commands whose text below goes to the customer; below any other it is an internal note."""

_LINE = re.compile(r"^\W{0,4}#([A-Za-z_]{2,20})\b[ \t]*(.*)$")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z /-]{1,24}):[ \t]*(.*)$")
_INTERNAL = re.compile(r"^\W{0,4}#[A-Za-z_]{2,20}\b")
_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?\b")


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
    fields: tuple[tuple[str, str], ...] = ()  # of #new: lower-case name -> value

    def field(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


def parse(fresh: str) -> Commands:
    """The commands at the top of a staff member's fresh text. Without any, `orders` is empty and `text` is all of it."""
    lines = fresh.replace("\u00a0", " ").splitlines()
    orders: list[Order] = []
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        found = _LINE.match(line)
        if found:
            orders.append(Order(word=found.group(1).lower(), argument=found.group(2).strip()))
        elif line:
            break
        position += 1
    rest = lines[position:]
    if not any(order.word == "new" for order in orders):
        return Commands(orders=tuple(orders), text="\n".join(rest).strip())
    fields, rest = _fields(rest)
    return Commands(orders=tuple(orders), text="\n".join(rest).strip(), fields=fields)


def looks_like_a_command(text: str) -> bool:
    """Does any line of it begin with #word? Such a text must not go to a customer as it is."""
    return any(_INTERNAL.match(line.strip()) for line in text.splitlines())


def when(argument: str, zone: str) -> tuple[datetime | None, str]:
    """The first ISO date (and time, local; without one, midday) in the argument, in UTC, and the argument without it."""
    found = _DATE.search(argument)
    if found is None:
        return None, argument
    try:
        at = datetime.fromisoformat(f"{found.group(1)} {(found.group(2) or '12:00').zfill(5)}").replace(
            tzinfo=ZoneInfo(zone)
        )
    except ValueError:
        return None, argument
    return at.astimezone(UTC), (argument[: found.start()] + argument[found.end() :]).strip()


def has_time(argument: str) -> bool:
    found = _DATE.search(argument)
    return bool(found and found.group(2))


def day(argument: str) -> tuple[date | None, str]:
    """The first ISO date in the argument, and the argument without it."""
    found = _DATE.search(argument)
    if found is None:
        return None, argument
    try:
        return date.fromisoformat(found.group(1)), (argument[: found.start()] + argument[found.end() :]).strip()
    except ValueError:
        return None, argument


def _fields(lines: list[str]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    fields: list[tuple[str, str]] = []
    for position, line in enumerate(lines):
        found = _FIELD.match(line.strip())
        if found:
            fields.append((found.group(1).strip().lower(), found.group(2).strip()))
        elif line.strip() or fields:
            return tuple(fields), lines[position:]
    return tuple(fields), []
