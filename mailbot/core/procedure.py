"""A written procedure as data: frozen models read from config/procedures/*.toml. Says what is promised; does nothing.

Every entry names the clause it comes from, so that `mailbot why` can quote it. `Procedure.faults()` reports what pydantic
cannot see: names that do not meet.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mailbot.core.workdays import Rule, Settings

_FLAG_EVENT = re.compile(r"flag\.[a-z_:]{1,40}(\.cleared)?")
_LETTER_EVENT = re.compile(r"letter\.[a-z_]{1,40}\.sent")

EVENTS = frozenset(
    {
        "complaint.received",
        "visit.booked",
        "visit.made",
        "visit.not_needed",
        "investigation.ended",
        "stage_two.requested",
        "review.recorded",
        "customer.accepted",
        "case.closed",
    }
)
"""What can happen on a case beside `flag.NAME`, `flag.NAME.cleared` and `letter.NAME.sent`."""


def _rule(text: str) -> str:
    Rule.parse(text)
    return text


def _lead(text: str) -> str:
    """A reminder's lead: a share of the whole run ("50%") or a time before the end ("2 working days", "6 hours")."""
    if not re.fullmatch(r"[1-9][0-9]?%", text):
        Rule.parse(text)
    return text


def _event(text: str) -> str:
    if text in EVENTS or _FLAG_EVENT.fullmatch(text) or _LETTER_EVENT.fullmatch(text):
        return text
    raise ValueError(f"'{text}' is not an event: flag.NAME, letter.NAME.sent or one of {', '.join(sorted(EVENTS))}")


RuleText = Annotated[str, AfterValidator(_rule)]
Lead = Annotated[str, AfterValidator(_lead)]
EventName = Annotated[str, AfterValidator(_event)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Nation = Literal["england-and-wales", "scotland", "northern-ireland", "any-uk"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Company(Frozen):
    """How the firm names itself in letters."""

    name: str
    phone: str = ""
    postal: str = ""
    website: str = ""
    privacy: str = ""  # one sentence or a link on how personal data is handled


class Calendar(Frozen):
    nation: Nation = "england-and-wales"
    zone: str = "Europe/London"
    extra_closed: tuple[date, ...] = ()
    extra_open: tuple[date, ...] = ()
    known_to: date = date(2028, 12, 31)


class Receipt(Frozen):
    """When a message counts as received: by default when it arrived, on whatever day that was."""

    cutoff: time | None = None
    nonworking: Literal["actual", "next"] = "actual"


class Alternative(Frozen):
    """What meets a clock instead for now: a letter with a promised date, which becomes the new due date."""

    letter: Name
    clause: str


class Clock(Frozen):
    """A promise with a time. It starts at an event, is due `within` a time of it and is met by one of `stops`."""

    id: Name
    clause: str
    words: str  # the sentence of the procedure that promises it
    label: str  # what must be done, for letters: "visit the customer"
    within: RuleText
    starts: EventName | None = None  # None only with `every`
    unless: str = ""  # a flag that keeps this clock from starting
    supersedes: tuple[Name, ...] = ()  # clocks that end when this one starts
    resumes: tuple[Name, ...] = ()  # clocks that run again, from their own start, when this one's flag is cleared
    stops: tuple[EventName, ...]
    or_progress: Alternative | None = None
    internal: bool = False  # the firm's own target: the customer was promised no number
    urgent: bool = False  # reminds outside working hours too
    every: bool = False  # recurring: due again `within` after each time it was met; belongs to no case
    to_roles: tuple[Literal["handler", "director", "engineer", "hr"], ...] = ()  # of a recurring clock's letter
    reminders: tuple[Lead, ...] = ()
    roll: Literal["none", "next", "previous"] = "none"
    day_zero: Literal["exclude", "include"] = "exclude"


class LetterRule(Frozen):
    """A letter to a customer: when it goes, whether a person must say so, what it must contain and what goes with it."""

    id: Name
    clause: str
    on: EventName | None = None  # sent when this happens; None = only by a person's command
    automatic: bool = False
    blocks: tuple[Name, ...] = ()  # {% block %} names that the template must have
    encloses: tuple[Literal["procedure", "feedback_form"], ...] = ()
    at_most_every: RuleText | None = None


class Body(Frozen):
    """An outside body that a complaint can go to, as the procedure names it."""

    id: Name
    clause: str
    name: str
    short: str
    remit: str  # what it is for, to finish the sentence "... for complaints about"
    phone: str = ""
    email: str = ""
    website: str = ""
    when: tuple[str, ...] = ()  # flags for which it is the one; empty = the rest
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class StageTwo(Frozen):
    """A review on request by somebody else, whose decision is final."""

    clause: str
    role: Literal["director", "handler", "hr"] = "director"
    final: bool = True


class Diversion(Frozen):
    """A message that is not for this procedure: to whom it goes, and what its sender is told."""

    flag: str
    clause: str
    to_role: Literal["handler", "director", "hr"]
    staff_only: bool = False  # only for senders in the staff directory
    opens_case: bool = False
    letter: Name | None = None
    task: str = ""  # what the person must do; with `within`, by when
    within: RuleText | None = None
    roll: Literal["none", "next", "previous"] = "none"


class Guard(Frozen):
    """Words that may not go out."""

    forbid: Literal["legal_threat"]
    clause: str
    words: str
    confirmable: bool = False  # may a person release it all the same?


class Clause(Frozen):
    """A numbered sentence of the procedure's text and what keeps it."""

    id: str
    promise: str  # in our words, one line


class Procedure(Frozen):
    """One version of a company's written complaints procedure."""

    id: Name
    version: str
    title: str
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]
    valid_from: date
    valid_to: date | None = None
    company: Company
    calendar: Calendar = Calendar()
    receipt: Receipt = Receipt()
    stage_two: StageTwo | None = None
    asks_for: tuple[Literal["name", "postal", "organisation", "phone", "relationship"], ...] = ()
    clause: tuple[Clause, ...] = ()
    clock: tuple[Clock, ...]
    letter: tuple[LetterRule, ...]
    body: tuple[Body, ...] = ()
    divert: tuple[Diversion, ...] = ()
    guard: tuple[Guard, ...] = ()

    def clock_named(self, name: str) -> Clock:
        return next(c for c in self.clock if c.id == name)

    def letter_named(self, name: str) -> LetterRule | None:
        return next((rule for rule in self.letter if rule.id == name), None)

    def bodies_on(self, day: date) -> tuple[Body, ...]:
        return tuple(b for b in self.body if b.valid_on(day))

    def counting(self, clock: Clock) -> Settings:
        """How that clock counts its time (domain 2.1)."""
        return Settings(
            nation=self.calendar.nation,
            zone=self.calendar.zone,
            roll=clock.roll,
            day_zero=clock.day_zero,
            cutoff=self.receipt.cutoff,
            nonworking=self.receipt.nonworking,
            extra_closed=frozenset(self.calendar.extra_closed),
            extra_open=frozenset(self.calendar.extra_open),
            known_to=self.calendar.known_to,
        )

    def faults(self) -> tuple[str, ...]:
        """Names that do not meet, each with its key: everything at once, empty if the procedure is sound."""
        clocks = {c.id for c in self.clock}
        letters = {rule.id for rule in self.letter}
        clauses = {c.id for c in self.clause}
        found = [f"clock.{c.id}: has no `stops`, so nothing would ever meet it" for c in self.clock if not c.stops]
        found += [
            f"clock.{c.id}: needs `starts` (or `every = true` for a recurring one)"
            for c in self.clock
            if c.starts is None and not c.every
        ]
        for c in self.clock:
            found += [f"clock.{c.id}.{key}: there is no clock '{n}'" for key, n in _named_clocks(c) if n not in clocks]
        for key, event in self._events():
            letter = event.split(".")[1] if _LETTER_EVENT.fullmatch(event) else ""
            if letter and letter not in letters:
                found.append(f"{key}: there is no letter '{letter}'")
        if clauses:
            for key, clause in self._clauses():
                found += [f"{key}: there is no clause '{c}'" for c in clause.split(", ") if c not in clauses]
        found += [f"{kind}: '{n}' stands twice" for kind, n in self._twice()]
        return tuple(found)

    def _events(self) -> list[tuple[str, str]]:
        events = [(f"clock.{c.id}.stops", event) for c in self.clock for event in c.stops]
        events += [(f"clock.{c.id}.starts", c.starts) for c in self.clock if c.starts]
        return events + [(f"letter.{rule.id}.on", rule.on) for rule in self.letter if rule.on]

    def _clauses(self) -> list[tuple[str, str]]:
        named: list[tuple[str, str]] = [(f"clock.{c.id}.clause", c.clause) for c in self.clock]
        named += [(f"letter.{r.id}.clause", r.clause) for r in self.letter]
        named += [(f"body.{b.id}.clause", b.clause) for b in self.body]
        named += [(f"divert.{d.flag}.clause", d.clause) for d in self.divert]
        return named + [(f"guard.{g.forbid}.clause", g.clause) for g in self.guard]

    def _twice(self) -> list[tuple[str, str]]:
        kinds = {
            "clock": [c.id for c in self.clock],
            "letter": [r.id for r in self.letter],
            "body": [b.id for b in self.body],
            "clause": [c.id for c in self.clause],
        }
        return [(kind, n) for kind, names in kinds.items() for n in sorted({n for n in names if names.count(n) > 1})]


def _named_clocks(clock: Clock) -> list[tuple[str, str]]:
    return [("supersedes", n) for n in clock.supersedes] + [("resumes", n) for n in clock.resumes]
