"""What is kept: a case with its people, clocks and contacts, and which case a message belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailbot.core.model.incoming import Attachment, Flag


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
