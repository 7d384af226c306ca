"""Clocks that stand still while we wait for what only the customer can give, where the procedure says so (feature 14).

A pause ends the run of a clock without meeting it; going on starts a new run, later by the time that was waited.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.actions import Actions, StartClock, StopClock
from mailbot.core.clock_policy import Clock
from mailbot.core.clocks import Standing
from mailbot.core.due_dates import late_at
from mailbot.core.localtime import in_words
from mailbot.core.model import ClockState, Deadline
from mailbot.core.reminders import next_action
from mailbot.core.rules import Rules
from mailbot.core.workdays import Rule, Unit, add_working_days, is_working_day, working_days_between

PAUSED = "paused"


def pause(standing: Standing, rules: Rules, reason: str, at: datetime) -> Actions:
    """Every clock in time that may stand still does; one that was missed stays missed. Empty where none may."""
    return tuple(
        StopClock(deadline=d.id, clock=d.clock, by=f"{PAUSED}: {reason}", at=at, state=ClockState.SUPERSEDED)
        for d in standing.clocks
        if d.state is ClockState.RUNNING and at < d.due_at and rules.procedure.clock_named(d.clock).pause is not None
    )


def resume(standing: Standing, rules: Rules, at: datetime) -> Actions:
    """Every clock that stands still runs again, later by the time waited, unless what meets it happened meanwhile."""
    last = {d.clock: d for d in standing.clocks}
    return tuple(
        _again(rules.procedure.clock_named(name), run, rules, at)
        for name, run in last.items()
        if _stands_still(run) and not _met_meanwhile(rules.procedure.clock_named(name), run, standing)
    )


def _stands_still(run: Deadline) -> bool:
    return run.state is ClockState.SUPERSEDED and run.stopped_by.startswith(f"{PAUSED}: ")


def _met_meanwhile(clock: Clock, run: Deadline, standing: Standing) -> bool:
    since = run.stopped_at or run.started_at
    return any(standing.happened[stop] >= since for stop in clock.stops if stop in standing.happened)


def _again(clock: Clock, run: Deadline, rules: Rules, at: datetime) -> StartClock:
    settings = rules.procedure.counting(clock)
    zone = ZoneInfo(settings.zone)
    stood = (run.stopped_at or at).astimezone(zone).date()
    until = max(at.astimezone(zone).date(), stood)
    due = _later(clock, run.due, stood, until, rules)
    due_at = late_at(clock, due, settings.zone, rules.hours.closes)
    steps = (*run.steps, f"Stood still from {in_words(stood)} to {in_words(until)}: now due on {in_words(due)}.")
    hours = rules.hours
    following = next_action(rules.procedure, clock.id, run.started_at, due_at, hours, at)
    return StartClock(
        clock=clock.id, started_at=run.started_at, due=due, due_at=due_at, steps=steps, next_action_at=following
    )


def _later(clock: Clock, due: date, stood: date, until: date, rules: Rules) -> date:
    """`due`, later by the days from `stood` to `until`, in the clock's own kind of day, rolled as the clock rolls."""
    settings = rules.procedure.counting(clock)
    if Rule.parse(clock.within).unit is Unit.WORKING_DAYS:
        return add_working_days(due, working_days_between(stood, until, replace(settings, cutoff=None)), settings)
    moved = due + timedelta(days=(until - stood).days)
    if settings.roll == "none" or is_working_day(moved, settings):
        return moved
    return add_working_days(moved, 1 if settings.roll == "next" else -1, settings)
