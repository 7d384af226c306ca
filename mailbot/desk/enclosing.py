"""What goes with a letter beside its words: the procedure's documents, a customer's attachments for staff, an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from mailbot.core.actions import Write
from mailbot.core.appointments import LENGTH
from mailbot.core.model import Address, Case, Enclosure, InvitationState
from mailbot.desk.firms import FirmDesk
from mailbot.desk.screening import Screened
from mailbot.mail.invite import invitation
from mailbot.store import invitations


def documents(firm: FirmDesk, letter: str) -> tuple[Enclosure, ...]:
    """The documents that the procedure says go with a letter to a customer."""
    rule = firm.rules.procedure.letter_named(letter)
    return tuple(firm.enclosures[name] for name in (rule.encloses if rule else ()) if name in firm.enclosures)


def passed_on(write: Write, screened: Screened) -> tuple[Enclosure, ...]:
    """The customer's photographs and papers, for the people who deal with the message."""
    return screened.enclosures if write.letter == "notice" and write.about_message else ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarObject:
    """What a letter tells the recipient's calendar: a REQUEST or a CANCEL (RFC 5546), and the same once more as a file."""

    content: bytes
    method: Literal["REQUEST", "CANCEL"]

    @property
    def file(self) -> Enclosure:
        """Some programs look for a file only (application/ics, as other calendars attach it)."""
        return Enclosure(name="invite.ics", type="application/ics", content=self.content)


def calendar(tx: Connection, firm: FirmDesk, write: Write, case: Case | None, now: datetime) -> CalendarObject | None:
    """What goes with the letter that tells of a visit, as its recipient is told of it by now; None for other letters."""
    invited = invitations.find(tx, write.invitation, write.to) if write.invitation and case is not None else None
    if invited is None or case is None:
        return None
    address = firm.settings.address
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if invited.state is InvitationState.CANCELLED else "REQUEST"
    content = invitation(
        uid=invited.uid,
        sequence=invited.sequence,
        start=invited.at,
        end=invited.at + LENGTH,
        organizer=Address(address=address, name=firm.rules.procedure.company.name),
        attendee=Address(address=write.to, name=write.to_name),
        summary=f"Visit, ref {case.reference}",
        location=case.customer.postal,
        method=method,
        stamp=now,
    )
    return CalendarObject(content=content, method=method)
