"""Contacts: everything said to, by or about a customer, whichever way it went (clause 7)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, insert, or_, select, update

from mailbot.core.actions import Record
from mailbot.core.model import Attachment, Channel, Contact, Direction, Flag
from mailbot.core.rules import HandSent, Unheard
from mailbot.store.cases import CASE, LETTER
from mailbot.store.ledger import LEDGER
from mailbot.store.parties import CONTACT
from mailbot.store.statements import given, run, value
from mailbot.store.words import WORTH_PACKING, of_letter, of_message, packed

NOTED = "Received: "
"""How the words of a contact begin that staff noted of something received."""

_RECORD = insert(CONTACT).returning(CONTACT.c.id)
_OF_CASE = (
    select(
        CONTACT,
        LETTER.c.name.label("letter_name"),
        LETTER.c.state.label("letter_state"),
        LETTER.c.text.label("letter_text"),
        LETTER.c.sha256.label("letter_sha256"),
        LEDGER.c.sha256.label("original"),
    )
    .outerjoin(LETTER, LETTER.c.id == CONTACT.c.letter_id)
    .outerjoin(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
    .where(given(CONTACT.c.case_id))
    .order_by(CONTACT.c.at, CONTACT.c.id)
)
_RECEIVED = (
    select(
        CONTACT.c.attachments, case((CONTACT.c.summary.startswith(NOTED), CONTACT.c.summary), else_="").label("noted")
    )
    .where(given(CONTACT.c.case_id), CONTACT.c.direction == str(Direction.IN))
    .where(CONTACT.c.unconfirmed.is_(False), CONTACT.c.machine.is_(False))
    .order_by(CONTACT.c.at, CONTACT.c.id)
)
_LATELY = (
    select(func.count())
    .select_from(CONTACT)
    .where(given(CONTACT.c.address), CONTACT.c.recorded_at > value("since_"), given(CONTACT.c.mailbox))
    .where(CONTACT.c.recorded_at <= value("now_"))
    .where(CONTACT.c.direction == str(Direction.IN))
)
_LAST_FROM = (
    select(LEDGER.c.message_id, LEDGER.c.decision)
    .join(CONTACT, CONTACT.c.ledger_id == LEDGER.c.id)
    .where(given(CONTACT.c.case_id), given(CONTACT.c.address), LEDGER.c.message_id != "")
    .order_by(CONTACT.c.id.desc())
    .limit(1)
)
_LISTED = (
    select(CONTACT.c.at, CONTACT.c.sender, CONTACT.c.subject)
    .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
    .where(given(LEDGER.c.mailbox), given(LEDGER.c.outcome), LEDGER.c.done_at >= value("since_"))
    .order_by(CONTACT.c.at)
)
_LAST = select(func.max(CONTACT.c.at)).where(given(CONTACT.c.case_id))


def record(
    tx: Connection,
    contact: Record,
    *,
    mailbox: str,
    case_id: int | None,
    ledger_id: int | None,
    letter_id: int | None,
    now: datetime,
    beginning: bytes = b"",
) -> int:
    """The new contact's id. `beginning`: of the message that said it, if its words are the message's."""
    words = packed(contact.summary, beginning) if _worth_packing(contact, case_id, beginning) else None
    row = {
        "case_id": case_id,
        "mailbox": mailbox,
        "at": contact.at,
        "recorded_at": now,
        "direction": str(contact.direction),
        "channel": str(contact.channel),
        "sender": contact.sender,
        "address": contact.address.lower(),
        "subject": contact.subject,
        "summary": contact.summary if words is None else "",
        "words": words,
        "attempted": contact.attempted,
        "unconfirmed": contact.unconfirmed,
        "duplicate": contact.duplicate,
        "machine": contact.machine,
        "letter_id": letter_id,
        "ledger_id": ledger_id,
        "attachments": [asdict(a) for a in contact.attachments],
    }
    return int(run(tx, _RECORD, row).scalar_one())


def _worth_packing(contact: Record, case_id: int | None, beginning: bytes) -> bool:
    """Only a customer's long words on a case: what colleagues write is asked for by every decision."""
    customers = contact.direction is Direction.IN and case_id is not None and not contact.summary.startswith(NOTED)
    return bool(beginning) and customers and len(contact.summary) >= WORTH_PACKING


def of_case(tx: Connection, case_id: int, *, words: bool = True) -> tuple[Contact, ...]:
    """Every contact on a case, in the order in which they happened. Without `words` those of letters and the long ones of customers
    are left out, which takes no looking into their bytes."""
    rows = run(tx, _OF_CASE, {"case_id_": case_id})
    return tuple(
        Contact(
            id=r.id,
            at=r.at,
            direction=Direction(r.direction),
            channel=Channel(r.channel),
            sender=r.sender,
            summary=_said(tx, r) if words else r.summary,
            subject=r.subject,
            attempted=r.attempted,
            letter=r.letter_name or "",
            attachments=tuple(Attachment(**a) for a in r.attachments),
            unconfirmed=r.unconfirmed,
            machine=r.machine,
            returned=r.letter_state == "bounced",
        )
        for r in rows
    )


def _said(tx: Connection, row: Any) -> str:
    if row.letter_sha256:
        return row.summary or of_letter(tx, row.letter_sha256, row.letter_text)
    return of_message(tx, row.words, row.original, row.summary)


def received(tx: Connection, case_id: int) -> tuple[str, ...]:
    """What came from the customer, each once: the names of files, and what staff noted."""
    items: list[str] = []
    for row in run(tx, _RECEIVED, {"case_id_": case_id}):
        items += [a["name"] for a in row.attachments if a["name"] and not a["inline"]]
        items += [row.noted.removeprefix(NOTED)] if row.noted else []
    return tuple(dict.fromkeys(items))


def lately(tx: Connection, mailbox: str, address: str, now: datetime, within: timedelta) -> int:
    """How many messages of that address were recorded in that time before now; 0 for no address."""
    if not address:
        return 0
    wanted = {"address_": address.lower(), "since_": now - within, "now_": now, "mailbox_": mailbox}
    return int(run(tx, _LATELY, wanted).scalar_one())


def last(tx: Connection, case_id: int) -> datetime | None:
    return run(tx, _LAST, {"case_id_": case_id}).scalar()


def confirm(tx: Connection, contact_id: int) -> None:
    """A contact that was kept apart counts as said on the case."""
    tx.execute(update(CONTACT).where(CONTACT.c.id == contact_id).values(unconfirmed=False))


def hand_sent(tx: Connection, case_id: int, told_at: datetime | None) -> HandSent | None:
    """The newest mail on the case that a colleague sent from the shared mailbox; of several, the one recorded at `told_at`, if any was."""
    query = (
        select(CONTACT.c.id, CONTACT.c.at, CONTACT.c.address, CONTACT.c.unconfirmed, CONTACT.c.recorded_at)
        .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
        .where(CONTACT.c.case_id == case_id, CONTACT.c.direction == str(Direction.OUT), LEDGER.c.sent.is_(True))
        .order_by(CONTACT.c.id.desc())
    )
    rows = tx.execute(query).all()
    row = next((r for r in rows if r.recorded_at == told_at), rows[0] if rows else None)
    return row and HandSent(contact=row.id, at=row.at, to=row.address, unconfirmed=row.unconfirmed)


def unheard(tx: Connection, case_id: int) -> tuple[Unheard, ...]:
    """Messages whose facts have started no clock, the oldest first: of unconfirmed senders, and what came since the case was closed."""
    query = (
        select(CONTACT.c.address, CONTACT.c.at, CONTACT.c.unconfirmed, LEDGER.c.decision)
        .join(LEDGER, LEDGER.c.id == CONTACT.c.ledger_id)
        .join(CASE, CASE.c.id == CONTACT.c.case_id)
        .where(CONTACT.c.case_id == case_id, CONTACT.c.direction == str(Direction.IN), CONTACT.c.duplicate.is_(False))
        .where(CONTACT.c.machine.is_(False))
        .where(or_(CONTACT.c.unconfirmed.is_(True), CONTACT.c.recorded_at >= CASE.c.closed_at))
        .order_by(CONTACT.c.at, CONTACT.c.id)
    )
    return tuple(
        Unheard(
            address=row.address,
            at=row.at,
            flags=tuple(Flag(flag=f, because=words) for f, words in row.decision.get("flags", {}).items()),
            unconfirmed=row.unconfirmed,
        )
        for row in tx.execute(query)
    )


def moved(tx: Connection, case_id: int, before: datetime, at: datetime) -> None:
    """What the customer said then was said at another time."""
    theirs = (CONTACT.c.case_id == case_id, CONTACT.c.direction == str(Direction.IN), CONTACT.c.at == before)
    tx.execute(update(CONTACT).where(*theirs).values(at=at))


def last_from(tx: Connection, case_id: int, address: str) -> tuple[str, tuple[str, ...]]:
    """(Message-ID, References) of the newest message of that sender on the case; ("", ()) if there is none."""
    row = run(tx, _LAST_FROM, {"case_id_": case_id, "address_": address.lower()}).first()
    return (row.message_id, tuple(row.decision.get("references", ()))) if row else ("", ())


def listed(tx: Connection, mailbox: str, outcome: str, since: datetime) -> tuple[str, ...]:
    """A line for each message with that outcome since then: when it came, from whom, its subject."""
    rows = run(tx, _LISTED, {"mailbox_": mailbox, "outcome_": outcome, "since_": since})
    return tuple(f"{row.at:%Y-%m-%d} {row.sender}: {row.subject or '(no subject)'}" for row in rows)
