"""What a decision may ask for: a closed set of values. core/decide.py makes them, desk/desk.py carries them out in one transaction.

"The case" of an action is the one that the message matched, or the one that an earlier OpenCase of the same decision opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.bodies import OutsideBody
from mailbot.core.model import (
    Attachment,
    CaseKind,
    CaseState,
    Channel,
    ClockState,
    Direction,
    Invitation,
    Party,
    Person,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCase:
    """A new case, with a new reference. Its clocks start with the actions that follow."""

    kind: CaseKind
    subject: str
    channel: Channel
    received_at: datetime
    parties: tuple[Party, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A contact. `sender` is a name with address, or a person's name for a note."""

    direction: Direction
    channel: Channel
    at: datetime
    sender: str
    address: str = ""
    subject: str = ""
    summary: str = ""
    attempted: bool = False
    unconfirmed: bool = False
    duplicate: bool = False
    machine: bool = False  # a machine wrote it: kept, but nobody said anything by it
    attachments: tuple[Attachment, ...] = ()
    original: bool = False  # the message being decided on is this contact's original
    off_case: bool = False  # kept with the mailbox, not with the case


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmContact:
    """A contact that was kept apart is about the case."""

    contact: int


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
class StartClock:
    clock: str
    started_at: datetime
    due: date
    due_at: datetime
    steps: tuple[str, ...]
    next_action_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StopClock:
    """`by` is the event (or the clock) that ended it; `at` the instant as of which it is met."""

    deadline: int  # its number; -1 is the first clock started in the same decision, -2 the second, and so on
    clock: str
    by: str
    at: datetime
    state: ClockState = ClockState.STOPPED


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeClock:
    """A promised date takes the place of the old one."""

    deadline: int
    clock: str
    due: date
    due_at: datetime
    why: str
    next_action_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenClock:
    """A clock that was met by a letter which did not arrive runs again, with its first due date."""

    deadline: int
    clock: str
    due: date
    due_at: datetime
    next_action_at: datetime | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NextAction:
    """The tick has done what was due; this is when the deadline is looked at again (None: never by itself)."""

    deadline: int
    at: datetime | None
    reminded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    deadline: int
    clock: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """A letter. `held` names the reason for which it does not go out yet."""

    letter: str
    to: str
    to_name: str = ""
    staff: bool = False
    automatic: bool = True
    words: str = ""
    author: str = ""
    title: str = ""
    reason: str = ""
    promised: date | None = None
    body: str = ""  # id of the outside body chosen
    clock: int | None = None  # deadline that a reminder or an escalation is about
    clock_name: str = ""  # the same, for a clock started in this decision
    about_message: bool = False  # the template shows the message being decided on
    answers: bool = False  # In-Reply-To the message being decided on
    evidence: str = ""
    silence: str = ""  # why no automatic answer went to the customer
    unconfirmed: bool = False
    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    information: str = ""
    of_case: int | None = None  # the case that `information` is about, in a letter that is about none
    held: str = ""
    visit: datetime | None = None
    invitation: str = ""  # uid of the visit whose calendar object goes with the letter
    off_case: bool = False  # about no case, or about one that the recipient may not see named
    posts: str = ""  # of a task: the letter that it is to post
    sealed: bool = False  # to staff: of its case only the reference is told


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A held letter may go."""

    letter: int
    by: str
    become: str = ""  # the letter that it goes out as, with what the procedure demands of that; "" = as it is


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
class SetVisit:
    at: datetime | None
    visitor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Invite:
    """What one person is told of a visit by calendar from now on; the letter that tells them names its `uid`."""

    told: Invitation


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerInvitation:
    """What one person said to the invitation that they have."""

    uid: str
    attendee: str
    said: str
    stamp: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdraw:
    """Letters of these names on the case that have not left do not leave any more: they say what is no longer so."""

    letters: tuple[str, ...]
    why: str


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
class Undeliverable:
    """A letter came back: it was not given."""

    letter: int
    address: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Park:
    """A person must look at this message; nothing was done with it."""

    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a message, in a word, for the ledger."""

    word: str
    apart: bool = False  # it stands on no case, whichever it names, and what it says is told to nobody else


Action = (
    OpenCase
    | Record
    | ConfirmContact
    | Happen
    | Raise
    | Clear
    | StartClock
    | StopClock
    | ChangeClock
    | ReopenClock
    | NextAction
    | Breach
    | Write
    | Release
    | SetStage
    | SetKind
    | SetCase
    | SetReceived
    | SetVisit
    | Invite
    | AnswerInvitation
    | Withdraw
    | SetParty
    | AddParty
    | ConfirmParties
    | NoteNumber
    | OnCase
    | Merge
    | SetState
    | Undeliverable
    | Park
    | Outcome
)
Actions = tuple[Action, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Firm:
    """What decisions need to know of the company: its mailbox, staff and hours. `first handler` deals with new cases."""

    mailbox: str
    address: str
    people: tuple[Person, ...]
    notices_an_hour: int = 10  # of messages of one sender; more are gathered into one notice
    bodies: tuple[OutsideBody, ...] = ()  # of the procedure and of the directory
    require_authentication: bool = False  # staff are believed only if a trusted mail server vouches for From
