"""When a clock is due, until when it may be extended, and the day that we work to. workdays.py does the counting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.clock_policy import WORKING_DAY, Clock
from mailbot.core.instants import iso
from mailbot.core.model import Deadline
from mailbot.core.procedure import Procedure
from mailbot.core.workdays import (
    Due,
    PastHorizon,
    Rule,
    Settings,
    Unit,
    add_working_days,
    due,
    in_words,
    is_working_day,
    late_from,
)

AHEAD = timedelta(days=90)
"""So long before the calendar ends people are told: what it does not know is an error then, and not a guess."""


def due_of(procedure: Procedure, clock: Clock, at: datetime, closes: time) -> Due:
    """When that clock is due if it starts at `at`, and why. `closes` is the firm's close of business, local."""
    settings = procedure.counting(clock)
    found = due(Rule.parse(clock.within), at, settings)
    steps = found.steps
    if clock.ends == "close_of_business":
        due_at = late_at(clock, found.due, settings.zone, closes)
        found = replace(found, due_at=due_at)
        steps = (*steps[:-1], f"In time until close of business, {closes:%H:%M}; late from {iso(due_at)}.")
    planned = plan_day(clock, settings, found.due)
    if planned is not None:
        steps = (*steps, f"We plan to do it by {in_words(planned)}.")
    return replace(found, steps=steps)


def lengths(procedure: Procedure) -> Iterator[tuple[str, Rule]]:
    """Every length of time that the procedure names, with whose it is."""
    for clock in procedure.clock:
        yield f"clock {clock.id}", Rule.parse(clock.within)
    for window in procedure.window:
        yield f"window {window.id}", Rule.parse(window.within)
    for diversion in procedure.divert:
        if diversion.within is not None:
            yield f"divert {diversion.flag}", Rule.parse(diversion.within)


def calendar_ends(procedure: Procedure, now: datetime) -> bool:
    """Will something that begins within AHEAD end on a day that the calendar does not know?"""
    try:
        for _, rule in lengths(procedure):
            due(rule, now + AHEAD, procedure.plain_counting())
    except PastHorizon:
        return True
    return False


def late_at(clock: Clock, last: date, zone: str, closes: time) -> datetime:
    """The first instant (UTC) at which a clock whose last day that is has not been kept."""
    if clock.ends == "close_of_business":
        return datetime.combine(last, closes, ZoneInfo(zone)).astimezone(UTC)
    return late_from(last, zone)


def plan_day(clock: Clock, settings: Settings, last: date) -> date | None:
    """The day that we work to: always a working day, never after the last one. None if the clock plans for none."""
    if not clock.plan_by:
        return None
    day = last if clock.plan_by == WORKING_DAY else before(Rule.parse(clock.plan_by), last, settings)
    return day if is_working_day(day, settings) else add_working_days(day, -1, settings)


def before(rule: Rule, last: date, settings: Settings) -> date:
    """The day that lies so long before that one; a month counts as 30 days."""
    if rule.unit is Unit.WORKING_DAYS:
        return add_working_days(last, -rule.count, settings)
    days = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30}[rule.unit]
    return last - timedelta(days=rule.count * days)


def extended_to(procedure: Procedure, clock: Clock, running: Deadline, closes: time) -> date:
    """The last day to which this run may be extended: counted from its first due date, however often it moved (D49)."""
    first = due_of(procedure, clock, running.started_at, closes).due
    if clock.extension is None:
        return first
    settings = procedure.plain_counting()
    midday = datetime.combine(first, time(12, 0), ZoneInfo(settings.zone))
    return due(Rule.parse(clock.extension.at_most), midday, settings).due
