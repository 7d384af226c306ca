"""What time brings: reminders before a deadline, escalation from it on, the review's papers; what a sent letter meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from mailbot.core import clocks
from mailbot.core.actions import Actions, Breach, Happen, NextAction, StopClock, Write
from mailbot.core.clocks import Standing
from mailbot.core.hearing import handlers, is_named, overseers
from mailbot.core.model import Case, ClockState, Deadline, Person, Role
from mailbot.core.reminders import next_action
from mailbot.core.rules import Rules


def decide_deadline(deadline: Deadline, case: Case, rules: Rules, now: datetime) -> Actions:
    """A clock of a case is to be looked at: before its end the handler is reminded; from its end on (half-open:
    due_at <= now) the directors are told, with a copy to the handler. An optional clock lapses instead."""
    if now >= deadline.due_at:
        if rules.procedure.clock_named(deadline.clock).optional:
            return (_lapse(deadline),)
        dealing = handlers(case, rules)
        to = tuple(dict.fromkeys((*overseers(case, rules), *dealing)))
        told = (replace(_letter("escalation", p, deadline), sealed=_only_watches(p, case, dealing)) for p in to)
        return (*_breach(deadline, now), *told)
    return (_next(deadline, rules, now), *(_letter("reminder", p, deadline) for p in handlers(case, rules)[:1]))


def _only_watches(person: Person, case: Case, dealing: tuple[Person, ...]) -> bool:
    """A director who must know that a promise is broken on a restricted case, and no more than that."""
    return case.restricted and not is_named(person, case) and person not in dealing


def decide_review(deadline: Deadline, rules: Rules, now: datetime) -> Actions:
    """The recurring review (clause 12 / phase three): its papers first, then reminders, and word that it is late."""
    clock = rules.procedure.clock_named(deadline.clock)
    to = tuple(dict.fromkeys(p for role in clock.to_roles for p in rules.people(Role(role))))
    if now >= deadline.due_at:
        return (*_breach(deadline, now), *(_letter("escalation", p, deadline) for p in to))
    kind = "reminder" if deadline.reminders_sent else "review"
    return (_next(deadline, rules, now), *(_letter(kind, p, deadline) for p in to))


def decide_sent(letter: str, case: Case, rules: Rules, at: datetime, promised: date | None = None) -> Actions:
    """The submission server accepted a letter to a customer, or it went by post: an event that clocks may be met by."""
    return decide_gone(letter, Standing.of(case), rules, at, promised)


def decide_gone(letter: str, standing: Standing, rules: Rules, at: datetime, promised: date | None = None) -> Actions:
    """The same of a case of which no more is known than what its clocks depend on."""
    event = f"letter.{letter}.sent"
    moved = clocks.react(rules.procedure, standing, event, at, rules.hours, promised=promised)
    return (Happen(event=event, at=at), *moved)


def _breach(deadline: Deadline, now: datetime) -> Actions:
    return (Breach(deadline=deadline.id, clock=deadline.clock, at=now), NextAction(deadline=deadline.id, at=None))


def _lapse(deadline: Deadline) -> StopClock:
    """A chance that nobody took: no promise is broken, and other clocks run on (DISP 1.5)."""
    return StopClock(
        deadline=deadline.id,
        clock=deadline.clock,
        by=clocks.LAPSED,
        at=deadline.due_at,
        state=ClockState.SUPERSEDED,
    )


def _next(deadline: Deadline, rules: Rules, now: datetime) -> NextAction:
    at = next_action(rules.procedure, deadline.clock, deadline.started_at, deadline.due_at, rules.hours, now)
    return NextAction(deadline=deadline.id, at=at, reminded=True)


def _letter(name: str, to: Person, deadline: Deadline) -> Write:
    return Write(letter=name, to=to.address, to_name=to.name, staff=True, clock=deadline.id)
