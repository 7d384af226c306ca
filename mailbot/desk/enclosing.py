"""What goes with a letter beside its words: the procedure's documents, a customer's attachments for staff, an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from mailbot.core.actions import Write
from mailbot.core.appointments import LENGTH
from mailbot.core.model import Address, Attachment, Case, Enclosure, InvitationState
from mailbot.core.rules import Arrival
from mailbot.desk.firms import FirmDesk
from mailbot.mail.attachments import attachment_bytes
from mailbot.mail.invite import invitation
from mailbot.store import blobs, invitations
from mailbot.store.ledger import Entry

SAFE_TYPES = frozenset(
    {
        "application/msword",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "image/gif",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
    }
)
"""Types that a notice passes on to staff. Anything else stays with the record and is only named."""
_ENDINGS = (".pdf", ".doc", ".docx", ".xlsx", ".gif", ".heic", ".jpg", ".jpeg", ".png", ".webp", ".csv", ".txt")
LARGEST_BYTES = 8_000_000  # of all that one notice passes on: many servers take no more than 10 MB


def documents(firm: FirmDesk, letter: str) -> tuple[Enclosure, ...]:
    """The documents that the procedure says go with a letter to a customer."""
    rule = firm.rules.procedure.letter_named(letter)
    return tuple(firm.enclosures[name] for name in (rule.encloses if rule else ()) if name in firm.enclosures)


def passed_on(tx: Connection, write: Write, arrival: Arrival | None, entry: Entry | None) -> tuple[Enclosure, ...]:
    """The customer's photographs and papers, for the people who deal with the message; out of the stored original."""
    if write.letter != "notice" or not write.about_message or arrival is None or entry is None:
        return ()
    wanted = _within(tuple(a for a in arrival.message.attachments if safe(a) and not a.inline))
    if not wanted:
        return ()
    content = blobs.get(tx, entry.sha256)
    return tuple(Enclosure(name=a.name, type=a.type, content=attachment_bytes(content, a.sha256)) for a in wanted)


def safe(attachment: Attachment) -> bool:
    """Type and name must both be harmless: either may lie."""
    return attachment.type in SAFE_TYPES and attachment.name.lower().endswith(_ENDINGS)


def _within(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    total, kept = 0, []
    for attachment in attachments:
        total += attachment.size
        if total <= LARGEST_BYTES:
            kept.append(attachment)
    return tuple(kept)


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
