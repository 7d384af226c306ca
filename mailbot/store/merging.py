"""Two cases become one: what stands on the first moves to the other. What that means for its clocks is decided in the core."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from mailbot.core.model import CaseState, Party, PartyStanding
from mailbot.store import body_numbers, parties
from mailbot.store.cases import FLAG, HAPPENING, LETTER, set_fields
from mailbot.store.invitations import INVITATION
from mailbot.store.ledger import LEDGER
from mailbot.store.parties import CONTACT


def merge(tx: Connection, case_id: int, into: int, now: datetime, *, why: str) -> None:
    """The case becomes part of another one: contacts, letters, flags and parties move, and it is closed. Its clocks and events stay."""
    for table in (CONTACT, LETTER, LEDGER, INVITATION):
        tx.execute(update(table).where(table.c.case_id == case_id).values(case_id=into))
    for table, name in ((FLAG, FLAG.c.flag), (HAPPENING, HAPPENING.c.event)):
        there = select(name).where(table.c.case_id == into)
        if table is FLAG:
            there = there.where(FLAG.c.cleared_at.is_(None))
        tx.execute(update(table).where(table.c.case_id == case_id, name.not_in(there)).values(case_id=into))
    for body, number in body_numbers.of_case(tx, case_id):
        body_numbers.note(tx, into, body, number, now)
    known = {p.address: p for p in parties.of_case(tx, into)}
    for party in parties.of_case(tx, case_id):
        _join_party(tx, into, party, known.get(party.address))
    set_fields(tx, case_id, state=str(CaseState.CLOSED), merged_into=into, closed_at=now, close_reason=why)


def _join_party(tx: Connection, into: int, party: Party, known: Party | None) -> None:
    """Never as the first party there: letters go on to whom they went. One who is confirmed on either case is so on both."""
    confirmed = party.standing is not PartyStanding.UNCONFIRMED
    if known is None or not party.address:
        standing = PartyStanding.REPRESENTATIVE if confirmed else PartyStanding.UNCONFIRMED
        parties.add(tx, into, replace(party, standing=standing))
    elif confirmed and known.standing is PartyStanding.UNCONFIRMED:
        parties.confirm(tx, into, (party.address,))
