"""Visits: booked, decided against, made (clause 6). What happened is recorded even where the letter about it is held."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.core.actions import Action, Record, SetVisit
from mailbot.core.localtime import clock_time, in_words
from mailbot.core.model import Channel, Direction, Person
from mailbot.core.orders.turn import (
    Answer,
    Done,
    Refused,
    Turn,
    colleague,
    happen,
    letter_to_customer,
    past_on_case,
)
from mailbot.core.steps import staff_letter


def visit(turn: Turn) -> Answer:
    """`#visit DATE TIME [with NAME]`: the customer gets the invitation, the engineer a task."""
    at = turn.moment.at if turn.moment is not None and turn.moment.has_time else None
    if at is None:
        return Refused(why="say on which day and at what time, as in: #visit 2026-03-06 10:00 with Bob Wright")
    if at <= turn.now:
        return Refused(why=f"{turn.argument} lies in the past; #visited records a visit that was made")
    named = re.sub(r"^(?:with|by|for)\s", "", turn.beside, flags=re.IGNORECASE).strip()
    person = colleague(turn, named, "visit the customer") if named else None
    if isinstance(person, Refused):
        return person
    write = letter_to_customer(turn, "visit_booked", visit=at)
    if isinstance(write, Refused):
        return write
    booked: tuple[Action, ...] = (
        SetVisit(at=at, visitor=person.name if person else ""),
        *happen(turn, "visit.booked", turn.at),
    )
    told = "" if write.held else "; the customer gets the invitation"
    return Done(
        said=f"the visit is booked{told}{_too_late(turn, at)}",
        actions=(*booked, write, *_for_visitor(turn, person, at)),
    )


def _for_visitor(turn: Turn, person: Person | None, at: datetime) -> tuple[Action, ...]:
    """Everything that whoever goes there needs: they may have no other mail of the case."""
    if person is None or person.uses(turn.author.address):
        return ()
    local = at.astimezone(ZoneInfo(turn.zone))
    customer = turn.case.customer
    lines = (
        f"When: {in_words(local.date())} at {clock_time(local)}",
        f"Customer: {customer.name or 'name not known'}",
        f"Phone: {customer.phone or 'not known'}",
        f"Address: {customer.postal or 'not known'}",
        f"Reference: {turn.case.reference}",
    )
    words = "\n".join((*lines, "", turn.text)).strip()
    return (staff_letter("task", person, title="A visit is booked for you", words=words),)


def _too_late(turn: Turn, at: datetime) -> str:
    """A warning where the visit comes after its clock's end: booking it is not making it (domain 1.3)."""
    for deadline in turn.case.clocks:
        clock = turn.rules.procedure.clock_named(deadline.clock)
        if deadline.open and "visit.made" in clock.stops and at >= deadline.due_at:
            return f". Please note: it is due by {in_words(deadline.due)}, so this visit comes late"
    return ""


def novisit(turn: Turn) -> Answer:
    if not turn.words:
        return Refused(why="give the reason, as in: #novisit invoice dispute, nothing to inspect")
    return Done(said="no visit is needed; the visit's clock is met", actions=happen(turn, "visit.not_needed", turn.at))


def visited(turn: Turn) -> Answer:
    """`#visited [when]`: the visit was made; the text is its outcome and goes to the customer."""
    at = past_on_case(turn)
    if isinstance(at, Refused):
        return at
    record = Record(direction=Direction.OUT, channel=Channel.VISIT, at=at, sender=turn.author.name, summary=turn.text)
    made = (record, *happen(turn, "visit.made", at))
    if not turn.text:
        return Done(said="the visit is recorded; its outcome must still be told to the customer", actions=made)
    write = letter_to_customer(turn, "visit_outcome")
    if isinstance(write, Refused):
        return write
    told = "" if write.held else " and its outcome goes to the customer"
    return Done(said=f"the visit is recorded{told}", actions=(*made, write))
