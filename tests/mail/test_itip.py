"""Answers to invitations as they stand in a mail: what is read of them, and what is no answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.core.model import Said
from mailbot.mail.parse import parse

HEAD = "From: Jo <jo@customer.example>\nSubject: Accepted: Visit\nMIME-Version: 1.0\n"


def calendar(*lines: str, method: str = "REPLY") -> str:
    inner = ["BEGIN:VEVENT", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *inner, "END:VCALENDAR", ""])


def mailed(content: str, kind: str = "text/calendar; method=REPLY") -> bytes:
    return f"{HEAD}Content-Type: {kind}\n\n{content}".encode()


def test_an_answer_is_read_whole() -> None:
    found = parse(
        mailed(
            calendar(
                "UID:visit-1@firm.example",
                "ATTENDEE;PARTSTAT=declined:MAILTO:Jo@Customer.Example",
                "SEQUENCE:2",
                "DTSTAMP:20260303T120000Z",
                "COMMENT:We are away",
            )
        )
    ).calendar

    assert found is not None
    assert (found.uid, found.attendee, found.said) == ("visit-1@firm.example", "jo@customer.example", Said.DECLINED)
    assert (found.sequence, found.stamp) == (2, datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert found.comment == "We are away"


def test_of_several_guests_the_sender_is_meant() -> None:
    guests = ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:jo@customer.example")
    found = parse(mailed(calendar("UID:x", *guests))).calendar

    assert found is not None
    assert (found.attendee, found.said) == ("jo@customer.example", Said.TENTATIVE)


def test_a_proposed_time_in_a_zone_of_its_own_is_an_instant() -> None:
    when = ("DTSTART;TZID=Europe/London:20260401T100000",)
    found = parse(mailed(calendar("UID:x", *when, method="COUNTER"))).calendar

    assert found is not None
    assert (found.said, found.proposed) == (Said.COUNTERED, datetime(2026, 4, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "lines",
    [
        ("UID:x", "DTSTAMP:yesterday", "SEQUENCE:-", "ATTENDEE:"),
        ("SEQUENCE:99999999999999",),
        (),
        ("DTSTAMP:20260303",),
    ],
)
def test_what_cannot_be_read_of_an_answer_is_left_out(lines: tuple[str, ...]) -> None:
    found = parse(mailed(calendar(*lines))).calendar

    assert found is not None
    assert (found.said, found.sequence, found.stamp, found.attendee) == (Said.OTHER, 0, None, "")


@pytest.mark.parametrize(
    "content",
    [
        calendar("UID:x", method="REQUEST"),
        calendar("UID:x", method="CANCEL"),
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n",
        "METHOD:REPLY",
        "",
        "BEGIN:VCALENDAR\n" * 2000,
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\nx",
    ],
)
def test_what_is_no_answer_is_none(content: str) -> None:
    assert parse(mailed(content)).calendar is None


def test_an_answer_inside_a_forwarded_message_is_not_the_forwarders() -> None:
    inner = mailed(calendar("UID:x")).decode()

    assert parse(mailed(inner, "message/rfc822")).calendar is None
