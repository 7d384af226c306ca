"""May this letter move a clock, whose word does it need, and what is its sender told? The clock moves when it is sent.

A letter moves a clock only in time and only as far as the procedure allows (domain 1.4, feature 13): a promise that
was missed stays missed, whatever is written afterwards.
"""

from __future__ import annotations

from datetime import date, datetime

from mailbot.core.clock_policy import Clock
from mailbot.core.due_dates import extended_to
from mailbot.core.model import Case, ClockState, Deadline, Person, Role
from mailbot.core.rules import Rules
from mailbot.core.workdays import in_words


def may_not(author: Person, case: Case, rules: Rules, letter: str) -> str:
    """Why this person's word is not enough for a letter that extends a clock; "" if it is, or if none is extended."""
    for clock, _ in _extended(case, rules, letter):
        roles = clock.extension.by if clock.extension else ()
        if not any(author.is_a(Role(role)) for role in roles):
            clause = clock.extension.clause if clock.extension else ""
            return f"more time needs the word of {' or '.join(f'a {role}' for role in roles)} (clause {clause})"
    return ""


def told(case: Case, rules: Rules, letter: str, promised: date, at: datetime) -> str:
    """What a letter sent at `at` with that date will do to the clocks, to end a sentence with; "" if nothing."""
    said = [_told(clock, running, rules, promised, at) for clock, running in _extended(case, rules, letter)]
    return "; ".join(said)


def _told(clock: Clock, running: Deadline, rules: Rules, promised: date, at: datetime) -> str:
    if running.state is ClockState.BREACHED or at >= running.due_at:
        return f"the clock '{clock.id}' was due on {in_words(running.due)} and stays missed"
    most = extended_to(rules.procedure, clock, running, rules.hours.closes)
    if promised > most:
        return (
            f"the clock '{clock.id}' stays due on {in_words(running.due)}, "
            f"because the procedure allows no date after {in_words(most)}"
        )
    if promised <= running.due:
        return f"the clock '{clock.id}' stays due on {in_words(running.due)}"
    return f"the clock '{clock.id}' then runs until {in_words(promised)}"


def _extended(case: Case, rules: Rules, letter: str) -> list[tuple[Clock, Deadline]]:
    found = []
    for clock in rules.procedure.clock:
        running = case.clock(clock.id)
        if running is not None and clock.extension is not None and clock.extension.letter == letter:
            found.append((clock, running))
    return found
