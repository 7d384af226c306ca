"""When a running clock is looked at: its reminders, in working hours, and the morning's digest. Instants come in, instants go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.due_dates import before, plan_day
from mailbot.core.procedure import Clock, Procedure
from mailbot.core.workdays import Rule, Settings, Unit, is_working_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """A firm's working hours on working days and the time of its daily digest, local."""

    opens: time = time(9, 0)
    closes: time = time(17, 0)
    digest: time = time(8, 30)


def next_action(
    procedure: Procedure, clock: str, started: datetime, due_at: datetime, hours: Hours, after: datetime
) -> datetime:
    """The next instant after `after` at which a running clock must be looked at: a reminder, or else its end."""
    rule = procedure.clock_named(clock)
    plan = reminder_plan(rule, procedure.counting(rule), started, due_at, hours)
    return next((at for at in plan if at > after), due_at)


def reminder_plan(
    clock: Clock, settings: Settings, started: datetime, due_at: datetime, hours: Hours
) -> tuple[datetime, ...]:
    """When the handler is reminded: each lead, inside working hours unless the clock is urgent, all before `due_at`."""
    zone = ZoneInfo(settings.zone)
    leads = [_lead(lead, settings, started, due_at, hours) for lead in clock.reminders]
    instants = set(leads) if clock.urgent else {_in_hours(at, due_at, settings, hours, zone) for at in leads}
    planned = plan_day(clock, settings, _last_day(due_at, zone))
    if planned is not None:
        instants.add(datetime.combine(planned, hours.opens, zone).astimezone(UTC))
    return tuple(sorted(at for at in instants if started < at < due_at))


def next_digest(settings: Settings, hours: Hours, after: datetime) -> datetime:
    """The next working morning's digest after that instant."""
    zone = ZoneInfo(settings.zone)
    day = after.astimezone(zone).date()
    while True:
        at = datetime.combine(day, hours.digest, zone).astimezone(UTC)
        if at > after and is_working_day(day, settings):
            return at
        day += timedelta(days=1)


def _lead(lead: str, settings: Settings, started: datetime, due_at: datetime, hours: Hours) -> datetime:
    if lead.endswith("%"):
        return started + (due_at - started) * int(lead[:-1]) / 100
    rule = Rule.parse(lead)
    if rule.unit is Unit.HOURS:
        return due_at - timedelta(hours=rule.count)
    zone = ZoneInfo(settings.zone)
    day = before(rule, _last_day(due_at, zone), settings)
    return datetime.combine(day, hours.opens, zone).astimezone(UTC)


def _last_day(due_at: datetime, zone: ZoneInfo) -> date:
    return (due_at - timedelta(microseconds=1)).astimezone(zone).date()


def _in_hours(at: datetime, due_at: datetime, settings: Settings, hours: Hours, zone: ZoneInfo) -> datetime:
    """That instant if it is working time, else the next opening if that is early enough, else the opening before."""
    local = at.astimezone(zone)
    if is_working_day(local.date(), settings) and hours.opens <= local.time() < hours.closes:
        return at
    day = local.date()
    while not (is_working_day(day, settings) and datetime.combine(day, hours.opens, zone) >= local):
        day += timedelta(days=1)
    opening = datetime.combine(day, hours.opens, zone).astimezone(UTC)
    if opening < due_at:
        return opening
    day = local.date()
    while not (is_working_day(day, settings) and datetime.combine(day, hours.opens, zone) <= local):
        day -= timedelta(days=1)
    return datetime.combine(day, hours.opens, zone).astimezone(UTC)
