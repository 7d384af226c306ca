"""Answers to invitations as calendar programs mail them (iTIP REPLY and COUNTER, RFC 5546, 6047): read, believed by nobody here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from typing import TYPE_CHECKING

from mailbot.core.model import CalendarAnswer, Said
from mailbot.mail.charsets import clean, clean_text
from mailbot.mail.mime import data_of, leaves

if TYPE_CHECKING:
    from icalendar import Component

_TYPES = frozenset({"text/calendar", "application/ics"})  # RFC 6047 section 2.6: by type, never by the file's name
_LARGEST_BYTES = 256_000
_SAID = {"ACCEPTED": Said.ACCEPTED, "DECLINED": Said.DECLINED, "TENTATIVE": Said.TENTATIVE}


def read_answer(message: Message, sender: str) -> CalendarAnswer | None:
    """What the message answers to an invitation; None if it answers none. `sender`: the address in From, which tells whose
    answer is meant where a program lists every guest. A calendar file that cannot be read is no answer."""
    for content in _calendars(message):
        from icalendar import Calendar  # slow to import, and few mails have a calendar in them

        try:
            calendar = Calendar.from_ical(content)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
            continue
        method = _text(calendar, "METHOD").upper()
        event = next(iter(calendar.walk("VEVENT")), None)
        if event is not None and method in ("REPLY", "COUNTER"):
            return _answer(event, sender, countered=method == "COUNTER")
    return None


def _calendars(message: Message) -> Iterator[bytes]:
    """Calendar files of this message itself, not of one that hangs on it."""
    for part, _ in leaves(message):
        if part.get_content_type() in _TYPES:
            content = data_of(part)
            if len(content) <= _LARGEST_BYTES:
                yield content


def _answer(event: Component, sender: str, *, countered: bool) -> CalendarAnswer:
    guest = _guest(event, sender)
    status = str(getattr(guest, "params", {}).get("PARTSTAT", "")).upper()
    return CalendarAnswer(
        uid=_text(event, "UID"),
        attendee=_address(guest),
        said=Said.COUNTERED if countered else _SAID.get(status, Said.OTHER),
        sequence=_number(event),
        stamp=_moment(event, "DTSTAMP"),
        proposed=_moment(event, "DTSTART") if countered else None,
        comment=clean_text("\n".join(str(c) for c in _all(event, "COMMENT")))[:4000].strip(),
    )


def _guest(event: Component, sender: str) -> object:
    """RFC 5546 section 3.2.3 allows one guest in an answer; where there are more, the sender is meant."""
    guests = _all(event, "ATTENDEE")
    return next((guest for guest in guests if _address(guest) == sender), guests[0] if guests else "")


def _all(event: Component, name: str) -> list[object]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _text(component: Component, name: str) -> str:
    return clean(str(next(iter(_all(component, name)), "")))[:500].strip()


def _address(guest: object) -> str:
    value = clean(str(guest)).strip()
    return (value[7:] if value[:7].lower() == "mailto:" else value).strip("<> ").lower()[:320]


def _number(event: Component) -> int:
    """SEQUENCE, which is 0 where it is left out (RFC 5545 section 3.8.7.4)."""
    value = _text(event, "SEQUENCE")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _moment(event: Component, name: str) -> datetime | None:
    """That time in UTC; None for one without a zone, a whole day, or what cannot be read."""
    from icalendar import vDDDTypes

    found = next(iter(_all(event, name)), None)
    value = found.dt if isinstance(found, vDDDTypes) else None
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else None
