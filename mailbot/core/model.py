"""The nouns: what flows through mailbot, as frozen values. Nothing here acts, reads a clock or touches the world.

Every datetime is aware and in UTC unless a field's comment says otherwise; dates are local dates in the procedure's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

# ---------------------------------------------------------------------------------------------------------------- mail in


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

    def all_headers(self, name: str) -> tuple[str, ...]:
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)


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


# ------------------------------------------------------------------------------------------------------------------- case


class Role(StrEnum):
    HANDLER = "handler"
    DIRECTOR = "director"
    ENGINEER = "engineer"
    HR = "hr"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody in the staff directory of a mailbox."""

    name: str
    address: str
    also: tuple[str, ...] = ()
    roles: tuple[Role, ...] = (Role.HANDLER,)

    def uses(self, address: str) -> bool:
        return address.lower() in (self.address.lower(), *(other.lower() for other in self.also))

    def is_a(self, role: Role) -> bool:
        return role in self.roles


class CaseKind(StrEnum):
    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class Channel(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    VISIT = "visit"
    IN_PERSON = "in_person"
    NOTE = "note"


class PartyStanding(StrEnum):
    CUSTOMER = "customer"
    REPRESENTATIVE = "representative"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Somebody outside the firm on a case. Only a party that is not UNCONFIRMED is ever written to."""

    standing: PartyStanding
    name: str = ""
    address: str = ""  # e-mail; "" for a customer without one
    phone: str = ""
    postal: str = ""
    organisation: str = ""
    relationship: str = ""
    undeliverable: bool = False  # a letter to this address bounced and nobody has mended it yet

    @property
    def called(self) -> str:
        return self.name or self.address or "the customer"


class ClockState(StrEnum):
    RUNNING = "running"
    BREACHED = "breached"  # past its due instant and still not met
    STOPPED = "stopped"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """One running of a clock. `due` is the last local date that keeps the promise, `due_at` the first late instant."""

    id: int
    clock: str
    started_at: datetime
    due: date
    due_at: datetime
    state: ClockState
    steps: tuple[str, ...] = ()  # the arithmetic in words
    next_action_at: datetime | None = None
    reminders_sent: int = 0
    breached_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: str = ""

    @property
    def open(self) -> bool:
        return self.state in (ClockState.RUNNING, ClockState.BREACHED)


class InvitationState(StrEnum):
    OPEN = "open"
    CANCELLED = "cancelled"
    OVER = "over"  # the visit was made, or its day has gone by


@dataclass(frozen=True, kw_only=True, slots=True)
class Invitation:
    """What one person was last told of one visit by calendar. All who are told of the same visit have its `uid`."""

    uid: str
    attendee: str  # lower-case address
    name: str = ""
    staff: bool = False
    at: datetime  # start of the visit
    sequence: int = 0
    state: InvitationState = InvitationState.OPEN
    said: str = ""  # a `Said`, once they have answered
    answered_at: datetime | None = None  # DTSTAMP of that answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Something said to, by or about a customer, kept for good."""

    id: int
    at: datetime
    direction: Direction
    channel: Channel
    sender: str  # name and address, or whoever recorded it
    summary: str  # fresh text of a message, text of a note
    subject: str = ""
    attempted: bool = False
    letter: str = ""  # name of the letter, for outgoing contacts
    attachments: tuple[Attachment, ...] = ()
    unconfirmed: bool = False
    machine: bool = False  # an absence notice, a delivery report: kept, but nobody said anything by it
    returned: bool = False  # a letter of ours that came back


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """Our file on one matter, as it stands at the beginning of a decision."""

    id: int
    reference: str
    mailbox: str
    procedure: str
    version: str
    kind: CaseKind
    state: CaseState
    stage: int
    subject: str
    channel: Channel
    received_at: datetime
    opened_at: datetime
    parties: tuple[Party, ...] = ()
    flags: tuple[Flag, ...] = ()  # raised and not cleared
    clocks: tuple[Deadline, ...] = ()
    assigned: str = ""  # address of the person who has it; "" until somebody does
    answered_by: tuple[str, ...] = ()  # addresses of who sent the findings or the settlement of stage one
    delegate: str = ""  # address of the senior person a director handed stage two to
    about: tuple[str, ...] = ()  # addresses of the staff complained about
    happened: Mapping[str, datetime] = field(default_factory=dict)  # events that the case has seen -> when last
    restricted: bool = False
    named: tuple[str, ...] = ()  # addresses of the staff who are named on it, beside whom it was given to
    concerned: tuple[
        str, ...
    ] = ()  # addresses of staff whom a complaint of conduct names; nobody has said yet if it is about them
    visit_at: datetime | None = None
    visitor: str = ""
    invitations: tuple[Invitation, ...] = ()  # the oldest first

    @property
    def customer(self) -> Party:
        """The first confirmed party: whom we write to."""
        return next(p for p in self.parties if p.standing is not PartyStanding.UNCONFIRMED)

    def party(self, address: str) -> Party | None:
        wanted = address.lower()
        return next((p for p in self.parties if p.address.lower() == wanted), None)

    def has(self, flag: str) -> bool:
        return any(f.flag == flag for f in self.flags)

    def clock(self, name: str) -> Deadline | None:
        """The open running of that clock, if there is one."""
        return next((c for c in self.clocks if c.clock == name and c.open), None)


class Answer(StrEnum):
    CASE = "case"
    NONE = "none"
    AMBIGUOUS = "ambiguous"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """Which case a message belongs to, and by what evidence. `case` is set for CASE and UNCONFIRMED."""

    answer: Answer
    evidence: str  # in words, for `mailbot why`
    case: Case | None = None
    candidates: tuple[str, ...] = ()  # references, for AMBIGUOUS
    replies_to: SentLetter | None = None  # the letter of ours that it answers, if we know it
    staff: Person | None = None  # the sender, if the directory knows the address
    proven: bool = False  # staff only: the token of the letter answered was made for this person


@dataclass(frozen=True, kw_only=True, slots=True)
class SentLetter:
    """A letter of ours as far as threading and staff rights need it."""

    id: int
    name: str
    message_id: str
    case_id: int | None
    to: str
    to_staff: bool
    state: str
    about: str = ""  # a notice: the address of whoever wrote the message that it shows
    queued_at: datetime | None = None
    text: str = ""


# ---------------------------------------------------------------------------------------------------------------- mail out


class LetterState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    AWAITING_RETRY = "awaiting_retry"
    HELD = "held"
    FAILED = "failed"
    BOUNCED = "bounced"
    WITHHELD = "withheld"  # capped: a person was given a task instead


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
