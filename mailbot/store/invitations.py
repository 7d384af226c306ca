"""Invitations to visits: what each person was last told of a visit by calendar, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from mailbot.core.model import Invitation, InvitationState
from mailbot.store.case_tables import InvitationRow

INVITATION = InvitationRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation


def of_case(tx: Connection, case_id: int) -> tuple[Invitation, ...]:
    """The oldest first."""
    return _read(tx.execute(select(INVITATION).where(INVITATION.c.case_id == case_id).order_by(INVITATION.c.id)))


def case_of(tx: Connection, uid: str) -> int | None:
    """The case whose visit that is."""
    return tx.execute(select(INVITATION.c.case_id).where(INVITATION.c.uid == uid).limit(1)).scalar()


def find(tx: Connection, uid: str, attendee: str) -> Invitation | None:
    where = (INVITATION.c.uid == uid, INVITATION.c.attendee == attendee.lower())
    return next(iter(_read(tx.execute(select(INVITATION).where(*where)))), None)


def tell(tx: Connection, case_id: int, told: Invitation) -> None:
    """What this person is told from now on. A changed invitation has not been answered (RFC 5546 section 2.1.5)."""
    values = {
        "case_id": case_id,
        "uid": told.uid,
        "attendee": told.attendee.lower(),
        "name": told.name,
        "staff": told.staff,
        "at": told.at,
        "sequence": told.sequence,
        "state": str(told.state),
        "said": told.said,
        "answered_at": told.answered_at,
    }
    where = (INVITATION.c.uid == told.uid, INVITATION.c.attendee == told.attendee.lower())
    if not tx.execute(update(INVITATION).where(*where).values(values)).rowcount:
        tx.execute(insert(INVITATION).values(values))


def readdress(tx: Connection, case_id: int, old: str, new: str) -> None:
    """The customer is written to elsewhere from now on: so are invitations that have not been overtaken."""
    where = (
        INVITATION.c.case_id == case_id,
        INVITATION.c.attendee == old.lower(),
        INVITATION.c.staff.is_(False),
        INVITATION.c.state == str(InvitationState.OPEN),
    )
    tx.execute(update(INVITATION).where(*where).values(attendee=new.lower()))


def answer(tx: Connection, uid: str, attendee: str, said: str, stamp: datetime | None) -> None:
    where = (INVITATION.c.uid == uid, INVITATION.c.attendee == attendee.lower())
    tx.execute(update(INVITATION).where(*where).values(said=said, answered_at=stamp))


def _read(rows: Iterable[object]) -> tuple[Invitation, ...]:
    found = []
    for row in rows:
        get = row._mapping  # type: ignore[attr-defined]  # a Row
        values = {name: get[name] for name in Invitation.__dataclass_fields__}
        found.append(Invitation(**values | {"state": InvitationState(values["state"])}))
    return tuple(found)
