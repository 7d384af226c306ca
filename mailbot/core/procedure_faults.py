"""What pydantic cannot see in a procedure: names that do not meet, entries that cannot work. Finds; changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailbot.core.clock_policy import DONE_EVENT, LETTER_EVENT, MET_EVENT
from mailbot.core.triage.triage import FLAGS

if TYPE_CHECKING:
    from mailbot.core.procedure import Procedure

Named = Iterator[tuple[str, str]]


def faults(procedure: Procedure) -> tuple[str, ...]:
    """Every fault with its key ("clock.visit.stops: ..."), all at once; empty if the procedure is sound."""
    return (
        *(f"clock.{clock.id}.{fault}" for clock in procedure.clock for fault in clock.faults()),
        *_unknown_clocks(procedure),
        *_unknown_in_events(procedure),
        *_unknown_letters(procedure),
        *_unknown_clauses(procedure),
        *_twice(procedure),
        *_dates(procedure),
        *_forgotten_pause(procedure),
        *(f"begins_with: there is no flag '{f}'" for f in procedure.begins_with if f not in (*FLAGS, "any")),
    )


def _unknown_clocks(procedure: Procedure) -> Iterator[str]:
    known = {clock.id for clock in procedure.clock}
    for clock in procedure.clock:
        for key, names in (("supersedes", clock.supersedes), ("resumes", clock.resumes)):
            yield from (f"clock.{clock.id}.{key}: there is no clock '{name}'" for name in names if name not in known)


def _unknown_in_events(procedure: Procedure) -> Iterator[str]:
    """Letters, milestones and clocks that an event's name speaks of."""
    kinds: tuple[tuple[str, re.Pattern[str], set[str]], ...] = (
        ("letter", LETTER_EVENT, {rule.id for rule in procedure.letter}),
        ("milestone", DONE_EVENT, {m.id for m in procedure.milestone}),
        ("clock", MET_EVENT, {clock.id for clock in procedure.clock}),
    )
    for key, event in _events(procedure):
        for kind, pattern, known in kinds:
            found = pattern.fullmatch(event)
            if found and found["name"] not in known:
                yield f"{key}: there is no {kind} '{found['name']}'"


def _events(procedure: Procedure) -> Named:
    for clock in procedure.clock:
        yield from ((f"clock.{clock.id}.{key}", event) for key, event in clock.event_names())
    yield from ((f"letter.{rule.id}.on", rule.on) for rule in procedure.letter if rule.on)
    yield from ((f"window.{window.id}.starts", window.starts) for window in procedure.window)


def _unknown_letters(procedure: Procedure) -> Iterator[str]:
    known = {rule.id for rule in procedure.letter}
    for clock in procedure.clock:
        for key, letter in clock.letters():
            if letter not in known:
                yield f"clock.{clock.id}.{key}: there is no letter '{letter}'"


def _unknown_clauses(procedure: Procedure) -> Iterator[str]:
    """Only where the procedure lists its clauses."""
    known = {clause.id for clause in procedure.clause}
    for key, named in _clauses(procedure) if known else ():
        yield from (f"{key}: there is no clause '{clause}'" for clause in named.split(", ") if clause not in known)


def _clauses(procedure: Procedure) -> Named:
    for clock in procedure.clock:
        yield from ((f"clock.{clock.id}.{key}", clause) for key, clause in clock.clauses())
    yield from ((f"letter.{rule.id}.clause", rule.clause) for rule in procedure.letter)
    yield from ((f"milestone.{m.id}.clause", m.clause) for m in procedure.milestone)
    yield from ((f"window.{w.id}.clause", w.clause) for w in procedure.window)
    yield from ((f"body.{body.id}.clause", body.clause) for body in procedure.body)
    yield from ((f"divert.{d.flag}.clause", d.clause) for d in procedure.divert)
    yield from ((f"guard.{g.forbid}.clause", g.clause) for g in procedure.guard)
    for key, part in (("stage_two", procedure.stage_two), ("about_person", procedure.about_person)):
        if part is not None:
            yield f"{key}.clause", part.clause


def _twice(procedure: Procedure) -> Iterator[str]:
    kinds = {
        "clock": [c.id for c in procedure.clock],
        "letter": [r.id for r in procedure.letter],
        "milestone": [m.id for m in procedure.milestone],
        "window": [w.id for w in procedure.window],
        "body": [b.id for b in procedure.body],
        "clause": [c.id for c in procedure.clause],
    }
    for kind, names in kinds.items():
        yield from (f"{kind}: '{n}' stands twice" for n in sorted({n for n in names if names.count(n) > 1}))


def _dates(procedure: Procedure) -> Iterator[str]:
    if procedure.valid_to is not None and procedure.valid_to < procedure.valid_from:
        yield "valid_to: it lies before valid_from"
    for body in procedure.body:
        if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
            yield f"body.{body.id}.valid_to: it lies before valid_from"


def _forgotten_pause(procedure: Procedure) -> Iterator[str]:
    """While a clock stands still nobody is reminded of it: something else must run meanwhile."""
    watched = any(clock.starts == "case.paused" for clock in procedure.clock)
    for clock in procedure.clock:
        if clock.pause is not None and not watched:
            yield f"clock.{clock.id}.pause: no clock starts at `case.paused`, so nobody would be reminded to go on"
