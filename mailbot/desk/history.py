"""What a letter says was done and said on a case so far (clause 8 of the sample procedures)."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core.calendar_answers import ANSWERED
from mailbot.core.model import Case, Channel, Contact, Direction
from mailbot.desk.firms import FirmDesk
from mailbot.letters.context import HistoryLine
from mailbot.store import contacts

_LETTERS = {
    "acknowledgement": "We acknowledged your complaint by email",
    "received": "We confirmed that we had received your message",
    "put_in_writing": "We asked you to put your complaint in writing",
    "request_material": "We asked you for papers or other material",
    "visit_booked": "We told you when we would visit",
    "visit_cancelled": "We told you that our visit was cancelled",
    "visit_outcome": "We told you the outcome of our visit",
    "delay": "We told you of a delay",
    "response": "We sent you our findings",
    "informal_resolution": "We wrote down what we had agreed",
    "referral": "We told you where you can take your complaint",
    "stage_two_acknowledgement": "We acknowledged your request for a review",
    "stage_two_progress": "We told you how the review was going",
    "stage_two_decision": "We sent you our decision",
    "message": "We wrote to you by email",
    "safety": "We sent you safety advice",
}


def complained_at(case: Case) -> datetime:
    """When the complaint came: after the case was opened, where that was for an enquiry."""
    return case.happened.get("complaint.received", case.received_at)


def history(tx: Connection, case: Case | None, firm: FirmDesk, *, staff: bool) -> tuple[HistoryLine, ...]:
    """Actions and communications in words a customer may read: no internal notes, no strangers, no machines (clause 8)."""
    if case is None:
        return ()
    lines = []
    for contact in contacts.of_case(tx, case.id, words=False):
        what = _told(contact, case, firm)
        if what:
            lines.append(HistoryLine(at=contact.at.astimezone(firm.zone), what=_to_staff(what) if staff else what))
    return tuple(lines)


def _to_staff(what: str) -> str:
    """The same line for a colleague: "We told you ..." is "We told them ..."."""
    for pattern, word in (
        (r"\bYou\b", "They"),
        (r"\byou (?=had agreed|can take)", "they "),
        (r"\byour\b", "their"),
        (r"\byou\b", "them"),
    ):
        what = re.sub(pattern, word, what)
    return what


def _told(contact: Contact, case: Case, firm: FirmDesk) -> str:
    if contact.direction is Direction.INTERNAL or contact.unconfirmed or contact.machine or contact.returned:
        return ""
    if contact.letter:
        rule = firm.rules.procedure.letter_named(contact.letter)
        return (rule.told if rule else "") or _LETTERS.get(contact.letter, "We wrote to you by email")
    if contact.direction is Direction.OUT:
        if contact.attempted:
            return "We tried to reach you by phone"
        return {
            Channel.PHONE: "We spoke by phone",
            Channel.POST: "We wrote to you by post",
            Channel.VISIT: "We visited you",
            Channel.IN_PERSON: "We met",
        }.get(contact.channel, "We contacted you")
    if contact.summary.startswith(contacts.NOTED):
        return f"We received from you: {contact.summary.removeprefix(contacts.NOTED)}"
    if contact.summary.startswith(ANSWERED):
        return "You answered our invitation to a visit"
    first = contact.at == complained_at(case)
    by = {Channel.PHONE: "by phone", Channel.POST: "by post", Channel.IN_PERSON: "in person"}.get(
        contact.channel, "by email"
    )
    return f"We received your complaint {by}" if first else f"You contacted us {by}"
