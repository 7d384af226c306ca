"""What the periodic review counts: the cases and the runs of clocks of a time, and what was said about the last review. Only looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from mailbot.core.model import CaseKind, CaseState, ClockState, Deadline
from mailbot.store.cases import CASE, DEADLINE, LETTER, deadline_of
from mailbot.store.ledger import LEDGER
from mailbot.store.parties import CONTACT, PARTY


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """A case as a review counts it. `customer`: the first party's address, else name; nobody is shown it."""

    id: int
    reference: str
    kind: CaseKind
    channel: str
    stage: int
    received_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    cause: str
    redress: str
    restricted: bool
    about: str
    customer: str

    @property
    def confidential(self) -> bool:
        """Counted, but never named nor told of: restricted, or about a person (3.3 of the house's data protection rules; 2.person)."""
        return self.restricted or bool(self.about)


def matters(tx: Connection, mailbox: str, since: datetime, until: datetime) -> tuple[Matter, ...]:
    """Every case that was opened before `until` and not closed before `since`. A case that became part of another is not one of its own."""
    query = (
        select(CASE)
        .where(CASE.c.mailbox == mailbox, CASE.c.merged_into.is_(None), CASE.c.opened_at < until)
        .where(or_(CASE.c.closed_at.is_(None), CASE.c.closed_at >= since))
        .order_by(CASE.c.id)
    )
    rows = tx.execute(query).all()
    customers = _customers(tx, mailbox)
    return tuple(
        Matter(
            id=row.id,
            reference=row.reference,
            kind=CaseKind(row.kind),
            channel=row.channel,
            stage=row.stage,
            received_at=row.received_at,
            opened_at=row.opened_at,
            closed_at=row.closed_at if row.state == str(CaseState.CLOSED) else None,
            cause=" ".join(row.cause.split()),
            redress=" ".join(row.redress.split()),
            restricted=row.restricted,
            about=row.about,
            customer=customers.get(row.id, ""),
        )
        for row in rows
    )


def _customers(tx: Connection, mailbox: str) -> dict[int, str]:
    first = (
        select(func.min(PARTY.c.id))
        .join(CASE, CASE.c.id == PARTY.c.case_id)
        .where(CASE.c.mailbox == mailbox)
        .group_by(PARTY.c.case_id)
    )
    rows = tx.execute(select(PARTY.c.case_id, PARTY.c.address, PARTY.c.name).where(PARTY.c.id.in_(first)))
    return {row.case_id: row.address or " ".join(row.name.lower().split()) for row in rows}


def complaints_since(
    tx: Connection, mailbox: str, since: datetime, until: datetime
) -> tuple[tuple[str, str, datetime], ...]:
    """(customer, reference, received) of every complaint received in that time that may be named, the oldest first."""
    query = (
        select(CASE.c.id, CASE.c.reference, CASE.c.received_at)
        .where(CASE.c.mailbox == mailbox, CASE.c.kind == str(CaseKind.COMPLAINT), CASE.c.merged_into.is_(None))
        .where(CASE.c.received_at >= since, CASE.c.received_at < until)
        .where(CASE.c.restricted.is_(False), CASE.c.about == "")
        .order_by(CASE.c.received_at, CASE.c.id)
    )
    customers = _customers(tx, mailbox)
    return tuple((customers.get(row.id, ""), row.reference, row.received_at) for row in tx.execute(query))


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One running of a clock, and whose it is."""

    deadline: Deadline
    case_id: int


def runs(tx: Connection, mailbox: str, since: datetime, until: datetime) -> tuple[Run, ...]:
    """Runs of cases' clocks that were met in that time, and those that were late at its end and not met."""
    met = and_(
        DEADLINE.c.state == str(ClockState.STOPPED), DEADLINE.c.stopped_at >= since, DEADLINE.c.stopped_at < until
    )
    overdue = and_(
        or_(DEADLINE.c.stopped_at.is_(None), DEADLINE.c.stopped_at >= until),
        DEADLINE.c.due_at < until,
        DEADLINE.c.state.in_((str(ClockState.RUNNING), str(ClockState.BREACHED), str(ClockState.STOPPED))),
    )
    query = select(DEADLINE).where(DEADLINE.c.mailbox == mailbox, DEADLINE.c.case_id.is_not(None), or_(met, overdue))
    rows = tx.execute(query.order_by(DEADLINE.c.id))
    return tuple(Run(deadline=deadline_of(row), case_id=row.case_id) for row in rows)


def told_at(tx: Connection, mailbox: str, before: datetime) -> tuple[datetime, ...]:
    """When the papers of earlier reviews were made, the newest first: the next review begins where they end."""
    query = (
        select(LETTER.c.queued_at)
        .where(LETTER.c.mailbox == mailbox, LETTER.c.name == "review", LETTER.c.queued_at < before)
        .distinct()
        .order_by(LETTER.c.queued_at.desc())
    )
    return tuple(tx.execute(query.limit(20)).scalars())


def agreed(tx: Connection, mailbox: str, since: datetime, until: datetime) -> tuple[tuple[datetime, str, str], ...]:
    """(when, who, words) of the replies that were recorded as reviews in that time."""
    query = (
        select(CONTACT.c.at, CONTACT.c.sender, CONTACT.c.summary)
        .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
        .where(CONTACT.c.mailbox == mailbox, LEDGER.c.outcome == "review_recorded")
        .where(CONTACT.c.at >= since, CONTACT.c.at < until)
        .order_by(CONTACT.c.at)
    )
    return tuple((row.at, row.sender, row.summary) for row in tx.execute(query))


def reasons(tx: Connection, case_id: int) -> tuple[tuple[datetime, str], ...]:
    """(when, words) of what colleagues wrote inside the case: a reason for a delay stands among them."""
    query = select(CONTACT.c.at, CONTACT.c.summary).where(
        CONTACT.c.case_id == case_id, CONTACT.c.direction == "internal"
    )
    return tuple((row.at, row.summary) for row in tx.execute(query.order_by(CONTACT.c.at)))
