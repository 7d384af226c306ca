"""One writer a name: transactions that touch the same mailbox follow one another, those of different mailboxes do not wait.

A decision reads a case and writes it again; two at once would each write over the other's. SQLite has one writer anyway.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def hold(tx: Connection, name: str) -> None:
    """Waits until no other transaction holds that name, then holds it to the end of this one."""
    if tx.dialect.name == "postgresql":
        tx.execute(_HOLD, {"name": f"mailbot:{name}"})
