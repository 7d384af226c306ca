"""What every round asks is found by index: it costs what is due, not what is there (SQLite's own word for it)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from mailbot.store import deadlines, ledger, letter_counts, letters
from mailbot.store.store import Store

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MAILBOXES = ("dsmart", "tinytracker")
ASKED: dict[str, Callable[[Connection], object]] = {
    "the next letter that is due": lambda tx: letters.claim_next(tx, MAILBOXES, NOW, "me"),
    "when the next letter is due": lambda tx: letters.next_at(tx, MAILBOXES),
    "letters that another process was sending": lambda tx: letters.senders(tx, but="me"),
    "letters to revive": lambda tx: letters.revive(tx, ["dead"], NOW),
    "automatic letters of the last hour": lambda tx: letter_counts.automatic_lately(tx, "dsmart", NOW, HOUR),
    "automatic letters to a domain": lambda tx: letter_counts.automatic_lately(
        tx, "dsmart", NOW, HOUR, domain="customer.example"
    ),
    "letters that were given up": lambda tx: letter_counts.failed_since(tx, "dsmart", NOW),
    "clocks that are due": lambda tx: deadlines.to_look_at(tx, MAILBOXES, NOW),
    "when the next clock is due": lambda tx: deadlines.next_at(tx, MAILBOXES),
    "letters whose enclosures are not made": lambda tx: letters.making(tx, "dsmart"),
    "messages to work on": lambda tx: ledger.fetched(tx, "dsmart"),
    "messages to file away": lambda tx: ledger.to_file_away(tx, "dsmart", "INBOX", 1),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_neither_a_table_nor_a_mailbox_is_read_from_end_to_end_for(
    asked: Callable[[Connection], object], tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{tmp_path}/mailbot.db")
    said: list[tuple[str, Any]] = []
    with store.begin() as tx:
        event.listen(tx, "before_cursor_execute", lambda *call: said.append((call[2], call[3])))
        asked(tx)
        plans = [
            row[3] for sql, values in list(said) for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    store.close()
    assert plans
    assert not [step for step in plans if step.startswith("SCAN") or "(mailbox=?)" in step]
