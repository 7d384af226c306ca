"""The event table: append-only, one hash chain a case and one a mailbox (design 16)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, type_coerce
from sqlalchemy.types import NullType

from mailbot.core.instants import iso
from mailbot.store.case_tables import CaseFile
from mailbot.store.packing import unpack
from mailbot.store.statements import given, run, run_many, value
from mailbot.store.tables import EventRow

EVENT = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
CASE = CaseFile.__table__  # type: ignore[attr-defined]
GENESIS = "0" * 64
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode

Content = Mapping[str, object]

_ADD = insert(EVENT)
_HEAD = select(EVENT.c.seq, EVENT.c.hash).where(given(EVENT.c.chain)).order_by(EVENT.c.seq.desc()).limit(1)
_SINCE = select(EVENT).where(EVENT.c.id > value("after_")).order_by(EVENT.c.id)
_GROWN = (
    select(EVENT.c.chain)
    .outerjoin(CASE, CASE.c.id == EVENT.c.case_id)
    .where(EVENT.c.at >= value("since_"), given(CASE.c.mailbox) | given(EVENT.c.chain))
    .distinct()
)
_ALL = select(
    EVENT.c.chain,
    EVENT.c.seq,
    EVENT.c.at,
    EVENT.c.type,
    EVENT.c.digest,
    EVENT.c.hash,
    type_coerce(EVENT.c.content, NullType()).label("stored"),
).order_by(EVENT.c.chain, EVENT.c.seq)
_COUNT = (
    select(func.count())
    .select_from(EVENT)
    .where(EVENT.c.chain == value("chain_"), EVENT.c.type == value("type_"), EVENT.c.at >= value("since_"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    id: int
    chain: str
    seq: int
    at: datetime
    type: str
    case_id: int | None
    letter_id: int | None
    content: Content | None  # None once erased


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEvent:
    """What is to be remembered of a case, or of the mailbox where there is no case."""

    mailbox: str
    case_id: int | None
    type: str
    at: datetime
    content: Content
    letter_id: int | None = None

    @property
    def chain(self) -> str:
        return f"case:{self.case_id}" if self.case_id is not None else f"mailbox:{self.mailbox}"


def append(
    tx: Connection,
    *,
    mailbox: str,
    case_id: int | None,
    type: str,
    at: datetime,
    content: Content,
    letter_id: int | None = None,
) -> None:
    """Adds one event to its case's chain (or the mailbox's, without a case)."""
    new = NewEvent(mailbox=mailbox, case_id=case_id, type=type, at=at, content=content, letter_id=letter_id)
    append_all(tx, (new,))


def append_all(tx: Connection, new: Iterable[NewEvent]) -> None:
    """Adds events in their order, each to its chain, whose head is read once."""
    heads: dict[str, tuple[int, str]] = {}
    rows = []
    for one in new:
        chain = one.chain
        if chain not in heads:
            head = run(tx, _HEAD, {"chain_": chain}).first()
            heads[chain] = (head.seq, head.hash) if head else (0, GENESIS)
        seq, before = heads[chain]
        digest = digest_of(one.content)
        hash_ = hash_of(chain, seq + 1, one.at, one.type, digest, before)
        heads[chain] = (seq + 1, hash_)
        rows.append(
            {
                "chain": chain,
                "seq": seq + 1,
                "at": one.at,
                "type": one.type,
                "case_id": one.case_id,
                "letter_id": one.letter_id,
                "digest": digest,
                "hash": hash_,
                "content": dict(one.content),
            }
        )
    if rows:
        run_many(tx, _ADD, rows)


def digest_of(content: Content) -> str:
    """sha256 of the content's canonical JSON."""
    return hashlib.sha256(_CANONICAL(content).encode()).hexdigest()


def hash_of(chain: str, seq: int, at: datetime, type: str, digest: str, before: str) -> str:
    return hashlib.sha256(f"{chain}\n{seq}\n{iso(at)}\n{type}\n{digest}\n{before}".encode()).hexdigest()


def since(tx: Connection, after: int = 0, *, case_id: int | None = None) -> Iterator[Event]:
    """Events with an id above `after`, in the order they were written; of one case if `case_id` is given."""
    query = _SINCE if case_id is None else _SINCE.where(EVENT.c.chain == f"case:{case_id}")
    for row in tx.execute(query, {"after_": after}):
        yield Event(
            id=row.id,
            chain=row.chain,
            seq=row.seq,
            at=row.at,
            type=row.type,
            case_id=row.case_id,
            letter_id=row.letter_id,
            content=row.content,
        )


def heads(tx: Connection, mailbox: str, since_at: datetime) -> tuple[tuple[str, str], ...]:
    """(chain, hash) of the newest event of every chain of that mailbox that grew since then, for the digest."""
    grown = run(tx, _GROWN, {"since_": since_at, "mailbox_": mailbox, "chain_": f"mailbox:{mailbox}"})
    chains = tuple(grown.scalars())
    return tuple(sorted((chain, run(tx, _HEAD, {"chain_": chain}).one().hash) for chain in chains))


def count(tx: Connection, mailbox: str, type: str, since_at: datetime) -> int:
    """How many events of that type there were on the mailbox since then."""
    return int(run(tx, _COUNT, {"chain_": f"mailbox:{mailbox}", "type_": type, "since_": since_at}).scalar_one())


def faults(tx: Connection) -> tuple[str, ...]:
    """Where a chain does not hold: a row changed, removed or put in between. Empty if all verify."""
    found: list[str] = []
    chain, expected, before = "", 1, GENESIS
    for row in tx.execute(_ALL):
        if row.chain != chain:
            chain, expected, before = row.chain, 1, GENESIS
        if row.seq != expected:
            found.append(f"{chain}: event {expected} is missing (next is {row.seq})")
        elif row.hash != hash_of(row.chain, row.seq, row.at, row.type, row.digest, before):
            found.append(f"{chain}: event {row.seq} ({row.type}) was changed, or one before it was")
        elif row.stored is not None and not _says(row.stored, row.digest):
            found.append(f"{chain}: the content of event {row.seq} ({row.type}) was changed")
        expected, before = row.seq + 1, row.hash
    return tuple(found)


def _says(stored: bytes | str, digest: str) -> bool:
    """Is that the content with this digest? What cannot be read is not."""
    try:
        content = unpack(stored)
    except ValueError:
        return False
    return content is None or (isinstance(content, dict) and digest_of(content) == digest)
