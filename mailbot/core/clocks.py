"""The procedure's clocks: which start, stop, give way or run again when something happens.

Pure: instants come in, actions go out. What a length of time means is workdays.py's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from mailbot.core.actions import Action, Actions, ChangeClock, ReopenClock, StartClock, StopClock
from mailbot.core.due_dates import due_of, extended_to, late_at
from mailbot.core.model import Case, ClockState, Deadline
from mailbot.core.procedure import Clock, Procedure
from mailbot.core.reminders import Hours, next_action
from mailbot.core.workdays import Rule, due

LAPSED = "its time has passed"
"""What ended an optional clock that nothing met."""

_ANSWERS = ("letter.response.sent", "letter.stage_two_decision.sent")


class Promise(Protocol):
    """A clock that runs to a promised date, and what it ran to before."""

    @property
    def deadline(self) -> Deadline: ...
    @property
    def due(self) -> date: ...
    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The part of a case that clocks depend on, at the moment something happens."""

    clocks: tuple[Deadline, ...] = ()
    flags: frozenset[str] = frozenset()
    started: datetime | None = None  # complaint.received, for a clock that resumes
    happened: Mapping[str, datetime] = field(default_factory=dict)  # what the case has seen

    @classmethod
    def of(cls, case: Case) -> Standing:
        return cls(
            clocks=case.clocks,
            flags=frozenset(f.flag for f in case.flags),
            started=case.happened.get("complaint.received"),
            happened=case.happened,
        )

    def open(self, clock: str) -> Deadline | None:
        return next((d for d in self.clocks if d.clock == clock and d.open), None)

    def to_meet(self, clock: Clock, at: datetime) -> Deadline | None:
        """The run that something at `at` can meet: the open one, or one that lapsed before we were told."""
        lapsed = (
            d
            for d in reversed(self.clocks)
            if clock.optional and d.clock == clock.id and d.stopped_by == LAPSED and at < d.due_at
        )
        return self.open(clock.id) or next(lapsed, None)

    def without(self, ended: Iterable[StopClock]) -> Standing:
        """The same, once those runs have ended."""
        ends = {stop.deadline: stop for stop in ended}
        if not ends:
            return self
        return replace(
            self,
            clocks=tuple(
                replace(d, state=ends[d.id].state, stopped_by=ends[d.id].by) if d.id in ends else d for d in self.clocks
            ),
        )


def react(
    procedure: Procedure, standing: Standing, event: str, at: datetime, hours: Hours, *, promised: date | None = None
) -> Actions:
    """What `event`, which happened at `at`, does to the clocks: stops first, then promised dates, then starts.

    A clock that is met in time is an event of its own, `clock.NAME.met`, to which others may start or stop.
    """
    found = list(_react(procedure, standing, event, at, hours, promised))
    stops = [a for a in found if isinstance(a, StopClock)]
    standing_then = standing.without(stops)
    for stop in stops:
        run = next(d for d in standing.clocks if d.id == stop.deadline)
        if stop.state is ClockState.STOPPED and at < run.due_at:
            found += react(procedure, standing_then, f"clock.{stop.clock}.met", at, hours)
    return tuple(found)


def _react(
    procedure: Procedure, standing: Standing, event: str, at: datetime, hours: Hours, promised: date | None
) -> Actions:
    found: list[Action] = []
    for clock in procedure.clock if standing.clocks else ():
        running = standing.to_meet(clock, at)
        if running is None:
            continue
        if event in clock.stops:
            found.append(StopClock(deadline=running.id, clock=clock.id, by=event, at=at))
            found += _resume(procedure, standing, clock, event, hours)
        elif promised is not None and _moves(procedure, clock, running, event, at, promised, hours):
            found.append(_promise(procedure, clock, running, event.split(".")[1], promised, at, hours))
    left = standing.without(a for a in found if isinstance(a, StopClock))
    return (*found, *_starts(procedure, left, event, at, hours))


def _starts(procedure: Procedure, standing: Standing, event: str, at: datetime, hours: Hours) -> Actions:
    found: list[Action] = []
    for clock in procedure.clock:
        if clock.starts != event or clock.unless in standing.flags or standing.open(clock.id) is not None:
            continue
        found.append(_start(procedure, clock, at, hours))
        for name in clock.supersedes:
            overtaken = standing.open(name)
            if overtaken is not None:
                by = f"{clock.id} started"
                found.append(StopClock(deadline=overtaken.id, clock=name, by=by, at=at, state=ClockState.SUPERSEDED))
    return tuple(found)


def _moves(
    procedure: Procedure, clock: Clock, running: Deadline, event: str, at: datetime, promised: date, hours: Hours
) -> bool:
    """Is the letter's date the clock's from now on? Of a progress update always, of an extension in time and within it."""
    if clock.or_progress is not None and event == f"letter.{clock.or_progress.letter}.sent":
        return True
    if clock.extension is None or event != f"letter.{clock.extension.letter}.sent":
        return False
    in_time = running.state is ClockState.RUNNING and at < running.due_at
    return in_time and running.due < promised <= extended_to(procedure, clock, running, hours.closes)


def stop_all(case: Case, by: str, at: datetime) -> Actions:
    """Every open clock of a case ends: it was closed, or turned out to be no complaint."""
    return tuple(StopClock(deadline=d.id, clock=d.clock, by=by, at=at) for d in case.clocks if d.open)


def reopen(procedure: Procedure, stopped: Iterable[Deadline], why: str, hours: Hours, now: datetime) -> Actions:
    """Clocks run again to the date that they had: what ended them was undone (a letter came back, a case is taken up again)."""
    return tuple(
        ReopenClock(
            deadline=d.id,
            clock=d.clock,
            due=d.due,
            due_at=d.due_at,
            why=why,
            next_action_at=_looked_at_again(procedure, d, d.due_at, hours, now),
        )
        for d in stopped
    )


def take_back(
    procedure: Procedure, promised: Iterable[Promise], why: str, hours: Hours, now: datetime
) -> tuple[ChangeClock, ...]:
    """Clocks that ran to a date which a letter promised run to what they ran to before: the letter did not arrive."""
    return tuple(
        ChangeClock(
            deadline=p.deadline.id,
            clock=p.deadline.clock,
            due=p.due,
            due_at=p.due_at,
            why=why,
            next_action_at=_looked_at_again(procedure, p.deadline, p.due_at, hours, now),
        )
        for p in promised
    )


def _looked_at_again(
    procedure: Procedure, run: Deadline, due_at: datetime, hours: Hours, now: datetime
) -> datetime | None:
    """None where it was announced that this date was missed; that an earlier one was, before a promise moved it, says nothing of this."""
    if run.breached_at is not None and run.breached_at >= due_at:
        return None
    return next_action(procedure, run.clock, run.started_at, due_at, hours, now)


def worst_reply(procedure: Procedure, clocks: Iterable[Deadline], starts: Iterable[StartClock] = ()) -> date | None:
    """The latest day on which the customer may expect the answer: the open answer clock, and what follows it.

    For a chain (investigate 30 days, then reply 5 days from its end) the lengths are added; None where none runs.
    """
    ends = {d.clock: d.due_at for d in clocks if d.open} | {s.clock: s.due_at for s in starts}
    found: list[date] = []
    for clock in procedure.clock:
        if clock.internal or clock.optional or clock.id not in ends or not set(_ANSWERS) & set(clock.stops):
            continue
        last = (ends[clock.id] - timedelta(microseconds=1)).astimezone(ZoneInfo(procedure.calendar.zone))
        found.append(last.date())
        for chained in procedure.clock:
            same_answer = set(_ANSWERS) & set(clock.stops) & set(chained.stops)
            if (
                same_answer
                and chained.starts in clock.stops
                and chained.starts not in _ANSWERS
                and chained.id not in ends
            ):
                found.append(due(Rule.parse(chained.within), last, procedure.counting(chained)).due)
    return max(found, default=None)


def _start(procedure: Procedure, clock: Clock, at: datetime, hours: Hours) -> StartClock:
    answer = due_of(procedure, clock, at, hours.closes)
    return StartClock(
        clock=clock.id,
        started_at=at,
        due=answer.due,
        due_at=answer.due_at,
        steps=answer.steps,
        next_action_at=next_action(procedure, clock.id, at, answer.due_at, hours, at),
    )


def run_from(procedure: Procedure, case: Case, before: datetime, at: datetime, hours: Hours, now: datetime) -> Actions:
    """Clocks of the case that run from `before` run from `at` instead, each as a run of its own; what was met keeps its record."""
    found: list[Action] = []
    for run in case.clocks:
        if run.open and run.started_at == before:
            why = "the receipt was corrected"
            found.append(StopClock(deadline=run.id, clock=run.clock, by=why, at=now, state=ClockState.SUPERSEDED))
            found.append(_start(procedure, procedure.clock_named(run.clock), at, hours))
    return tuple(found)


def start_recurring(procedure: Procedure, clock: Clock, at: datetime, hours: Hours) -> StartClock:
    """The next run of a recurring clock, from when the procedure first ran here or when it was last met."""
    return _start(procedure, clock, at, hours)


def _promise(
    procedure: Procedure, clock: Clock, running: Deadline, letter: str, promised: date, at: datetime, hours: Hours
) -> ChangeClock:
    due_at = late_at(clock, promised, procedure.calendar.zone, hours.closes)
    return ChangeClock(
        deadline=running.id,
        clock=clock.id,
        due=promised,
        due_at=due_at,
        why=f"{letter} promised {promised.isoformat()}",
        next_action_at=next_action(procedure, clock.id, running.started_at, due_at, hours, at),
    )


def _resume(procedure: Procedure, standing: Standing, clock: Clock, event: str, hours: Hours) -> list[Action]:
    """Clocks that gave way to this one run again from their own start: a person cleared the reason (domain 1.3).

    Not one that was met meanwhile, or whose end has been seen: a visit that was made is not owed again."""
    if not event.endswith(".cleared") or standing.started is None:
        return []
    return [
        _start(procedure, procedure.clock_named(name), standing.started, hours)
        for name in clock.resumes
        if standing.open(name) is None
        and not any(stop in standing.happened for stop in procedure.clock_named(name).stops)
        and not any(d.clock == name and d.state is ClockState.STOPPED for d in standing.clocks)
    ]
