"""What may be asked of a case: to be opened, joined, closed, and what is noted on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.model import CaseKind, CaseState, Channel, Party


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCase:
    """A new case, with a new reference. Its clocks start with the actions that follow."""

    kind: CaseKind
    subject: str
    channel: Channel
    received_at: datetime
    parties: tuple[Party, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OnCase:
    """The actions that follow are about this case, although the message did not match it; None: about no case any more.

    Letters and new clocks asked for from here on are this case's: a decision about several cases is one such part after another.
    """

    case: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """The case becomes part of another: its contacts, parties, flags and letters move there, and it is closed.

    "The case" of the actions that follow is the other one.
    """

    into: int
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetState:
    state: CaseState
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetStage:
    stage: int
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetKind:
    kind: CaseKind
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetCase:
    """Case data a person gave: assigned, answered_by, delegate, about, concerned, restricted, named, cause, redress, visitor."""

    field: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetReceived:
    """The complaint came at another time than was recorded; the message that told of it too."""

    at: datetime
    before: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Happen:
    """An event of the procedure (core/procedure.py EVENTS) that the case has now seen."""

    event: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Raise:
    flag: str
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Clear:
    flag: str
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetParty:
    """A detail of the customer that a person gave: name, address, phone, postal, organisation, relationship."""

    field: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AddParty:
    party: Party


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmParties:
    """These unconfirmed parties of the case are accepted."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteNumber:
    """The number under which an outside body keeps the case."""

    body: str
    number: str
