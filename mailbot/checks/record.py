"""Is the record whole, and is the work going on? It changes nothing, so it may run beside the daemon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.checks.finding import Finding, note, ok, wrong
from mailbot.config import Configuration, Mailbox
from mailbot.core.model import LetterState
from mailbot.errors import StoreError
from mailbot.store import events, ledger, letter_counts, mailboxes, reading
from mailbot.store.reading import NotThere, Reading

_PATIENCE = timedelta(hours=1)


def record_checks(configuration: Configuration, now: datetime) -> Iterator[Finding]:
    try:
        database = Reading(configuration.database)
    except NotThere as fault:
        yield note("database", str(fault))
        return
    except StoreError as fault:
        yield wrong("database", str(fault))
        return
    try:
        with database.begin() as tx:
            yield ok("database", f"{database.shown}: schema {database.version}, up to date")
            yield from _chains(tx)
            yield from _outbox(tx, now)
            yield from _kept(tx, now)
            for mailbox in configuration.mailbox:
                yield from _mailbox(tx, mailbox, now)
    except StoreError as fault:
        yield wrong("database", str(fault))
    finally:
        database.close()


def _chains(tx: Connection) -> Iterator[Finding]:
    """No event was changed, removed or put in between (design 16)."""
    faults = events.faults(tx)
    yield from (wrong("events", fault) for fault in faults)
    if not faults:
        count, chains = reading.event_counts(tx)
        yield ok("events", f"{count} events in {chains} chains, every one as it was written")


def _outbox(tx: Connection, now: datetime) -> Iterator[Finding]:
    waiting = reading.letters_waiting(tx)
    if waiting.since is not None and now - waiting.since > _PATIENCE:
        since = f"since {waiting.since:%Y-%m-%d %H:%M} UTC"
        yield wrong("outbox", f"{waiting.count} letters wait to be sent, {since}: is mailbot run running?")
    else:
        yield ok("outbox", f"{waiting.count} letters wait to be sent")


def _kept(tx: Connection, now: datetime) -> Iterator[Finding]:
    waiting = reading.messages_waiting(tx)
    if waiting.since is not None and now - waiting.since > _PATIENCE:
        since = f"since {waiting.since:%Y-%m-%d %H:%M} UTC"
        yield wrong(
            "ledger", f"{waiting.count} messages are kept and not dealt with, {since}: mailbot poll tries again"
        )
    else:
        yield ok("ledger", f"{waiting.count} messages are kept and not dealt with yet")


def _mailbox(tx: Connection, mailbox: Mailbox, now: datetime) -> Iterator[Finding]:
    about = f"mailbox {mailbox.name}"
    for entry in ledger.parked(tx, mailbox.name):
        yield wrong(about, f"message {entry.id} is parked: {entry.error} (mailbot park show {entry.id})")
    for state, says in ((LetterState.FAILED, "could not be sent"), (LetterState.HELD, "wait for somebody's #confirm")):
        count = letter_counts.count_in_state(tx, mailbox.name, state)
        if count:
            yield note(about, f"{count} letter{'' if count == 1 else 's'} {says}")
    yield _last_read(tx, about, mailbox, now)


def _last_read(tx: Connection, about: str, mailbox: Mailbox, now: datetime) -> Finding:
    try:
        read = mailboxes.times(tx, mailbox.name).last_read_at
    except LookupError:
        read = None
    if read is None:
        return note(about, "has never been read")
    patience = max(timedelta(minutes=mailbox.blind_after_minutes), timedelta(seconds=3 * mailbox.imap.poll_seconds))
    when = f"{read:%Y-%m-%d %H:%M} UTC"
    if now - read > patience:
        return wrong(about, f"was last read to its end {when}: is mailbot run running?")
    return ok(about, f"read to its end {when}")
