"""The papers of the daily digest: rows gathered into values that a template can show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection

from mailbot.core.away import AWAY, AWAY_TOLD
from mailbot.core.due_dates import calendar_ends
from mailbot.core.hearing import handlers, may_hear
from mailbot.core.model import Case, Deadline, Person
from mailbot.core.workdays import add_working_days, in_words
from mailbot.desk.clock_lines import clock_line
from mailbot.desk.firms import FirmDesk
from mailbot.letters.context import Bar, Digest, DigestLine
from mailbot.letters.markdown import BAR_SIGNS
from mailbot.store import cases, comparing, contacts, deadlines, events, ledger, letter_counts, letters, mailboxes

LISTED = 10
"""Messages of one kind that a digest names: a person can tell a complaint among them, and a flood makes no long letter."""


_AHEAD = timedelta(days=7)
"""How far ahead a digest looks on the cases of somebody who is away."""
_Due = tuple[Case, tuple[Deadline, ...]]


def digest_of(
    tx: Connection, firm: FirmDesk, deadline: Deadline, now: datetime, reader: Person | None = None
) -> Digest:
    """The cases with something overdue and those where something ends today, the earliest first, each under one number; with
    counts since the last digest and what went wrong."""
    local = now.astimezone(firm.zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(0), firm.zone)
    since = now - timedelta(days=1) if not deadline.reminders_sent else _last_digest(firm, now)
    pressing = _due(tx, firm, tomorrow, reader)
    theirs, absent = _of_the_absent(tx, firm, since, now, reader)
    listed = {case.id for case, _ in pressing}
    lines = _numbered(tx, firm, [*pressing, *[due for due in theirs if due[0].id not in listed][:LISTED]], now)
    received, accounted = ledger.counts(tx, firm.name, since)
    return Digest(
        day=local.date(),
        overdue=tuple(line for line in lines[: len(pressing)] if line.clock.late),
        today=tuple(line for line in lines[: len(pressing)] if not line.clock.late),
        away=lines[len(pressing) :],
        bars=_bars(tx, firm, now),
        open_cases=cases.open_count(tx, firm.name),
        since=since.astimezone(firm.zone),
        received=received,
        accounted=accounted,
        parked=ledger.parked_since(tx, firm.name, since),
        on_server=_on_server(tx, firm, now),
        remarks=(
            *(f"{name} is away: an absence notice of theirs came" for name in absent),
            *_remarks(tx, firm, since, now, reader),
        ),
        heads=tuple(_heads(tx, firm, since, reader)),
    )


def worth_sending(digest: Digest, firm: FirmDesk) -> bool:
    """While something is overdue, due today or wrong; and on the first working day of a week also to say that nothing is."""
    before = add_working_days(digest.day, -1, firm.rules.procedure.plain_counting())
    weekly = before.isocalendar()[:2] != digest.day.isocalendar()[:2]
    unlike = digest.on_server is not None and digest.on_server[0] != digest.on_server[1]
    return bool(digest.lines or digest.remarks or digest.received != digest.accounted or unlike or weekly)


def _on_server(tx: Connection, firm: FirmDesk, now: datetime) -> tuple[int, int] | None:
    """How many messages the mail server held last night, and how many of them were known; None if nobody has counted lately."""
    times = mailboxes.times(tx, firm.name)
    if times.compared_at is None or now - times.compared_at > timedelta(days=2):
        return None
    return (times.compared_on_server or 0, times.compared_known or 0)


def _last_digest(firm: FirmDesk, now: datetime) -> datetime:
    """The working morning before this one: weekends and bank holidays are told of on the next working day."""
    day = add_working_days(now.astimezone(firm.zone).date(), -1, firm.rules.procedure.plain_counting())
    return datetime.combine(day, firm.rules.hours.digest, firm.zone).astimezone(UTC)


def _due(
    tx: Connection, firm: FirmDesk, until: datetime, reader: Person | None
) -> list[tuple[Case, tuple[Deadline, ...]]]:
    """The cases that the reader may see, with their deadlines that end before then; both with the earliest first."""
    found: dict[int, list[Deadline]] = {}
    for row in deadlines.open_until(tx, firm.name, until):
        if row.case_id is not None:
            found.setdefault(row.case_id, []).append(row.deadline)
    files = ((cases.load(tx, case_id), tuple(rows)) for case_id, rows in found.items())
    return [(case, rows) for case, rows in files if _may_see(case, reader)]


def _of_the_absent(
    tx: Connection, firm: FirmDesk, since: datetime, now: datetime, reader: Person | None
) -> tuple[list[_Due], tuple[str, ...]]:
    """What ends within a week, or is late, on cases with which nobody deals but people whose absence notice came since then; and who."""
    absent = _absent_since(tx, firm, since)
    if not absent:
        return [], ()
    soon = ((case, rows, handlers(case, firm.rules)) for case, rows in _due(tx, firm, now + _AHEAD, reader))
    theirs = [(case, rows, deal) for case, rows, deal in soon if deal and all(p in absent for p in deal)]
    names = dict.fromkeys(person.name for _, _, deal in theirs for person in deal)
    return [(case, rows) for case, rows, _ in theirs], tuple(names)


def _absent_since(tx: Connection, firm: FirmDesk, since: datetime) -> tuple[Person, ...]:
    heard = {address for word in (AWAY, AWAY_TOLD) for address in ledger.senders(tx, firm.name, word, since)}
    return tuple(p for p in firm.rules.firm.people if any(map(p.uses, heard)))


def _may_see(case: Case, reader: Person | None) -> bool:
    """A case is in nobody's digest whom it is about (phase two, person complained about), nor, if it is restricted, in that of somebody
    who is not named on it: neither as a line nor by its reference."""
    return reader is None or may_hear(reader, case)


def _visible(tx: Connection, references: tuple[str, ...], reader: Person | None) -> tuple[str, ...]:
    """Those of the references that the reader may see."""
    found = ((one, cases.by_reference(tx, one)) for one in dict.fromkeys(references))
    seen = frozenset(one for one, case in found if case is not None and _may_see(case, reader))
    return tuple(one for one in references if one in seen)


def _heads(tx: Connection, firm: FirmDesk, since: datetime, reader: Person | None) -> Iterator[str]:
    for chain, hash_ in events.heads(tx, firm.name, since):
        kind, _, name = chain.partition(":")
        if kind != "case":
            yield f"mailbox {name}: {hash_[:16]}"
        elif _may_see(cases.current(tx, int(name)), reader):
            yield f"{cases.reference_of(tx, int(name))}: {hash_[:16]}"


def _numbered(
    tx: Connection, firm: FirmDesk, due: list[tuple[Case, tuple[Deadline, ...]]], now: datetime
) -> tuple[DigestLine, ...]:
    return tuple(_line(tx, firm, case, rows, now, number) for number, (case, rows) in enumerate(due, start=1))


def _line(
    tx: Connection, firm: FirmDesk, case: Case, rows: tuple[Deadline, ...], now: datetime, number: int
) -> DigestLine:
    last = contacts.last(tx, case.id)
    people = handlers(case, firm.rules)
    first, *others = (clock_line(firm, deadline, now) for deadline in rows)
    return DigestLine(
        number=number,
        case_id=case.id,
        reference=case.reference,
        customer=case.customer.called,
        subject=case.subject,
        clock=first,
        others=tuple(others),
        handler=people[0].name if people else "",
        last_contact=last.astimezone(firm.zone) if last else None,
    )


def _bars(tx: Connection, firm: FirmDesk, now: datetime) -> tuple[Bar, ...]:
    """Open cases by when their next deadline ends, the latest kept apart from what is late since long ago."""
    local = now.astimezone(firm.zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(0), firm.zone)
    week = timedelta(days=7)
    ends = deadlines.earliest(tx, firm.name)
    counted = {
        "Late by more than a week": sum(end <= now - week for end in ends),
        "Late": sum(now - week < end <= now for end in ends),
        "Due today": sum(now < end <= midnight for end in ends),
        "Due within a week": sum(midnight < end <= midnight + week for end in ends),
        "Due later": sum(end > midnight + week for end in ends),
        "No clock runs": max(0, cases.open_count(tx, firm.name) - len(ends)),
    }
    most = max(counted.values(), default=0)
    return tuple(Bar(label=label, count=n, signs=-(-n * BAR_SIGNS // most) if n else 0) for label, n in counted.items())


def _remarks(tx: Connection, firm: FirmDesk, since: datetime, now: datetime, reader: Person | None) -> tuple[str, ...]:
    found = []
    parked = len(ledger.parked(tx, firm.name))
    if parked:
        found.append(
            f"{parked} message{'s' if parked != 1 else ''} could not be handled and "
            f"wait{'s' if parked == 1 else ''} for a person (mailbot park list)"
        )
    failed = letter_counts.failed_since(tx, firm.name, since)
    if failed:
        found.append(f"{failed} letter{'s' if failed != 1 else ''} could not be sent")
    held = _visible(tx, letters.held_on(tx, firm.name), reader)
    if held:
        one = len(held) == 1
        found.append(f"{len(held)} letter{' is' if one else 's are'} held until somebody confirms {_them(held)}")
    unreached = _visible(tx, cases.unreached(tx, firm.name), reader)
    if unreached:
        one = len(unreached) == 1
        many = "customer" if one else "customers"
        found.append(f"{len(unreached)} {many} cannot be written to, for a letter came back: {', '.join(unreached)}")
    gone = events.count(tx, firm.name, "message.gone", since)
    if gone:
        found.append(
            f"{gone} message{' was' if gone == 1 else 's were'} deleted or moved out of the inbox by somebody else; "
            "of what mailbot had read before, the original is kept"
        )
    standing = comparing.not_moved(tx, firm.name) if firm.settings.imap.done_folder else 0
    if standing:
        them = "message is" if standing == 1 else "messages are"
        found.append(f"{standing} {them} dealt with and still in the inbox: the mail server refuses to move them")
    stale = ledger.outcome_count(tx, firm.name, "stale", since)
    if calendar_ends(firm.rules.procedure, now):
        known = in_words(firm.rules.procedure.calendar.known_to)
        found.append(
            f"the procedure's calendar ends on {known}: what runs beyond it cannot be counted, and its messages wait for a person. "
            "Whoever runs mailbot must extend it (known_to in the procedure's file; mailbot check tells of what)"
        )
    if stale:
        found.append(f"{stale} old messages were recorded without an answer")
    for outcome, words in (
        ("spam", "taken for unsolicited sales or fraud, and answered by nobody"),
        ("report_unmatched", "a delivery report that fits no letter of ours"),
    ):
        found += [f"{line} ({words})" for line in contacts.listed(tx, firm.name, outcome, since)[:LISTED]]
    return tuple(found)


def _them(references: tuple[str, ...]) -> str:
    return f"{'it' if len(references) == 1 else 'them'}: {', '.join(dict.fromkeys(references))}"
