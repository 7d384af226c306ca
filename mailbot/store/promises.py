"""Dates that letters put in the place of a clock's own, and what they replaced: a letter that comes back takes its promise along."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from mailbot.core.rules import Promised
from mailbot.store.case_tables import PromiseRow
from mailbot.store.cases import DEADLINE, deadline_of

PROMISE = PromiseRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation


def made(tx: Connection, deadline_id: int, letter_id: int, due: date, due_at: datetime) -> None:
    """That letter moves the clock; until then it was due at `due`, and late from `due_at`."""
    tx.execute(insert(PROMISE).values(deadline_id=deadline_id, letter_id=letter_id, due=due, due_at=due_at))


def of_letter(tx: Connection, letter_id: int) -> tuple[Promised, ...]:
    """The open clocks whose date is that letter's, with what they go back to; not where a later letter has moved them on."""
    found = []
    for row in tx.execute(select(PROMISE).where(PROMISE.c.letter_id == letter_id).order_by(PROMISE.c.id)).all():
        deadline = deadline_of(tx.execute(select(DEADLINE).where(DEADLINE.c.id == row.deadline_id)).one())
        if deadline.open and _later(tx, row.deadline_id, row.id) is None:
            found.append(Promised(deadline=deadline, due=row.due, due_at=row.due_at))
    return tuple(found)


def taken_back(tx: Connection, letter_id: int) -> None:
    """The letter came back. A later promise on the same clock then replaces what this one had replaced."""
    for row in tx.execute(select(PROMISE).where(PROMISE.c.letter_id == letter_id)).all():
        later = _later(tx, row.deadline_id, row.id)
        if later is not None:
            tx.execute(update(PROMISE).where(PROMISE.c.id == later).values(due=row.due, due_at=row.due_at))
    tx.execute(delete(PROMISE).where(PROMISE.c.letter_id == letter_id))


def _later(tx: Connection, deadline_id: int, than: int) -> int | None:
    query = select(PROMISE.c.id).where(PROMISE.c.deadline_id == deadline_id, PROMISE.c.id > than)
    return tx.execute(query.order_by(PROMISE.c.id).limit(1)).scalar()
