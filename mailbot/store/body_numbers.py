"""The numbers under which outside bodies keep cases of ours, so that a mail which names only theirs still finds its case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from mailbot.store.case_tables import BodyNumberRow
from mailbot.store.cases import CASE

NUMBER = BodyNumberRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation


def note(tx: Connection, case_id: int, body: str, number: str, now: datetime) -> bool:
    """Keeps the number. False if it was known."""
    if any(known == body and theirs.lower() == number.lower() for known, theirs in of_case(tx, case_id)):
        return False
    tx.execute(insert(NUMBER).values(case_id=case_id, body=body, number=number, noted_at=now))
    return True


def of_case(tx: Connection, case_id: int) -> tuple[tuple[str, str], ...]:
    """(body, its number) of the case, the first noted first."""
    rows = tx.execute(select(NUMBER.c.body, NUMBER.c.number).where(NUMBER.c.case_id == case_id).order_by(NUMBER.c.id))
    return tuple((row.body, row.number) for row in rows)


def case_of(tx: Connection, mailbox: str, body: str, number: str) -> int | None:
    """The case of that mailbox which the body keeps under that number; None if there is none, or more than one."""
    query = (
        select(NUMBER.c.case_id)
        .join(CASE, CASE.c.id == NUMBER.c.case_id)
        .where(CASE.c.mailbox == mailbox, NUMBER.c.body == body, func.lower(NUMBER.c.number) == number.lower())
        .distinct()
    )
    found = tx.execute(query).scalars().all()
    return found[0] if len(found) == 1 else None
