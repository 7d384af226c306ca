"""What comes in: a message as the server gave it, as it reads, and what kind of mail it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class RawMessage:
    """A message as the IMAP server gave it. `received_at` is the server's INTERNALDATE, never the Date: field."""

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    received_at: datetime
    content: bytes
    complete: bool = True  # False: too large, only the header was read
    sent: bool = False  # it stands in the folder of sent mail


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A mailbox of RFC 5322 3.4. `address` is lower-cased; `name` is decoded and free of control characters."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """What hangs on a message. The bytes are read out of the stored original when somebody needs them."""

    name: str  # decoded, without path, control or bidirectional characters; "" if the sender gave none
    type: str
    size: int  # bytes, decoded
    sha256: str
    inline: bool = False
    within: str = ""  # name of the attachment that it was found in (winmail.dat, a .msg file); "" for the mail's own


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryReport:
    """A delivery status notification (RFC 3464) or one of the many forms that are not. Addresses are lower-case."""

    failed: tuple[str, ...] = ()
    delayed: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    original_message_id: str = ""  # with angle brackets; "" if the report does not say
    statuses: tuple[tuple[str, str], ...] = ()  # (address, enhanced status code such as "5.1.1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Forwarded:
    """A mail that somebody forwarded inside another one, as far as it could be read."""

    sender: Address | None
    subject: str
    sent_at: datetime | None
    text: str
    zone_known: bool = True  # False: the head gave no offset, so `sent_at` is a local time that was read as UTC


class Said(StrEnum):
    """What somebody answers to an invitation (RFC 5545 3.2.12); COUNTERED: they propose another time (RFC 5546 3.2.7)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    COUNTERED = "countered"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarAnswer:
    """An answer to an invitation, as the sender's calendar wrote it: a claim, for anybody can write one."""

    uid: str
    attendee: str  # lower-case address; "" if it names none
    said: Said
    sequence: int = 0
    stamp: datetime | None = None
    proposed: datetime | None = None  # of COUNTERED: the start that is proposed
    comment: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InboundMessage:
    """A parsed message. `headers` holds (lower-case name, unfolded raw value) in order, for the table in automatic.py."""

    message_id: str  # with angle brackets; "" if missing or malformed
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None  # what the sender claims
    subject: str = ""
    sender: Address | None = None  # From; None if there is none that can be read
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    delivered_to: tuple[
        str, ...
    ] = ()  # every address this copy was sent to, envelope fields first (Delivered-To, X-Original-To, To, Cc)
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    text: str = ""  # whole readable text
    fresh: str = ""  # what this person wrote now
    quoted: str = ""  # earlier mail quoted in it
    signature: str = ""
    protection: str = ""  # "encrypted (S/MIME)", "signed (PGP/MIME), not checked", ...; "" for the usual open mail
    attachments: tuple[Attachment, ...] = ()
    report: DeliveryReport | None = None
    forwarded: Forwarded | None = None
    calendar: CalendarAnswer | None = None
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first field of that name, unfolded; "" if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


class Disposition(StrEnum):
    PERSON = "person"
    AUTOMATIC = "automatic"
    DELIVERY_REPORT = "delivery_report"
    OWN = "own"
    UNREADABLE = "unreadable"


class AutomaticKind(StrEnum):
    OUT_OF_OFFICE = "out_of_office"
    AUTO_REPLY = "auto_reply"
    LIST = "list"
    GENERATED = "generated"
    READ_RECEIPT = "read_receipt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What kind of mail this is and whether it may be answered by machine: two answers, one table (core/automatic.py)."""

    disposition: Disposition
    may_auto_answer: bool
    rule: str  # name of the table row that decided
    source: str  # the RFC section or document behind that row
    kind: AutomaticKind | None = None  # for AUTOMATIC only


class Authenticity(StrEnum):
    """Is a mail from whom its From names, by a mail server that the operator trusts?"""

    PROVED = "proved"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"  # no such server, or it did not say: no failure (design 6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Authentication:
    state: Authenticity = Authenticity.UNKNOWN
    because: str = ""  # which server said what; "" if none that is trusted said anything


NOBODY_SAID = Authentication()


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A fact that triage or a person raised, with the words that raised it."""

    flag: str  # one of core/triage/triage.py FLAGS
    because: str
