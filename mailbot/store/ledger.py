"""The ledger and the blobs: what arrived, its original bytes, and what became of it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from mailbot.core.model import RawMessage
from mailbot.store.tables import Blob, ContactRow, Ledger, MailboxRow

LEDGER = Ledger.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
BLOB = Blob.__table__  # type: ignore[attr-defined]
MAILBOX = MailboxRow.__table__  # type: ignore[attr-defined]
CONTACT = ContactRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A ledger row as the intake needs it."""

    id: int
    mailbox: str
    folder: str
    uidvalidity: int
    uid: int
    sha256: str
    received_at: datetime
    state: str
    outcome: str
    attempts: int
    error: str
    message_id: str
    case_id: int | None
    decision: Mapping[str, object]


def keep_blob(tx: Connection, content: bytes) -> str:
    """Stores bytes once, by their hash, and gives it."""
    sha256 = hashlib.sha256(content).hexdigest()
    if tx.execute(select(BLOB.c.sha256).where(BLOB.c.sha256 == sha256)).first() is None:
        tx.execute(insert(BLOB), {"sha256": sha256, "size": len(content), "content": zlib.compress(content, 6)})
    return sha256


def blob(tx: Connection, sha256: str) -> bytes:
    """The bytes of that hash. Raises LookupError if they are not there."""
    row = tx.execute(select(BLOB.c.content).where(BLOB.c.sha256 == sha256)).first()
    if row is None:
        raise LookupError(f"blob {sha256} is not in the database")
    return zlib.decompress(row.content)


def keep(tx: Connection, raw: RawMessage, now: datetime) -> int | None:
    """First commit: the bytes and a row `fetched`, before anything can fail on them. Its id; None if the UID is in the ledger already."""
    where = (
        LEDGER.c.mailbox == raw.mailbox,
        LEDGER.c.folder == raw.folder,
        LEDGER.c.uidvalidity == raw.uidvalidity,
        LEDGER.c.uid == raw.uid,
    )
    if tx.execute(select(LEDGER.c.id).where(*where)).first() is not None:
        return None
    row = {
        "mailbox": raw.mailbox,
        "folder": raw.folder,
        "uidvalidity": raw.uidvalidity,
        "uid": raw.uid,
        "sha256": keep_blob(tx, raw.content),
        "received_at": raw.received_at,
        "fetched_at": now,
    }
    return int(tx.execute(insert(LEDGER).values(row)).inserted_primary_key[0])  # type: ignore[index]  # always one key


def last_uid(tx: Connection, mailbox: str, folder: str, uidvalidity: int) -> int:
    """The highest UID known of that folder; 0 if none."""
    query = select(func.max(LEDGER.c.uid)).where(
        LEDGER.c.mailbox == mailbox, LEDGER.c.folder == folder, LEDGER.c.uidvalidity == uidvalidity
    )
    return int(tx.execute(query).scalar() or 0)


def known_uids(tx: Connection, mailbox: str, folder: str, uidvalidity: int) -> frozenset[int]:
    query = select(LEDGER.c.uid).where(
        LEDGER.c.mailbox == mailbox, LEDGER.c.folder == folder, LEDGER.c.uidvalidity == uidvalidity
    )
    return frozenset(tx.execute(query).scalars())


def fetched(tx: Connection, mailbox: str, limit: int = 500) -> tuple[int, ...]:
    """Rows whose work is not done, in the order of arrival."""
    query = select(LEDGER.c.id).where(LEDGER.c.mailbox == mailbox, LEDGER.c.state == "fetched")
    return tuple(tx.execute(query.order_by(LEDGER.c.received_at, LEDGER.c.id).limit(limit)).scalars())


def entry(tx: Connection, ledger_id: int) -> Entry:
    row = tx.execute(select(LEDGER).where(LEDGER.c.id == ledger_id)).one()
    return _entry(row._mapping)


def _entry(row: RowMapping) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__dataclass_fields__})


def count_attempt(tx: Connection, ledger_id: int) -> int:
    """One more try, in a commit of its own before it starts, so that a message that kills the process is counted (design 2)."""
    tx.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(attempts=LEDGER.c.attempts + 1))
    return int(tx.execute(select(LEDGER.c.attempts).where(LEDGER.c.id == ledger_id)).scalar_one())


def take_back_attempt(tx: Connection, ledger_id: int) -> None:
    tx.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(attempts=LEDGER.c.attempts - 1))


def done(
    tx: Connection,
    ledger_id: int,
    *,
    outcome: str,
    now: datetime,
    case_id: int | None = None,
    message_id: str = "",
    decision: Mapping[str, object],
) -> None:
    values = {
        "state": "done",
        "outcome": outcome,
        "done_at": now,
        "case_id": case_id,
        "message_id": message_id,
        "decision": dict(decision),
        "error": "",
    }
    tx.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(values))


def failed(tx: Connection, ledger_id: int, error: str) -> None:
    tx.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(error=error[:500]))


def park(tx: Connection, ledger_id: int, why: str, now: datetime, *, message_id: str = "") -> None:
    values = {"state": "parked", "outcome": "parked", "error": why[:500], "done_at": now, "message_id": message_id}
    tx.execute(update(LEDGER).where(LEDGER.c.id == ledger_id).values(values))


def parked(tx: Connection, mailbox: str | None = None) -> tuple[Entry, ...]:
    query = select(LEDGER).where(LEDGER.c.state == "parked").order_by(LEDGER.c.id)
    if mailbox is not None:
        query = query.where(LEDGER.c.mailbox == mailbox)
    return tuple(_entry(row._mapping) for row in tx.execute(query))


def unpark(tx: Connection, ledger_id: int) -> bool:
    """Gives a parked message another three tries. False if it is not parked."""
    where = (LEDGER.c.id == ledger_id, LEDGER.c.state == "parked")
    return (
        tx.execute(update(LEDGER).where(*where).values(state="fetched", outcome="", attempts=0, error="")).rowcount == 1
    )


def to_file_away(tx: Connection, mailbox: str, folder: str, uidvalidity: int) -> tuple[int, ...]:
    """UIDs that are dealt with and still stand in the inbox as far as we know. Parked ones stay where a person can see them."""
    where = (
        LEDGER.c.mailbox == mailbox,
        LEDGER.c.folder == folder,
        LEDGER.c.uidvalidity == uidvalidity,
        LEDGER.c.state == "done",
        LEDGER.c.filed_away.is_(False),
    )
    return tuple(tx.execute(select(LEDGER.c.uid).where(*where).order_by(LEDGER.c.uid)).scalars())


def filed_away(tx: Connection, mailbox: str, folder: str, uidvalidity: int, uids: Iterable[int]) -> None:
    where = (LEDGER.c.mailbox == mailbox, LEDGER.c.folder == folder, LEDGER.c.uidvalidity == uidvalidity)
    many = list(uids)
    for start in range(0, len(many), 500):
        tx.execute(update(LEDGER).where(*where, LEDGER.c.uid.in_(many[start : start + 500])).values(filed_away=True))


def seen_before(tx: Connection, mailbox: str, sha256: str, ledger_id: int) -> bool:
    """Were identical bytes of this mailbox dealt with under another UID? (After a UIDVALIDITY change, design 3.)"""
    where = (LEDGER.c.mailbox == mailbox, LEDGER.c.sha256 == sha256, LEDGER.c.id != ledger_id, LEDGER.c.state == "done")
    return tx.execute(select(LEDGER.c.id).where(*where)).first() is not None


def same_message(tx: Connection, mailbox: str, message_id: str, sender: str, summary: str, ledger_id: int) -> bool:
    """Is there a contact with the same Message-ID, sender and words? The sender chooses the id, so the id alone proves nothing."""
    if not message_id:
        return False
    query = (
        select(CONTACT.c.id)
        .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
        .where(LEDGER.c.mailbox == mailbox, LEDGER.c.message_id == message_id, LEDGER.c.id != ledger_id)
        .where(CONTACT.c.address == sender, CONTACT.c.summary == summary)
    )
    return tx.execute(query).first() is not None


def by_message_id(tx: Connection, message_id: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(row._mapping)
        for row in tx.execute(select(LEDGER).where(LEDGER.c.message_id == message_id).order_by(LEDGER.c.id))
    )


def counts(tx: Connection, mailbox: str, since: datetime) -> tuple[int, int]:
    """(received, accounted for) of that mailbox since then: accounted for is done or parked."""
    query = select(func.count(), func.count().filter(LEDGER.c.state != "fetched")).where(
        LEDGER.c.mailbox == mailbox, LEDGER.c.fetched_at >= since
    )
    received, accounted = tx.execute(query).one()
    return int(received), int(accounted)


def outcome_count(tx: Connection, mailbox: str, outcome: str, since: datetime) -> int:
    where = (LEDGER.c.mailbox == mailbox, LEDGER.c.outcome == outcome, LEDGER.c.done_at >= since)
    return int(tx.execute(select(func.count()).where(*where)).scalar_one())


# ---------------------------------------------------------------------------------------------------------------- mailboxes


def first_run(tx: Connection, mailbox: str, now: datetime) -> bool:
    """Makes the mailbox's row. True if this is the first time mailbot runs for it."""
    if tx.execute(select(MAILBOX.c.name).where(MAILBOX.c.name == mailbox)).first() is not None:
        return False
    tx.execute(insert(MAILBOX), {"name": mailbox, "first_run_at": now})
    return True


def mailbox_times(tx: Connection, mailbox: str) -> MailboxRow:
    """The mailbox's row, detached. Raises LookupError before its first run."""
    row = tx.execute(select(MAILBOX).where(MAILBOX.c.name == mailbox)).first()
    if row is None:
        raise LookupError(f"mailbox {mailbox} has never run")
    return MailboxRow(**row._mapping)


def set_mailbox(tx: Connection, mailbox: str, **values: datetime | None) -> None:
    tx.execute(update(MAILBOX).where(MAILBOX.c.name == mailbox).values(**values))


def last_from(tx: Connection, case_id: int, address: str) -> tuple[str, tuple[str, ...]]:
    """(Message-ID, References) of the newest message of that sender on the case; ("", ()) if there is none."""
    query = (
        select(LEDGER.c.message_id, LEDGER.c.decision)
        .join(CONTACT, CONTACT.c.ledger_id == LEDGER.c.id)
        .where(CONTACT.c.case_id == case_id, CONTACT.c.address == address.lower(), LEDGER.c.message_id != "")
        .order_by(CONTACT.c.id.desc())
        .limit(1)
    )
    row = tx.execute(query).first()
    return (row.message_id, tuple(row.decision.get("references", ()))) if row else ("", ())


def listed(tx: Connection, mailbox: str, outcome: str, since: datetime) -> tuple[str, ...]:
    """A line for each message with that outcome since then: when it came, from whom, its subject."""
    query = (
        select(CONTACT.c.at, CONTACT.c.sender, CONTACT.c.subject)
        .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
        .where(LEDGER.c.mailbox == mailbox, LEDGER.c.outcome == outcome, LEDGER.c.done_at >= since)
        .order_by(CONTACT.c.at)
    )
    return tuple(f"{row.at:%Y-%m-%d} {row.sender}: {row.subject or '(no subject)'}" for row in tx.execute(query))
