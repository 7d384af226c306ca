"""A case as it will stand once some actions are done, so that the next command of the same mail is judged on that.

A clock that starts among them has no number yet: it is -1 for the first StartClock of the decision, -2 for the second, and so on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mailbot.core import actions as a
from mailbot.core.model import Case, ClockState, Deadline, Flag, Party, PartyStanding


def afterwards(case: Case, done: Iterable[a.Action]) -> Case:
    """The case after those actions, in order. `done` begins with the decision's first action, for the numbers of new clocks."""
    started = 0
    for action in done:
        if isinstance(action, a.StartClock):
            started += 1
            case = replace(case, clocks=(*case.clocks, _run(action, -started)))
        elif isinstance(action, a.StopClock | a.ReopenClock | a.ChangeClock):
            case = replace(case, clocks=tuple(_moved(d, action) for d in case.clocks))
        else:
            case = _changed(case, action)
    return case


def _changed(case: Case, action: a.Action) -> Case:
    match action:
        case a.Happen():
            return replace(case, happened={**case.happened, action.event: action.at})
        case a.Raise():
            return replace(case, flags=(*case.flags, Flag(flag=action.flag, because=action.because)))
        case a.Clear():
            return replace(case, flags=tuple(f for f in case.flags if f.flag != action.flag))
        case a.SetStage():
            return replace(case, stage=action.stage)
        case a.SetKind():
            return replace(case, kind=action.kind)
        case a.SetState():
            return replace(case, state=action.state)
        case a.SetReceived():
            return replace(case, received_at=action.at)
        case a.SetVisit():
            return replace(case, visit_at=action.at, visitor=action.visitor)
        case a.Invite():
            others = (i for i in case.invitations if (i.uid, i.attendee) != (action.told.uid, action.told.attendee))
            return replace(case, invitations=(*others, action.told))
        case a.SetCase(field="about"):
            return replace(case, about=tuple(part for part in action.value.split(",") if part))
        case a.SetCase(field="named"):
            return replace(case, named=tuple(part for part in action.value.split(",") if part))
        case a.SetCase(field="concerned"):
            return replace(case, concerned=tuple(part for part in action.value.split(",") if part))
        case a.SetCase(field="restricted"):
            return replace(case, restricted=action.value == "true")
        case a.SetCase(field="assigned"):
            return replace(case, assigned=action.value)
        case a.SetCase(field="answered_by"):
            return replace(case, answered_by=tuple(part for part in action.value.split(",") if part))
        case a.SetCase(field="delegate"):
            return replace(case, delegate=action.value)
        case a.SetParty():
            return _with_detail(case, action)
        case _:
            return case


def _with_detail(case: Case, action: a.SetParty) -> Case:
    """The detail is the first party's, as in the store; only what letters and tasks tell of it matters here."""
    first, value = case.parties[0], action.value
    changed = replace(
        first,
        name=value if action.field == "name" else first.name,
        address=value if action.field == "address" else first.address,
        phone=value if action.field == "phone" else first.phone,
        postal=value if action.field == "postal" else first.postal,
    )
    others = (p for p in case.parties[1:] if not _same_waits(p, action))
    return replace(case, parties=(changed, *others))


def _same_waits(party: Party, action: a.SetParty) -> bool:
    """Is it the customer themselves, who wrote from their new address and waited to be known?"""
    return action.field == "address" and party.standing is PartyStanding.UNCONFIRMED and party.address == action.value


def _run(action: a.StartClock, number: int) -> Deadline:
    return Deadline(
        id=number,
        clock=action.clock,
        started_at=action.started_at,
        due=action.due,
        due_at=action.due_at,
        state=ClockState.RUNNING,
        steps=action.steps,
        next_action_at=action.next_action_at,
    )


def _moved(deadline: Deadline, action: a.StopClock | a.ReopenClock | a.ChangeClock) -> Deadline:
    if deadline.id != action.deadline:
        return deadline
    if isinstance(action, a.StopClock):
        return replace(deadline, state=action.state, stopped_at=action.at, stopped_by=action.by, next_action_at=None)
    if isinstance(action, a.ReopenClock):
        return replace(
            deadline,
            state=ClockState.RUNNING,
            stopped_at=None,
            stopped_by="",
            next_action_at=action.next_action_at,
        )
    return replace(
        deadline, due=action.due, due_at=action.due_at, state=ClockState.RUNNING, next_action_at=action.next_action_at
    )
