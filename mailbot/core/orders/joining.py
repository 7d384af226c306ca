"""`#merge REF`: this case becomes part of another one, and no promise made on either is lost."""

from __future__ import annotations

from mailbot.core import clocks, reference
from mailbot.core.actions import Action, ChangeClock, Happen, Merge, SetCase, SetKind, SetVisit, StartClock, StopClock
from mailbot.core.hearing import is_named
from mailbot.core.model import Case, CaseKind, CaseState, ClockState, Deadline
from mailbot.core.orders.turn import Answer, Done, Refused, Turn
from mailbot.core.procedure import Clock
from mailbot.core.reminders import next_action
from mailbot.core.rights import may_not


def merge(turn: Turn) -> Answer:
    """Contacts, parties, letters and flags move to the case named; the clocks of this one stop, and go on there where they end earlier."""
    case = turn.case
    other = _named(turn)
    if isinstance(other, Refused):
        return other
    if case.stage == 2 or other.stage == 2:
        return Refused(why="a case under review is not merged")
    refusal = may_not(turn.author, other, turn.rules, "merge")
    if refusal := refusal or _shut_out(turn, other):
        return Refused(why=refusal)
    actions = (
        *clocks.stop_all(case, "merged", turn.at),
        Merge(into=other.id, reference=other.reference),
        *_kind(turn, other),
        *(action for deadline in case.clocks if deadline.open for action in _kept(turn, deadline, other)),
        *_taken_over(case, other),
    )
    return Done(said=f"{case.reference} is now part of {other.reference}", actions=actions)


def _shut_out(turn: Turn, other: Case) -> str:
    """Why a restricted case may not join one which somebody has who is not named on it: they alone would hear of it from then on."""
    if not turn.case.restricted or other.restricted or not other.assigned:
        return ""
    has = turn.rules.person(other.assigned)
    if has is None or is_named(has, turn.case):
        return ""
    return (
        f"{turn.case.reference} is restricted, and {has.name}, who has {other.reference}, is not named on it: #restrict {has.name} names "
        f"them, or #assign in answer to a letter about {other.reference} gives it to somebody who is"
    )


def _named(turn: Turn) -> Case | Refused:
    wanted = reference.reference_of(turn.argument, turn.rules.procedure.prefix)
    if not wanted:
        return Refused(why="say into which case, as in: #merge DS-2026-0003-P; its last character guards against slips")
    other = turn.arrival.named.get(wanted)
    if other is None:
        return Refused(why=f"there is no case {wanted} here")
    if other.id == turn.case.id:
        return Refused(why=f"{wanted} is this case")
    if other.state is CaseState.CLOSED:
        return Refused(why=f"{other.reference} is closed; #reopen it first, in answer to a letter about it")
    return other


def _kind(turn: Turn, other: Case) -> tuple[Action, ...]:
    """A complaint that joins an enquiry makes it one."""
    if turn.case.kind is not CaseKind.COMPLAINT or other.kind is CaseKind.COMPLAINT:
        return ()
    return (
        SetKind(kind=CaseKind.COMPLAINT, by=turn.author.name),
        Happen(event="complaint.received", at=turn.case.received_at),
    )


def _kept(turn: Turn, deadline: Deadline, other: Case) -> tuple[Action, ...]:
    """A clock of this case goes on over there, unless the same one runs there and ends no later, was met since, or gave way."""
    procedure, hours = turn.rules.procedure, turn.rules.hours
    clock = procedure.clock_named(deadline.clock)
    running = other.clock(clock.id)
    following = next_action(procedure, clock.id, deadline.started_at, deadline.due_at, hours, turn.now)
    if running is not None:
        if running.due_at <= deadline.due_at:
            return ()
        why = f"{turn.case.reference}, which was received earlier, became part of it"
        return (
            ChangeClock(
                deadline=running.id,
                clock=clock.id,
                due=deadline.due,
                due_at=deadline.due_at,
                why=why,
                next_action_at=following,
            ),
        )
    if _met_since(clock, turn.case, other) or any(
        other.clock(c.id) for c in procedure.clock if clock.id in c.supersedes
    ):
        return ()
    overtaken = [run for name in clock.supersedes if (run := other.clock(name)) is not None]
    return (
        StartClock(
            clock=clock.id,
            started_at=deadline.started_at,
            due=deadline.due,
            due_at=deadline.due_at,
            steps=deadline.steps,
            next_action_at=following,
        ),
        *(
            StopClock(
                deadline=run.id, clock=run.clock, by=f"{clock.id} started", at=turn.at, state=ClockState.SUPERSEDED
            )
            for run in overtaken
        ),
    )


def _met_since(clock: Clock, case: Case, other: Case) -> bool:
    """Was that clock met over there after this case's complaint had come? What was done then answers both; what #enquiry ended was
    not done."""
    return any(
        d.clock == clock.id
        and d.state is ClockState.STOPPED
        and d.stopped_by in clock.stops
        and d.stopped_at is not None
        and d.stopped_at >= case.received_at
        for d in other.clocks
    )


def _taken_over(case: Case, other: Case) -> tuple[Action, ...]:
    """What was said about this case and not about the other."""
    found: list[Action] = []
    if case.visit_at is not None and other.visit_at is None:
        found.append(SetVisit(at=case.visit_at, visitor=case.visitor))
    if case.assigned and not other.assigned:
        found.append(SetCase(field="assigned", value=case.assigned))
    if set(case.about) - set(other.about):
        found.append(SetCase(field="about", value=",".join(dict.fromkeys((*other.about, *case.about)))))
    for name, here, there in (("named", case.named, other.named), ("concerned", case.concerned, other.concerned)):
        if set(here) - set(there):
            found.append(SetCase(field=name, value=",".join(dict.fromkeys((*there, *here)))))
    if case.restricted and not other.restricted:
        found.append(SetCase(field="restricted", value="true"))
    return tuple(found)
