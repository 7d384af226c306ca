"""What a decision is made from: a message with all that was found out about it, and the procedure and firm that it meets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.core.bodies import OutsideBody
from mailbot.core.firm import Firm
from mailbot.core.model import (
    NOBODY_SAID,
    Address,
    Authentication,
    Case,
    Deadline,
    Flag,
    InboundMessage,
    Invitation,
    Match,
    Person,
    Role,
    SentLetter,
    Verdict,
)
from mailbot.core.naming import read_person
from mailbot.core.procedure import Procedure
from mailbot.core.reminders import Hours

URGENT = ("no_heating", "safety")
"""Flags that cannot wait for working hours, raised by fresh text and cleared only by a person."""


def own_words(message: InboundMessage, ours: str) -> str:
    """What the sender wrote now, without any letter of ours that hangs below: it speaks of danger and of cold houses too.

    `ours` is the mailbox's address. An empty reply with our letter below a head of fields looks like a forward of it.
    """
    words = message.fresh if message.fresh or message.quoted else message.text
    inner = message.forwarded
    if inner is None or inner.sender is None or inner.sender.address != ours.lower():
        return words
    lines = words.splitlines()
    head = next((n for n, line in enumerate(lines) if ours.lower() in line.lower()), len(lines))
    while head and not any(c.isalnum() for c in lines[head - 1]):  # the rule above the head
        head -= 1
    return "\n".join(lines[:head])


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A message with everything that was found out about it before deciding."""

    message: InboundMessage
    received_at: datetime  # INTERNALDATE: when it reached the firm's mail system
    verdict: Verdict
    match: Match
    authentication: Authentication = NOBODY_SAID
    flags: tuple[Flag, ...] = ()
    stale: bool = False  # older than stale_after_days when first seen
    duplicate: bool = False  # the same message has been recorded before
    reported: SentLetter | None = None  # the letter a delivery report is about
    met: tuple[Deadline, ...] = ()  # clocks which that letter had met
    lately: int = 0  # other messages of this sender that came within an hour before it
    promised: tuple[Promised, ...] = ()  # clocks whose date is that letter's
    told_lately: bool = False  # the sender got a `received` letter within its `at_most_every`
    body: OutsideBody | None = None  # the outside body that wrote it
    held: tuple[HeldLetter, ...] = ()  # letters of the matched case that wait for a person
    notes: tuple[str, ...] = ()  # of staff mail: what colleagues wrote down for themselves on the matched case
    recurring: Deadline | None = None  # the open review that an answered letter was about
    named: Mapping[str, Case] = field(default_factory=dict)  # of staff mail: references in its text -> their cases
    numbers: int = 0  # of an answer to a digest: how many cases that digest numbers
    numbered: Mapping[int, Numbered] = field(default_factory=dict)  # the cases whose numbers stand in the answer
    away_told: bool = (
        False  # of a colleague's absence notice: within a day before it somebody was told at once of another
    )
    sender_cases: tuple[Case, ...] = ()  # open cases of whoever wrote a mail that staff forward, or on a closed enquiry
    sent: bool = False  # it stands in the folder of sent mail: a colleague wrote it from the shared mailbox
    unheard: tuple[Unheard, ...] = ()  # of staff mail: what was not acted on yet, the oldest first
    hand_sent: HandSent | None = None  # of staff mail: the mail from the shared mailbox that their answer is about
    invitation: Invitation | None = None  # the one that a calendar answer names, as that guest last got it
    invited: bool = False  # that answer is about a visit of ours

    @property
    def sender(self) -> Address:
        return self.message.sender or Address(address="")

    def raised(self, flag: str) -> bool:
        return any(f.flag == flag for f in self.flags)

    @property
    def urgent(self) -> bool:
        return any(self.raised(flag) for flag in URGENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Promised:
    """A clock that runs to the date which a letter promised, and what it ran to before."""

    deadline: Deadline
    due: date
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Unheard:
    """A message on a case whose facts have started no clock: of an unconfirmed sender, or since the case was closed."""

    address: str
    at: datetime
    flags: tuple[Flag, ...]
    unconfirmed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HandSent:
    """A mail that a colleague sent from the shared mailbox, without mailbot, as it stands on a case."""

    contact: int
    at: datetime
    to: str
    unconfirmed: bool  # only the recipient speaks for this case


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLetter:
    id: int
    name: str
    why: str
    to: str = ""
    promised: date | None = None  # the day by which it says that something comes
    visit: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """A case that stands in a digest under a number, as it is now."""

    case: Case
    held: tuple[HeldLetter, ...] = ()
    notes: tuple[str, ...] = ()  # as of an Arrival
    unheard: tuple[Unheard, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """The procedure a message is decided under, and the firm that runs it."""

    procedure: Procedure
    firm: Firm
    hours: Hours

    def people(self, role: Role, *, but: tuple[str, ...] = ()) -> tuple[Person, ...]:
        """Everybody with that role, in the directory's order, without those whose addresses are given."""
        return tuple(p for p in self.firm.people if p.is_a(role) and not any(p.uses(address) for address in but))

    def person(self, text: str) -> Person | None:
        """The one member of staff whom a name, a part of it or an address means; None if nobody or more than one."""
        found = read_person(text, self.firm.people)
        return found if isinstance(found, Person) else None
