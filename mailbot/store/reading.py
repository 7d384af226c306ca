"""Looks at a database without changing it: nothing is migrated, made or locked, and a running mailbot is not held up.

What the register, `mailbot why` and `mailbot check` ask of it beside the statements of the other files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import DBAPIError

from mailbot.errors import StoreError
from mailbot.store import schema
from mailbot.store.cases import CASE, FLAG, LETTER
from mailbot.store.events import EVENT, Event
from mailbot.store.ledger import LEDGER, Entry, entry
from mailbot.store.parties import CONTACT


class NotThere(StoreError):
    """There is no database of mailbot's there yet."""


class Reading:
    """A database as it is now. Raises NotThere, and StoreError if it cannot be read or is of another version."""

    def __init__(self, url: str) -> None:
        self.shown = make_url(url).render_as_string(hide_password=True)
        _must_exist(url, self.shown)
        self.engine = _engine(url)
        try:
            with self.begin() as tx:
                self.version = _version(tx, self.shown)
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One view of the database, the same from beginning to end. Raises StoreError when it cannot be read."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as fault:
            raise StoreError(f"{self.shown}: {str(fault.orig).strip() or type(fault.orig).__name__}") from fault

    def close(self) -> None:
        self.engine.dispose()


def _must_exist(url: str, shown: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise NotThere(f"{shown}: there is no such database yet; mailbot run, poll or tick makes it")


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    sqlite = engine.dialect.name == "sqlite"

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if sqlite:
            connection.exec_driver_sql("pragma busy_timeout=10000")
            connection.exec_driver_sql("pragma query_only=on")
            connection.exec_driver_sql("BEGIN")  # deferred: a reader in WAL mode waits for nobody and holds nobody up
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return engine


def _version(tx: Connection, shown: str) -> str:
    have = schema.versions(tx)
    if have == (schema.HEAD,):
        return schema.HEAD
    if not have:
        raise NotThere(f"{shown}: holds no tables of mailbot's yet; mailbot run, poll or tick makes them")
    if not schema.KNOWN.issuperset(have):
        raise StoreError(
            f"{shown}: was written by a newer mailbot (schema {', '.join(have)}; this one knows {schema.HEAD})"
        )
    raise StoreError(f"{shown}: is of schema {', '.join(have)}; mailbot run brings it to {schema.HEAD} when it starts")


# --------------------------------------------------------------------------------------------------------------- a case


def all_references(tx: Connection) -> tuple[str, ...]:
    return tuple(tx.execute(select(CASE.c.reference).order_by(CASE.c.id)).scalars())


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    closed_at: datetime | None
    close_reason: str
    cause: str
    redress: str


def ending_of(tx: Connection, case_id: int) -> Ending:
    """What is noted of a case's end."""
    wanted = (CASE.c.closed_at, CASE.c.close_reason, CASE.c.cause, CASE.c.redress)
    return Ending(**tx.execute(select(*wanted).where(CASE.c.id == case_id)).one()._mapping)


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagHistory:
    flag: str
    because: str
    raised_at: datetime
    cleared_at: datetime | None
    cleared_by: str
    reason: str


def flags(tx: Connection, case_id: int) -> tuple[FlagHistory, ...]:
    """Every flag that the case ever had, in the order in which they were raised."""
    rows = tx.execute(select(FLAG).where(FLAG.c.case_id == case_id).order_by(FLAG.c.id))
    return tuple(FlagHistory(**{name: r._mapping[name] for name in FlagHistory.__dataclass_fields__}) for r in rows)


def originals(tx: Connection, case_id: int) -> Mapping[int, Entry]:
    """The ledger row of each contact of the case that has an original message, by the contact's id."""
    query = select(CONTACT.c.id, CONTACT.c.ledger_id).where(
        CONTACT.c.case_id == case_id, CONTACT.c.ledger_id.is_not(None)
    )
    return {row.id: entry(tx, row.ledger_id) for row in tx.execute(query.order_by(CONTACT.c.id)).all()}


def entry_or_none(tx: Connection, ledger_id: int) -> Entry | None:
    """The ledger row of that number, if there is one."""
    known = tx.execute(select(LEDGER.c.id).where(LEDGER.c.id == ledger_id)).first()
    return entry(tx, ledger_id) if known is not None else None


def handled_at(tx: Connection, ledger_id: int) -> datetime | None:
    """When a message was dealt with: letters that it caused were written at that same instant."""
    return tx.execute(select(LEDGER.c.done_at).where(LEDGER.c.id == ledger_id)).scalar()


def messages_of(tx: Connection, case_id: int) -> tuple[Entry, ...]:
    """Every message that was found to belong to the case, in the order of receipt."""
    query = select(LEDGER.c.id).where(LEDGER.c.case_id == case_id).order_by(LEDGER.c.received_at, LEDGER.c.id)
    return tuple(entry(tx, ledger_id) for ledger_id in tx.execute(query).scalars().all())


def sender_of(tx: Connection, ledger_id: int) -> tuple[str, str]:
    """(sender, subject) of a message as its contact has them; ("", "") if it left none."""
    query = select(CONTACT.c.sender, CONTACT.c.subject).where(CONTACT.c.ledger_id == ledger_id).limit(1)
    row = tx.execute(query).first()
    return (row.sender, row.subject) if row else ("", "")


# -------------------------------------------------------------------------------------------------------------- letters


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterRecord:
    """A letter with everything that became of it."""

    id: int
    case_id: int | None
    mailbox: str
    name: str
    recipient: str
    to_staff: bool
    automatic: bool
    subject: str
    message_id: str
    in_reply_to: str
    state: str
    queued_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime | None
    attempts: int
    code: int
    status: str
    answer: str
    sha256: str
    enclosures: tuple[Mapping[str, object], ...]


def letters_of(tx: Connection, case_id: int) -> tuple[LetterRecord, ...]:
    rows = tx.execute(select(LETTER).where(LETTER.c.case_id == case_id).order_by(LETTER.c.id))
    return tuple(_letter(row) for row in rows)


def letter_by_message_id(tx: Connection, message_id: str) -> LetterRecord | None:
    row = tx.execute(select(LETTER).where(LETTER.c.message_id == message_id)).first()
    return _letter(row) if row else None


def answers_to(tx: Connection, message_id: str) -> tuple[LetterRecord, ...]:
    """Letters that were written in answer to that message."""
    if not message_id:
        return ()
    rows = tx.execute(select(LETTER).where(LETTER.c.in_reply_to == message_id).order_by(LETTER.c.id))
    return tuple(_letter(row) for row in rows)


def _letter(row: object) -> LetterRecord:
    get = row._mapping  # type: ignore[attr-defined]  # a Row
    values = {name: get[name] for name in LetterRecord.__dataclass_fields__}
    return LetterRecord(**values | {"message_id": get["message_id"] or "", "enclosures": tuple(get["enclosures"])})


def sending(tx: Connection) -> tuple[tuple[int, str], ...]:
    """(letter, process) of every letter that a process has claimed and not yet finished with."""
    query = select(LETTER.c.id, LETTER.c.claimed_by).where(LETTER.c.state == "sending")
    return tuple((row.id, row.claimed_by) for row in tx.execute(query.order_by(LETTER.c.id)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What lies in the outbox, or in the ledger and is not dealt with: how many, and since when."""

    count: int
    since: datetime | None


def letters_waiting(tx: Connection) -> Waiting:
    query = select(func.count(), func.min(LETTER.c.next_attempt_at)).where(
        LETTER.c.state.in_(("making", "queued", "awaiting_retry", "sending")), LETTER.c.next_attempt_at.is_not(None)
    )
    count, since = tx.execute(query).one()
    return Waiting(count=count, since=since)


def messages_waiting(tx: Connection) -> Waiting:
    query = select(func.count(), func.min(LEDGER.c.fetched_at)).where(LEDGER.c.state == "fetched")
    count, since = tx.execute(query).one()
    return Waiting(count=count, since=since)


def events_of_letter(tx: Connection, letter_id: int) -> tuple[Event, ...]:
    rows = tx.execute(select(EVENT).where(EVENT.c.letter_id == letter_id).order_by(EVENT.c.id))
    return tuple(Event(**{name: row._mapping[name] for name in Event.__dataclass_fields__}) for row in rows)


def event_counts(tx: Connection) -> tuple[int, int]:
    """(events, chains)."""
    events, chains = tx.execute(select(func.count(), func.count(func.distinct(EVENT.c.chain)))).one()
    return int(events), int(chains)
