"""times, hashes and JSON in fewer bytes; JSON of older rows stays as it is and is read as before"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HASHES = {
    "pattern": ("sha256",),
    "blob": ("sha256",),
    "ledger": ("sha256",),
    "letter": ("sha256",),
    "event": ("digest", "hash"),
}
JSON = {"blob": "parts", "ledger": "decision", "letter": "draft", "event": "content", "deadline": "steps"}
TIMES = {
    "case_file": ("received_at", "opened_at", "visit_at", "closed_at"),
    "body_number": ("noted_at",),
    "contact": ("at", "recorded_at"),
    "flag": ("raised_at", "cleared_at"),
    "happening": ("at",),
    "deadline": ("started_at", "due_at", "next_action_at", "breached_at", "stopped_at"),
    "invitation": ("at", "answered_at"),
    "promise": ("due_at",),
    "ledger": ("received_at", "fetched_at", "done_at"),
    "letter": ("queued_at", "next_attempt_at", "sent_at"),
    "event": ("at",),
    "mailbox": (
        "first_run_at",
        "started_at",
        "last_read_at",
        "blind_told_at",
        "quiet_until",
        "compared_at",
        "sent_since",
    ),
    "lease": ("until",),
}


def upgrade() -> None:
    op.execute("ALTER TABLE mailbox DROP COLUMN breaker_told_at")
    op.drop_index("ix_event_case_id", "event")  # the chain's name tells the case, and has an index
    for table in ("party", "body_number"):  # whose unique constraints begin with the case
        op.drop_index(f"ix_{table}_case_id", table)
    if op.get_bind().dialect.name == "sqlite":
        _values()
    else:
        _types()


def _values() -> None:
    """SQLite's columns take what is put into them: no table is copied."""
    connection = op.get_bind()
    driver = connection.connection.dbapi_connection
    driver.create_function("from_hex", 1, bytes.fromhex, deterministic=True)  # type: ignore[union-attr]
    driver.create_function("microseconds", 1, _microseconds, deterministic=True)  # type: ignore[union-attr]
    for table in sorted({*HASHES, *TIMES}):
        become = [f"{name} = from_hex({name})" for name in HASHES.get(table, ())]
        become += [f"{name} = microseconds({name})" for name in TIMES.get(table, ())]
        connection.execute(sa.text(f"UPDATE {table} SET {', '.join(become)}"))  # noqa: S608  # names of ours


def _microseconds(stored: str | None) -> int | None:
    if stored is None:
        return None
    since = datetime.fromisoformat(stored).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(microseconds=1)


def _types() -> None:
    for table in sorted({*HASHES, *JSON}):
        names = HASHES.get(table, ())
        become = [f"ALTER COLUMN {name} TYPE bytea USING decode({name}, 'hex')" for name in names]
        if name := JSON.get(table):
            become.append(f"ALTER COLUMN {name} TYPE bytea USING convert_to({name}::text, 'UTF8')")
        op.execute(f"ALTER TABLE {table} {', '.join(become)}")
