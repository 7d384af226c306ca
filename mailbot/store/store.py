"""Opens the database, brings it to this version, and hands out transactions. The statements stand in the files beside it.

SQLite: WAL, full durability, foreign keys, one writer at a time (BEGIN IMMEDIATE, so that a read-modify-write cannot be lost).
PostgreSQL: one writer a mailbox at a time (locks.py); any number of processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from mailbot.errors import NotStorable, StoreError
from mailbot.store import schema
from mailbot.store.locks import hold
from mailbot.store.packing import compact
from mailbot.store.statements import command
from mailbot.store.turns import Turns

PAGE_BYTES = 2048
"""Half of SQLite's usual: a message leaves half a page empty here and there, which was 1.3 KB a message more with 4096."""

STATEMENTS = 512
"""SQLite keeps so many of them planned; with Python's 128 it would begin to forget those of a message before the next one."""


class Store:
    """A database of this version of mailbot.

    Raises StoreError (a sentence that names the database and what to do) if it cannot be opened, is damaged, or was written by a
    newer mailbot. An older one is migrated; an empty one is made. `durable=False` is for a story's database, which nobody keeps: it
    does not wait for the disk.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = url
        self.shown = make_url(url).render_as_string(hide_password=True)
        self.engine = _engine(url, durable=durable)
        self.shared = self.engine.dialect.name != "sqlite"  # may other processes work on it too?
        # SQLite has one writer: threads of this process queue here, in order, instead of polling for the file's lock.
        self._turns = None if self.shared else Turns()
        self._kept: Connection | None = None  # SQLite: whoever's turn it is has this one, with what it has read
        try:
            with self.engine.begin() as connection:
                if durable:
                    hold(connection, "schema")  # several processes may start at once
                    schema.bring_up_to_date(connection, self.shown)
                elif not schema.versions(connection):  # a story that starts again has its tables
                    schema.make(connection)
        except DBAPIError as fault:
            self.engine.dispose()
            raise StoreError(f"{self.shown}: the database cannot be used: {_words(fault)}") from fault
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def begin(self, mailbox: str = "", *, urgent: bool = False) -> Iterator[Connection]:
        """One transaction: all of it or nothing. Raises StoreError when the database refuses (disk full, locked, gone), NotStorable
        when it is what it was given that it refuses.

        `mailbox`: the one whose cases, letters or clocks are decided on here; nobody else writes to it meanwhile. Where it is known
        only later, `locks.hold(tx, mailbox)` before the first look. `urgent`: short, and before what else waits on SQLite.
        """
        try:
            with self._turns.taken(urgent=urgent) if self._turns else nullcontext(), self._transaction() as connection:
                if mailbox:
                    hold(connection, mailbox)
                yield connection
        except DBAPIError as fault:
            kind = NotStorable if _is_its_rows_fault(fault) else StoreError
            raise kind(f"{self.shown}: {_words(fault)}") from fault

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """On SQLite over the connection that the last one left in order: opening one takes longer than a transaction does."""
        connection, self._kept = self._kept or self.engine.connect(), None
        in_order = False
        try:
            with connection.begin():
                yield connection
            in_order = True
        finally:
            if in_order and self._turns and self._kept is None:
                self._kept = connection
            else:
                connection.close()

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()


def _engine(url: str, *, durable: bool) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql(url)
    if parsed.database and parsed.database != ":memory:":
        folder = Path(parsed.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StoreError(f"{url}: the folder {folder} cannot be made: {fault.strerror}") from fault
    engine = create_engine(url, json_serializer=compact, connect_args={"cached_statements": STATEMENTS})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        for pragma in (
            f"page_size={PAGE_BYTES}",  # of a new file; an older one keeps its own
            "journal_mode=wal",
            f"synchronous={'full' if durable else 'off'}",
            "foreign_keys=on",
            "busy_timeout=10000",
        ):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        command(connection, "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str) -> Engine:
    """A pool that survives a restart of the server: a connection is tried before it is used, and a dead peer noticed in a minute."""
    patience = {"connect_timeout": 10, "keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3}
    named = {"application_name": "mailbot", "options": "-c timezone=UTC"}
    patient = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 40}
    return create_engine(url, json_serializer=compact, connect_args={**patience, **named}, **patient)


def _is_its_rows_fault(fault: DBAPIError) -> bool:
    """PostgreSQL's class 54, such as words too long for an index, comes as an error of its operation, as an outage does."""
    return isinstance(fault, DataError | IntegrityError) or str(getattr(fault.orig, "sqlstate", "")).startswith("54")


def _words(fault: DBAPIError) -> str:
    """The driver's own sentence, on one line, without the statement and its values (they hold customers' words)."""
    return " ".join(str(fault.orig).split()) or type(fault.orig).__name__
