"""Deadlines as rows: the next thing to do about each is an indexed column, so a tick costs what is due, not what is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from mailbot.core.model import ClockState, Deadline
from mailbot.store.cases import DEADLINE, LETTER, deadline_of
from mailbot.store.statements import among, given, run, unsought, value

DIGEST = "digest"
GATHERED = "gathered"  # one notice of many messages is due
STALE = "stale"  # one list of old messages is due
NO_CLOCKS = (DIGEST, GATHERED, STALE)
"""Rows of a mailbox that are no clock of its procedure."""

_WAITS = DEADLINE.c.next_action_at.is_not(None)
_START = insert(DEADLINE).returning(DEADLINE.c.id)
_GET = select(DEADLINE).where(given(DEADLINE.c.id))
_MAILBOX_OF = select(DEADLINE.c.mailbox).where(given(DEADLINE.c.id))
_COME = (
    select(DEADLINE.c.id)
    .where(_WAITS, DEADLINE.c.next_action_at <= value("now_"), among(unsought(DEADLINE.c.mailbox), "mailboxes_"))
    .order_by(DEADLINE.c.next_action_at, DEADLINE.c.id)
    .limit(value("limit_"))
)
_NEXT_AT = (
    select(DEADLINE.c.next_action_at)
    .where(_WAITS, among(unsought(DEADLINE.c.mailbox), "mailboxes_"))
    .order_by(DEADLINE.c.next_action_at)
    .limit(1)
)
_CLAIM = update(DEADLINE).where(given(DEADLINE.c.id), given(DEADLINE.c.next_action_at)).values(next_action_at=None)
_CHANGE = update(DEADLINE).where(given(DEADLINE.c.id))
_REMINDED = _CHANGE.values(reminders_sent=DEADLINE.c.reminders_sent + 1)
_MET_BY_LETTER = (
    select(DEADLINE)
    .join(LETTER, LETTER.c.id == DEADLINE.c.stopped_letter)
    .where(given(DEADLINE.c.stopped_letter), DEADLINE.c.case_id == LETTER.c.case_id)
    .order_by(DEADLINE.c.id)
)
_STANDING = (
    select(DEADLINE)
    .where(given(DEADLINE.c.mailbox), DEADLINE.c.case_id.is_(None), DEADLINE.c.stopped_at.is_(None))
    .order_by(DEADLINE.c.id)
)
_EARLIEST = (
    select(func.min(DEADLINE.c.due_at))
    .where(given(DEADLINE.c.mailbox), DEADLINE.c.stopped_at.is_(None), DEADLINE.c.case_id.is_not(None))
    .group_by(DEADLINE.c.case_id)
)
_OPEN_UNTIL = (
    select(DEADLINE)
    .where(
        given(DEADLINE.c.mailbox),
        DEADLINE.c.stopped_at.is_(None),
        *(DEADLINE.c.clock != name for name in NO_CLOCKS),
    )
    .where(DEADLINE.c.due_at <= value("until_"))
    .order_by(DEADLINE.c.due_at, DEADLINE.c.id)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DueRow:
    """A deadline that must be looked at, and whose it is."""

    deadline: Deadline
    mailbox: str
    case_id: int | None


def start(
    tx: Connection,
    *,
    mailbox: str,
    case_id: int | None,
    clock: str,
    started_at: datetime,
    due: date,
    due_at: datetime,
    steps: tuple[str, ...],
    next_action_at: datetime | None,
) -> int:
    row = {
        "case_id": case_id,
        "mailbox": mailbox,
        "clock": clock,
        "started_at": started_at,
        "due": due,
        "due_at": due_at,
        "steps": list(steps),
        "next_action_at": next_action_at,
    }
    return int(run(tx, _START, row).scalar_one())


def mailbox_of(tx: Connection, deadline_id: int) -> str:
    return str(run(tx, _MAILBOX_OF, {"id_": deadline_id}).scalar_one())


def get(tx: Connection, deadline_id: int) -> DueRow:
    row = run(tx, _GET, {"id_": deadline_id}).one()
    return DueRow(deadline=deadline_of(row), mailbox=row.mailbox, case_id=row.case_id)


def to_look_at(tx: Connection, mailboxes: Iterable[str], now: datetime, limit: int = 200) -> tuple[int, ...]:
    """Ids of deadlines of these mailboxes whose next action has come (half-open: at or before now), the oldest first."""
    return tuple(tx.execute(_COME, {"mailboxes_": list(mailboxes), "now_": now, "limit_": limit}).scalars())


def next_at(tx: Connection, mailboxes: Iterable[str]) -> datetime | None:
    """When the next deadline of these mailboxes must be looked at."""
    return tx.execute(_NEXT_AT, {"mailboxes_": list(mailboxes)}).scalar()


def claim(tx: Connection, deadline: Deadline) -> bool:
    """Takes this action for ourselves: false if another process has done it, or the deadline has moved."""
    return run(tx, _CLAIM, {"id_": deadline.id, "next_action_at_": deadline.next_action_at}).rowcount == 1


def set_next(tx: Connection, deadline_id: int, at: datetime | None, *, reminded: bool) -> None:
    run(tx, _REMINDED if reminded else _CHANGE, {"id_": deadline_id, "next_action_at": at})


def begin_again(tx: Connection, deadline_id: int, started_at: datetime, next_action_at: datetime) -> None:
    run(tx, _CHANGE, {"id_": deadline_id, "started_at": started_at, "next_action_at": next_action_at})


def breach(tx: Connection, deadline_id: int, at: datetime) -> None:
    run(tx, _CHANGE, {"id_": deadline_id, "state": str(ClockState.BREACHED), "breached_at": at})


def stop(tx: Connection, deadline_id: int, *, by: str, at: datetime, state: ClockState, letter: int | None) -> None:
    values = {"state": str(state), "stopped_at": at, "stopped_by": by, "next_action_at": None, "stopped_letter": letter}
    run(tx, _CHANGE, {"id_": deadline_id, **values})


def change(tx: Connection, deadline_id: int, *, due: date, due_at: datetime, next_action_at: datetime | None) -> None:
    values = {"due": due, "due_at": due_at, "next_action_at": next_action_at, "state": str(ClockState.RUNNING)}
    run(tx, _CHANGE, {"id_": deadline_id, **values})


def reopen(tx: Connection, deadline_id: int, next_action_at: datetime | None) -> None:
    values = {
        "state": str(ClockState.RUNNING),
        "stopped_at": None,
        "stopped_by": "",
        "stopped_letter": None,
        "next_action_at": next_action_at,
    }
    run(tx, _CHANGE, {"id_": deadline_id, **values})


def met_by_letter(tx: Connection, letter_id: int) -> tuple[Deadline, ...]:
    """Clocks that this letter met, which run again if it came back; not those of a case that was merged into the letter's since."""
    return tuple(deadline_of(row) for row in run(tx, _MET_BY_LETTER, {"stopped_letter_": letter_id}))


def standing(tx: Connection, mailbox: str) -> tuple[Deadline, ...]:
    """Open rows of the mailbox that belong to no case: the digest, the review."""
    return tuple(deadline_of(row) for row in run(tx, _STANDING, {"mailbox_": mailbox}))


def open_until(tx: Connection, mailbox: str, instant: datetime) -> tuple[DueRow, ...]:
    """Open deadlines of the mailbox's cases that end at or before that instant, the earliest first: for the digest."""
    rows = run(tx, _OPEN_UNTIL, {"mailbox_": mailbox, "until_": instant})
    return tuple(DueRow(deadline=deadline_of(r), mailbox=r.mailbox, case_id=r.case_id) for r in rows)


def earliest(tx: Connection, mailbox: str) -> tuple[datetime, ...]:
    """When the next deadline of each case of the mailbox ends, or the first that is missed; nothing for a case without one."""
    return tuple(run(tx, _EARLIEST, {"mailbox_": mailbox}).scalars())
