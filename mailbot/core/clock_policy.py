"""A promise with a time, as a procedure writes it: the frozen models of a [[clock]] entry and of its parts."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mailbot.core.workdays import Rule

FLAG_EVENT = re.compile(r"flag\.[a-z_:]{1,40}(\.cleared)?")
LETTER_EVENT = re.compile(r"letter\.(?P<name>[a-z_]{1,40})\.sent")
DONE_EVENT = re.compile(r"done\.(?P<name>[a-z][a-z0-9_]{0,39})")
MET_EVENT = re.compile(r"clock\.(?P<name>[a-z][a-z0-9_]{0,39})\.met")

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
        "case.paused",
        "case.resumed",
        "case.closed",
    }
)
"""What can happen beside `flag.NAME`, `flag.NAME.cleared`, `letter.NAME.sent`, `done.MILESTONE`, `clock.NAME.met`."""

WORKING_DAY = "working day"
"""`plan_by` of a clock that is planned for the last working day on which it can be met."""


def _rule(text: str) -> str:
    Rule.parse(text)
    return text


def _lead(text: str) -> str:
    """A reminder's lead: a share of the whole run ("50%") or a time before the end ("2 working days", "6 hours")."""
    if not re.fullmatch(r"[1-9][0-9]?%", text):
        Rule.parse(text)
    return text


def _plan(text: str) -> str:
    if text not in ("", WORKING_DAY):
        Rule.parse(text)
    return text


def _event(text: str) -> str:
    if text in EVENTS or any(kind.fullmatch(text) for kind in (FLAG_EVENT, LETTER_EVENT, DONE_EVENT, MET_EVENT)):
        return text
    raise ValueError(
        f"'{text}' is not an event: flag.NAME, letter.NAME.sent, done.MILESTONE, clock.NAME.met "
        f"or one of {', '.join(sorted(EVENTS))}"
    )


RuleText = Annotated[str, AfterValidator(_rule)]
Lead = Annotated[str, AfterValidator(_lead)]
PlanBy = Annotated[str, AfterValidator(_plan)]
EventName = Annotated[str, AfterValidator(_event)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
RoleName = Literal["handler", "director", "engineer", "hr"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alternative(Frozen):
    """What meets a clock instead for now: a letter with a promised date, which becomes the new due date."""

    letter: Name  # the letter that promises the date
    clause: str  # where the procedure allows it


class Extension(Frozen):
    """More time, for a reason that the customer hears before the clock has run out; counted from the first due date."""

    letter: Name = "delay"  # must go first; its promised date is the new due date, if it is not beyond `at_most`
    at_most: RuleText  # the most that can be added, counted from the first due date (domain D49)
    by: tuple[RoleName, ...] = ("handler", "director")  # whose word it needs
    clause: str  # where the procedure allows it


class Pause(Frozen):
    """The clock stands still while we wait for something that only the customer can give. Without it, none does."""

    clause: str  # where the procedure or the law allows it
    words: str  # what may be waited for, as the text says it


class Clock(Frozen):
    """A promise with a time. It starts at an event, is due `within` a time of it and is met by one of `stops`."""

    id: Name  # its name in letters, events and `mailbot case`
    clause: str  # the clause that promises it
    words: str  # the sentence of the procedure that promises it
    label: str  # what must be done, for letters: "visit the customer"
    within: RuleText  # how long: "24 hours", "10 working days", "8 weeks", "1 month"
    starts: EventName | None = None  # None only with `every`
    unless: str = ""  # a flag that keeps this clock from starting
    supersedes: tuple[Name, ...] = ()  # clocks that end when this one starts
    resumes: tuple[Name, ...] = ()  # clocks that run again, from their own start, when this one's flag is cleared
    stops: tuple[EventName, ...]  # any one of them meets it
    or_progress: Alternative | None = None  # a letter that meets it for now, by promising a date
    extension: Extension | None = None  # None: no letter moves its date
    pause: Pause | None = None  # None: it never stands still
    optional: bool = False  # a chance, not a duty: it lapses without a breach (FCA's three business days)
    internal: bool = False  # the firm's own target: the customer was promised no number
    urgent: bool = False  # reminds outside working hours too
    every: bool = False  # recurring: due again `within` after each time it was met; belongs to no case
    to_roles: tuple[RoleName, ...] = ()  # of a recurring clock's letter
    reminders: tuple[Lead, ...] = ()  # "50%" of its run, or so long before its end
    plan_by: PlanBy = ""  # the day we work to, and are reminded on: "working day", or so long before
    roll: Literal["none", "next", "previous"] = "none"  # where an end on a non-working day moves to
    day_zero: Literal["exclude", "include"] = "exclude"  # is the day of the event itself day 1?
    ends: Literal["midnight", "close_of_business"] = "midnight"  # of the last day, by the firm's hours

    @property
    def from_receipt(self) -> bool:
        """Does it run from something the customer sent, so that cut-off and closed days of receipt matter to it?"""
        starts = self.starts or ""
        return starts in ("complaint.received", "stage_two.requested") or starts.startswith("flag.")

    def event_names(self) -> tuple[tuple[str, str], ...]:
        """(key, event) of every event that the entry names."""
        return (*((("starts", self.starts),) if self.starts else ()), *(("stops", event) for event in self.stops))

    def letters(self) -> tuple[tuple[str, str], ...]:
        """(key, letter) of every letter that it names beside those in events."""
        progress = (("or_progress", self.or_progress.letter),) if self.or_progress else ()
        return (*progress, *((("extension", self.extension.letter),) if self.extension else ()))

    def clauses(self) -> tuple[tuple[str, str], ...]:
        """(key, clause) of the entry and of its parts."""
        parts = (("or_progress", self.or_progress), ("extension", self.extension), ("pause", self.pause))
        return (("clause", self.clause), *((f"{key}.clause", part.clause) for key, part in parts if part is not None))

    def faults(self) -> tuple[str, ...]:
        """What of this entry alone cannot work, each with its key."""
        hours = Rule.parse(self.within).unit == "hour"
        said = {
            "stops: it has none, so nothing would ever meet it": not self.stops,
            "starts: it needs one (or `every = true` for a recurring clock)": self.starts is None and not self.every,
            "stops: it would be met by the event that starts it": self.starts in self.stops,
            "stops: it cannot be met by having been met": f"clock.{self.id}.met" in (*self.stops, self.starts),
            "ends: hours run to the minute; close of business is for days": hours and self.ends != "midnight",
            "plan_by: hours have no day to plan for": hours and bool(self.plan_by),
            "pause: a clock of hours does not stand still": hours and self.pause is not None,
            "optional: a recurring clock is a duty": self.optional and self.every,
            "extension: `or_progress` names the same letter, so its date could mean either": (
                self.extension is not None
                and self.or_progress is not None
                and self.extension.letter == self.or_progress.letter
            ),
            "extension: it needs somebody in `by`": self.extension is not None and not self.extension.by,
            "extension: `at_most` counts days, weeks or months": (
                self.extension is not None and Rule.parse(self.extension.at_most).unit == "hour"
            ),
        }
        return tuple(text for text, wrong in said.items() if wrong)
