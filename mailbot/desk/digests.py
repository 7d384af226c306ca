"""The papers of the daily digest and of the review: rows gathered into values that a template can show."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from statistics import median

from sqlalchemy import Connection

from mailbot.core.model import Case, Deadline, LetterState, Person
from mailbot.core.steps import handlers
from mailbot.core.workdays import add_working_days
from mailbot.desk.firms import FirmDesk
from mailbot.desk.writing import clock_line
from mailbot.letters.context import Digest, DigestLine, Review, ReviewLine
from mailbot.store import cases, contacts, deadlines, events, ledger, letters

LISTED = 10
"""Messages of one kind that a digest names: a person can tell a complaint among them, and a flood makes no long letter."""


def digest_of(
    tx: Connection, firm: FirmDesk, deadline: Deadline, now: datetime, reader: Person | None = None
) -> Digest:
    """What is overdue and what ends today, the earliest first, with counts since the last digest and what went wrong."""
    local = now.astimezone(firm.zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(0), firm.zone)
    due = [row for row in deadlines.open_until(tx, firm.name, tomorrow) if row.case_id is not None]
    files = {case_id: cases.load(tx, case_id) for case_id in {row.case_id for row in due if row.case_id is not None}}
    rows = [(row.deadline, files[row.case_id]) for row in due if row.case_id and _may_see(files[row.case_id], reader)]
    since = now - timedelta(days=1) if not deadline.reminders_sent else _last_digest(firm, now)
    received, accounted = ledger.counts(tx, firm.name, since)
    return Digest(
        day=local.date(),
        overdue=tuple(_line(tx, firm, case, late, now) for late, case in rows if late.due_at <= now),
        today=tuple(_line(tx, firm, case, ends, now) for ends, case in rows if ends.due_at > now),
        open_cases=cases.open_count(tx, firm.name),
        received=received,
        accounted=accounted,
        remarks=_remarks(tx, firm, since),
        heads=tuple(f"{_chain(tx, chain)}: {hash_[:16]}" for chain, hash_ in events.heads(tx, firm.name, since)),
    )


def worth_sending(digest: Digest, local: datetime) -> bool:
    """While something is overdue, due today or wrong; and once a week, on Mondays, also to say that nothing is."""
    return bool(
        digest.overdue or digest.today or digest.remarks or digest.received != digest.accounted or local.weekday() == 0
    )


def _last_digest(firm: FirmDesk, now: datetime) -> datetime:
    """The working morning before this one: weekends and bank holidays are told of on the next working day."""
    day = add_working_days(now.astimezone(firm.zone).date(), -1, firm.rules.procedure.plain_counting())
    return datetime.combine(day, firm.rules.hours.digest, firm.zone).astimezone(UTC)


def _may_see(case: Case, reader: Person | None) -> bool:
    """A case is in nobody's digest whom it is about (phase two, person complained about)."""
    return reader is None or not any(reader.uses(address) for address in case.about)


def _line(tx: Connection, firm: FirmDesk, case: Case, deadline: Deadline, now: datetime) -> DigestLine:
    last = contacts.last(tx, case.id)
    people = handlers(case, firm.rules)
    return DigestLine(
        reference=case.reference,
        customer=case.customer.called,
        subject=case.subject,
        clock=clock_line(firm, deadline, now),
        handler=people[0].name if people else "nobody",
        last_contact=last.astimezone(firm.zone) if last else None,
    )


def _remarks(tx: Connection, firm: FirmDesk, since: datetime) -> tuple[str, ...]:
    found = []
    parked = len(ledger.parked(tx, firm.name))
    if parked:
        found.append(
            f"{parked} message{'s' if parked != 1 else ''} could not be handled and "
            f"wait{'s' if parked == 1 else ''} for a person (mailbot park list)"
        )
    for state, words in (
        (LetterState.FAILED, "could not be sent"),
        (LetterState.HELD, "are held until somebody confirms them"),
    ):
        count = letters.count_in_state(tx, firm.name, state, since if state is LetterState.FAILED else None)
        if count:
            found.append(f"{count} letter{'s' if count != 1 else ''} {words}")
    stale = ledger.outcome_count(tx, firm.name, "stale", since)
    if stale:
        found.append(f"{stale} old messages were recorded without an answer")
    for outcome, words in (
        ("spam", "taken for unsolicited sales or fraud, and answered by nobody"),
        ("report_unmatched", "a delivery report that fits no letter of ours"),
    ):
        found += [f"{line} ({words})" for line in ledger.listed(tx, firm.name, outcome, since)[:LISTED]]
    return tuple(found)


def _chain(tx: Connection, chain: str) -> str:
    kind, _, name = chain.partition(":")
    return cases.reference_of(tx, int(name)) if kind == "case" else f"mailbox {name}"


def review_of(tx: Connection, firm: FirmDesk, deadline: Deadline, now: datetime) -> Review:
    """Volumes and times against each clock since the last review (clause 12 / phase three)."""
    opened, closed, open_now = cases.volumes(tx, firm.name, deadline.started_at, now)
    lines = []
    for clock in firm.rules.procedure.clock:
        runs = [d for d in deadlines.ended(tx, firm.name, clock.id, deadline.started_at, now) if not clock.every]
        if runs:
            days = [((d.stopped_at or now) - d.started_at).total_seconds() / 86400 for d in runs]
            met = sum((d.stopped_at or now) < d.due_at for d in runs)
            lines.append(
                ReviewLine(
                    clock=clock.id,
                    label=clock.label,
                    times=len(runs),
                    met=met,
                    median_days=round(median(days), 1),
                    worst_days=round(max(days), 1),
                )
            )
    return Review(
        since=deadline.started_at.astimezone(firm.zone).date(),
        until=now.astimezone(firm.zone).date(),
        opened=opened,
        closed=closed,
        open_now=open_now,
        lines=tuple(lines),
        causes=cases.causes(tx, firm.name, deadline.started_at),
    )
