"""A database of an older version, with rows, is brought to this one and tells what it told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zlib import compress

import pytest
from sqlalchemy import Connection, MetaData, Table, create_engine, select, text

from mailbot.store import blobs, events, ledger, letters, schema
from mailbot.store.cases import DEADLINE
from mailbot.store.store import Store
from tests.servers.postgres import Postgres

BEFORE = "0015"
"""The last version that stored hashes in hexadecimal, and times and JSON as text."""
AT = datetime(2026, 3, 3, 11, 20, 5, 123456, tzinfo=UTC)
LATER = AT + timedelta(days=1)
WORDS = b"My roof leaks."
MESSAGE = b"From: jo@customer.example\r\n\r\n" + WORDS + b"\r\n"
LETTER = b"From: info@firm.example\r\n\r\nWe have it: " + WORDS + b"\r\n"
DECISION = {"disposition": "person", "flags": {"complaint": "My roof leaks \u2013 again."}, "references": []}
STEPS = ["Received on Tuesday.", "Day 1 is Wednesday."]
CONTENTS: tuple[Mapping[str, object] | None, ...] = ({"kind": "complaint"}, {"letter": "received", "n": 1.5}, None)


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def fill(connection: Connection) -> None:
    """One row of each kind that has another form now, as the older version wrote it."""
    tables = MetaData()
    tables.reflect(connection)

    def put(table: str, **values: object) -> None:
        known: Table = tables.tables[table]
        rest = {c.name: _nothing(c.type.python_type) for c in known.columns if not c.nullable and c.name not in values}
        rest.pop("id", None)
        connection.execute(known.insert(), rest | values)

    put("mailbox", name="dsmart", first_run_at=AT, breaker_told_at=AT)
    put("blob", sha256=hash_of(MESSAGE), size=len(MESSAGE), content=compress(MESSAGE))
    begins = LETTER.index(WORDS)
    parts = [["", 0, begins], [hash_of(MESSAGE), MESSAGE.index(WORDS), len(WORDS)], ["", begins, 2]]
    own = compress(LETTER.replace(WORDS, b""))
    put("blob", sha256=hash_of(LETTER), size=len(LETTER), content=own, parts=parts)
    put("case_file", id=1, reference="DS-2026-0001-H", received_at=AT, opened_at=AT, mailbox="dsmart", state="open")
    row = {
        "mailbox": "dsmart",
        "folder": "INBOX",
        "uidvalidity": 7,
        "uid": 1,
        "sha256": hash_of(MESSAGE),
        "state": "done",
    }
    put("ledger", **row, id=1, received_at=AT, fetched_at=AT, done_at=LATER, decision=DECISION, case_id=1)
    told = {"mailbox": "dsmart", "case_id": 1, "name": "received", "recipient": "jo@customer.example"}
    put(
        "letter",
        **told,
        id=1,
        queued_at=AT,
        next_attempt_at=LATER,
        sha256=hash_of(LETTER),
        state="queued",
        draft={"n": 1},
    )
    put(
        "deadline",
        case_id=1,
        mailbox="dsmart",
        clock="visit",
        started_at=AT,
        due=LATER.date(),
        due_at=LATER,
        steps=STEPS,
    )
    before = events.GENESIS
    for seq, content in enumerate(CONTENTS, 1):
        digest = events.digest_of(content or {"erased": True})
        before = events.hash_of("case:1", seq, AT, "case.opened", digest, before)
        kept = {"seq": seq, "digest": digest, "hash": before, "content": content}
        put("event", chain="case:1", case_id=1, at=AT, type="case.opened", **kept)


def _nothing(kind: type) -> object:
    known = {str: "", int: 0, bool: False, datetime: AT, date: AT.date(), bytes: b""}
    return known.get(kind, {})  # JSON


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of such a database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/mailbot.db"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.database()
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.migrate(connection, url, BEFORE)
        fill(connection)
    engine.dispose()
    return url


@pytest.fixture
def store(older: str) -> Iterator[Store]:
    store = Store(older)
    yield store
    store.close()


def test_the_chain_of_events_verifies_and_tells_what_it_told(store: Store) -> None:
    with store.begin() as tx:
        assert events.faults(tx) == ()
        assert [(event.at, event.content) for event in events.since(tx, case_id=1)] == [(AT, c) for c in CONTENTS]


def test_the_chain_goes_on_from_where_it_stood(store: Store) -> None:
    with store.begin() as tx:
        events.append(tx, mailbox="dsmart", case_id=1, type="case.closed", at=LATER, content={"why": "done"})
        assert events.faults(tx) == ()
        assert [event.seq for event in events.since(tx)] == [1, 2, 3, 4]


def test_bytes_are_found_by_their_hashes(store: Store) -> None:
    with store.begin() as tx:
        assert (blobs.get(tx, hash_of(MESSAGE)), blobs.get(tx, hash_of(LETTER))) == (MESSAGE, LETTER)
        assert blobs.keep(tx, MESSAGE) == hash_of(MESSAGE)
        assert tx.execute(text("SELECT count(*) FROM blob")).scalar() == 2


def test_rows_say_what_they_said(store: Store) -> None:
    with store.begin() as tx:
        entry, letter = ledger.entry(tx, 1), letters.get(tx, 1)
        clock = tx.execute(select(DEADLINE)).one()
    assert (entry.sha256, entry.received_at, entry.decision) == (hash_of(MESSAGE), AT, DECISION)
    assert (letter.sha256, letter.queued_at, letter.draft) == (hash_of(LETTER), AT, {"n": 1})
    assert (clock.started_at, clock.due_at, clock.steps) == (AT, LATER, STEPS)


def test_what_is_due_is_due_when_it_was(store: Store) -> None:
    with store.begin() as tx:
        assert letters.claim_next(tx, ["dsmart"], LATER - timedelta(microseconds=1), "somebody") is None
        claimed = letters.claim_next(tx, ["dsmart"], LATER, "somebody")
        assert claimed is not None
        assert claimed.id == 1
