"""Invitations for visits, read back with the library that calendars are read with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from mailbot.core.model import Address
from mailbot.mail.invite import invitation

START = datetime(2026, 3, 31, 10, 0, tzinfo=ZoneInfo("Europe/London"))  # summer time: 09:00 UTC
STAMP = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def made(
    method: Literal["REQUEST", "CANCEL"] = "REQUEST",
    name: str = "Jo Simmons",
    sequence: int = 0,
    start: datetime = START,
) -> bytes:
    return invitation(
        uid="visit-7@dsmart.example",
        sequence=sequence,
        start=start,
        end=start + timedelta(hours=1),
        organizer=Address(address="info@dsmart.example", name="Dsmart Electrical"),
        attendee=Address(address="jo@customer.example", name=name),
        summary="Visit, ref DS-2026-0042-K",
        location="14 Mill Lane; Leek, Staffordshire",
        description="Bob Wright will come.\nPlease have your handover pack at hand.",
        method=method,
        stamp=STAMP,
    )


def test_an_invitation_holds_what_a_calendar_needs() -> None:
    calendar = Calendar.from_ical(made())
    (event,) = calendar.walk("VEVENT")

    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "visit-7@dsmart.example"
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:info@dsmart.example"
    assert event["ATTENDEE"] == "mailto:jo@customer.example"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["LOCATION"] == "14 Mill Lane; Leek, Staffordshire"
    assert event["DESCRIPTION"] == "Bob Wright will come.\nPlease have your handover pack at hand."


def test_times_are_told_in_utc() -> None:
    text = made().decode()

    assert "DTSTART:20260331T090000Z\r\n" in text
    assert "DTEND:20260331T100000Z\r\n" in text
    assert "DTSTAMP:20260305T090000Z\r\n" in text
    assert "VTIMEZONE" not in text


def test_a_cancellation_names_the_same_visit_with_a_higher_sequence() -> None:
    calendar = Calendar.from_ical(made("CANCEL", sequence=1))
    (event,) = calendar.walk("VEVENT")

    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1
    assert event["UID"] == "visit-7@dsmart.example"


def test_the_same_visit_gives_the_same_bytes() -> None:
    assert made() == made()


@pytest.mark.parametrize("name", ['Jo "J" S; X: y', "Zoë", "a\r\nATTENDEE:mailto:x@evil.example", "", "a,b:c;d"])
def test_a_name_adds_no_line_to_the_calendar(name: str) -> None:
    calendar = Calendar.from_ical(made(name=name))
    (event,) = calendar.walk("VEVENT")

    assert event["ATTENDEE"] == "mailto:jo@customer.example"
    assert not [line for line in made(name=name).decode().split("\r\n") if line.startswith("ATTENDEE:mailto:x")]


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        made(start=datetime(2026, 3, 31, 10, 0))  # noqa: DTZ001
