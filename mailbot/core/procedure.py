"""A written procedure as data: frozen models read from config/procedures/*.toml. Says what is promised; does nothing.

Every entry names the clause it comes from, so that `mailbot why` can quote it. `Procedure.faults()` reports what
pydantic cannot see: names that do not meet. A file is one version of a procedure; its id and version are written on
each case, so a changed number is a new version with its own `valid_from`, never an edit of one that cases use.
"""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache
from typing import Annotated, Literal, get_args

from pydantic import Field

from mailbot.core import procedure_faults
from mailbot.core.clock_policy import (
    EVENTS,
    Alternative,
    Clock,
    EventName,
    Extension,
    Frozen,
    Name,
    Pause,
    RuleText,
)
from mailbot.core.model import Party
from mailbot.core.workdays import DayZero, Nation, Nonworking, Roll, Settings

__all__ = [
    "EVENTS",
    "AboutPerson",
    "Alternative",
    "Body",
    "Calendar",
    "Clause",
    "Clock",
    "Company",
    "Diversion",
    "Extension",
    "Frozen",
    "Guard",
    "LetterRule",
    "Milestone",
    "Pause",
    "Procedure",
    "Receipt",
    "StageTwo",
    "Window",
    "customer_type",
]

CustomerType = Literal["consumer", "business"]


def customer_type(party: Party) -> CustomerType:
    """What kind of customer that is: a business where an organisation is recorded, else a consumer."""
    return "business" if party.organisation else "consumer"


class Company(Frozen):
    """How the firm names itself in letters."""

    name: str
    phone: str = ""
    postal: str = ""
    website: str = ""
    privacy: str = ""  # one sentence or a link on how personal data is handled


class Calendar(Frozen):
    """Which days are working days: those of a part of the kingdom, with the firm's own days."""

    nation: Nation = "england-and-wales"  # of the firm's office
    zone: str = "Europe/London"  # a local day begins and ends by it
    extra_closed: tuple[date, ...] = ()  # days on which the firm is closed although others work
    extra_open: tuple[date, ...] = ()  # days on which it works although others do not
    known_to: date = date(2028, 12, 31)  # no deadline is counted beyond it


@lru_cache(maxsize=256)
def _settings(days: Calendar, roll: Roll, day_zero: DayZero, cutoff: time | None, nonworking: Nonworking) -> Settings:
    """Asked for several times a message and clock; its checks take longer than what it is asked for."""
    return Settings(
        nation=days.nation,
        zone=days.zone,
        roll=roll,
        day_zero=day_zero,
        cutoff=cutoff,
        nonworking=nonworking,
        extra_closed=frozenset(days.extra_closed),
        extra_open=frozenset(days.extra_open),
        known_to=days.known_to,
    )


class Receipt(Frozen):
    """When a message counts as received: by default when it arrived, on whatever day that was."""

    cutoff: time | None = None  # later, or on a closed day: received on the next working day
    nonworking: Literal["actual", "next"] = (
        "actual"  # what came on a closed day: received then, or on the next open one
    )


class LetterRule(Frozen):
    """A letter to a customer: when it goes, whether a person must say so, what it must contain, what goes with it."""

    id: Name  # the name of its template
    clause: str  # the clauses that ask for it
    on: EventName | None = None  # sent when this happens; None = only by a person's command
    automatic: bool = False  # may it go without a person's word?
    blocks: tuple[Name, ...] = ()  # {% block %} names that the template must have
    encloses: tuple[Literal["procedure", "feedback_form"], ...] = ()  # documents that go with it
    at_most_every: RuleText | None = None  # to one sender not more often than this
    told: str = ""  # how the summary of actions tells it to the customer: "We sent you our findings"


class Body(Frozen):
    """An outside body that a complaint can go to, as the procedure names it."""

    id: Name  # its name in templates
    clause: str  # the clause that names it
    name: str  # in full
    short: str  # as people call it
    remit: str  # what it is for, to finish the sentence "... for complaints about"
    phone: str = ""
    email: str = ""
    website: str = ""
    when: tuple[str, ...] = ()  # flags for which it is the one; empty = the rest
    customers: tuple[CustomerType, ...] = ()  # whose complaints it takes; empty = anybody's
    valid_from: date | None = None  # first day on which letters name it
    valid_to: date | None = None  # last day

    def valid_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class Window(Frozen):
    """How long the customer has for something of theirs, printed as a date: letters show it as windows["ID"]."""

    id: Name  # its name in templates
    clause: str  # the clause that gives it
    words: str  # the text's words for it
    within: RuleText  # "6 months"
    starts: EventName  # what it runs from; in the letter whose sending that is, from the day it is written


class Milestone(Frozen):
    """Something of this procedure's own that a person reports with `#done ID [when]`: the event `done.ID`."""

    id: Name  # the word after #done
    clause: str  # the clause that speaks of it
    label: str  # what has then happened: "the hazard is made safe"


class AboutPerson(Frozen):
    """The person complained about is told, may respond, and does not deal with the case (`#about NAME`)."""

    clause: str  # the clause that gives the right to respond
    reply_within: RuleText  # by when they are asked to respond


class StageTwo(Frozen):
    """A review on request by somebody else, whose decision is final."""

    clause: str  # the clause that gives the right to it
    role: Literal["director", "handler", "hr"] = "director"  # who reviews
    different_person: bool = False  # nobody who dealt with stage one may review
    final: bool = True  # does it end the procedure?


class Diversion(Frozen):
    """A message that is not for this procedure: to whom it goes, and what its sender is told."""

    flag: str  # what marks such a message
    clause: str  # the clause that sends it elsewhere
    to_role: Literal["handler", "director", "hr"]  # who gets the task
    staff_only: bool = False  # only for senders in the staff directory
    opens_case: bool = False  # the message is dealt with here as well
    letter: Name | None = None  # what its sender is told
    task: str = ""  # what the person must do; with `within`, by when
    within: RuleText | None = None  # a statutory time, counted from receipt
    roll: Literal["none", "next", "previous"] = "none"  # where its end on a closed day moves to


class Guard(Frozen):
    """Words that may not go out."""

    forbid: Literal["legal_threat"]  # what kind of words
    clause: str  # the clause that forbids them
    words: str  # as the text forbids them
    confirmable: bool = False  # may a person release it all the same?


class Clause(Frozen):
    """A numbered sentence of the procedure's text and what keeps it."""

    id: str  # as the text numbers it, or a name of ours
    promise: str  # in our words, one line


class Procedure(Frozen):
    """One version of a company's written complaints procedure."""

    id: Name  # also the folder of its letters
    version: str  # written on each case; a case keeps the version it was opened under
    title: str  # of the enclosed document
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]  # of references: "DS" makes DS-2026-0042-K
    valid_from: date  # first day on which cases are opened under it
    valid_to: date | None = None  # last day; None = until a newer version is configured
    company: Company
    calendar: Calendar = Calendar()
    receipt: Receipt = Receipt()
    begins_with: tuple[str, ...] = ()  # flags that make any message a complaint here; "any": every message is one
    stage_two: StageTwo | None = None  # None: one stage only
    about_person: AboutPerson | None = None  # None: the text gives them no time to respond
    asks_for: tuple[Literal["name", "postal", "organisation", "phone", "relationship"], ...] = ()  # to be on record
    clause: tuple[Clause, ...] = ()
    clock: tuple[Clock, ...]
    letter: tuple[LetterRule, ...]
    milestone: tuple[Milestone, ...] = ()
    window: tuple[Window, ...] = ()
    body: tuple[Body, ...] = ()
    divert: tuple[Diversion, ...] = ()
    guard: tuple[Guard, ...] = ()

    def clock_named(self, name: str) -> Clock:
        """A case may have a clock that a later text of the procedure lacks: its promise stands, and nothing meets it by itself."""
        found = next((c for c in self.clock if c.id == name), None)
        label = f"keep the promise {name!r}, which the procedure no longer has"
        return found or Clock(id=name, clause="", words="", label=label, within="1 working day", stops=())

    def letter_named(self, name: str) -> LetterRule | None:
        return next((rule for rule in self.letter if rule.id == name), None)

    def milestone_named(self, name: str) -> Milestone | None:
        return next((m for m in self.milestone if m.id == name), None)

    def bodies_on(self, day: date, customer: Party | None = None) -> tuple[Body, ...]:
        """The bodies that a letter of that day may name, for this customer or, without one, for anybody."""
        kinds = {customer_type(customer)} if customer else set(get_args(CustomerType))
        return tuple(b for b in self.body if b.valid_on(day) and (not b.customers or kinds & set(b.customers)))

    def counting(self, clock: Clock) -> Settings:
        """How that clock counts its time (domain 2.1). Cut-off and closed days touch only what the customer sent."""
        received, days = clock.from_receipt, self.calendar
        cutoff, nonworking = (self.receipt.cutoff, self.receipt.nonworking) if received else (None, "actual")
        return _settings(days, clock.roll, clock.day_zero, cutoff, nonworking)

    def plain_counting(self, roll: Roll = "none") -> Settings:
        """The calendar alone, for what no clock of the procedure counts: statutory dates, windows, extensions."""
        return _settings(self.calendar, roll, "exclude", None, "actual")

    def faults(self) -> tuple[str, ...]:
        """Names that do not meet, each with its key: everything at once, empty if the procedure is sound."""
        return procedure_faults.faults(self)
