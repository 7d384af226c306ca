"""Why things are as they are on a case: each message, letter and clock with the reason kept for it. Decides nothing.

What `mailbot why` prints and #why answers. A director reads it, so it is in sentences; JSON has the same as values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.core.instants import iso
from mailbot.core.localtime import clock_time, in_words
from mailbot.core.model import Case, ClockState, Deadline, LetterState
from mailbot.core.procedure import Clock, Procedure
from mailbot.desk.verdict_words import OUTCOMES, UNANSWERED, change_told
from mailbot.printable import one_line, wrapped
from mailbot.store import events, reading
from mailbot.store.ledger import Entry
from mailbot.store.reading import LetterRecord

INDENT = "   "


def at_in_words(at: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 3 March 2026 11:20`, local."""
    local = at.astimezone(zone)
    return f"{in_words(local.date())} {clock_time(local.replace(microsecond=0, second=0))}"


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageReasons:
    """What was made of one message that came in."""

    entry: Entry
    sender: str
    subject: str
    answered: tuple[LetterRecord, ...]  # by machine, to whoever wrote it
    zone: ZoneInfo

    def to_json(self) -> dict[str, object]:
        keys = ("disposition", "rule", "source", "may_auto_answer", "authentication", "flags")
        return {
            "number": self.entry.id,
            "message_id": self.entry.message_id,
            "received_at": iso(self.entry.received_at),
            "from": self.sender,
            "subject": self.subject,
            "state": self.entry.state,
            "outcome": self.entry.outcome,
            "because": self.entry.decision.get("evidence", ""),
            **{key: self.entry.decision.get(key) for key in keys},
            "answered": [one.name for one in self.answered],
            "answer": self.answer(),
            "error": self.entry.error,
            "sha256": self.entry.sha256,
        }

    def __str__(self) -> str:
        head = f"{at_in_words(self.entry.received_at, self.zone)}, from {self.sender or 'a sender that is not known'}"
        found = [f"{one_line(head)}: {one_line(self.subject, 80) or '(no subject)'}"]
        return "\n".join([*found, *(INDENT + wrapped(line, INDENT) for line in self._lines())])

    def _lines(self) -> Iterable[str]:
        decision = self.entry.decision
        if self.entry.state == "parked":
            yield f"It could not be handled and is parked: {self.entry.error}. See mailbot park show {self.entry.id}."
            return
        if self.entry.state != "done":
            yield f"It is kept and waits to be dealt with{f': {self.entry.error}' if self.entry.error else ''}."
            return
        yield f"What became of it: {OUTCOMES.get(self.entry.outcome, self.entry.outcome.replace('_', ' '))}."
        if decision.get("evidence"):
            yield f"Which case it belongs to: {decision['evidence']}."
        if decision.get("rule"):
            kind = str(decision.get("disposition", "")).replace("_", " ")
            yield f"What kind of mail it is: {kind}, by the rule '{decision['rule']}' ({decision.get('source', '')})."
        if decision.get("authentication"):
            yield f"Whether it is from whom it says: {decision['authentication']}."
        flags = decision.get("flags")
        for flag, words in flags.items() if isinstance(flags, Mapping) else ():
            yield f'Noticed {flag}, in the words "{words}"'
        yield self.answer()

    def answer(self) -> str:
        """Whether it was answered by machine, and if not, why not."""
        if self.answered:
            return " ".join(f"Answered by machine: {letter_told(one, self.zone)}." for one in self.answered)
        decision = self.entry.decision
        if why := UNANSWERED.get(self.entry.outcome):
            return f"Not answered by machine: {why}."
        if decision.get("may_auto_answer") is False:
            rule = f"{decision.get('rule', '')} ({decision.get('source', '')})"
            return f"Not answered by machine, because no machine may answer such mail: {rule}."
        return "Not answered by machine."


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockReasons:
    """One running of a clock: the promise behind it and the arithmetic."""

    deadline: Deadline
    clock: Clock | None  # None: the procedure has no such clock any more
    zone: ZoneInfo

    def to_json(self) -> dict[str, object]:
        promise = {"clause": "", "words": "", "within": "", "label": "", "internal": False}
        if self.clock is not None:
            promise = {key: getattr(self.clock, key) for key in promise}
        return {**clock_json(self.deadline), **promise, "steps": list(self.deadline.steps)}

    def __str__(self) -> str:
        lines = [clock_told(self.deadline, self.clock, self.zone)]
        if self.clock is not None:
            ours = ": our own target, for the procedure gives no time" if self.clock.internal else ""
            lines.append(f'Clause {self.clock.clause}: "{self.clock.words}" ({self.clock.within}{ours}).')
        lines += self.deadline.steps
        return "\n".join([lines[0], *(INDENT + wrapped(line, INDENT) for line in lines[1:])])


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseReasons:
    """Every decision on a case."""

    case: Case
    title: str  # of the procedure
    messages: tuple[MessageReasons, ...]
    letters: tuple[LetterRecord, ...]
    clocks: tuple[ClockReasons, ...]
    events: tuple[events.Event, ...]
    zone: ZoneInfo

    def to_json(self) -> dict[str, object]:
        return {
            "about": self.case.reference,
            "case": self.case.reference,
            "procedure": self.case.procedure,
            "version": self.case.version,
            "messages": [one.to_json() for one in self.messages],
            "letters": [letter_json(one) for one in self.letters],
            "clocks": [one.to_json() for one in self.clocks],
            "events": [event_json(one) for one in self.events],
        }

    def __str__(self) -> str:
        case = self.case
        since = at_in_words(case.received_at, self.zone)
        under = f"{self.title or case.procedure} ({case.procedure}, version {case.version})"
        parts = [
            f"{case.reference}: {one_line(case.subject) or '(no subject)'}\n"
            f"A{'n' if case.kind == 'enquiry' else ''} {case.kind}, {case.state}, stage {case.stage}, "
            f"received {since}. It runs under {under}.",
            _section("Messages", (str(one) for one in self.messages)),
            _section("Letters", self._letters()),
            _section("Clocks", (str(one) for one in self.clocks)),
            _section("Changes", (f"{at_in_words(at, self.zone)}: {what}" for at, what in self._changes())),
        ]
        return "\n\n".join(part for part in parts if part)

    def _letters(self) -> Iterable[str]:
        for one in self.letters:
            if not one.to_staff:
                yield wrapped(letter_told(one, self.zone) + ("" if one.automatic else ", written by a person"), INDENT)
        to_staff = Counter(one.name for one in self.letters if one.to_staff)
        if to_staff:
            yield "to staff: " + ", ".join(f"{times} x {name}" for name, times in to_staff.items())

    def _changes(self) -> Iterable[tuple[datetime, str]]:
        for event in self.events:
            told = change_told(event.type, event.content or {})
            if told:
                yield event.at, wrapped(told, INDENT)


def _section(title: str, entries: Iterable[str]) -> str:
    found = [f"- {entry}" for entry in entries]
    return f"{title}\n" + "\n".join(found) if found else ""


def case_reasons(tx: Connection, procedure: Procedure | None, zone: ZoneInfo, case: Case) -> CaseReasons:
    """What is kept of a case's decisions. `procedure` is None where the mailbox is no longer configured."""
    letters = reading.letters_of(tx, case.id)
    return CaseReasons(
        case=case,
        title=procedure.title if procedure is not None else "",
        messages=tuple(message_reasons(tx, one, letters, zone) for one in reading.messages_of(tx, case.id)),
        letters=letters,
        clocks=tuple(ClockReasons(deadline=d, clock=clock_of(procedure, d.clock), zone=zone) for d in case.clocks),
        events=tuple(events.since(tx, case_id=case.id)),
        zone=zone,
    )


def message_reasons(tx: Connection, entry: Entry, letters: tuple[LetterRecord, ...], zone: ZoneInfo) -> MessageReasons:
    """What is kept of one message. `letters` are those of its case; of them, the ones it caused are told."""
    sender, subject = reading.sender_of(tx, entry.id)
    handled = reading.handled_at(tx, entry.id)
    answered = tuple(
        one for one in letters if one.automatic and not one.to_staff and _answers(one, entry, sender, handled)
    )
    return MessageReasons(entry=entry, sender=sender, subject=subject, answered=answered, zone=zone)


def _answers(letter: LetterRecord, entry: Entry, sender: str, handled: datetime | None) -> bool:
    """By its In-Reply-To; one without (held, withheld, or to a mail without Message-ID) by moment and address."""
    if letter.in_reply_to:
        return letter.in_reply_to == entry.message_id
    return letter.queued_at == handled and letter.recipient.lower() in sender.lower()


def clock_of(procedure: Procedure | None, name: str) -> Clock | None:
    return next((c for c in procedure.clock if c.id == name), None) if procedure is not None else None


# -------------------------------------------------------------------------------------- one thing in words, or as JSON


def clock_told(deadline: Deadline, clock: Clock | None, zone: ZoneInfo) -> str:
    """One clock in a line: what, until when, how it stands."""
    label = f"{deadline.clock} ({clock.label}, clause {clock.clause})" if clock else deadline.clock
    exact = clock is not None and clock.within.endswith(("hour", "hours"))
    until = f"due {at_in_words(deadline.due_at, zone) if exact else in_words(deadline.due)}"
    if deadline.state is ClockState.STOPPED and deadline.stopped_at is not None:
        late = " (late)" if deadline.stopped_at >= deadline.due_at else ""
        return f"{label}: {until}; met {at_in_words(deadline.stopped_at, zone)}{late} by {deadline.stopped_by}"
    if deadline.state is ClockState.SUPERSEDED:
        return f"{label}: {until}; gave way: {deadline.stopped_by}"
    return f"{label}: {until}; {'LATE' if deadline.state is ClockState.BREACHED else 'running'}"


def clock_json(deadline: Deadline) -> dict[str, object]:
    return {
        "clock": deadline.clock,
        "state": str(deadline.state),
        "started_at": iso(deadline.started_at),
        "due": deadline.due.isoformat(),
        "due_at": iso(deadline.due_at),
        "breached_at": iso(deadline.breached_at) if deadline.breached_at else None,
        "stopped_at": iso(deadline.stopped_at) if deadline.stopped_at else None,
        "stopped_by": deadline.stopped_by,
        "late": deadline.breached_at is not None
        or (deadline.stopped_at is not None and deadline.stopped_at >= deadline.due_at),
        "reminders_sent": deadline.reminders_sent,
    }


def letter_told(letter: LetterRecord, zone: ZoneInfo) -> str:
    """A letter in a line: which, to whom, and what became of it."""
    name = f"'{letter.name}' to {one_line(letter.recipient) or 'a customer without an address'}"
    status = "" if letter.answer.startswith(letter.status) else letter.status  # servers often say it themselves
    said = one_line(f"{letter.code or ''} {status} {letter.answer}")
    match LetterState(letter.state):
        case LetterState.SENT if letter.sent_at is not None:
            return f"{name}, sent {at_in_words(letter.sent_at, zone)}{f' (the server said: {said})' if said else ''}"
        case LetterState.HELD:
            return f"{name}, HELD until somebody confirms it: {said}"
        case LetterState.WITHHELD:
            return f"{name}, not sent: {said}"
        case LetterState.FAILED:
            return f"{name}, NOT SENT, refused: {said}"
        case LetterState.BOUNCED:
            return f"{name}, sent and CAME BACK ({letter.status or 'no status given'}): it counts as not given"
        case LetterState.AWAITING_RETRY if letter.next_attempt_at is not None:
            again = at_in_words(letter.next_attempt_at, zone)
            tries = "1 try" if letter.attempts == 1 else f"{letter.attempts} tries"
            return f"{name}, not sent yet after {tries} ({said}); the next is {again}"
        case _:
            return f"{name}, {letter.state} since {at_in_words(letter.queued_at, zone)}"


def letter_json(letter: LetterRecord) -> dict[str, object]:
    return {
        "letter": letter.name,
        "to": letter.recipient,
        "to_staff": letter.to_staff,
        "automatic": letter.automatic,
        "state": letter.state,
        "subject": letter.subject,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "queued_at": iso(letter.queued_at),
        "sent_at": iso(letter.sent_at) if letter.sent_at else None,
        "attempts": letter.attempts,
        "code": letter.code,
        "status": letter.status,
        "answer": letter.answer,
        "attachments": [one["name"] for one in letter.enclosures],
        "sha256": letter.sha256,
    }


def event_json(event: events.Event) -> dict[str, object]:
    return {"at": iso(event.at), "type": event.type, **(event.content or {})}
