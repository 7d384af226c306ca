"""`mailbot backup` and `mailbot restore`: a copy while mailbot runs, and putting one back so that nobody hears anything twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from mailbot.config import Settings, load
from mailbot.errors import ConfigError, MailbotError, StoreError
from mailbot.store.alone import Alone
from mailbot.store.keeping import check_copy, copy, note_restore, sqlite_file
from mailbot.store.store import Store

Environment = Mapping[str, str]


def back_up(config: Path, environment: Environment, target: Path) -> str:
    """Copies the database into a new file, checked and complete. What was done, in a sentence. Raises ConfigError, StoreError."""
    settings = load(config, environment, need_secrets=False)
    size = copy(_file_of(settings), target)
    return f"{target}: {size:,} bytes, whole. It holds customers' words and addresses: keep it as you keep them."


def restore(config: Path, environment: Environment, source: Path | None, until: datetime | None, now: datetime) -> str:
    """Puts a backup, with what follows noted in it, in the place of the database, which is kept beside it. Raises ConfigError, StoreError;
    then nothing has changed.

    `until`: what came to the mailboxes by then may have been answered by the database that is replaced; None = by now. `source`: None
    where the database is PostgreSQL, which pg_restore has put back already.
    """
    settings = load(config, environment, need_secrets=False)
    url = settings.configuration.database
    quiet_until = until or now
    if quiet_until > now + timedelta(minutes=5):
        raise ConfigError(f"--until: {quiet_until:%Y-%m-%d %H:%M} UTC has not come yet")
    file = sqlite_file(url)
    if file is None:
        if source is not None:
            raise ConfigError(
                "PostgreSQL: put the backup back with pg_restore first, then run mailbot restore without FILE"
            )
        return "\n".join(_noted(url, settings, quiet_until, now))
    if source is None:
        raise ConfigError("FILE: name the backup to put back")
    check_copy(source)
    alone = Alone(url)
    if not alone.take():
        raise MailbotError(f"{file}: mailbot (process {alone.holder()}) runs on it: stop it first")
    ready = file.with_name(f".{file.name}.restored")
    try:
        _remove(ready)
        copy(source, ready)
        noted = _noted(str(make_url(url).set(database=str(ready))), settings, quiet_until, now)
        kept = _put_aside(file, now)
        ready.replace(file)
    finally:
        _remove(ready)
        alone.give_up()
    return "\n".join((f"{source} is in place{f'; what was there lies at {kept}' if kept else ''}.", *noted))


def _remove(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)


def _noted(url: str, settings: Settings, quiet_until: datetime, now: datetime) -> tuple[str, ...]:
    """What the database that is put back now knows, in sentences for the operator."""
    store = Store(url)
    try:
        with store.begin() as tx:
            held = note_restore(tx, (m.name for m in settings.configuration.mailbox), quiet_until, now)
    finally:
        store.close()
    waited = f"{held} letters that waited in the outbox are not sent by themselves: they may have been sent since."
    return (
        f"Messages that came until {quiet_until.astimezone(UTC):%Y-%m-%d %H:%M} UTC and that it does not know will be recorded and listed",
        "in a task; nobody is written to because of them, and no command in them is obeyed: all that may have been done already.",
        *((waited,) if held else ()),
        "If a done_folder is configured, move what came since the backup from it to the inbox. Then: mailbot check, mailbot run.",
    )


def instant(text: str) -> datetime | None:
    """That moment; UTC where it names no zone. None for "". Raises ConfigError."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ConfigError(f"--until: '{text}' is no moment: write it as in 2026-03-06T18:00Z") from fault
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _file_of(settings: Settings) -> Path:
    file = sqlite_file(settings.configuration.database)
    if file is None:
        raise ConfigError(
            f"{settings.path}: database: is PostgreSQL: back it up with pg_dump, put it back with pg_restore (docs/operations.md)"
        )
    return file


def _put_aside(file: Path, now: datetime) -> Path | None:
    """Where the present database now lies, whole in one file; None if there was none."""
    if not file.exists():
        return None
    kept = file.with_name(f"{file.name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.Error:
        pass  # it may be what the restore is for: its files are kept as they are
    try:
        for suffix in ("-wal", "-shm"):
            part = file.with_name(file.name + suffix)
            if part.exists():
                part.replace(kept.with_name(kept.name + suffix))
        file.replace(kept)
    except OSError as fault:
        raise StoreError(f"{file}: cannot be put aside: {fault.strerror}") from fault
    return kept
