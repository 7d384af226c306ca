"""What calendar programs mail when somebody answers an invitation, in the form that each gives it. Written by hand after their mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A calendar object as its reader sees it."""

    method: str
    uid: str
    sequence: int = 0
    start: datetime
    summary: str = ""
    organizer: str = ""
    attendee: str = ""
    location: str = ""
    status: str = ""
    wants_answer: bool = False


def entry(content: bytes) -> Entry:
    calendar = Calendar.from_ical(content)
    event = next(iter(calendar.walk("VEVENT")))
    guest: Any = event["ATTENDEE"]
    start: Any = event["DTSTART"]
    return Entry(
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(str(event["SEQUENCE"])),
        start=start.dt,
        summary=str(event["SUMMARY"]),
        organizer=str(event["ORGANIZER"]),
        attendee=str(guest),
        location=str(event.get("LOCATION", "")),
        status=str(event["STATUS"]),
        wants_answer="RSVP" in guest.params,
    )


_VERB = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative", "COUNTER": "New Time Proposed"}
_PROGRAMS = {
    "outlook": "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
    "gmail": "-//Google Inc//Google Calendar 70.9054//EN",
    "apple": "-//Apple Inc.//iPhone OS 17.4//EN",
}


def answer(
    program: str,
    invited: Entry,
    sender: str,
    how: str,
    *,
    message_id: str,
    stamp: datetime,
    comment: str = "",
    attendee: str = "",
    proposed: datetime | None = None,
) -> bytes:
    """`how`: ACCEPTED, DECLINED, TENTATIVE, or COUNTER with the time `proposed`. `attendee`: for whom, if not for the sender."""
    calendar = _calendar(program, invited, attendee or sender, how, stamp, comment, proposed)
    method = "COUNTER" if how == "COUNTER" else "REPLY"
    head = [
        f"From: Somebody <{sender}>",
        "To: info@firm.example",
        f"Subject: {_VERB[how]}: {invited.summary}",
        f"Message-ID: {message_id}",
        "MIME-Version: 1.0",
    ]
    said = f"{sender} has {_VERB[how].lower()} this invitation." if program == "gmail" else comment
    file = f'Content-Type: text/calendar; charset="UTF-8"; method={method}'
    inner = [_part("Content-Type: text/plain; charset=utf-8", f"{said}\n")]
    if program == "gmail":
        head += ["Sender: Google Calendar <calendar-notification@google.com>", "Auto-Submitted: auto-generated"]
        inner.append(_part("Content-Type: text/html; charset=utf-8", f"<p>{said}</p>\n"))
    inner.append(_part(file, calendar))
    whole = _multipart("alternative", inner)
    if program != "outlook":
        attached = _part('Content-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment', calendar)
        whole = _multipart("mixed", [whole, attached])
    return "\r\n".join("\n".join([*head, whole]).splitlines()).encode()


def _part(head: str, content: str) -> str:
    return f"{head}\n\n{content}"


def _multipart(subtype: str, parts: list[str]) -> str:
    mark = f"=_{subtype}"
    pieces = "".join(f"--{mark}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{mark}"\n\n{pieces}--{mark}--\n'


def _calendar(
    program: str, invited: Entry, attendee: str, how: str, stamp: datetime, comment: str, proposed: datetime | None
) -> str:
    start = proposed or invited.start
    partstat = "TENTATIVE" if how == "COUNTER" else how
    guest = f"ATTENDEE;PARTSTAT={partstat};CN={attendee}:mailto:{attendee}"
    if program == "outlook":
        guest = f"ATTENDEE;PARTSTAT={partstat}:MAILTO:{attendee}"
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{_PROGRAMS[program]}",
        "VERSION:2.0",
        f"METHOD:{'COUNTER' if how == 'COUNTER' else 'REPLY'}",
        "BEGIN:VEVENT",
        guest,
        *([f"COMMENT:{comment}"] if comment else []),
        f"DTSTAMP:{_z(stamp)}",
        f"DTSTART:{_z(start)}",
        f"DTEND:{_z(start + timedelta(hours=2))}",
        f"SEQUENCE:{invited.sequence}",
        f"SUMMARY:{_VERB[how]}: {invited.summary}",
        f"UID:{invited.uid}",
        "ORGANIZER:mailto:info@firm.example",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\n".join(lines)


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
