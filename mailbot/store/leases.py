"""Who watches which mailbox, and which processes live, where several share one PostgreSQL (design 5). A lease ends unless renewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from mailbot.store.locks import hold
from mailbot.store.tables import LeaseRow

LEASE = LeaseRow.__table__  # type: ignore[attr-defined]
SECONDS = 40  # a mailbox is taken over that long after the last sign of life; renewed four times as often


def take(tx: Connection, name: str, holder: str, now: datetime, is_dead: Callable[[str], bool]) -> bool:
    """Takes a lease that is free, has run out or was a dead process's, or renews our own. False if another process holds it."""
    hold(tx, f"lease:{name}")
    at = _now(tx, now)
    until = at + timedelta(seconds=SECONDS)
    row = tx.execute(select(LEASE).where(LEASE.c.name == name)).first()
    if row is None:
        tx.execute(insert(LEASE).values(name=name, holder=holder, until=until))
        return True
    # Further off than any lease can be: the database's clock was set back, and its holder has renewed it since or is dead.
    stands = at < row.until <= at + 2 * timedelta(seconds=SECONDS)
    if row.holder != holder and stands and not is_dead(row.holder):
        return False
    tx.execute(update(LEASE).where(LEASE.c.name == name).values(holder=holder, until=until))
    return True


def give_up(tx: Connection, holder: str) -> None:
    """A process that ends leaves its mailboxes to the others at once."""
    tx.execute(delete(LEASE).where(LEASE.c.holder == holder))


def living(tx: Connection, now: datetime) -> frozenset[str]:
    """The holders of leases that have not run out."""
    at = _now(tx, now)
    stands = (LEASE.c.until > at, LEASE.c.until <= at + 2 * timedelta(seconds=SECONDS))
    return frozenset(tx.execute(select(LEASE.c.holder).where(*stands)).scalars())


def forget(tx: Connection, now: datetime) -> None:
    """Leases that ran out a day ago: a process that never comes back leaves a row behind."""
    tx.execute(delete(LEASE).where(LEASE.c.until < _now(tx, now) - timedelta(days=1)))


def _now(tx: Connection, now: datetime) -> datetime:
    """PostgreSQL's clock, which is the same for every host; on SQLite there is one process."""
    if tx.dialect.name != "postgresql":
        return now
    at: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
    return at
