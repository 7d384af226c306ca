"""What a case file is made of: every contact with its original, every letter, and the case's own chains of events. Only looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from mailbot.core.model import Attachment, Channel, Direction
from mailbot.store.cases import CASE, LETTER
from mailbot.store.events import EVENT, GENESIS, digest_of, hash_of
from mailbot.store.ledger import LEDGER
from mailbot.store.parties import CONTACT
from mailbot.store.words import of_letter, of_message


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A contact as a case file needs it. `sha256` is that of the message that it came with; "" for one that did not come by mail."""

    id: int
    at: datetime
    recorded_at: datetime
    direction: Direction
    channel: Channel
    sender: str
    address: str
    subject: str
    summary: str
    attempted: bool
    unconfirmed: bool
    duplicate: bool
    machine: bool
    letter_id: int | None
    attachments: tuple[Attachment, ...]
    sha256: str
    message_id: str


def of_case(tx: Connection, case_id: int) -> tuple[Paper, ...]:
    """Every contact on the case, in the order in which they happened."""
    query = (
        select(CONTACT, LEDGER.c.sha256, LEDGER.c.message_id, LETTER.c.text, LETTER.c.sha256.label("letter"))
        .outerjoin(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
        .outerjoin(LETTER, LETTER.c.id == CONTACT.c.letter_id)
        .where(CONTACT.c.case_id == case_id)
        .order_by(CONTACT.c.at, CONTACT.c.id)
    )
    return tuple(_paper(tx, row._mapping) for row in tx.execute(query).all())


def _paper(tx: Connection, row: RowMapping) -> Paper:
    values: dict[str, Any] = {name: row[name] for name in Paper.__dataclass_fields__}
    values["direction"] = Direction(str(row["direction"]))
    values["channel"] = Channel(str(row["channel"]))
    values["attachments"] = tuple(Attachment(**a) for a in row["attachments"])
    values |= {name: row[name] or "" for name in ("sha256", "message_id")}
    said = of_message(tx, row["words"], row["sha256"], str(row["summary"]))
    values["summary"] = said or of_letter(tx, row["letter"] or "", row["text"] or "")
    return Paper(**values)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An event with its place in the chain. `content` is None once erased; the digest stays."""

    chain: str
    seq: int
    at: datetime
    type: str
    letter_id: int | None
    content: Mapping[str, object] | None
    digest: str
    hash: str


def chains(tx: Connection, case_id: int) -> tuple[Link, ...]:
    """The events of the case's own chain, then those of cases that became part of it, each in order."""
    own, found = [case_id], [case_id]
    while own:
        own = list(tx.execute(select(CASE.c.id).where(CASE.c.merged_into.in_(own)).order_by(CASE.c.id)).scalars())
        found += own
    return tuple(link for one in found for link in _links(tx, f"case:{one}"))


def _links(tx: Connection, chain: str) -> tuple[Link, ...]:
    rows = tx.execute(select(EVENT).where(EVENT.c.chain == chain).order_by(EVENT.c.seq))
    return tuple(Link(**{name: row._mapping[name] for name in Link.__dataclass_fields__}) for row in rows)


def broken_at(links: tuple[Link, ...]) -> Link | None:
    """The first event at which a chain does not hold; None if all of them do."""
    chain, expected, before = "", 1, GENESIS
    for link in links:
        if link.chain != chain:
            chain, expected, before = link.chain, 1, GENESIS
        if link.seq != expected or link.hash != hash_of(link.chain, link.seq, link.at, link.type, link.digest, before):
            return link
        if link.content is not None and digest_of(link.content) != link.digest:
            return link
        expected, before = link.seq + 1, link.hash
    return None
