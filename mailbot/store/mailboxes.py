"""What must be known of a mailbox across restarts: when it first ran, was last read, told of being blind, compared with its server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, insert, select, update

from mailbot.store.statements import given, run
from mailbot.store.tables import MailboxRow

MAILBOX = MailboxRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation

_GET = select(MAILBOX).where(given(MAILBOX.c.name))
_QUIET_UNTIL = select(MAILBOX.c.quiet_until).where(given(MAILBOX.c.name))
_EVERY = select(MAILBOX)
_ADD = insert(MAILBOX)
_CHANGE = update(MAILBOX).where(given(MAILBOX.c.name))


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """A mailbox's row; tables.MailboxRow says what each time means."""

    name: str
    first_run_at: datetime
    started_at: datetime | None
    last_read_at: datetime | None
    blind_told_at: datetime | None
    quiet_until: datetime | None
    compared_at: datetime | None
    compared_on_server: int | None
    compared_known: int | None
    sent_since: datetime | None


def first_run(tx: Connection, mailbox: str, now: datetime) -> bool:
    """Makes the mailbox's row. True if this is the first time mailbot runs for it."""
    if run(tx, _GET, {"name_": mailbox}).first() is not None:
        return False
    run(tx, _ADD, {"name": mailbox, "first_run_at": now})
    return True


def every(tx: Connection) -> dict[str, Times]:
    """Those that mailbot has run for, by name."""
    return {row.name: Times(**row._asdict()) for row in run(tx, _EVERY)}


def times(tx: Connection, mailbox: str) -> Times:
    """Raises LookupError before the mailbox's first run."""
    row = run(tx, _GET, {"name_": mailbox}).first()
    if row is None:
        raise LookupError(f"mailbox {mailbox} has never run")
    return Times(**row._asdict())


def quiet_until(tx: Connection, mailbox: str) -> datetime | None:
    """Raises LookupError before the mailbox's first run."""
    row = run(tx, _QUIET_UNTIL, {"name_": mailbox}).first()
    if row is None:
        raise LookupError(f"mailbox {mailbox} has never run")
    return cast(datetime | None, row.quiet_until)


def note(tx: Connection, mailbox: str, **values: datetime | int | None) -> None:
    run(tx, _CHANGE, {"name_": mailbox, **values})
