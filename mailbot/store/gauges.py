"""How a mailbox stands at an instant, in numbers for whoever watches over mailbot. Each question has an index of just its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from mailbot.core.model import LetterState
from mailbot.store.cases import DEADLINE, LETTER
from mailbot.store.ledger import LEDGER
from mailbot.store.letters import WAITING
from mailbot.store.mailboxes import MAILBOX

UNSENT = (str(LetterState.MAKING), *WAITING, str(LetterState.SENDING))


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauges:
    """Instants in UTC."""

    mailbox: str
    known_since: datetime  # its first run, or the start of the process that watches it
    read_at: datetime | None  # to its end
    unsent: Mapping[str, int]  # letters on their way, by state
    held: int
    oldest_unsent: datetime | None  # when it was queued
    overdue: int  # clocks that run and are past their instant
    parked: int  # messages
    waiting: int  # messages kept and not dealt with yet


def gauges(tx: Connection, mailbox: str, now: datetime) -> Gauges | None:
    """None before the mailbox's first run."""
    row = tx.execute(select(MAILBOX).where(MAILBOX.c.name == mailbox)).first()
    if row is None:
        return None
    unsent, oldest = _unsent(tx, mailbox)
    # The states stand as words in the statement: with values bound to it, SQLite would use no partial index.
    held = select(func.count()).where(LETTER.c.mailbox == mailbox, text("letter.state = 'held'"))
    overdue = select(func.count()).where(
        DEADLINE.c.mailbox == mailbox, DEADLINE.c.stopped_at.is_(None), DEADLINE.c.due_at <= now
    )
    return Gauges(
        mailbox=mailbox,
        known_since=row.started_at or row.first_run_at,
        read_at=row.last_read_at,
        unsent=unsent,
        held=int(tx.execute(held).scalar_one()),
        oldest_unsent=oldest,
        overdue=int(tx.execute(overdue).scalar_one()),
        parked=_messages(tx, mailbox, "parked"),
        waiting=_messages(tx, mailbox, "fetched"),
    )


def _unsent(tx: Connection, mailbox: str) -> tuple[dict[str, int], datetime | None]:
    found = dict.fromkeys(UNSENT, 0)
    oldest: list[datetime] = []
    waiting = text("letter.state IN ('making','queued','awaiting_retry','sending')")
    query = select(LETTER.c.state, LETTER.c.queued_at).where(
        LETTER.c.mailbox == mailbox, waiting, LETTER.c.next_attempt_at.is_not(None)
    )
    for state, queued_at in tx.execute(query):
        found[state] += 1
        oldest.append(queued_at)
    return found, min(oldest, default=None)


def _messages(tx: Connection, mailbox: str, state: str) -> int:
    query = select(func.count()).where(LEDGER.c.mailbox == mailbox, text(f"ledger.state = '{state}'"))
    return int(tx.execute(query).scalar_one())
