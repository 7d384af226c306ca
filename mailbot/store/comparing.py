"""What the ledger says stands in a folder, against what the mail server says stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from mailbot.core.diversions import DIVERTED
from mailbot.store.ledger import LEDGER

_APART = LEDGER.c.outcome.like(f"{DIVERTED}%")
"""A grievance stays where it came in until those whom it concerns take it away, and nobody else is told that it is there or is gone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """`unknown`: UIDs that stand on the server among those that were read, and not in the ledger. `vanished`: ledger rows (id, UID)
    of messages that mailbot left in the folder and that stand there no more."""

    on_server: int
    unknown: tuple[int, ...] = ()
    newer: int = 0  # came after the newest that is known: they are about to be read
    vanished: tuple[tuple[int, int], ...] = ()


def compare(
    tx: Connection, mailbox: str, folder: str, uidvalidity: int, there: Iterable[int], *, filing: bool
) -> Comparison:
    """`there`: every UID in the folder. `filing`: mailbot itself moves out what is done, so that nobody else has a reason to; else a
    message that is done may go as people like."""
    where = (LEDGER.c.mailbox == mailbox, LEDGER.c.folder == folder, LEDGER.c.uidvalidity == uidvalidity)
    columns = (LEDGER.c.id, LEDGER.c.uid, LEDGER.c.state, LEDGER.c.filed_away, _APART.label("apart"))
    rows = tx.execute(select(*columns).where(*where)).all()
    known, stand = {row.uid for row in rows}, frozenset(there)
    newest = max(known, default=0)
    left = (
        (row.id, row.uid) for row in rows if not row.filed_away and not row.apart and (filing or row.state != "done")
    )
    return Comparison(
        on_server=sum(uid <= newest for uid in stand),
        unknown=tuple(sorted(uid for uid in stand - known if uid <= newest)),
        newer=sum(uid > newest for uid in stand),
        vanished=tuple((ledger_id, uid) for ledger_id, uid in left if uid not in stand),
    )


def not_moved(tx: Connection, mailbox: str) -> int:
    """How many messages are dealt with and, as far as we know, still stand in the inbox though they should not."""
    where = (LEDGER.c.mailbox == mailbox, LEDGER.c.state == "done", LEDGER.c.filed_away.is_(False), ~_APART)
    return int(tx.execute(select(func.count()).where(*where, LEDGER.c.sent.is_(False))).scalar_one())


def no_longer_there(tx: Connection, ledger_ids: Iterable[int]) -> None:
    """Nobody is to move them away any more, and they are told of once."""
    for ledger_id in ledger_ids:
        tx.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(filed_away=True))
