"""The database: made, migrated or refused with a sentence; one writer; times that keep their zone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import StatementError

from mailbot.core.model import RawMessage
from mailbot.errors import StoreError
from mailbot.store import blobs, ledger, letters, schema
from mailbot.store.metadata import METADATA
from mailbot.store.statements import all_or_nothing
from mailbot.store.store import Store
from tests.servers.ports import free_port
from tests.servers.postgres import Postgres

NOW = datetime(2026, 3, 3, 11, 20, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URLs of new, empty databases."""
    if request.param == "sqlite":
        return (f"sqlite:///{tmp_path}/var{'' if n == 0 else n}/mailbot.db" for n in count())
    postgres: Postgres = request.getfixturevalue("postgres")
    return (postgres.database() for _ in count())


@pytest.fixture
def url(databases: Iterator[str]) -> str:
    return next(databases)


def raw(uid: int = 1, content: bytes = b"From: a@b.example\r\n\r\nhello", *, received_at: datetime = NOW) -> RawMessage:
    return RawMessage(
        mailbox="dsmart", folder="INBOX", uidvalidity=7, uid=uid, received_at=received_at, content=content
    )


def empty(url: str) -> Engine:
    """Opened as anybody opens it, without Store."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir()
    return create_engine(url)


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(url: str) -> None:
    engine = empty(url)
    with engine.begin() as connection:
        schema.migrate(connection, url)
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def shape(connection: Connection) -> dict[str, object]:
    """What is in a database, by table and kind; without values that an older row was given, and the order of columns."""
    seen = inspect(connection)
    found: dict[str, object] = {}
    for table in seen.get_table_names():
        columns = [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)]
        indexes = [
            (
                i["name"],
                i["column_names"],
                i["unique"],
                *(str(words) for words in i.get("dialect_options", {}).values()),
            )
            for i in seen.get_indexes(table)
        ]
        unique = [u["column_names"] for u in seen.get_unique_constraints(table)]
        keys = [
            (k["constrained_columns"], k["referred_table"], k["referred_columns"]) for k in seen.get_foreign_keys(table)
        ]
        primary = seen.get_pk_constraint(table)["constrained_columns"]
        found[table] = [sorted(columns), sorted(map(repr, indexes)), sorted(unique), sorted(keys), primary]
    found["version"] = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found


def test_a_new_database_is_made_as_an_old_one_is_migrated(databases: Iterator[str]) -> None:
    old = empty(next(databases))
    with old.begin() as connection:
        schema.migrate(connection, "old")
        migrated = shape(connection)
    old.dispose()
    new = Store(next(databases))
    with new.begin() as connection:
        made = shape(connection)
    new.close()
    assert made == migrated


def test_a_new_database_is_made_without_alembic(tmp_path: Path) -> None:
    asked = "import sys; from mailbot.store.store import Store; Store(sys.argv[1]); assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", asked, f"sqlite:///{tmp_path}/new.db"], check=True)


def test_a_database_is_opened_again_with_what_it_holds(url: str) -> None:
    first = Store(url)
    with first.begin() as tx:
        ledger.keep(tx, raw(), NOW)
    first.close()
    again = Store(url)
    with again.begin() as tx:
        assert ledger.known_uids(tx, "dsmart", "INBOX", 7) == {1}
    again.close()


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(url: str) -> None:
    Store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"written by a newer mailbot \(schema 9999; this one knows \d{4}\)"):
        Store(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()


def test_somebody_elses_database_is_refused(url: str, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    engine.dispose()
    with pytest.raises(StoreError, match="holds tables that are not mailbot's"):
        Store(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match=r"file/var cannot be made"):
        Store(f"sqlite:///{tmp_path}/file/var/mailbot.db")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "mailbot.db").write_bytes(b"this is not a database, but it is long enough to be read as one" * 20)
    with pytest.raises(StoreError, match=r"mailbot\.db: the database cannot be used: file is not a database"):
        Store(f"sqlite:///{tmp_path}/mailbot.db")


def test_a_database_server_that_is_not_there_is_told_of_on_one_line() -> None:
    with pytest.raises(
        StoreError, match=r"^postgresql.*: the database cannot be used: .*Is the server running"
    ) as refused:
        Store(f"postgresql+psycopg://mailbot@127.0.0.1:{free_port()}/mailbot")
    assert len(str(refused.value).splitlines()) == 1


def test_times_come_back_aware_and_in_utc_and_a_naive_one_is_refused(url: str) -> None:
    store = Store(url)
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    with store.begin() as tx:
        kept = ledger.keep(tx, raw(received_at=summer), NOW)
        assert kept is not None
        assert ledger.entry(tx, kept).received_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
        assert ledger.entry(tx, kept).received_at.tzinfo is UTC
    with pytest.raises(StatementError, match="timezone"), store.begin() as tx:
        ledger.keep(tx, raw(2), datetime(2026, 3, 3))  # noqa: DTZ001 that is the point
    store.close()


def test_a_uid_is_kept_once_and_its_bytes_come_back_unchanged(url: str) -> None:
    store = Store(url)
    content = bytes(range(256)) * 40
    with store.begin() as tx:
        kept = ledger.keep(tx, raw(content=content), NOW)
        assert kept is not None
        assert ledger.keep(tx, raw(content=content), NOW) is None
        assert blobs.get(tx, ledger.entry(tx, kept).sha256) == content
    store.close()


def test_the_largest_uid_and_uidvalidity_that_imap_knows_fit(url: str) -> None:
    store = Store(url)
    largest = RawMessage(
        mailbox="m", folder="INBOX", uidvalidity=2**32 - 1, uid=2**32 - 1, received_at=NOW, content=b"x"
    )
    with store.begin() as tx:
        ledger.keep(tx, largest, NOW)
        assert ledger.last_uid(tx, "m", "INBOX", 2**32 - 1) == 2**32 - 1
    store.close()


def test_threads_that_read_and_then_write_lose_none_of_their_writes(url: str) -> None:
    store = Store(url)
    with store.begin() as tx:
        kept = ledger.keep(tx, raw(), NOW)
        assert kept is not None

    def count_forty() -> None:
        for _ in range(40):
            with store.begin() as tx:
                ledger.count_attempts(tx, [kept])

    threads = [threading.Thread(target=count_forty) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.begin() as tx:
        assert ledger.entry(tx, kept).attempts == 160
    store.close()


def test_what_fails_halfway_leaves_nothing_behind(url: str) -> None:
    store = Store(url)

    def fails_halfway() -> None:
        with store.begin() as tx:
            ledger.keep(tx, raw(), NOW)
            blobs.get(tx, "0" * 64)

    with pytest.raises(LookupError):
        fails_halfway()
    with store.begin() as tx:
        assert ledger.known_uids(tx, "dsmart", "INBOX", 7) == frozenset()
    store.close()


def test_a_mailboxs_name_is_found_whatever_signs_it_has(url: str) -> None:
    """Words that never change stand in the SQL itself, and SQL has signs of its own."""
    store, name = Store(url), "it's 100% \\ :ours ?"
    with store.begin() as tx:
        letter = {"mailbox": name, "name": "notice", "recipient": "a@b.example", "to_staff": True, "automatic": True}
        letters.add(tx, **letter, queued_at=NOW, next_attempt_at=NOW, state="queued")
        assert letters.next_at(tx, ["other"]) is None
        assert letters.next_at(tx, ["other", name]) == NOW
        claimed = letters.claim_next(tx, [name], NOW, "me")
        assert claimed is not None
        assert claimed.mailbox == name
    store.close()


def test_a_storys_database_is_opened_again_after_its_process_died(tmp_path: Path) -> None:
    for _ in range(2):
        Store(f"sqlite:///{tmp_path}/story.db", durable=False).close()


def _keep_in_a_part(tx: Connection, uid: int, fault: Exception | None = None, sql: str = "") -> None:
    with all_or_nothing(tx):
        ledger.keep(tx, raw(uid, b"message %d" % uid), NOW)
        if sql:
            tx.execute(text(sql))
        if fault is not None:
            raise fault


def test_a_part_that_fails_leaves_nothing_and_the_rest_of_the_transaction_stays(url: str) -> None:
    store = Store(url)
    with store.begin() as tx:
        _keep_in_a_part(tx, 1)
        with pytest.raises(LookupError, match="no such case"):
            _keep_in_a_part(tx, 2, LookupError("no such case"))
        _keep_in_a_part(tx, 3)
    with store.begin() as tx:
        assert ledger.known_uids(tx, "dsmart", "INBOX", 7) == {1, 3}
    store.close()


def _keep_what_is_refused(store: Store) -> None:
    with store.begin() as tx:
        _keep_in_a_part(tx, 1)
        _keep_in_a_part(tx, 2, sql="select * from no_such_table")


def test_a_part_that_the_database_refuses_ends_the_transaction(url: str) -> None:
    store = Store(url)
    with pytest.raises(StoreError, match="no_such_table"):
        _keep_what_is_refused(store)
    with store.begin() as tx:
        assert ledger.known_uids(tx, "dsmart", "INBOX", 7) == frozenset()
    store.close()
