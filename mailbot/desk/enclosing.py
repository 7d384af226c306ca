"""What goes with a letter beside its words: the procedure's documents, a customer's attachments for staff, an invitation."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.core.actions import Write
from mailbot.core.model import Address, Attachment, Case, Enclosure
from mailbot.core.rules import Arrival
from mailbot.desk.firms import FirmDesk
from mailbot.mail.attachments import attachment_bytes
from mailbot.mail.invite import invitation
from mailbot.store import ledger, letters
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
VISIT_LENGTH = timedelta(hours=2)


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
    content = ledger.blob(tx, entry.sha256)
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


def calendar(tx: Connection, firm: FirmDesk, write: Write, case: Case | None, now: datetime) -> bytes:
    """The invitation to a visit (iTIP REQUEST); each new date of the same visit raises SEQUENCE (RFC 5546 2.1.4). b"" for other letters."""
    if write.letter != "visit_booked" or write.visit is None or case is None:
        return b""
    address = firm.settings.address
    return invitation(
        uid=f"visit-{case.reference.lower()}@{address.partition('@')[2]}",
        sequence=letters.count_of(tx, case.id, "visit_booked") - 1,
        start=write.visit,
        end=write.visit + VISIT_LENGTH,
        organizer=Address(address=address, name=firm.rules.procedure.company.name),
        attendee=Address(address=write.to, name=write.to_name),
        summary=f"Visit, ref {case.reference}",
        stamp=now,
    )
