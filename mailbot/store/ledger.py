"""The ledger: what arrived, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from mailbot.core.diversions import DIVERTED
from mailbot.core.model import RawMessage
from mailbot.store import blobs
from mailbot.store.case_tables import ContactRow
from mailbot.store.statements import among, given, run, value
from mailbot.store.tables import Ledger, LetterRow
from mailbot.store.words import of_message

LEDGER = Ledger.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
CONTACT = ContactRow.__table__  # type: ignore[attr-defined]
LETTER = LetterRow.__table__  # type: ignore[attr-defined]

_FOLDER = (given(LEDGER.c.mailbox), given(LEDGER.c.folder), given(LEDGER.c.uidvalidity))
_KNOWN = select(LEDGER.c.id).where(*_FOLDER, given(LEDGER.c.uid))
_KEEP = insert(LEDGER).returning(LEDGER.c.id)
_LAST_UID = select(func.max(LEDGER.c.uid)).where(*_FOLDER)
_KNOWN_UIDS = select(LEDGER.c.uid).where(*_FOLDER)
_FETCHED = (
    select(LEDGER.c.id, LEDGER.c.attempts)
    .where(given(LEDGER.c.mailbox), LEDGER.c.state == "fetched")
    .order_by(LEDGER.c.received_at, LEDGER.c.id)
    .limit(value("limit_"))
)
_ENTRY = select(LEDGER).where(given(LEDGER.c.id))
_SHA256 = select(LEDGER.c.sha256).where(given(LEDGER.c.id))
_CHANGE = update(LEDGER).where(given(LEDGER.c.id))
_COUNT_ATTEMPTS = (
    update(LEDGER)
    .where(among(LEDGER.c.id, "ids_"), LEDGER.c.state == "fetched")
    .values(attempts=LEDGER.c.attempts + 1)
    .returning(LEDGER.c.attempts)
)
_TAKE_BACK_ATTEMPTS = (
    update(LEDGER)
    .where(among(LEDGER.c.id, "ids_"), LEDGER.c.state == "fetched", LEDGER.c.attempts > 0)
    .values(attempts=LEDGER.c.attempts - 1)
)
_PARKED = select(LEDGER).where(LEDGER.c.state == "parked").order_by(LEDGER.c.id)
_PARKED_HERE = _PARKED.where(given(LEDGER.c.mailbox))
_DONE_HERE = (
    select(LEDGER.c.uid)
    .where(*_FOLDER, LEDGER.c.state == "done", LEDGER.c.filed_away.is_(False))
    .order_by(LEDGER.c.uid)
)
_TO_FILE_AWAY = _DONE_HERE.where(LEDGER.c.outcome.not_like(f"{DIVERTED}%"))
_DIVERTED = _DONE_HERE.where(LEDGER.c.outcome.like(f"{DIVERTED}%"))
_FILED_AWAY = update(LEDGER).where(*_FOLDER, among(LEDGER.c.uid, "uids_")).values(filed_away=True)
_SEEN_BEFORE = select(LEDGER.c.id).where(
    given(LEDGER.c.sha256), given(LEDGER.c.mailbox), LEDGER.c.id != value("id_"), LEDGER.c.state == "done"
)
_PARKED_BEFORE = select(LEDGER.c.id).where(
    given(LEDGER.c.sha256), given(LEDGER.c.mailbox), LEDGER.c.id != value("id_"), LEDGER.c.state == "parked"
)
_SAME_MESSAGE = (
    select(CONTACT.c.summary, CONTACT.c.words, LEDGER.c.sha256)
    .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
    .where(given(LEDGER.c.mailbox), given(LEDGER.c.message_id), LEDGER.c.id != value("id_"))
    .where(given(CONTACT.c.address))
)
_BY_MESSAGE_ID = select(LEDGER).where(given(LEDGER.c.message_id)).order_by(LEDGER.c.id)
_COUNTS = select(func.count(), func.count().filter(LEDGER.c.state != "fetched")).where(
    given(LEDGER.c.mailbox), LEDGER.c.fetched_at >= value("since_"), LEDGER.c.sent.is_(False)
)
_PARKED_SINCE = select(func.count()).where(
    given(LEDGER.c.mailbox), LEDGER.c.fetched_at >= value("since_"), LEDGER.c.state == "parked"
)
_WITH_OUTCOME = (given(LEDGER.c.mailbox), given(LEDGER.c.outcome), LEDGER.c.done_at >= value("since_"))
_OUTCOME_COUNT = select(func.count()).where(*_WITH_OUTCOME)
_SENDERS = select(CONTACT.c.address).join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id).where(*_WITH_OUTCOME).distinct()


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
    sent: bool
    decision: Mapping[str, object]
    beginning: bytes = b""  # of the message, where it was read just now


_ENTRY_FIELDS = tuple(name for name in Entry.__dataclass_fields__ if name in LEDGER.c)


def keep(tx: Connection, raw: RawMessage, now: datetime) -> int | None:
    """First commit: the bytes and a row `fetched`, before anything can fail on them. Its id; None if the UID is in the ledger already."""
    if run(tx, _KNOWN, {**_folder(raw.mailbox, raw.folder, raw.uidvalidity), "uid_": raw.uid}).first() is not None:
        return None
    row = {
        "mailbox": raw.mailbox,
        "folder": raw.folder,
        "uidvalidity": raw.uidvalidity,
        "uid": raw.uid,
        "sha256": blobs.keep(tx, raw.content),
        "received_at": raw.received_at,
        "fetched_at": now,
        "sent": raw.sent,
    }
    return int(run(tx, _KEEP, row).scalar_one())


def keep_unread(tx: Connection, raw: RawMessage, now: datetime, outcome: str) -> None:
    """A row for a message that is of no interest, without its bytes: it is known, and not looked at again."""
    where = {**_folder(raw.mailbox, raw.folder, raw.uidvalidity), "uid_": raw.uid}
    if run(tx, _KNOWN, where).first() is None:
        row = {name: getattr(raw, name) for name in ("mailbox", "folder", "uidvalidity", "uid", "received_at", "sent")}
        done = {"sha256": "", "fetched_at": now, "state": "done", "outcome": outcome, "done_at": now}
        run(tx, _KEEP, row | done)


def forget(tx: Connection, kept: Entry) -> None:
    """The bytes of a message that concerns no case go; the row and its hash stay. Not where something else has the same bytes."""
    elsewhere = (
        select(LEDGER.c.id).where(LEDGER.c.sha256 == kept.sha256, LEDGER.c.id != kept.id),
        select(LETTER.c.id).where(LETTER.c.sha256 == kept.sha256),
    )
    if not any(tx.execute(query.limit(1)).first() for query in elsewhere):
        blobs.forget(tx, kept.sha256)


def stands_in_sent(tx: Connection, mailbox: str, message_id: str, but: int) -> bool:
    """Is there a message of that Message-ID in the folder of sent mail, beside the row `but`?"""
    found = (row for row in by_message_id(tx, message_id) if row.mailbox == mailbox and row.id != but)
    return bool(message_id) and any(row.sent and row.outcome != "duplicate" for row in found)


def _folder(mailbox: str, folder: str, uidvalidity: int) -> dict[str, object]:
    return {"mailbox_": mailbox, "folder_": folder, "uidvalidity_": uidvalidity}


def last_uid(tx: Connection, mailbox: str, folder: str, uidvalidity: int) -> int:
    """The highest UID known of that folder; 0 if none."""
    return int(run(tx, _LAST_UID, _folder(mailbox, folder, uidvalidity)).scalar() or 0)


def known_uids(tx: Connection, mailbox: str, folder: str, uidvalidity: int) -> frozenset[int]:
    return frozenset(run(tx, _KNOWN_UIDS, _folder(mailbox, folder, uidvalidity)).scalars())


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """A row whose work is not done, and how often it was tried."""

    id: int
    attempts: int


def fetched(tx: Connection, mailbox: str, limit: int = 500) -> tuple[Undone, ...]:
    """Rows whose work is not done, in the order of arrival."""
    rows = run(tx, _FETCHED, {"mailbox_": mailbox, "limit_": limit})
    return tuple(Undone(id=row.id, attempts=row.attempts) for row in rows)


def entry(tx: Connection, ledger_id: int, *, beginning: bytes = b"") -> Entry:
    """`beginning`: of the message, where it was read just now."""
    row = run(tx, _ENTRY, {"id_": ledger_id}).one()
    return _entry(row, beginning)


def sha256_of(tx: Connection, ledger_id: int) -> str:
    """The hash of that message's bytes."""
    return str(run(tx, _SHA256, {"id_": ledger_id}).scalar_one())


def _entry(row: Any, beginning: bytes = b"") -> Entry:
    return Entry(beginning=beginning, **{name: getattr(row, name) for name in _ENTRY_FIELDS})


def count_attempts(tx: Connection, ledger_ids: Sequence[int]) -> int:
    """One more try of each that is not done, in a commit of its own before it starts, so that a message that kills the process is counted
    (design 2). How many the one that had most has now."""
    return max(tx.execute(_COUNT_ATTEMPTS, {"ids_": list(ledger_ids)}).scalars(), default=0)


def take_back_attempts(tx: Connection, ledger_ids: Sequence[int]) -> None:
    """The last try of each was none. What is done by now, or was released meanwhile, stays as it is."""
    if ledger_ids:
        tx.execute(_TAKE_BACK_ATTEMPTS, {"ids_": list(ledger_ids)})


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
    run(tx, _CHANGE, {"id_": ledger_id, **values})


def failed(tx: Connection, ledger_id: int, error: str) -> None:
    run(tx, _CHANGE, {"id_": ledger_id, "error": error[:500]})


def park(tx: Connection, ledger_id: int, why: str, now: datetime, *, message_id: str = "") -> None:
    values = {"state": "parked", "outcome": "parked", "error": why[:500], "done_at": now, "message_id": message_id}
    run(tx, _CHANGE, {"id_": ledger_id, **values})


def parked(tx: Connection, mailbox: str | None = None) -> tuple[Entry, ...]:
    rows = run(tx, _PARKED) if mailbox is None else run(tx, _PARKED_HERE, {"mailbox_": mailbox})
    return tuple(_entry(row) for row in rows)


def unpark(tx: Connection, ledger_id: int) -> bool:
    """Gives a parked message another three tries. False if it is not parked."""
    where = (LEDGER.c.id == ledger_id, LEDGER.c.state == "parked")
    return (
        tx.execute(update(LEDGER).where(*where).values(state="fetched", outcome="", attempts=0, error="")).rowcount == 1
    )


def to_file_away(
    tx: Connection, mailbox: str, folder: str, uidvalidity: int, *, apart: bool = False
) -> tuple[int, ...]:
    """UIDs that are dealt with and still stand in the inbox as far as we know. Parked ones stay where a person can see them.

    `apart`: those that were diverted from the procedure, which go to no folder that others read; else all but those."""
    wanted = _DIVERTED if apart else _TO_FILE_AWAY
    return tuple(run(tx, wanted, _folder(mailbox, folder, uidvalidity)).scalars())


def filed_away(tx: Connection, mailbox: str, folder: str, uidvalidity: int, uids: Iterable[int]) -> None:
    many = list(uids)
    for start in range(0, len(many), 500):
        tx.execute(_FILED_AWAY, {**_folder(mailbox, folder, uidvalidity), "uids_": many[start : start + 500]})


def seen_before(tx: Connection, mailbox: str, sha256: str, ledger_id: int) -> bool:
    """Were identical bytes of this mailbox dealt with under another UID? (After a UIDVALIDITY change, design 3.)"""
    return run(tx, _SEEN_BEFORE, {"mailbox_": mailbox, "sha256_": sha256, "id_": ledger_id}).first() is not None


def parked_before(tx: Connection, mailbox: str, sha256: str, ledger_id: int) -> bool:
    """Were identical bytes of this mailbox parked under another UID, and are they still?"""
    return run(tx, _PARKED_BEFORE, {"mailbox_": mailbox, "sha256_": sha256, "id_": ledger_id}).first() is not None


def same_message(tx: Connection, mailbox: str, message_id: str, sender: str, summary: str, ledger_id: int) -> bool:
    """Is there a contact with the same Message-ID, sender and words? The sender chooses the id, so the id alone proves nothing."""
    if not message_id:
        return False
    wanted = {
        "mailbox_": mailbox,
        "message_id_": message_id,
        "id_": ledger_id,
        "address_": sender,
    }
    found = run(tx, _SAME_MESSAGE, wanted)
    return any(of_message(tx, row.words, row.sha256, row.summary) == summary for row in found)


def by_message_id(tx: Connection, message_id: str) -> tuple[Entry, ...]:
    return tuple(_entry(row) for row in run(tx, _BY_MESSAGE_ID, {"message_id_": message_id}))


def counts(tx: Connection, mailbox: str, since: datetime) -> tuple[int, int]:
    """(received, accounted for) of that mailbox since then: accounted for is done or parked."""
    received, accounted = run(tx, _COUNTS, {"mailbox_": mailbox, "since_": since}).one()
    return int(received), int(accounted)


def parked_since(tx: Connection, mailbox: str, since: datetime) -> int:
    """How many of the messages that came since then wait for a person."""
    return int(run(tx, _PARKED_SINCE, {"mailbox_": mailbox, "since_": since}).scalar_one())


def outcome_count(tx: Connection, mailbox: str, outcome: str, since: datetime) -> int:
    wanted = {"mailbox_": mailbox, "outcome_": outcome, "since_": since}
    return int(run(tx, _OUTCOME_COUNT, wanted).scalar_one())


def senders(tx: Connection, mailbox: str, outcome: str, since: datetime) -> tuple[str, ...]:
    """The addresses, lower-case, from which messages with that outcome came since then."""
    rows = run(tx, _SENDERS, {"mailbox_": mailbox, "outcome_": outcome, "since_": since}).scalars()
    return tuple(sorted(str(address).lower() for address in rows))
