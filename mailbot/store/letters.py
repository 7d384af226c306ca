"""Letters as rows: the outbox. A row is claimed by a conditional update, so no letter is submitted by two hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from mailbot.core.model import LetterState, SentLetter
from mailbot.core.rules import HeldLetter
from mailbot.store.cases import LETTER

WAITING = ("queued", "awaiting_retry")


@dataclass(frozen=True, kw_only=True, slots=True)
class Queued:
    """A letter that has its bytes, as the outbox and the record need it."""

    id: int
    mailbox: str
    case_id: int | None
    name: str
    recipient: str
    recipient_name: str
    to_staff: bool
    automatic: bool
    subject: str
    text: str
    message_id: str
    reverse_path: str
    state: str
    attempts: int
    queued_at: datetime
    sha256: str
    promised: date | None
    enclosures: tuple[Mapping[str, object], ...]
    draft: Mapping[str, object]
    answer: str


def add(tx: Connection, **values: object) -> int:
    return int(tx.execute(insert(LETTER).values(**values)).inserted_primary_key[0])  # type: ignore[index]  # always one key


def set_fields(tx: Connection, letter_id: int, **values: object) -> None:
    tx.execute(update(LETTER).where(LETTER.c.id == letter_id).values(**values))


def get(tx: Connection, letter_id: int) -> Queued:
    row = tx.execute(select(LETTER).where(LETTER.c.id == letter_id)).one()
    values = {name: row._mapping[name] for name in Queued.__dataclass_fields__}
    return Queued(**values | {"enclosures": tuple(row.enclosures), "message_id": row.message_id or ""})


def due(tx: Connection, now: datetime, limit: int = 100) -> tuple[int, ...]:
    """Letters whose time has come, the oldest first."""
    query = select(LETTER.c.id).where(LETTER.c.state.in_(WAITING), LETTER.c.next_attempt_at <= now)
    return tuple(tx.execute(query.order_by(LETTER.c.next_attempt_at, LETTER.c.id).limit(limit)).scalars())


def next_at(tx: Connection) -> datetime | None:
    query = select(func.min(LETTER.c.next_attempt_at)).where(LETTER.c.state.in_(WAITING))
    return tx.execute(query).scalar()


def claim(tx: Connection, letter_id: int, by: str) -> bool:
    """Takes a waiting letter: `UPDATE ... WHERE state = old`, true if it was ours to take (design 5)."""
    values = {"state": str(LetterState.SENDING), "claimed_by": by, "attempts": LETTER.c.attempts + 1}
    return (
        tx.execute(update(LETTER).where(LETTER.c.id == letter_id, LETTER.c.state.in_(WAITING)).values(values)).rowcount
        == 1
    )


def revive(tx: Connection, me: str, now: datetime) -> int:
    """Letters that a dead process was sending go out at once, with the same bytes and Message-ID (design 4). How many."""
    where = (LETTER.c.state == str(LetterState.SENDING), LETTER.c.claimed_by != me)
    return tx.execute(
        update(LETTER).where(*where).values(state=str(LetterState.AWAITING_RETRY), next_attempt_at=now)
    ).rowcount


def sent_letter(tx: Connection, message_ids: tuple[str, ...]) -> SentLetter | None:
    """The newest letter of ours with one of these Message-IDs."""
    wanted = [m for m in message_ids if m]
    if not wanted:
        return None
    row = tx.execute(
        select(LETTER).where(LETTER.c.message_id.in_(wanted)).order_by(LETTER.c.id.desc()).limit(1)
    ).first()
    return _sent(row) if row else None


def by_id(tx: Connection, letter_id: int) -> SentLetter | None:
    row = tx.execute(select(LETTER).where(LETTER.c.id == letter_id)).first()
    return _sent(row) if row else None


def _sent(row: object) -> SentLetter:
    get = row._mapping  # type: ignore[attr-defined]  # a Row
    return SentLetter(
        id=get["id"],
        name=get["name"],
        message_id=get["message_id"] or "",
        case_id=get["case_id"],
        to=get["recipient"],
        to_staff=get["to_staff"],
        state=get["state"],
        about=get["about"],
        queued_at=get["queued_at"],
    )


def held(tx: Connection, case_id: int) -> tuple[HeldLetter, ...]:
    query = select(LETTER.c.id, LETTER.c.name, LETTER.c.answer).where(
        LETTER.c.case_id == case_id, LETTER.c.state == str(LetterState.HELD)
    )
    return tuple(HeldLetter(id=r.id, name=r.name, why=r.answer) for r in tx.execute(query.order_by(LETTER.c.id)))


def last_of(tx: Connection, *, case_id: int, name: str, recipient: str) -> datetime | None:
    """When the newest letter of that name to that address on the case was queued."""
    where = (LETTER.c.case_id == case_id, LETTER.c.name == name, LETTER.c.recipient == recipient.lower())
    return tx.execute(select(func.max(LETTER.c.queued_at)).where(*where)).scalar()


def automatic_since(tx: Connection, mailbox: str, since: datetime, *, address: str = "", domain: str = "") -> int:
    """How many automatic letters were queued to that address, or to the whole domain, since then."""
    where = [
        LETTER.c.mailbox == mailbox,
        LETTER.c.automatic.is_(True),
        LETTER.c.to_staff.is_(False),
        LETTER.c.queued_at >= since,
    ]
    where.append(LETTER.c.state != str(LetterState.WITHHELD))
    if address:
        where.append(LETTER.c.recipient == address.lower())
    if domain:
        where.append(LETTER.c.recipient.like(f"%@{domain.lower()}"))
    return int(tx.execute(select(func.count()).where(*where)).scalar_one())


def ever_written_to(tx: Connection, mailbox: str, address: str) -> bool:
    where = (LETTER.c.mailbox == mailbox, LETTER.c.recipient == address.lower())
    return tx.execute(select(LETTER.c.id).where(*where).limit(1)).first() is not None


def of_case(tx: Connection, case_id: int) -> tuple[Queued, ...]:
    ids = tx.execute(select(LETTER.c.id).where(LETTER.c.case_id == case_id).order_by(LETTER.c.id)).scalars().all()
    return tuple(get(tx, i) for i in ids)


def newest(tx: Connection, name: str, recipient: str = "") -> int | None:
    """The newest letter of that name that was sent, to that address if one is given."""
    where = [LETTER.c.name == name, LETTER.c.sent_at.is_not(None)]
    if recipient:
        where.append(LETTER.c.recipient == recipient.lower())
    return tx.execute(select(LETTER.c.id).where(*where).order_by(LETTER.c.id.desc()).limit(1)).scalar()


def count_in_state(tx: Connection, mailbox: str, state: LetterState, since: datetime | None = None) -> int:
    where = [LETTER.c.mailbox == mailbox, LETTER.c.state == str(state)]
    if since is not None:
        where.append(LETTER.c.queued_at >= since)
    return int(tx.execute(select(func.count()).where(*where)).scalar_one())


def first_to(tx: Connection, case_id: int, recipient: str) -> str:
    """The Message-ID of our first letter on the case to that address; "" if there is none."""
    where = (LETTER.c.case_id == case_id, LETTER.c.recipient == recipient.lower(), LETTER.c.message_id.is_not(None))
    return str(tx.execute(select(LETTER.c.message_id).where(*where).order_by(LETTER.c.id).limit(1)).scalar() or "")


def waiting_for(tx: Connection, case_id: int, recipient: str) -> tuple[int, ...]:
    """Letters to that address on the case that have not left and are not being sent just now."""
    where = (LETTER.c.case_id == case_id, LETTER.c.recipient == recipient.lower(), LETTER.c.to_staff.is_(False))
    return tuple(
        tx.execute(select(LETTER.c.id).where(*where, LETTER.c.state.in_(WAITING)).order_by(LETTER.c.id)).scalars()
    )


def count_of(tx: Connection, case_id: int, name: str) -> int:
    """How many letters of that name the case has, in whatever state."""
    return int(tx.execute(select(func.count()).where(LETTER.c.case_id == case_id, LETTER.c.name == name)).scalar_one())


def withheld_since(tx: Connection, mailbox: str, recipient: str, since: datetime) -> int:
    where = (LETTER.c.mailbox == mailbox, LETTER.c.recipient == recipient.lower(), LETTER.c.queued_at >= since)
    query = select(func.count()).where(*where, LETTER.c.state == str(LetterState.WITHHELD))
    return int(tx.execute(query).scalar_one())


def count_to(tx: Connection, mailbox: str, name: str, recipient: str, since: datetime) -> int:
    """How many letters of that name were queued to that address since then."""
    where = (LETTER.c.mailbox == mailbox, LETTER.c.name == name, LETTER.c.recipient == recipient.lower())
    return int(tx.execute(select(func.count()).where(*where, LETTER.c.queued_at >= since)).scalar_one())
