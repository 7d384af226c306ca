"""Carries out what was decided: rows, events and letters, in the caller's transaction, all or none. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core import actions as a
from mailbot.core.instants import iso
from mailbot.core.model import CaseState, ClockState, LetterState
from mailbot.desk.firms import FirmDesk
from mailbot.desk.jobs import Job
from mailbot.desk.opening import Opener
from mailbot.desk.outgoing import Outgoing
from mailbot.desk.understand import Reader
from mailbot.desk.understand_sent import SentReader
from mailbot.desk.writing import Occasion
from mailbot.mail.identity import Tokens
from mailbot.store import body_numbers, cases, contacts, deadlines, events, invitations, letters, merging, promises
from mailbot.store.ledger import Entry
from mailbot.store.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Everything that the three stories share: the store, the firms, the tokens and the way letters are written."""

    store: Store
    firms: Mapping[str, FirmDesk]  # by mailbox name
    tokens: Tokens
    outgoing: Outgoing
    opener: Opener
    process: str  # names this process in claims

    def reader(self, mailbox: str, *, sent: bool = False) -> Reader:
        """`sent`: for what stands in the folder of sent mail."""
        return (SentReader if sent else Reader)(firm=self.firms[mailbox], tokens=self.tokens)

    def apply(
        self,
        tx: Connection,
        firm: FirmDesk,
        decided: a.Actions,
        now: datetime,
        *,
        case_id: int | None = None,
        entry: Entry | None = None,
        letter_id: int | None = None,
        occasion: Occasion | None = None,
        told: Sequence[events.NewEvent] = (),
    ) -> Applied:
        """Every action in order, letters last, so that they tell the case as it then stands. `told`: what the record says first."""
        step = _Step(desk=self, tx=tx, firm=firm, now=now, case_id=case_id, entry=entry, letter_id=letter_id)
        step.events += told
        parts: list[tuple[int | None, list[a.Write]]] = []
        writes: list[a.Write] = []
        for action in decided:
            if isinstance(action, a.Write):
                writes.append(action)
            elif isinstance(action, a.OnCase):
                parts.append((step.case_id, writes))
                writes, step.case_id, step.started = [], action.case, []
            elif not isinstance(action, a.Outcome | a.Park):
                _DO[type(action)](step, action)
        step.keep_events()  # before the letters, which may tell of them
        for part_case, part in (*parts, (step.case_id, writes)):
            self._write(tx, firm, part_case, part, now, entry, occasion or Occasion())
        ended = next((d for d in decided if isinstance(d, a.Outcome)), None)
        parked = next((d.why for d in decided if isinstance(d, a.Park)), "")
        if ended is not None and ended.apart:
            return Applied(case_id=None, outcome=ended.word, parked=parked, apart=True)
        return Applied(case_id=step.case_id, outcome=ended.word if ended else "", parked=parked)

    def _write(
        self,
        tx: Connection,
        firm: FirmDesk,
        case_id: int | None,
        writes: list[a.Write],
        now: datetime,
        entry: Entry | None,
        occasion: Occasion,
    ) -> None:
        case = cases.load(tx, case_id) if writes and case_id is not None else None
        going = tuple((w.letter, w.promised) for w in writes if w.to and not w.staff and not w.held)
        for write in writes:
            job = Job(firm=firm, write=write, case=case, now=now, occasion=replace(occasion, going=going), entry=entry)
            self.outgoing.write(tx, job)


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    case_id: int | None
    outcome: str
    parked: str
    apart: bool = False


@dataclass(kw_only=True, slots=True)
class _Step:
    """One decision being carried out. `case_id` is set by OpenCase, or is the matched case's from the start."""

    desk: Desk
    tx: Connection
    firm: FirmDesk
    now: datetime
    case_id: int | None
    entry: Entry | None
    letter_id: int | None
    started: list[int] = field(default_factory=list)  # the clocks that this decision started, in order
    events: list[events.NewEvent] = field(default_factory=list)  # what is to be remembered of it, in order

    def run(self, deadline: int) -> int:
        """The number of a clock's run; -1 is the first one started in this decision."""
        return deadline if deadline > 0 else self.started[-deadline - 1]

    def event(
        self, type: str, content: Mapping[str, object], *, off_case: bool = False, letter_id: int | None = None
    ) -> None:
        case_id = None if off_case else self.case_id
        self.events.append(
            events.NewEvent(
                mailbox=self.firm.name,
                case_id=case_id,
                type=type,
                at=self.now,
                content=content,
                letter_id=letter_id,
            )
        )

    def keep_events(self) -> None:
        """What was told so far into the record: a chain's head is read once for all of it."""
        events.append_all(self.tx, self.events)
        self.events.clear()

    @property
    def case(self) -> int:
        if self.case_id is None:
            raise LookupError("this action needs a case, and the decision has none")
        return self.case_id


def _open(step: _Step, action: a.OpenCase) -> None:
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


def _record(step: _Step, action: a.Record) -> None:
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


def _confirm_contact(step: _Step, action: a.ConfirmContact) -> None:
    contacts.confirm(step.tx, action.contact)
    step.event("case.changed", {"field": "contact", "value": action.contact, "standing": "confirmed"})


def _happen(step: _Step, action: a.Happen) -> None:
    cases.happen(step.tx, step.case, action.event, action.at)


def _raise(step: _Step, action: a.Raise) -> None:
    cases.raise_flag(step.tx, step.case, action.flag, action.because, step.now)
    step.event("flag.raised", {"flag": action.flag, "because": action.because})


def _clear(step: _Step, action: a.Clear) -> None:
    cases.clear_flag(step.tx, step.case, action.flag, action.by, action.reason, step.now)
    step.event("flag.cleared", {"flag": action.flag, "by": action.by, "reason": action.reason})


def _start(step: _Step, action: a.StartClock) -> None:
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


def _stop(step: _Step, action: a.StopClock) -> None:
    run = step.run(action.deadline)
    deadline = deadlines.get(step.tx, run).deadline
    deadlines.stop(step.tx, run, by=action.by, at=action.at, state=action.state, letter=step.letter_id)
    content: dict[str, object] = {"clock": action.clock, "by": action.by, "met_at": iso(action.at)}
    if action.at >= deadline.due_at and action.state is ClockState.STOPPED:
        content["late"] = True
    if step.now >= deadline.due_at > action.at:
        content["reported_late"] = True
    step.event("clock.stopped", content)


def _change(step: _Step, action: a.ChangeClock) -> None:
    if step.letter_id is not None:
        before = deadlines.get(step.tx, step.run(action.deadline)).deadline
        promises.made(step.tx, before.id, step.letter_id, before.due, before.due_at)
    deadlines.change(
        step.tx, step.run(action.deadline), due=action.due, due_at=action.due_at, next_action_at=action.next_action_at
    )
    content = {"clock": action.clock, "due": action.due.isoformat(), "due_at": iso(action.due_at), "why": action.why}
    step.event("clock.changed", content)


def _reopen(step: _Step, action: a.ReopenClock) -> None:
    deadlines.reopen(step.tx, action.deadline, action.next_action_at)
    content = {"clock": action.clock, "due": action.due.isoformat(), "due_at": iso(action.due_at), "why": action.why}
    step.event("clock.started", content)


def _next(step: _Step, action: a.NextAction) -> None:
    deadlines.set_next(step.tx, action.deadline, action.at, reminded=action.reminded)


def _breach(step: _Step, action: a.Breach) -> None:
    deadlines.breach(step.tx, action.deadline, action.at)
    step.event("clock.breached", {"clock": action.clock})


def _release(step: _Step, action: a.Release) -> None:
    step.keep_events()
    case = cases.load(step.tx, step.case)
    step.desk.outgoing.release(step.tx, step.firm, action.letter, case, step.now, become=action.become)
    step.event(
        "letter.released",
        {"letter": action.become or letters.get(step.tx, action.letter).name, "by": action.by},
        letter_id=action.letter,
    )


def _stage(step: _Step, action: a.SetStage) -> None:
    cases.set_fields(step.tx, step.case, stage=action.stage)
    step.event("case.stage", {"stage": action.stage, "why": action.why})


def _kind(step: _Step, action: a.SetKind) -> None:
    cases.set_fields(step.tx, step.case, kind=str(action.kind))
    step.event("case.kind", {"kind": str(action.kind), "by": action.by})


def _set_case(step: _Step, action: a.SetCase) -> None:
    value: object = action.value == "true" if action.field == "restricted" else action.value
    cases.set_fields(step.tx, step.case, **{action.field: value})
    step.event("case.changed", {"field": action.field, "value": action.value})


def _set_received(step: _Step, action: a.SetReceived) -> None:
    cases.set_fields(step.tx, step.case, received_at=action.at)
    contacts.moved(step.tx, step.case, action.before, action.at)
    step.event("case.changed", {"field": "received", "value": iso(action.at), "before": iso(action.before)})


def _set_visit(step: _Step, action: a.SetVisit) -> None:
    cases.set_fields(step.tx, step.case, visit_at=action.at, visitor=action.visitor)
    step.event(
        "case.changed", {"field": "visit", "value": iso(action.at) if action.at else "", "visitor": action.visitor}
    )


def _invite(step: _Step, action: a.Invite) -> None:
    invitations.tell(step.tx, step.case, action.told)


def _answer_invitation(step: _Step, action: a.AnswerInvitation) -> None:
    invitations.answer(step.tx, action.uid, action.attendee, action.said, action.stamp)
    step.event("visit.answered", {"from": action.attendee, "said": action.said})


def _withdraw(step: _Step, action: a.Withdraw) -> None:
    for letter_id, name in letters.not_gone(step.tx, step.case, action.letters):
        letters.set_fields(
            step.tx, letter_id, state=str(LetterState.WITHHELD), next_attempt_at=None, answer=action.why, draft={}
        )
        step.event("letter.withheld", {"letter": name, "why": action.why}, letter_id=letter_id)


def _set_party(step: _Step, action: a.SetParty) -> None:
    before = cases.load(step.tx, step.case).customer.address
    cases.set_customer(step.tx, step.case, action.field, action.value)
    step.event("case.changed", {"field": f"customer.{action.field}", "value": action.value})
    if action.field == "address" and before:
        invitations.readdress(step.tx, step.case, before, action.value)
        case = cases.load(step.tx, step.case)
        step.keep_events()
        step.desk.outgoing.readdress(step.tx, step.firm, case, before, step.now)


def _add_party(step: _Step, action: a.AddParty) -> None:
    cases.add_party(step.tx, step.case, action.party)
    step.event(
        "case.changed", {"field": "party", "value": action.party.address, "standing": str(action.party.standing)}
    )


def _confirm(step: _Step, action: a.ConfirmParties) -> None:
    cases.confirm_parties(step.tx, step.case, action.addresses)
    step.event("case.changed", {"field": "party", "value": ", ".join(action.addresses), "standing": "confirmed"})


def _note_number(step: _Step, action: a.NoteNumber) -> None:
    if body_numbers.note(step.tx, step.case, action.body, action.number, step.now):
        step.event("case.changed", {"field": f"number at {action.body}", "value": action.number})


def _merge(step: _Step, action: a.Merge) -> None:
    """The last words of this case's own chain, then everything on it moves, and what follows is about the other."""
    own = cases.load(step.tx, step.case).reference
    step.event("case.merged", {"into": action.reference})
    step.event("case.closed", {"why": f"merged into {action.reference}"})
    merging.merge(step.tx, step.case, action.into, step.now, why=f"merged into {action.reference}")
    step.case_id = action.into
    step.event("case.merged", {"from": own})


def _state(step: _Step, action: a.SetState) -> None:
    closed = action.state is CaseState.CLOSED
    cases.set_fields(
        step.tx,
        step.case,
        state=str(action.state),
        closed_at=step.now if closed else None,
        close_reason=action.why if closed else "",
    )
    step.event("case.closed" if closed else "case.reopened", {"why": action.why})


def _undeliverable(step: _Step, action: a.Undeliverable) -> None:
    letters.set_fields(step.tx, action.letter, state="bounced", status=action.status)
    promises.taken_back(step.tx, action.letter)
    if step.case_id is not None:
        cases.undeliverable(step.tx, step.case, action.address)
    name = letters.get(step.tx, action.letter).name
    step.event(
        "letter.bounced", {"letter": name, "to": action.address, "status": action.status}, letter_id=action.letter
    )


_DO: Mapping[type, Callable[..., None]] = {
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
