"""Which case stands in a digest under which number, so that an answer to yesterday's digest means yesterday's numbers."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from mailbot.store.statements import given, run, run_many
from mailbot.store.tables import NumberedRow

_NUMBERED = NumberedRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
_ADD = insert(_NUMBERED)
_OF_LETTER = select(_NUMBERED.c.case_id).where(given(_NUMBERED.c.letter_id)).order_by(_NUMBERED.c.number)


def keep(tx: Connection, letter_id: int, case_ids: tuple[int, ...]) -> None:
    """The cases of that letter, numbered from 1 in this order."""
    rows = [{"letter_id": letter_id, "number": n, "case_id": case_id} for n, case_id in enumerate(case_ids, start=1)]
    if rows:
        run_many(tx, _ADD, rows)


def of_letter(tx: Connection, letter_id: int) -> tuple[int, ...]:
    """Ids of the cases, number 1 first; () for a letter that numbers none."""
    return tuple(run(tx, _OF_LETTER, {"letter_id_": letter_id}).scalars())
