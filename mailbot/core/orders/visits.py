"""Visits: booked, moved, cancelled, decided against, made (clause 6). What happened is recorded even where the letter about it is held."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.core import appointments
from mailbot.core.actions import Action, Actions, Record, SetVisit, Withdraw, Write
from mailbot.core.localtime import clock_time, in_words
from mailbot.core.model import Channel, Direction, Person
from mailbot.core.orders.recipients import told as to_whom
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

VISIT_LETTERS = ("visit_booked", "visit_cancelled")
_OFF = ("cancel", "cancelled", "off")


def visit(turn: Turn) -> Answer:
    """`#visit DATE TIME [with NAME]`: customer and engineer get an invitation, and a changed one when it is given again;
    `#visit cancel` takes it back, and the clock runs on."""
    first, _, rest = turn.argument.partition(" ")
    if first.lower().rstrip(".:,;") in _OFF:
        return _cancel(replace(turn, argument=rest))
    at = _ahead(turn)
    if isinstance(at, Refused):
        return at
    person = _visitor(turn)
    if isinstance(person, Refused):
        return person
    before = turn.case.visit_at if appointments.pending(turn.case, turn.now) else None
    write = letter_to_customer(turn, "visit_booked", visit=at, reason=_instead_of(before, at, turn.zone))
    if isinstance(write, Refused):
        return write
    told = "" if write.held else "; the customer gets the invitation"
    moved = "moved" if before is not None else "booked"
    return Done(
        said=f"the visit is {moved}{told}{_by(person)}{_too_late(turn, at)}",
        actions=(
            SetVisit(at=at, visitor=person.name if person else ""),
            *happen(turn, "visit.booked", turn.at),
            Withdraw(letters=VISIT_LETTERS, why="the visit has another time"),
            *appointments.book(turn.case, turn.rules, write, person, at, turn.now, turn.text),
        ),
    )


def _ahead(turn: Turn) -> datetime | Refused:
    at = turn.moment.at if turn.moment is not None and turn.moment.has_time else None
    if at is None:
        return Refused(why="say on which day and at what time, as in: #visit 2026-03-06 10:00 with Bob Wright")
    if at <= turn.now:
        return Refused(why=f"{turn.argument} lies in the past; #visited records a visit that was made")
    return at


def _visitor(turn: Turn) -> Person | Refused | None:
    """Who goes there: the one named; where nobody is, whoever was to go to the visit that is moved."""
    named = re.sub(r"^(?:with|by|for)\s", "", turn.beside, flags=re.IGNORECASE).strip()
    if named:
        return colleague(turn, named, "visit the customer")
    if turn.case.visitor and appointments.pending(turn.case, turn.now):
        return turn.rules.person(turn.case.visitor)
    return None


def _by(person: Person | None) -> str:
    return f", and {person.name} gets one too" if person is not None else ""


def _instead_of(before: datetime | None, at: datetime, zone: str) -> str:
    if before is None or before == at:
        return ""
    return f"This takes the place of our visit on {_moment(before, zone)}"


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{in_words(local.date())} at {clock_time(local)}"


def _too_late(turn: Turn, at: datetime) -> str:
    """A warning where the visit comes after its clock's end: booking it is not making it (domain 1.3)."""
    for deadline in turn.case.clocks:
        clock = turn.rules.procedure.clock_named(deadline.clock)
        if deadline.open and "visit.made" in clock.stops and at >= deadline.due_at:
            return f". Please note: it is due by {in_words(deadline.due)}, so this visit comes late"
    return ""


def _cancel(turn: Turn) -> Answer:
    if not appointments.pending(turn.case, turn.now):
        return Refused(why="no visit lies ahead on this case")
    taken_back = _taken_back(turn, turn.words)
    held = next((a.held for a in taken_back if isinstance(a, Write) and a.held), "")
    told = "" if held else "; the customer is told"
    return Done(said=f"the visit is cancelled{told}. The clock for it runs on", actions=taken_back)


def _taken_back(turn: Turn, words: str) -> Actions:
    """Everybody who was told of the visit that lies ahead hears that it is cancelled; () where none does."""
    if not appointments.pending(turn.case, turn.now):
        return ()
    write = letter_to_customer(turn, "visit_cancelled", visit=turn.case.visit_at, words=words)
    if isinstance(write, Refused):
        raise ValueError(write.why)  # every procedure has this letter
    return (
        SetVisit(at=None, visitor=""),
        Withdraw(letters=VISIT_LETTERS, why="the visit is cancelled"),
        *appointments.cancel(turn.case, turn.rules, write, turn.now),
    )


def novisit(turn: Turn) -> Answer:
    """`#novisit REASON`: none is needed, which meets the clock; a visit that was booked is cancelled. The reason stays inside."""
    if not turn.words:
        return Refused(why="give the reason, as in: #novisit invoice dispute, nothing to inspect")
    taken_back = _taken_back(turn, "")
    told = "; the visit that was booked is cancelled and the customer is told" if taken_back else ""
    actions: tuple[Action, ...] = (*happen(turn, "visit.not_needed", turn.at), *taken_back)
    return Done(said=f"no visit is needed; the visit's clock is met{told}", actions=actions)


def visited(turn: Turn) -> Answer:
    """`#visited [when]`: the visit was made; the text is its outcome and goes to the customer."""
    at = past_on_case(turn)
    if isinstance(at, Refused):
        return at
    record = Record(direction=Direction.OUT, channel=Channel.VISIT, at=at, sender=turn.author.name, summary=turn.text)
    made = (record, *happen(turn, "visit.made", at), *appointments.over(turn.case, turn.now))
    stands = _still_stands(turn)
    if not turn.text:
        return Done(said=f"the visit is recorded; its outcome must still be told to the customer{stands}", actions=made)
    write = letter_to_customer(turn, "visit_outcome")
    if isinstance(write, Refused):
        return write
    told = "" if write.held else " and its outcome goes to the customer"
    said = to_whom(turn.case, turn.to or turn.case.customer, f"the visit is recorded{told}")
    return Done(said=f"{said}{stands}", actions=(*made, write))


def _still_stands(turn: Turn) -> str:
    """A visit was made before the one that is booked: whether that is still wanted only a person can say (design 7)."""
    if not appointments.pending(turn.case, turn.now) or turn.case.visit_at is None:
        return ""
    when_ = _moment(turn.case.visit_at, turn.zone)
    return f". The visit booked for {when_} still stands: #visit cancel takes it back"
