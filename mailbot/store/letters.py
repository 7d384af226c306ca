"""Letters as rows: the outbox. A row is claimed by a conditional update, so no letter is submitted by two hands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from mailbot.core.instants import instant
from mailbot.core.model import LetterState, SentLetter
from mailbot.core.rules import HeldLetter
from mailbot.store.cases import CASE, LETTER
from mailbot.store.statements import among, given, run, unsought, value
from mailbot.store.words import of_letter

WAITING = ("queued", "awaiting_retry")

_IS_WAITING = or_(*(LETTER.c.state == state for state in WAITING))
_UNSENT = LETTER.c.next_attempt_at.is_not(
    None
)  # of every letter that has not left, and of no other: by it they are found
_WAITS = (_IS_WAITING, _UNSENT)
_SENDING = (LETTER.c.state == str(LetterState.SENDING), _UNSENT)
_ON_CASE_TO = (given(LETTER.c.case_id), given(LETTER.c.recipient))
_ADD = insert(LETTER).returning(LETTER.c.id)
_NEXT = {  # SQLite has one writer
    "sqlite": select(func.coalesce(func.max(LETTER.c.id), 0) + 1),
    "postgresql": select(func.nextval(func.pg_get_serial_sequence("letter", "id"))),
}
_GET = select(LETTER).where(given(LETTER.c.id))
_WORDS = select(LETTER.c.text, LETTER.c.sha256).where(given(LETTER.c.id))
_CHANGE = update(LETTER).where(given(LETTER.c.id))
_MAILBOX_OF = select(LETTER.c.mailbox).where(given(LETTER.c.id))
_IS_SENDING = LETTER.c.state == str(LetterState.SENDING)
_RECALLED = and_(LETTER.c.state == str(LetterState.WITHHELD), LETTER.c.claimed_by != "")  # while it was being sent
_SENT = (
    update(LETTER)
    .where(given(LETTER.c.id), or_(_IS_WAITING, _IS_SENDING, _RECALLED))
    .values(state=str(LetterState.SENT), next_attempt_at=None, claimed_by="", draft={})
    .returning(LETTER)
)
_MAKING = (
    select(LETTER)
    .where(unsought(LETTER.c.mailbox) == value("mailbox_"), LETTER.c.state == str(LetterState.MAKING), _UNSENT)
    .order_by(LETTER.c.next_attempt_at, LETTER.c.id)
    .limit(5)
)


@cache
def _next_at(mailboxes: tuple[str, ...]) -> Select[tuple[datetime]]:
    of_these = unsought(LETTER.c.mailbox).in_([bindparam(f"mailbox_{n}_", name) for n, name in enumerate(mailboxes)])
    return select(LETTER.c.next_attempt_at).where(*_WAITS, of_these).order_by(LETTER.c.next_attempt_at).limit(1)


@cache
def _claim_next(mailboxes: tuple[str, ...]) -> ReturningUpdate[Any]:
    """`UPDATE ... WHERE state = old`: what is claimed was waiting, whoever else claims at the same moment (design 5)."""
    oldest = (
        _next_at(mailboxes)
        .with_only_columns(LETTER.c.id)
        .where(LETTER.c.next_attempt_at <= value("now_"))
        .order_by(LETTER.c.id)
        .with_for_update(skip_locked=True)  # PostgreSQL: what another process is claiming is not waited for
    )
    return (
        update(LETTER)
        .where(LETTER.c.id == oldest.scalar_subquery(), _IS_WAITING)
        .values(state=str(LetterState.SENDING), attempts=LETTER.c.attempts + 1)
        .returning(LETTER)
    )


_SENDERS = select(LETTER.c.claimed_by).where(*_SENDING, LETTER.c.claimed_by != value("but_")).distinct()
_WITH_MESSAGE_ID = select(LETTER).where(among(LETTER.c.message_id, "wanted_")).order_by(LETTER.c.id.desc()).limit(1)
_OURS_WITH_MESSAGE_ID = _WITH_MESSAGE_ID.where(unsought(LETTER.c.mailbox) == value("mailbox_"))
_HELD = (
    select(LETTER.c.id, LETTER.c.name, LETTER.c.answer, LETTER.c.recipient, LETTER.c.draft)
    .where(given(LETTER.c.case_id), LETTER.c.state == str(LetterState.HELD))
    .order_by(LETTER.c.id)
)
_LAST_OF = select(func.max(LETTER.c.queued_at)).where(*_ON_CASE_TO, given(LETTER.c.name))
_IDS_OF_CASE = select(LETTER.c.id).where(given(LETTER.c.case_id)).order_by(LETTER.c.id)
_FIRST_TO = (
    select(LETTER.c.message_id).where(*_ON_CASE_TO, LETTER.c.message_id.is_not(None)).order_by(LETTER.c.id).limit(1)
)
_WAITING_FOR = (
    select(LETTER.c.id)
    .where(*_ON_CASE_TO, LETTER.c.to_staff.is_(False), or_(_IS_WAITING, _IS_SENDING))
    .order_by(LETTER.c.id)
)


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
    message_id: str
    reverse_path: str
    state: str
    attempts: int
    queued_at: datetime
    claimed_by: str
    sha256: str
    promised: date | None
    enclosures: tuple[Mapping[str, object], ...]
    draft: Mapping[str, object]
    answer: str
    text: str = ""  # only where it was asked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """A letter whose enclosures are not made yet, with what it is written from."""

    id: int
    case_id: int | None
    attempts: int
    in_reply_to: str
    references: str
    draft: Mapping[str, object]


def making(tx: Connection, mailbox: str) -> tuple[Making, ...]:
    """Letters of that mailbox whose enclosures are not made yet, the oldest first."""
    rows = run(tx, _MAKING, {"mailbox_": mailbox})
    return tuple(Making(**{name: getattr(row, name) for name in Making.__dataclass_fields__}) for row in rows)


def next_number(tx: Connection) -> int:
    """The id of the letter that is added next in this transaction, which nobody else gets."""
    return int(run(tx, _NEXT[tx.dialect.name]).scalar_one())


def add(tx: Connection, **values: object) -> int:
    return int(run(tx, _ADD, values).scalar_one())


def set_fields(tx: Connection, letter_id: int, **values: object) -> None:
    run(tx, _CHANGE, {"id_": letter_id, **values})


def mailbox_of(tx: Connection, letter_id: int) -> str:
    return str(run(tx, _MAILBOX_OF, {"id_": letter_id}).scalar_one())


def get(tx: Connection, letter_id: int, *, text: bool = False) -> Queued:
    """`text`: with its words, which are read from its bytes."""
    row = run(tx, _GET, {"id_": letter_id}).one()
    return replace(_queued(row), text=of_letter(tx, row.sha256, row.text)) if text else _queued(row)


def _queued(row: Any) -> Queued:
    values = {name: getattr(row, name) for name in Queued.__dataclass_fields__ if name != "text"}
    return Queued(**values | {"enclosures": tuple(row.enclosures), "message_id": row.message_id or ""})


def next_at(tx: Connection, mailboxes: Iterable[str]) -> datetime | None:
    """When the next waiting letter of these mailboxes is to be tried."""
    return run(tx, _next_at(tuple(mailboxes))).scalar()


def claim_next(tx: Connection, mailboxes: Iterable[str], now: datetime, by: str) -> Queued | None:
    """Takes the oldest of these mailboxes' letters whose time has come; None if there is none."""
    row = run(tx, _claim_next(tuple(mailboxes)), {"now_": now, "claimed_by": by}).first()
    return _queued(row) if row is not None else None


def sent(tx: Connection, letter_id: int, now: datetime, **answered: object) -> Queued | None:
    """The letter, which has left now; None if that was known already. A letter that somebody else has claimed since has left too."""
    row = run(tx, _SENT, {"id_": letter_id, "sent_at": now, **answered}).first()
    return _queued(row) if row is not None else None


def senders(tx: Connection, *, but: str) -> tuple[str, ...]:
    """The processes, `but` this one, that have claimed a letter and not said what became of it."""
    return tuple(run(tx, _SENDERS, {"but_": but}).scalars())


def revive(tx: Connection, dead: Iterable[str], now: datetime, *, but: Collection[int] = ()) -> int:
    """Letters that dead processes were sending go out at once, with the same bytes and Message-ID (design 4), `but` these. How many."""
    where = [*_SENDING, LETTER.c.claimed_by.in_(tuple(dead))]
    if but:
        where.append(LETTER.c.id.not_in(but))
    return tx.execute(
        update(LETTER).where(*where).values(state=str(LetterState.AWAITING_RETRY), next_attempt_at=now)
    ).rowcount


def bring_forward(tx: Connection, now: datetime, minutes: Sequence[int]) -> int:
    """Letters that wait longer than they ever should, because the clock was ahead and was set back, go now. How many.

    `minutes`: the longest wait after each try; a letter that was not tried yet waits for nothing.
    """
    tried = enumerate((*minutes[:1], *minutes))  # a try that was none (the server's own trouble) waits as the first
    longest = (
        and_(
            LETTER.c.attempts >= times if times == len(minutes) else LETTER.c.attempts == times,
            LETTER.c.next_attempt_at > now + timedelta(minutes=wait),
        )
        for times, wait in tried
    )
    overlong = or_(LETTER.c.state == str(LetterState.QUEUED), *longest)
    where = (*_WAITS, LETTER.c.next_attempt_at > now, overlong)
    return tx.execute(update(LETTER).where(*where).values(next_attempt_at=now)).rowcount


def sent_letter(tx: Connection, message_ids: tuple[str, ...], mailbox: str = "") -> SentLetter | None:
    """The newest letter of ours with one of these Message-IDs; `mailbox`: of that one's alone."""
    wanted = [m for m in message_ids if m]
    if not wanted:
        return None
    asked = _OURS_WITH_MESSAGE_ID if mailbox else _WITH_MESSAGE_ID
    row = tx.execute(asked, {"wanted_": wanted} | ({"mailbox_": mailbox} if mailbox else {})).first()
    return _sent(row) if row else None


def by_id(tx: Connection, letter_id: int) -> SentLetter | None:
    row = run(tx, _GET, {"id_": letter_id}).first()
    return _sent(row) if row else None


def _sent(row: Any) -> SentLetter:
    return SentLetter(
        id=row.id,
        name=row.name,
        message_id=row.message_id or "",
        case_id=row.case_id,
        to=row.recipient,
        to_staff=row.to_staff,
        state=row.state,
        about=row.about,
        queued_at=row.queued_at,
    )


def words(tx: Connection, letter_id: int) -> str:
    """The plain text of a letter."""
    row = run(tx, _WORDS, {"id_": letter_id}).one()
    return of_letter(tx, row.sha256, row.text)


def held(tx: Connection, case_id: int) -> tuple[HeldLetter, ...]:
    return tuple(
        HeldLetter(id=r.id, name=r.name, why=r.answer, to=r.recipient, **_told(r.draft))
        for r in run(tx, _HELD, {"case_id_": case_id})
    )


def _told(draft: Mapping[str, Any]) -> dict[str, Any]:
    promised, visit = draft.get("promised"), draft.get("visit")
    return {
        "promised": date.fromisoformat(promised) if promised else None,
        "visit": instant(visit) if visit else None,
    }


def held_on(tx: Connection, mailbox: str) -> tuple[str, ...]:
    """The reference of the case of each held letter of the mailbox."""
    query = select(CASE.c.reference).join(LETTER, LETTER.c.case_id == CASE.c.id)
    waiting = query.where(LETTER.c.mailbox == mailbox, LETTER.c.state == str(LetterState.HELD))
    return tuple(tx.execute(waiting.order_by(LETTER.c.id)).scalars())


def last_of(tx: Connection, *, case_id: int, name: str, recipient: str) -> datetime | None:
    """When the newest letter of that name to that address on the case was queued."""
    return run(tx, _LAST_OF, {"case_id_": case_id, "name_": name, "recipient_": recipient.lower()}).scalar()


def of_case(tx: Connection, case_id: int) -> tuple[Queued, ...]:
    ids = run(tx, _IDS_OF_CASE, {"case_id_": case_id}).scalars()
    return tuple(get(tx, i) for i in ids)


def newest(tx: Connection, name: str, recipient: str = "") -> int | None:
    """The newest letter of that name that was sent, to that address if one is given."""
    where = [LETTER.c.name == name, LETTER.c.sent_at.is_not(None)]
    if recipient:
        where.append(LETTER.c.recipient == recipient.lower())
    return tx.execute(select(LETTER.c.id).where(*where).order_by(LETTER.c.id.desc()).limit(1)).scalar()


def first_to(tx: Connection, case_id: int, recipient: str) -> str:
    """The Message-ID of our first letter on the case to that address; "" if there is none."""
    return str(run(tx, _FIRST_TO, {"case_id_": case_id, "recipient_": recipient.lower()}).scalar() or "")


def waiting_for(tx: Connection, case_id: int, recipient: str) -> tuple[int, ...]:
    """Letters to that address on the case that have not left, as far as is known: one may be on its way just now."""
    return tuple(run(tx, _WAITING_FOR, {"case_id_": case_id, "recipient_": recipient.lower()}).scalars())


def not_gone(tx: Connection, case_id: int, names: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """(id, name) of letters of those names on the case that have not left, as far as is known: one may be on its way just now."""
    states = (*WAITING, str(LetterState.SENDING), str(LetterState.HELD))
    where = (LETTER.c.case_id == case_id, LETTER.c.name.in_(names), LETTER.c.state.in_(states))
    query = select(LETTER.c.id, LETTER.c.name).where(*where).order_by(LETTER.c.id)
    return tuple((row.id, row.name) for row in tx.execute(query))
