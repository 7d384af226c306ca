"""What each action does: rows and events, in the caller's transaction. Decides nothing; letters are written by desk.py, last."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mailbot.core import actions as a
from mailbot.core.instants import iso
from mailbot.core.model import CaseState, ClockState, LetterState
from mailbot.desk.step import Step
from mailbot.store import body_numbers, cases, contacts, deadlines, invitations, letters, merging, parties, promises


def _open(step: Step, action: a.OpenCase) -> None:
    procedure = step.firm.rules.procedure
    step.case_id = cases.open_case(
        step.tx,
        action,
        mailbox=step.firm.name,
        procedure=procedure.id,
        version=procedure.version,
        prefix=procedure.prefix,
        year=action.received_at.astimezone(step.firm.zone).year,
        now=step.now,
    )
    customer = action.parties[0]
    content = {
        "procedure": procedure.id,
        "version": procedure.version,
        "kind": str(action.kind),
        "channel": str(action.channel),
        "customer": f"{customer.name} <{customer.address}>".strip() if customer.address else customer.name,
        "received_at": iso(action.received_at),
    }
    step.event("case.opened", content)


def _record(step: Step, action: a.Record) -> None:
    case_id = None if action.off_case else step.case_id
    entry_id = step.entry.id if step.entry is not None and action.original else None
    contact = contacts.record(
        step.tx,
        action,
        mailbox=step.firm.name,
        case_id=case_id,
        ledger_id=entry_id,
        letter_id=step.letter_id,
        now=step.now,
        beginning=step.entry.beginning if step.entry is not None and action.original else b"",
    )
    content: dict[str, object] = {
        "contact": contact,
        "direction": str(action.direction),
        "channel": str(action.channel),
        "from": action.sender,
        "attempted": action.attempted,
        "happened_at": iso(action.at),
    }
    if step.entry is not None and action.original:
        content["sha256"] = step.entry.sha256
    content |= {name: True for name in ("unconfirmed", "duplicate") if getattr(action, name)}
    step.event("contact.recorded", content, off_case=action.off_case)


def _confirm_contact(step: Step, action: a.ConfirmContact) -> None:
    contacts.confirm(step.tx, action.contact)
    step.event("case.changed", {"field": "contact", "value": action.contact, "standing": "confirmed"})


def _happen(step: Step, action: a.Happen) -> None:
    cases.happen(step.tx, step.case, action.event, action.at)


def _raise(step: Step, action: a.Raise) -> None:
    cases.raise_flag(step.tx, step.case, action.flag, action.because, step.now)
    step.event("flag.raised", {"flag": action.flag, "because": action.because})


def _clear(step: Step, action: a.Clear) -> None:
    cases.clear_flag(step.tx, step.case, action.flag, action.by, action.reason, step.now)
    step.event("flag.cleared", {"flag": action.flag, "by": action.by, "reason": action.reason})


def _start(step: Step, action: a.StartClock) -> None:
    run = deadlines.start(
        step.tx,
        mailbox=step.firm.name,
        case_id=step.case_id,
        clock=action.clock,
        started_at=action.started_at,
        due=action.due,
        due_at=action.due_at,
        steps=action.steps,
        next_action_at=action.next_action_at,
    )
    step.started.append(run)
    content = {
        "clock": action.clock,
        "due": action.due.isoformat(),
        "due_at": iso(action.due_at),
        "started_at": iso(action.started_at),
    }
    step.event("clock.started", content)


def _stop(step: Step, action: a.StopClock) -> None:
    run = step.run(action.deadline)
    deadline = deadlines.get(step.tx, run).deadline
    deadlines.stop(step.tx, run, by=action.by, at=action.at, state=action.state, letter=step.letter_id)
    content: dict[str, object] = {"clock": action.clock, "by": action.by, "met_at": iso(action.at)}
    if action.at >= deadline.due_at and action.state is ClockState.STOPPED:
        content["late"] = True
    if step.now >= deadline.due_at > action.at:
        content["reported_late"] = True
    step.event("clock.stopped", content)


def _change(step: Step, action: a.ChangeClock) -> None:
    if step.letter_id is not None:
        before = deadlines.get(step.tx, step.run(action.deadline)).deadline
        promises.made(step.tx, before.id, step.letter_id, before.due, before.due_at)
    deadlines.change(
        step.tx, step.run(action.deadline), due=action.due, due_at=action.due_at, next_action_at=action.next_action_at
    )
    content = {"clock": action.clock, "due": action.due.isoformat(), "due_at": iso(action.due_at), "why": action.why}
    step.event("clock.changed", content)


def _reopen(step: Step, action: a.ReopenClock) -> None:
    deadlines.reopen(step.tx, action.deadline, action.next_action_at)
    content = {"clock": action.clock, "due": action.due.isoformat(), "due_at": iso(action.due_at), "why": action.why}
    step.event("clock.started", content)


def _next(step: Step, action: a.NextAction) -> None:
    deadlines.set_next(step.tx, action.deadline, action.at, reminded=action.reminded)


def _breach(step: Step, action: a.Breach) -> None:
    deadlines.breach(step.tx, action.deadline, action.at)
    step.event("clock.breached", {"clock": action.clock})


def _release(step: Step, action: a.Release) -> None:
    step.keep_events()
    case = cases.load(step.tx, step.case)
    step.outgoing.release(step.tx, step.firm, action.letter, case, step.now, become=action.become)
    step.event(
        "letter.released",
        {"letter": action.become or letters.get(step.tx, action.letter).name, "by": action.by},
        letter_id=action.letter,
    )


def _stage(step: Step, action: a.SetStage) -> None:
    cases.set_fields(step.tx, step.case, stage=action.stage)
    step.event("case.stage", {"stage": action.stage, "why": action.why})


def _kind(step: Step, action: a.SetKind) -> None:
    cases.set_fields(step.tx, step.case, kind=str(action.kind))
    step.event("case.kind", {"kind": str(action.kind), "by": action.by})


def _set_case(step: Step, action: a.SetCase) -> None:
    value: object = action.value == "true" if action.field == "restricted" else action.value
    cases.set_fields(step.tx, step.case, **{action.field: value})
    step.event("case.changed", {"field": action.field, "value": action.value})


def _set_received(step: Step, action: a.SetReceived) -> None:
    cases.set_fields(step.tx, step.case, received_at=action.at)
    contacts.moved(step.tx, step.case, action.before, action.at)
    step.event("case.changed", {"field": "received", "value": iso(action.at), "before": iso(action.before)})


def _set_visit(step: Step, action: a.SetVisit) -> None:
    cases.set_fields(step.tx, step.case, visit_at=action.at, visitor=action.visitor)
    step.event(
        "case.changed", {"field": "visit", "value": iso(action.at) if action.at else "", "visitor": action.visitor}
    )


def _invite(step: Step, action: a.Invite) -> None:
    invitations.tell(step.tx, step.case, action.told)


def _answer_invitation(step: Step, action: a.AnswerInvitation) -> None:
    invitations.answer(step.tx, action.uid, action.attendee, action.said, action.stamp)
    step.event("visit.answered", {"from": action.attendee, "said": action.said})


def _withdraw(step: Step, action: a.Withdraw) -> None:
    for letter_id, name in letters.not_gone(step.tx, step.case, action.letters):
        letters.set_fields(
            step.tx, letter_id, state=str(LetterState.WITHHELD), next_attempt_at=None, answer=action.why, draft={}
        )
        step.event("letter.withheld", {"letter": name, "why": action.why}, letter_id=letter_id)


def _set_party(step: Step, action: a.SetParty) -> None:
    before = cases.load(step.tx, step.case).customer.address
    parties.set_customer(step.tx, step.case, action.field, action.value)
    step.event("case.changed", {"field": f"customer.{action.field}", "value": action.value})
    if action.field == "address" and before:
        invitations.readdress(step.tx, step.case, before, action.value)
        case = cases.load(step.tx, step.case)
        step.keep_events()
        step.outgoing.readdress(step.tx, step.firm, case, before, step.now)


def _add_party(step: Step, action: a.AddParty) -> None:
    parties.add(step.tx, step.case, action.party)
    step.event(
        "case.changed", {"field": "party", "value": action.party.address, "standing": str(action.party.standing)}
    )


def _confirm(step: Step, action: a.ConfirmParties) -> None:
    parties.confirm(step.tx, step.case, action.addresses)
    step.event("case.changed", {"field": "party", "value": ", ".join(action.addresses), "standing": "confirmed"})


def _note_number(step: Step, action: a.NoteNumber) -> None:
    if body_numbers.note(step.tx, step.case, action.body, action.number, step.now):
        step.event("case.changed", {"field": f"number at {action.body}", "value": action.number})


def _merge(step: Step, action: a.Merge) -> None:
    """The last words of this case's own chain, then everything on it moves, and what follows is about the other."""
    own = cases.load(step.tx, step.case).reference
    step.event("case.merged", {"into": action.reference})
    step.event("case.closed", {"why": f"merged into {action.reference}"})
    merging.merge(step.tx, step.case, action.into, step.now, why=f"merged into {action.reference}")
    step.case_id = action.into
    step.event("case.merged", {"from": own})


def _state(step: Step, action: a.SetState) -> None:
    closed = action.state is CaseState.CLOSED
    cases.set_fields(
        step.tx,
        step.case,
        state=str(action.state),
        closed_at=step.now if closed else None,
        close_reason=action.why if closed else "",
    )
    step.event("case.closed" if closed else "case.reopened", {"why": action.why})


def _undeliverable(step: Step, action: a.Undeliverable) -> None:
    letters.set_fields(step.tx, action.letter, state="bounced", status=action.status)
    promises.taken_back(step.tx, action.letter)
    if step.case_id is not None:
        parties.undeliverable(step.tx, step.case, action.address)
    name = letters.get(step.tx, action.letter).name
    step.event(
        "letter.bounced", {"letter": name, "to": action.address, "status": action.status}, letter_id=action.letter
    )


EFFECT_OF: Mapping[type, Callable[..., None]] = {
    a.OpenCase: _open,
    a.Record: _record,
    a.ConfirmContact: _confirm_contact,
    a.Happen: _happen,
    a.Raise: _raise,
    a.Clear: _clear,
    a.StartClock: _start,
    a.StopClock: _stop,
    a.ChangeClock: _change,
    a.ReopenClock: _reopen,
    a.NextAction: _next,
    a.Breach: _breach,
    a.Release: _release,
    a.SetStage: _stage,
    a.SetKind: _kind,
    a.SetCase: _set_case,
    a.SetReceived: _set_received,
    a.SetVisit: _set_visit,
    a.Invite: _invite,
    a.AnswerInvitation: _answer_invitation,
    a.Withdraw: _withdraw,
    a.SetParty: _set_party,
    a.AddParty: _add_party,
    a.ConfirmParties: _confirm,
    a.NoteNumber: _note_number,
    a.Merge: _merge,
    a.SetState: _state,
    a.Undeliverable: _undeliverable,
}
