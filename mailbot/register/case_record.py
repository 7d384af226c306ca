"""One case as `mailbot cases` and `mailbot case` show it: a line of the register, or the whole record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.core.instants import iso
from mailbot.core.model import Case, Contact, Deadline, Party, PartyStanding
from mailbot.core.procedure import Procedure
from mailbot.desk.reasons import (
    INDENT,
    ClockReasons,
    at_in_words,
    clock_json,
    clock_of,
    event_json,
    letter_json,
    letter_told,
)
from mailbot.printable import lines, one_line, wrapped
from mailbot.store import body_numbers, contacts, events, ledger, reading
from mailbot.store.reading import FlagHistory, LetterRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRow:
    """A line of the register."""

    case: Case
    overdue: bool
    zone: ZoneInfo

    @property
    def next_due(self) -> Deadline | None:
        return min((c for c in self.case.clocks if c.open), key=lambda c: c.due_at, default=None)

    def to_json(self) -> dict[str, object]:
        case = self.case
        return {
            "reference": case.reference,
            "mailbox": case.mailbox,
            "procedure": case.procedure,
            "version": case.version,
            "kind": str(case.kind),
            "state": str(case.state),
            "stage": case.stage,
            "customer": _party_json(customer) if (customer := _customer(case)) else None,
            "subject": case.subject,
            "channel": str(case.channel),
            "received_at": iso(case.received_at),
            "opened_at": iso(case.opened_at),
            "assigned": case.assigned,
            "flags": [flag.flag for flag in case.flags],
            "clocks": [clock_json(clock) for clock in case.clocks],
            "overdue": self.overdue,
        }

    def cells(self) -> tuple[str, ...]:
        case, due = self.case, self.next_due
        customer = _customer(case)
        return (
            case.reference,
            case.mailbox,
            str(case.kind),
            str(case.state) if case.stage == 1 else f"{case.state}, stage {case.stage}",
            f"{case.received_at.astimezone(self.zone):%Y-%m-%d %H:%M}",
            f"{due.clock} {due.due.isoformat()}{' LATE' if self.overdue else ''}" if due else "-",
            one_line(customer.called if customer else "-", 30),
            one_line(case.subject, 60) or "(no subject)",
        )

    def __str__(self) -> str:
        return "  ".join(self.cells())


HEADINGS = ("Case", "Mailbox", "Kind", "State", "Received", "Next due", "Customer", "Subject")


def table(rows: Iterable[CaseRow]) -> str:
    """The register in columns; a sentence if it is empty."""
    cells = [row.cells() for row in rows]
    if not cells:
        return "No case."
    widths = [max(len(row[n]) for row in (HEADINGS, *cells)) for n in range(len(HEADINGS))]
    told = ("  ".join(cell.ljust(widths[n]) for n, cell in enumerate(row)).rstrip() for row in (HEADINGS, *cells))
    return "\n".join(told)


def case_row(case: Case, zone: ZoneInfo, now: datetime) -> CaseRow:
    return CaseRow(case=case, overdue=any(c.open and c.due_at <= now for c in case.clocks), zone=zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """The message behind a contact."""

    sha256: str
    message_id: str
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRecord:
    """A case whole."""

    row: CaseRow
    flags: tuple[FlagHistory, ...]
    clocks: tuple[ClockReasons, ...]
    contacts: tuple[tuple[Contact, Original | None], ...]
    letters: tuple[LetterRecord, ...]
    events: tuple[events.Event, ...]
    closed_at: datetime | None
    close_reason: str
    cause: str
    redress: str
    bodies: tuple[tuple[str, str], ...]  # (outside body, its number for the case)
    zone: ZoneInfo

    def to_json(self) -> dict[str, object]:
        case = self.row.case
        return {
            **self.row.to_json(),
            "parties": [_party_json(party) for party in case.parties],
            "flags": [_flag_json(flag) for flag in self.flags],
            "clocks": [clock.to_json() for clock in self.clocks],
            "contacts": [_contact_json(contact, original) for contact, original in self.contacts],
            "letters": [letter_json(letter) for letter in self.letters],
            "events": [event_json(event) for event in self.events],
            "delegate": case.delegate,
            "about": list(case.about),
            "restricted": case.restricted,
            "visit_at": iso(case.visit_at) if case.visit_at else None,
            "visitor": case.visitor,
            "closed_at": iso(self.closed_at) if self.closed_at else None,
            "close_reason": self.close_reason,
            "cause": self.cause,
            "redress": self.redress,
            "bodies": [{"body": body, "number": number} for body, number in self.bodies],
        }

    def __str__(self) -> str:
        parts = [
            "\n".join(self._head()),
            _section("Parties", (_party_told(party) for party in self.row.case.parties)),
            _section("Flags", (_flag_told(flag, self.zone) for flag in self.flags)),
            _section("Clocks", (str(clock) for clock in self.clocks)),
            _section("Contacts", (_contact_told(c, original, self.zone) for c, original in self.contacts)),
            _section("Letters", (wrapped(letter_told(one, self.zone), INDENT) for one in self.letters)),
        ]
        return "\n\n".join(part for part in parts if part)

    def _head(self) -> Iterable[str]:
        case = self.row.case
        yield f"{case.reference}: {one_line(case.subject) or '(no subject)'}"
        late = ", OVERDUE" if self.row.overdue else ""
        received = at_in_words(case.received_at, self.zone)
        yield f"{case.kind}, {case.state}, stage {case.stage}{late}; received by {case.channel} {received}"
        yield f"mailbox {case.mailbox}, procedure {case.procedure} version {case.version}"
        yield f"with {case.assigned or 'nobody yet'}{f', review handed to {case.delegate}' if case.delegate else ''}"
        if case.about:
            yield f"about {', '.join(case.about)}"
        if case.restricted:
            yield "restricted: only those named on the case hear of it"
        if case.visit_at:
            yield f"visit {at_in_words(case.visit_at, self.zone)}{f' by {case.visitor}' if case.visitor else ''}"
        if self.closed_at:
            yield f"closed {at_in_words(self.closed_at, self.zone)}: {one_line(self.close_reason)}"
        yield from (f"{one_line(body)} keeps it as {one_line(number)}" for body, number in self.bodies)
        yield from (f"{k}: {one_line(v)}" for k, v in (("cause", self.cause), ("redress", self.redress)) if v)


def case_record(tx: Connection, case: Case, procedure: Procedure | None, zone: ZoneInfo, now: datetime) -> CaseRecord:
    """Everything that is kept of the case."""
    originals = reading.originals(tx, case.id)
    ending = reading.ending_of(tx, case.id)
    return CaseRecord(
        row=case_row(case, zone, now),
        flags=reading.flags(tx, case.id),
        clocks=tuple(ClockReasons(deadline=d, clock=clock_of(procedure, d.clock), zone=zone) for d in case.clocks),
        contacts=tuple((c, _original(originals.get(c.id))) for c in contacts.of_case(tx, case.id)),
        letters=reading.letters_of(tx, case.id),
        events=tuple(events.since(tx, case_id=case.id)),
        closed_at=ending.closed_at,
        close_reason=ending.close_reason,
        cause=ending.cause,
        redress=ending.redress,
        bodies=body_numbers.of_case(tx, case.id),
        zone=zone,
    )


def _original(entry: ledger.Entry | None) -> Original | None:
    return Original(sha256=entry.sha256, message_id=entry.message_id, number=entry.id) if entry is not None else None


def _customer(case: Case) -> Party | None:
    """The first confirmed party; a damaged record may lack one."""
    return next((p for p in case.parties if p.standing is not PartyStanding.UNCONFIRMED), None)


def _section(title: str, entries: Iterable[str]) -> str:
    found = [f"- {entry}" for entry in entries]
    return f"{title}\n" + "\n".join(found) if found else ""


def _party_json(party: Party) -> dict[str, object]:
    return asdict(party) | {"standing": str(party.standing)}


def _party_told(party: Party) -> str:
    details = (party.address, party.phone, party.postal, party.organisation, party.relationship)
    told = ", ".join(one_line(detail) for detail in details if detail)
    bad = ", letters to this address come back" if party.undeliverable else ""
    return f"{party.standing}: {one_line(party.called)}{f' ({told})' if told else ''}{bad}"


def _flag_json(flag: FlagHistory) -> dict[str, object]:
    return {
        "flag": flag.flag,
        "because": flag.because,
        "raised_at": iso(flag.raised_at),
        "cleared_at": iso(flag.cleared_at) if flag.cleared_at else None,
        "cleared_by": flag.cleared_by,
        "reason": flag.reason,
    }


def _flag_told(flag: FlagHistory, zone: ZoneInfo) -> str:
    raised = f'{flag.flag}, {at_in_words(flag.raised_at, zone)}, in the words "{one_line(flag.because)}"'
    if flag.cleared_at is None:
        return wrapped(raised, INDENT)
    cleared = f"; cleared {at_in_words(flag.cleared_at, zone)} by {flag.cleared_by}: {flag.reason}"
    return wrapped(raised + cleared, INDENT)


def _contact_json(contact: Contact, original: Original | None) -> dict[str, object]:
    return {
        "at": iso(contact.at),
        "direction": str(contact.direction),
        "channel": str(contact.channel),
        "from": contact.sender,
        "subject": contact.subject,
        "text": contact.summary,
        "attempted": contact.attempted,
        "unconfirmed": contact.unconfirmed,
        "letter": contact.letter,
        "attachments": [asdict(one) for one in contact.attachments],
        "message_id": original.message_id if original else "",
        "sha256": original.sha256 if original else "",
        "message": original.number if original else None,
    }


def _contact_told(contact: Contact, original: Original | None, zone: ZoneInfo) -> str:
    how = f"{contact.direction} by {contact.channel}"
    marks = [mark for mark, on in (("tried", contact.attempted), ("unconfirmed", contact.unconfirmed)) if on]
    marked = f" ({', '.join(marks)})" if marks else ""
    head = f"{at_in_words(contact.at, zone)}  {how}{marked}  {contact.sender}"
    found = [one_line(head) + (f": letter '{contact.letter}'" if contact.letter else "")]
    if contact.subject:
        found.append(INDENT + wrapped(contact.subject, INDENT))
    if not contact.letter:
        found += [f"{INDENT}| {line}" for line in lines(contact.summary).splitlines()]
    found += [f"{INDENT}attached: {one_line(a.name) or a.type} ({a.size} bytes)" for a in contact.attachments]
    if original is not None:
        found.append(f"{INDENT}original: message {original.number}, sha256 {original.sha256}")
    return "\n".join(found)
