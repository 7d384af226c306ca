"""A grown database: cases, mail, letters and clocks by plain SQL, from one real case that is there; and the tick among them.

    .venv/bin/python bench/grown.py [--open 1000000] [--due 100]

prints what a tick costs among so many open deadlines, and among 1,000 with as many due, and the ratio.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, insert, update

from mailbot import wiring
from mailbot.config import Imap, Mailbox, Worker, load_procedure
from mailbot.resources import default_config, default_templates
from mailbot.store.metadata import METADATA
from mailbot.store.store import Store
from mailbot.tick import ensure_standing, tick

TABLES = METADATA.tables
AT_ONCE = 5_000
WORDS = "I have called four times since then and every time I was promised a call back. " * 20


def grow(database: str, cases: int, mailbox: str, procedure: str, *, mail: bool = True) -> None:
    """So many open cases, each with a party, an event and a clock that comes in a month; with `mail` also message, contact and letter."""
    engine = create_engine(database)
    then = datetime.now(UTC) - timedelta(days=30)
    for start in range(1, cases + 1, AT_ONCE):
        numbers = range(start, min(cases + 1, start + AT_ONCE))
        with engine.begin() as tx:
            for table, rows in _rows(numbers, mailbox, procedure, then).items():
                if mail or table not in ("ledger", "contact", "letter"):
                    tx.execute(insert(TABLES[table]), rows)
    engine.dispose()


def _rows(numbers: range, mailbox: str, procedure: str, then: datetime) -> dict[str, list[dict[str, object]]]:
    later = then + timedelta(days=60)
    return {
        "case_file": [
            {
                "id": n,
                "reference": f"OLD-{n}",
                "prefix": "OLD",
                "year": 2020,
                "number": n,
                "mailbox": mailbox,
                "procedure": procedure,
                "version": "1",
                "kind": "complaint",
                "subject": f"Old complaint {n}",
                "channel": "email",
                "received_at": then,
                "opened_at": then,
            }
            for n in numbers
        ],
        "party": [
            {"case_id": n, "standing": "customer", "name": f"Old {n}", "address": f"old{n}@mail.example"}
            for n in numbers
        ],
        "ledger": [
            {
                "mailbox": mailbox,
                "folder": "INBOX",
                "uidvalidity": 1,
                "uid": n,
                "sha256": f"{n:064d}",
                "received_at": then,
                "fetched_at": then,
                "state": "done",
                "outcome": "new_complaint",
                "message_id": f"<old.{n}@mail.example>",
                "case_id": n,
                "done_at": then,
                "decision": {"rule": "person", "evidence": "it answers nothing of ours"},
            }
            for n in numbers
        ],
        "contact": [
            {
                "case_id": n,
                "mailbox": mailbox,
                "at": then,
                "recorded_at": then,
                "direction": "in",
                "channel": "email",
                "sender": f"Old {n} <old{n}@mail.example>",
                "address": f"old{n}@mail.example",
                "subject": f"Old complaint {n}",
                "summary": WORDS,
            }
            for n in numbers
        ],
        "letter": [
            {
                "case_id": n,
                "mailbox": mailbox,
                "name": "acknowledgement",
                "recipient": f"old{n}@mail.example",
                "to_staff": False,
                "automatic": True,
                "subject": f"[OLD-{n}] We have received your complaint",
                "text": WORDS,
                "message_id": f"<old.{n}@desk.example>",
                "state": "sent",
                "queued_at": then,
                "sent_at": then,
            }
            for n in numbers
        ],
        "deadline": [
            {
                "case_id": n,
                "mailbox": mailbox,
                "clock": "findings",
                "started_at": then,
                "due": later.date(),
                "due_at": later,
                "next_action_at": later,
            }
            for n in numbers
        ],
        "event": [
            {
                "chain": f"case:{n}",
                "seq": 1,
                "at": then,
                "type": "case.opened",
                "case_id": n,
                "digest": "0" * 64,
                "hash": "0" * 64,
                "content": {"procedure": procedure, "customer": f"Old {n} <old{n}@mail.example>"},
            }
            for n in numbers
        ],
    }


def tick_cpu(database: str, cases: int, due: int) -> float:
    """CPU seconds of one tick in which `due` of the `cases` open clocks have come."""
    path = default_config() / "procedures" / "dsmart.toml"
    staff = (
        Worker(name="Anna Field", address="anna@desk.example", roles=("handler",)),
        Worker(name="Dana Price", address="dana@desk.example", roles=("director",)),
    )
    mailbox = Mailbox(
        name="bench1",
        address="complaints@desk.example",
        procedure=path,
        imap=Imap(host="localhost"),
        person=staff,
        blind_after_minutes=1,
    )
    firm = wiring.firm_desk(mailbox, load_procedure(path))
    store = Store(database)
    desk = wiring.assemble(store, [firm], "a secret of the bench", [default_templates()])
    now = datetime.now(UTC)
    ensure_standing(desk, "bench1", now)
    grow(database, cases, "bench1", "dsmart", mail=False)
    _come(store, range(1, WARM + 1), now)
    tick(desk, now)
    _come(store, range(WARM + 1, WARM + 1 + due), now)
    began = time.process_time()
    looked_at = tick(desk, now)
    spent = time.process_time() - began
    store.close()
    if looked_at != due:
        raise SystemExit(f"{looked_at} deadlines had come instead of {due}")
    return spent


WARM = 5
"""Deadlines that are looked at before the clock runs: templates and statements are compiled once in a daemon's life."""


def _come(store: Store, numbers: range, now: datetime) -> None:
    """The clocks of these cases end now."""
    deadline = TABLES["deadline"]
    with store.begin() as tx:
        tx.execute(update(deadline).where(deadline.c.case_id.in_(numbers)).values(due_at=now, next_action_at=now))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--open", type=int, default=1_000_000)
    options.add_argument("--due", type=int, default=100)
    chosen = options.parse_args()
    found = {}
    for cases in (1_000, chosen.open):
        with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as folder:
            found[cases] = tick_cpu(f"sqlite:///{Path(folder)}/mailbot.db", cases, chosen.due)
    few, many = found[1_000], found[chosen.open]
    told = {"due": chosen.due, "tick_s_among_1000": few, f"tick_s_among_{chosen.open}": many, "ratio": many / few}
    print(json.dumps({name: round(v, 3) if isinstance(v, float) else v for name, v in told.items()}))


if __name__ == "__main__":
    main()
