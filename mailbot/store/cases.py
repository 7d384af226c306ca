"""Cases with their flags, clocks and happenings; their parties stand in parties.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from mailbot.core import reference
from mailbot.core.actions import OpenCase
from mailbot.core.clocks import Standing
from mailbot.core.model import (
    Case,
    CaseKind,
    CaseState,
    Channel,
    ClockState,
    Deadline,
    Flag,
    PartyStanding,
)
from mailbot.store import invitations, parties
from mailbot.store.case_tables import CaseFile, DeadlineRow, FlagRow, HappeningRow, NumberFloorRow
from mailbot.store.locks import hold
from mailbot.store.parties import PARTY
from mailbot.store.statements import given, run
from mailbot.store.tables import LetterRow

CASE = CaseFile.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
FLAG = FlagRow.__table__  # type: ignore[attr-defined]
HAPPENING = HappeningRow.__table__  # type: ignore[attr-defined]
DEADLINE = DeadlineRow.__table__  # type: ignore[attr-defined]
FLOOR = NumberFloorRow.__table__  # type: ignore[attr-defined]
LETTER = LetterRow.__table__  # type: ignore[attr-defined]

_OPEN = insert(CASE).returning(CASE.c.id)
_FLOOR = select(FLOOR.c.floor).where(given(FLOOR.c.prefix), given(FLOOR.c.year))
_LAST_NUMBER = select(func.max(CASE.c.number)).where(given(CASE.c.prefix), given(CASE.c.year))


def floor_of(tx: Connection, prefix: str, year: int) -> int:
    """The number up to which no new case may be numbered, after a restore; 0 otherwise."""
    return int(run(tx, _FLOOR, {"prefix_": prefix, "year_": year}).scalar() or 0)


def open_case(
    tx: Connection,
    opened: OpenCase,
    *,
    mailbox: str,
    procedure: str,
    version: str,
    prefix: str,
    year: int,
    now: datetime,
) -> int:
    """A new case with the next number of that prefix and year; its id. `year` is the local year of receipt."""
    hold(tx, f"numbers:{prefix}")  # two mailboxes may share a procedure, and so its numbers
    taken = run(tx, _LAST_NUMBER, {"prefix_": prefix, "year_": year}).scalar()
    number = max(int(taken or 0), floor_of(tx, prefix, year)) + 1
    row = {
        "reference": reference.make(prefix, year, number),
        "prefix": prefix,
        "year": year,
        "number": number,
        "mailbox": mailbox,
        "procedure": procedure,
        "version": version,
        "kind": str(opened.kind),
        "subject": opened.subject,
        "channel": str(opened.channel),
        "received_at": opened.received_at,
        "opened_at": now,
    }
    case_id = int(run(tx, _OPEN, row).scalar_one())
    for party in opened.parties:
        parties.add(tx, case_id, party)
    return case_id


_CASE = select(CASE).where(given(CASE.c.id))
_HAPPENED = select(HAPPENING.c.event, HAPPENING.c.at).where(given(HAPPENING.c.case_id)).order_by(HAPPENING.c.id)
_BY_REFERENCE = select(CASE.c.id).where(given(CASE.c.reference))
_REFERENCE = select(CASE.c.reference).where(given(CASE.c.id))


def load(tx: Connection, case_id: int) -> Case:
    """The case as it stands now. Raises LookupError if there is none of that id."""
    return _case(tx, _row(tx, case_id))


def _row(tx: Connection, case_id: int) -> Any:
    row = run(tx, _CASE, {"id_": case_id}).first()
    if row is None:
        raise LookupError(f"no case {case_id}")
    return row


def by_reference(tx: Connection, wanted: str) -> Case | None:
    """The case of that reference; of one that was merged, the case it was merged into."""
    case_id = id_of(tx, wanted)
    return None if case_id is None else current(tx, case_id)


def id_of(tx: Connection, wanted: str) -> int | None:
    """The number of the case with that reference, also of one that was merged since."""
    return run(tx, _BY_REFERENCE, {"reference_": wanted}).scalar()


def current(tx: Connection, case_id: int) -> Case:
    """The case, or the one that it became part of. Raises LookupError if there is none of that id."""
    row = _row(tx, case_id)
    while row.merged_into is not None:
        row = _row(tx, row.merged_into)
    return _case(tx, row)


def _case(tx: Connection, row: Any) -> Case:
    case_id = row.id
    happened = happenings(tx, case_id)
    same = (
        "reference",
        "mailbox",
        "procedure",
        "version",
        "stage",
        "subject",
        "received_at",
        "opened_at",
        "assigned",
        "delegate",
        "restricted",
        "visit_at",
        "visitor",
    )
    return Case(
        id=case_id,
        invitations=invitations.of_case(tx, case_id) if "visit.booked" in happened else (),
        kind=CaseKind(row.kind),
        state=CaseState(row.state),
        channel=Channel(row.channel),
        answered_by=tuple(a for a in row.answered_by.split(",") if a),
        about=tuple(a for a in row.about.split(",") if a),
        named=tuple(a for a in row.named.split(",") if a),
        concerned=tuple(a for a in row.concerned.split(",") if a),
        parties=parties.of_case(tx, case_id),
        flags=flags(tx, case_id),
        clocks=clocks(tx, case_id),
        happened=happened,
        **{name: getattr(row, name) for name in same},
    )


def standing(tx: Connection, case_id: int) -> Standing:
    """Of the case what clocks depend on, without the rest."""
    happened = happenings(tx, case_id)
    return Standing(
        clocks=clocks(tx, case_id),
        flags=frozenset(flag.flag for flag in flags(tx, case_id)),
        started=happened.get("complaint.received"),
        happened=happened,
    )


def references(
    tx: Connection, *, mailbox: str | None = None, open_only: bool = False, overdue_at: datetime | None = None
) -> tuple[int, ...]:
    """Ids of cases, newest first."""
    query = select(CASE.c.id).order_by(CASE.c.opened_at.desc(), CASE.c.id.desc())
    if mailbox is not None:
        query = query.where(CASE.c.mailbox == mailbox)
    if open_only or overdue_at is not None:
        query = query.where(CASE.c.state == "open")
    if overdue_at is not None:
        late = select(DEADLINE.c.case_id).where(DEADLINE.c.stopped_at.is_(None), DEADLINE.c.due_at <= overdue_at)
        query = query.where(CASE.c.id.in_(late))
    return tuple(tx.execute(query).scalars())


_OF_SENDER = (
    select(CASE.c.id)
    .join(PARTY, PARTY.c.case_id == CASE.c.id)
    .where(given(CASE.c.mailbox), CASE.c.state == "open", given(PARTY.c.address))
    .where(PARTY.c.standing != PartyStanding.UNCONFIRMED)
    .order_by(CASE.c.id)
)


def of_sender(tx: Connection, mailbox: str, address: str) -> tuple[int, ...]:
    """Ids of that party's open cases in the mailbox, oldest first."""
    found = run(tx, _OF_SENDER, {"mailbox_": mailbox, "address_": address.lower()})
    return tuple(dict.fromkeys(found.scalars()))


def reference_of(tx: Connection, case_id: int) -> str:
    return str(run(tx, _REFERENCE, {"id_": case_id}).scalar_one())


_OPEN_COUNT = select(func.count()).where(given(CASE.c.mailbox), CASE.c.state == "open")
_CHANGE = update(CASE).where(given(CASE.c.id))


def unreached(tx: Connection, mailbox: str) -> tuple[str, ...]:
    """References of the mailbox's open cases with a party whose letters come back."""
    query = (
        select(CASE.c.reference)
        .join(PARTY, PARTY.c.case_id == CASE.c.id)
        .where(CASE.c.mailbox == mailbox, CASE.c.state == "open", PARTY.c.undeliverable.is_(True))
        .order_by(CASE.c.id)
    )
    return tuple(dict.fromkeys(tx.execute(query).scalars()))


def open_count(tx: Connection, mailbox: str) -> int:
    return int(run(tx, _OPEN_COUNT, {"mailbox_": mailbox}).scalar_one())


def set_fields(tx: Connection, case_id: int, **values: object) -> None:
    run(tx, _CHANGE, {"id_": case_id, **values})


# -------------------------------------------------------------------------------------------------------- flags, happenings

_FLAGS = (
    select(FLAG.c.flag, FLAG.c.because).where(given(FLAG.c.case_id), FLAG.c.cleared_at.is_(None)).order_by(FLAG.c.id)
)
_RAISE_FLAG = insert(FLAG)
_HAPPEN = insert(HAPPENING)


def flags(tx: Connection, case_id: int) -> tuple[Flag, ...]:
    rows = run(tx, _FLAGS, {"case_id_": case_id})
    return tuple(Flag(flag=r.flag, because=r.because) for r in rows)


def raise_flag(tx: Connection, case_id: int, flag: str, because: str, now: datetime) -> None:
    run(tx, _RAISE_FLAG, {"case_id": case_id, "flag": flag, "because": because, "raised_at": now})


def clear_flag(tx: Connection, case_id: int, flag: str, by: str, reason: str, now: datetime) -> None:
    where = (FLAG.c.case_id == case_id, FLAG.c.flag == flag, FLAG.c.cleared_at.is_(None))
    tx.execute(update(FLAG).where(*where).values(cleared_at=now, cleared_by=by, reason=reason))


def happenings(tx: Connection, case_id: int) -> dict[str, datetime]:
    """What the case has seen, and when last."""
    return {row.event: row.at for row in run(tx, _HAPPENED, {"case_id_": case_id})}


def happen(tx: Connection, case_id: int, event: str, at: datetime) -> None:
    run(tx, _HAPPEN, {"case_id": case_id, "event": event, "at": at})


# ------------------------------------------------------------------------------------------------------------------- clocks

_CLOCKS = select(DEADLINE).where(given(DEADLINE.c.case_id)).order_by(DEADLINE.c.id)


def clocks(tx: Connection, case_id: int) -> tuple[Deadline, ...]:
    return _deadlines(run(tx, _CLOCKS, {"case_id_": case_id}))


def _deadlines(rows: Iterable[Any]) -> tuple[Deadline, ...]:
    return tuple(deadline_of(row) for row in rows)


def deadline_of(row: Any) -> Deadline:
    same = (
        "id",
        "clock",
        "started_at",
        "due",
        "due_at",
        "next_action_at",
        "reminders_sent",
        "breached_at",
        "stopped_at",
        "stopped_by",
    )
    return Deadline(state=ClockState(row.state), steps=tuple(row.steps), **{name: getattr(row, name) for name in same})


def volumes(tx: Connection, mailbox: str, since: datetime, until: datetime) -> tuple[int, int, int]:
    """(opened, closed, open now) complaints of the mailbox between two instants."""
    mine = (CASE.c.mailbox == mailbox, CASE.c.kind == str(CaseKind.COMPLAINT))
    opened = tx.execute(
        select(func.count()).where(*mine, CASE.c.opened_at >= since, CASE.c.opened_at < until)
    ).scalar_one()
    closed = tx.execute(
        select(func.count()).where(*mine, CASE.c.closed_at >= since, CASE.c.closed_at < until)
    ).scalar_one()
    still = tx.execute(select(func.count()).where(*mine, CASE.c.state == "open")).scalar_one()
    return int(opened), int(closed), int(still)
