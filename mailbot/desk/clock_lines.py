"""A clock as letters and digests tell it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mailbot.core.clock_policy import Clock
from mailbot.core.due_dates import plan_day
from mailbot.core.model import Deadline
from mailbot.core.workdays import Rule, Settings, Unit, working_days_between
from mailbot.desk.firms import FirmDesk
from mailbot.letters.context import ClockLine


def clock_line(firm: FirmDesk, deadline: Deadline, now: datetime) -> ClockLine:
    """The clock in the words of the procedure and in local time."""
    clock = firm.rules.procedure.clock_named(deadline.clock)
    rule, counting = Rule.parse(clock.within), firm.rules.procedure.counting(clock)
    return ClockLine(
        clock=deadline.clock,
        label=clock.label,
        clause=clock.clause,
        due=deadline.due,
        due_at=deadline.due_at.astimezone(firm.zone),
        by_hour=rule.unit is Unit.HOURS or clock.ends != "midnight",
        internal=clock.internal,
        late=deadline.open and now >= deadline.due_at,
        open=deadline.open,
        steps=deadline.steps,
        left=_left(firm, deadline, rule, counting, now) if deadline.open else "",
        planned=_planned(clock, deadline, counting) if deadline.open else None,
    )


def _planned(clock: Clock, deadline: Deadline, counting: Settings) -> date | None:
    """The day that we work to, where it is not the last one itself."""
    day = plan_day(clock, counting, deadline.due)
    return day if day != deadline.due else None


def _left(firm: FirmDesk, deadline: Deadline, rule: Rule, counting: Settings, now: datetime) -> str:
    """ "2 working days left", "3 hours late": in the clock's own unit, so that the number means what the procedure means."""
    if rule.unit is Unit.HOURS or abs(deadline.due_at - now) < timedelta(hours=1):
        hours = round(abs((deadline.due_at - now).total_seconds()) / 3600)
        amount = f"{hours} hour{'s' if hours != 1 else ''}" if hours else "less than an hour"
        return f"{amount} {'late' if now >= deadline.due_at else 'left'}"
    today = now.astimezone(firm.zone).date()
    if deadline.due == today and now < deadline.due_at:
        return "due today"
    working = rule.unit is Unit.WORKING_DAYS
    days = working_days_between(today, deadline.due, counting) if working else (deadline.due - today).days
    amount = f"{abs(days)} {'working ' if working else ''}day{'s' if abs(days) != 1 else ''}"
    return f"{amount} {'late' if now >= deadline.due_at else 'left'}" if days else "late"
