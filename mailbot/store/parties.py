"""Who is on a case: its customer first, then whoever speaks for them or wrote to it."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, delete, func, insert, select, update

from mailbot.core.model import Party, PartyStanding
from mailbot.store.case_tables import ContactRow, PartyRow
from mailbot.store.statements import given, run

PARTY = PartyRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
CONTACT = ContactRow.__table__  # type: ignore[attr-defined]

_ADD = insert(PARTY)
_OF_CASE = select(PARTY).where(given(PARTY.c.case_id)).order_by(PARTY.c.id)
_UNDELIVERABLE = update(PARTY).where(given(PARTY.c.case_id), given(PARTY.c.address)).values(undeliverable=True)


def add(tx: Connection, case_id: int, party: Party) -> None:
    values = asdict(party) | {"case_id": case_id, "standing": str(party.standing), "address": party.address.lower()}
    run(tx, _ADD, values)


def of_case(tx: Connection, case_id: int) -> tuple[Party, ...]:
    rows = run(tx, _OF_CASE, {"case_id_": case_id})
    return tuple(
        Party(
            standing=PartyStanding(r.standing),
            name=r.name,
            address=r.address,
            phone=r.phone,
            postal=r.postal,
            organisation=r.organisation,
            relationship=r.relationship,
            undeliverable=r.undeliverable,
        )
        for r in rows
    )


def set_customer(tx: Connection, case_id: int, field: str, value: str) -> None:
    """Changes a detail of the case's first party. A new address starts without a bounce against it; whoever waited at it was the
    customer, and is not on the case twice."""
    first = select(func.min(PARTY.c.id)).where(PARTY.c.case_id == case_id).scalar_subquery()
    if field == "address":
        same = (PARTY.c.case_id == case_id, PARTY.c.address == value.lower(), PARTY.c.id != first)
        tx.execute(delete(PARTY).where(*same, PARTY.c.standing == PartyStanding.UNCONFIRMED))
    more: dict[str, object] = {"undeliverable": False} if field == "address" else {}
    tx.execute(
        update(PARTY)
        .where(PARTY.c.id == first)
        .values(**{field: value.lower() if field == "address" else value}, **more)
    )


def confirm(tx: Connection, case_id: int, addresses: tuple[str, ...]) -> None:
    """Those who wait at these addresses are parties now, and what they wrote counts as said on the case."""
    wanted = [address.lower() for address in addresses]
    waiting = (PARTY.c.case_id == case_id, PARTY.c.standing == PartyStanding.UNCONFIRMED, PARTY.c.address.in_(wanted))
    tx.execute(update(PARTY).where(*waiting).values(standing=str(PartyStanding.REPRESENTATIVE)))
    theirs = (CONTACT.c.case_id == case_id, CONTACT.c.address.in_(wanted))
    tx.execute(update(CONTACT).where(*theirs).values(unconfirmed=False))


def undeliverable(tx: Connection, case_id: int, address: str) -> None:
    run(tx, _UNDELIVERABLE, {"case_id_": case_id, "address_": address.lower()})
