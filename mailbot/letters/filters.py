"""The words that templates put values in: dates, lists, telephone links, flags. They give text and decide nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

from jinja2.exceptions import TemplateRuntimeError

from mailbot.letters import markdown
from mailbot.letters.context import Bar, Button, ClockLine
from mailbot.letters.markdown import Marked

FIXED = "\u00a0"  # a space at which neither the HTML nor the plain text breaks a line; plain.py writes an ordinary one
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_FLAGS = {
    "no_heating": "No heating or hot water",
    "safety": "Danger",
    "vulnerable": "Somebody vulnerable",
    "stage_two_request": "Asks for a review",
    "legal_threat": "Speaks of legal action",
    "data_request": "Asks for a copy of their data",
    "data_complaint": "Complains about personal data",
    "staff_grievance": "A grievance of staff",
    "spam": "Perhaps spam",
    "about:technical": "About technical matters",
    "about:code": "About the sale or the contract",
    "about:delivery": "About delivery",
    "about:conduct": "About conduct",
}
_DETAILS = {
    "name": "your full name",
    "postal": "your postal address",
    "organisation": "your organisation, if you write for one",
    "phone": "a telephone number",
    "relationship": "your relationship to us, for example customer or supplier",
}


def day(when: date) -> Marked:
    """ "Tuesday 17 March 2026"; only HTML may end a line in it, after the weekday. Raises TemplateRuntimeError."""
    if not isinstance(when, date):
        raise TemplateRuntimeError(f"the filter 'day' needs a date, not {when!r}")
    return _day(when.year, when.month, when.day, when.weekday())


@lru_cache(maxsize=256)
def _day(year: int, month: int, day: int, weekday: int) -> Marked:
    date_ = FIXED.join((str(day), _MONTHS[month - 1], f"{year:04}"))
    return Marked(f"{_DAYS[weekday]}{markdown.GLUE}{date_}")


def hour(when: datetime) -> Marked:
    """ "11:20". Raises TemplateRuntimeError for anything but a date with a time."""
    if not isinstance(when, datetime):
        raise TemplateRuntimeError(f"the filter 'hour' needs a date with a time, not {when!r}")
    return Marked(f"{when:%H:%M}")


def moment(when: datetime) -> Marked:
    """ "Tuesday 3 March 2026 at 11:20"."""
    return Marked(f"{day(when)} at{FIXED}{hour(when)}")


def due(line: ClockLine) -> Marked:
    """By when a clock must be met: the last day, or the instant where hours count."""
    if not isinstance(line, ClockLine):
        raise TemplateRuntimeError(f"the filter 'due' needs a clock, not {line!r}")
    return moment(line.due_at) if line.by_hour else day(line.due)


def unbroken(words: str) -> Marked:
    """A few words at which no line ends: "4 days left"."""
    return Marked(markdown.value(words).replace(markdown.GLUE, FIXED).replace(" ", FIXED))


def listed(items: Iterable[str], last: str = "and") -> str:
    """ "name, address and telephone number"."""
    *first, final = [*items] or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def tel(number: str) -> str:
    """A telephone number as the address of a link (RFC 3966): digits and a leading plus."""
    return "tel:" + re.sub(r"[^0-9+]", "", number)


def phone(number: str) -> Marked:
    """A telephone number that can be pressed."""
    return Marked(markdown.link(tel(number), number).replace(markdown.GLUE, FIXED))


def email(address: str) -> Marked:
    return markdown.link(f"mailto:{address}", address)


def web(address: str) -> Marked:
    return markdown.link(address, address)


def bar(line: Bar) -> Marked:
    """A line of a chart, as long as it is; empty for none."""
    return Marked(markdown.BAR * line.signs)


def row(buttons: Iterable[Button], twin: str = "") -> Marked:
    """Buttons side by side; plain text has `twin` in their place."""
    made = [markdown.button(b.mailto, b.label, "" if n else twin) for n, b in enumerate(buttons)]
    return Marked(" ".join(made))


def commands(buttons: Iterable[Button]) -> Marked:
    """What the buttons would write, for somebody who types it: "#note, #call, #close REASON"."""
    return Marked(", ".join(dict.fromkeys(markdown.value(b.first) for b in buttons if b.first)))


def flag(name: str) -> str:
    """What a raised flag means, for staff."""
    return _FLAGS.get(name, name.replace("_", " ").capitalize())


def detail(name: str) -> str:
    """What the procedure asks a complainant for, as it is asked."""
    return _DETAILS.get(name, name.replace("_", " "))


def sentence(text: str) -> str:
    """`text` with a capital at its beginning and one full stop at its end; empty stays empty."""
    line = markdown.one_line(text)
    return line if not line else line[0].upper() + line[1:] + ("" if line[-1] in ".!?:)" else ".")


FILTERS: dict[str, Callable[..., object]] = {
    "day": day,
    "hour": hour,
    "moment": moment,
    "due": due,
    "unbroken": unbroken,
    "listed": listed,
    "tel": tel,
    "phone": phone,
    "email": email,
    "web": web,
    "bar": bar,
    "row": row,
    "commands": commands,
    "flag": flag,
    "detail": detail,
    "sentence": sentence,
    "words": markdown.words,
    "quoted": markdown.quoted,
    "link": markdown.link,
    "picture": markdown.shown,
}
