"""Invitations for visits as iCalendar (RFC 5545, 5546): made with the icalendar library, sent by nobody here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from mailbot.core.model import Address

if TYPE_CHECKING:
    from icalendar import vCalAddress

PRODUCT = "-//mailbot//visits//EN"
Method = Literal["REQUEST", "CANCEL"]


def invitation(
    *,
    uid: str,
    sequence: int,
    start: datetime,
    end: datetime,
    organizer: Address,
    attendee: Address,
    summary: str,
    location: str = "",
    description: str = "",
    method: Method = "REQUEST",
    stamp: datetime,
) -> bytes:
    """The calendar object, times in UTC; the same arguments give the same bytes.

    `sequence` must rise with every change of time and with CANCEL (RFC 5546 section 2.1.4). `summary` is seen by
    everybody who shares the customer's calendar: a reference, never the complaint.
    Raises ValueError for times without a zone.
    """
    if start.tzinfo is None or end.tzinfo is None or stamp.tzinfo is None:
        raise ValueError("the times of an invitation need a zone")
    from icalendar import Calendar, Event, vText  # slow to import, and few letters carry an invitation

    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", summary)
    if location:
        event.add("location", location)
    if description:
        event.add("description", description)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event["organizer"] = _party(organizer)
    guest = _party(attendee)
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    if method == "REQUEST":
        guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
        guest.params["RSVP"] = vText("TRUE")
    event.add("attendee", guest, encode=False)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _party(address: Address) -> vCalAddress:
    """RFC 6047 section 2.3: both are mailto addresses."""
    from icalendar import vCalAddress, vText

    party = vCalAddress(f"mailto:{address.address}")
    if address.name:
        party.params["CN"] = vText(address.name.replace('"', "'"))
    return party
