"""One command on one case: what an order is given, what it answers, and the steps that several of them share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.core import clocks, guard
from mailbot.core.actions import Action, Actions, Happen, Write
from mailbot.core.clocks import Standing
from mailbot.core.commands import begins_with_a_time, has_time, when
from mailbot.core.model import Case, Party, PartyStanding, Person
from mailbot.core.rules import Arrival, Rules

_ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:]{1,64}@[^\s@<>()\[\]\",;:]{1,253}\.[^\s@<>()\[\]\",;:.]{2,63}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One command on one case, by one person. `case` stands as the commands above it in the same mail left it."""

    arrival: Arrival
    rules: Rules
    now: datetime
    author: Person
    case: Case
    text: str = ""
    argument: str = ""

    @property
    def at(self) -> datetime:
        return self.arrival.received_at

    @property
    def zone(self) -> str:
        return self.rules.procedure.calendar.zone

    @property
    def words(self) -> str:
        """Of a command without arguments: what stands behind it and below it."""
        return "\n".join(part for part in (self.argument, self.text) if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What the command did. `said` is "" where the only thing it would have done is held."""

    said: str
    actions: Actions = ()
    information: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    why: str


Answer = Done | Refused
Doing = Callable[[Turn], Answer]


def letter_to_customer(turn: Turn, letter: str, **parts: object) -> Write | Refused:
    """A person's words as a letter to the customer; held if the guard objects; refused where the procedure has no such letter."""
    if turn.rules.procedure.letter_named(letter) is None:
        return Refused(why=f"this procedure has no letter '{letter}'")
    customer = writer(turn) if letter == "message" else turn.case.customer
    words = str(parts.pop("words", turn.text))
    objection = guard.objection(turn.rules, turn.case, f"{words}\n{parts.get('reason', '')}")
    return Write(
        letter=letter,
        to=customer.address,
        to_name=customer.name,
        automatic=False,
        words=words,
        author=turn.author.name,
        held=objection.why if objection else "",
        **parts,  # type: ignore[arg-type]  # each caller names fields of Write
    )


def writer(turn: Turn) -> Party:
    """Whoever wrote the message that the answered notice shows, if they are a confirmed party of the case; else its customer."""
    letter = turn.arrival.match.replies_to
    party = turn.case.party(letter.about) if letter is not None and letter.about else None
    return party if party is not None and party.standing is not PartyStanding.UNCONFIRMED else turn.case.customer


def send(turn: Turn, letter: str, said: str, **parts: object) -> Answer:
    """The letter, and `said` unless it is held."""
    write = letter_to_customer(turn, letter, **parts)
    if isinstance(write, Refused):
        return write
    return Done(said="" if write.held else said, actions=(write,))


def with_text(letter: str, said: str) -> Doing:
    """A command that is nothing but its text."""

    def order(turn: Turn) -> Answer:
        if not turn.words:
            return Refused(why="write the text for the customer below the command")
        return send(turn, letter, said, words=turn.words)

    return order


def past(turn: Turn, *, words_too: bool = False) -> datetime | Refused:
    """The time that the argument names, else when the message came. Refused if it lies ahead, or cannot be read: nothing is guessed.

    `words_too`: other words may stand beside the time, or instead of it.
    """
    at, rest = when(turn.argument, turn.zone)
    unread = begins_with_a_time(rest) if words_too else bool(rest)
    if unread:
        return Refused(why=f"'{rest}' is not a time that can be read: write it as in 2026-03-06 14:00, and text below")
    if at is None:
        return turn.at
    if not has_time(turn.argument):
        at = _that_day(at, turn)
    if at > turn.now:
        return Refused(why=f"{turn.argument.strip()} lies ahead; a command about the past needs a past time")
    return at


def past_on_case(turn: Turn) -> datetime | Refused:
    """The same for what can only have happened since the complaint came."""
    at = past(turn)
    if isinstance(at, datetime) and at < turn.case.received_at:
        return Refused(why=f"{turn.argument.strip()} lies before {turn.case.reference} was received")
    return at


def _that_day(midday: datetime, turn: Turn) -> datetime:
    """A day without a time: its midday, but on the day of receipt not before that, and today not after now."""
    zone = ZoneInfo(turn.zone)
    day = midday.astimezone(zone).date()
    if turn.at.astimezone(zone).date() == day:
        return turn.at
    received = turn.case.received_at
    return max(midday, received) if received.astimezone(zone).date() == day else midday


def happen(turn: Turn, event: str, at: datetime) -> Actions:
    """The event, and what it does to the clocks."""
    moved = clocks.react(turn.rules.procedure, Standing.of(turn.case), event, at, turn.rules.hours)
    return (Happen(event=event, at=at), *moved)


def colleague(turn: Turn, named: str, may_not: str) -> Person | Refused:
    """The member of staff of that name, unless the complaint is about them: `may_not` ends the refusal."""
    person = turn.rules.person(named)
    if person is None:
        return Refused(why=f"nobody in the staff directory, or more than one, is called '{named}'")
    if any(person.uses(address) for address in turn.case.about):
        return Refused(why=f"the complaint is about {person.name}, who may not {may_not}")
    return person


def address_in(text: str, rules: Rules) -> str | Refused:
    """The e-mail address of an outsider that this text names; "" if it names none. Refused where it is no address, or one of ours."""
    if not text:
        return ""
    found = _ADDRESS.search(text.lower())
    if found is None:
        return Refused(why=f"'{text}' is not an e-mail address")
    address = found.group(0)
    if address == rules.firm.address.lower() or any(p.uses(address) for p in rules.firm.people):
        return Refused(why=f"{address} is one of our own addresses, not a customer's")
    return address


def tells(said: str, information: str = "", *actions: Action) -> Doing:
    """A command that always does the same."""
    return lambda _: Done(said=said, actions=actions, information=information)
