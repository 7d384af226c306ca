"""What goes out: a letter's words, everything else of it, and what the submission server said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from mailbot.core.model.incoming import Address


class LetterState(StrEnum):
    MAKING = "making"  # its enclosures are not made yet
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    AWAITING_RETRY = "awaiting_retry"
    HELD = "held"
    FAILED = "failed"
    BOUNCED = "bounced"
    WITHHELD = "withheld"  # capped: a person was given a task instead; or written anew, or withdrawn


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmissionResult:
    """What the submission server said. `code` is 0 when it said nothing (connection lost, time-out)."""

    outcome: Outcome
    code: int = 0
    status: str = ""  # enhanced status code (RFC 3463), "" if none was given
    text: str = ""
    systemic: bool = False  # the fault is the server's or ours (connection, login), not this letter's


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosure:
    """A document that goes with a letter."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A PNG that stands inside a letter's HTML; its text twin has the same in figures."""

    name: str
    content: bytes
    alt: str
    width: int  # CSS pixels

    @property
    def cid(self) -> str:
        """Its Content-ID without angle brackets (RFC 2392), made of its bytes: no two pictures share one."""
        return f"{self.name}.{sha256(self.content).hexdigest()[:20]}@mailbot"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """A letter's words, rendered once from its template: subject, whole plain text, whole HTML document with its pictures."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """Everything mail/compose.py needs beside the words. Message-ids carry their angle brackets."""

    message_id: str
    sender: Address
    recipient: Address
    reply_to: str = ""  # "" = none
    date: datetime
    automatic: str = ""  # RFC 3834 section 5: "auto-replied", "auto-generated", or "" for a letter a person approved
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = field(default=())
    calendar: bytes = b""  # an iCalendar REQUEST or CANCEL (RFC 5546), or empty
    calendar_method: str = ""
