"""A copy of the database while it is in use, and what must be noted in one that was put back: time has gone on without it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, insert, make_url, select, text, update

from mailbot.core.model import LetterState
from mailbot.errors import StoreError
from mailbot.store import events
from mailbot.store.cases import CASE, FLOOR, LETTER
from mailbot.store.mailboxes import MAILBOX

GAP = 10_000
"""How many numbers of letters, and of cases a year, are left out after a restore: those that the lost time may have given out."""


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for another kind."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def copy(source: Path, target: Path) -> int:
    """A consistent copy of a database that may be written to meanwhile, complete on the disk when this returns. Its bytes.

    Raises StoreError; a copy that is not complete is not left behind.
    """
    if not source.is_file():
        raise StoreError(f"{source}: there is no such database")
    if target.exists():
        raise StoreError(f"{target}: is there already; name a new file")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(unfinished)) as new,
        ):
            old.backup(new, pages=1_000)
            new.execute("pragma journal_mode=delete")
            _sound(new, target)
        unfinished.chmod(0o600)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as fault:
        unfinished.unlink(missing_ok=True)
        raise StoreError(f"{target}: the copy could not be made: {fault}") from fault
    return target.stat().st_size


def check_copy(file: Path) -> None:
    """Raises StoreError if that file is no whole SQLite database."""
    if not file.is_file():
        raise StoreError(f"{file}: there is no such file")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            _sound(database, file)
    except sqlite3.Error as fault:
        raise StoreError(f"{file}: is no database: {fault}") from fault


def _sound(database: sqlite3.Connection, file: Path) -> None:
    said = database.execute("pragma integrity_check").fetchone()[0]
    if said != "ok":
        raise StoreError(f"{file}: the copy is damaged: {said}")


# ---------------------------------------------------------------------------------------------------------- after a restore


def note_restore(tx: Connection, mailboxes: Iterable[str], quiet_until: datetime, now: datetime) -> int:
    """What a database needs to know that was put back. How many letters are no longer sent by themselves.

    Messages that came until `quiet_until` may have been answered in the time that it does not know: they are recorded and nothing
    follows from them. Letters that waited may have been sent: they are held. Numbers may have been given out: they are left out.
    """
    waiting = text("letter.state IN ('making','queued','awaiting_retry','sending')")
    why = "it waited when the backup was made, and may have been sent since"
    values = {"next_attempt_at": None, "answer": why}
    held = tx.execute(
        update(LETTER).where(waiting, LETTER.c.to_staff.is_(False)).values(state=str(LetterState.HELD), **values)
    ).rowcount
    dropped = tx.execute(
        update(LETTER).where(waiting, LETTER.c.to_staff.is_(True)).values(state=str(LetterState.WITHHELD), **values)
    ).rowcount
    names = tuple(mailboxes)
    for name in names:
        tx.execute(update(MAILBOX).where(MAILBOX.c.name == name).values(quiet_until=quiet_until))
        content = {"quiet_until": quiet_until.isoformat(), "held": held, "withheld": dropped}
        events.append(tx, mailbox=name, case_id=None, type="mailbox.restored", at=now, content=content)
    _leave_letter_numbers_out(tx, names[0], now)
    _leave_case_numbers_out(tx)
    return held + dropped


def _leave_letter_numbers_out(tx: Connection, mailbox: str, now: datetime) -> None:
    """One row far ahead, so that an address or bounce of a letter of the lost time names none of those to come."""
    last = int(tx.execute(select(func.max(LETTER.c.id))).scalar() or 0) + GAP
    row = {
        "id": last,
        "mailbox": mailbox,
        "name": "none",
        "recipient": "",
        "to_staff": True,
        "automatic": False,
        "state": str(LetterState.WITHHELD),
        "queued_at": now,
        "answer": "numbers left out after a restore",
    }
    tx.execute(insert(LETTER), row)
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT setval(pg_get_serial_sequence('letter', 'id'), :last)"), {"last": last})


def _leave_case_numbers_out(tx: Connection) -> None:
    query = select(CASE.c.prefix, CASE.c.year, func.max(CASE.c.number)).group_by(CASE.c.prefix, CASE.c.year)
    for prefix, year, number in tx.execute(query).all():
        where = (FLOOR.c.prefix == prefix, FLOOR.c.year == year)
        floor = number + GAP // 10
        if tx.execute(update(FLOOR).where(*where).values(floor=floor)).rowcount == 0:
            tx.execute(insert(FLOOR).values(prefix=prefix, year=year, floor=floor))
