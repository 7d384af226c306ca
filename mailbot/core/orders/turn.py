"""One command on one case: what an order is given, what it answers, and the steps that several of them share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.core import clocks, guard
from mailbot.core.actions import Action, Actions, Happen, StartClock, Write
from mailbot.core.clocks import Standing
from mailbot.core.model import Case, CaseKind, Party, Person
from mailbot.core.moments import Looks, Moment, Unclear, like_a_time, read_moment
from mailbot.core.naming import read_person
from mailbot.core.orders.recipients import told
from mailbot.core.rules import Arrival, Rules

EVERYWHERE = frozenset({"visit_cancelled"})
"""Letters to customers that no procedure need name: they take back what another one said."""

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
    to: Party | None = None  # the party that the command names; None = the customer
    moment: Moment | None = None  # what the argument names, for a command that takes a date or a time

    @property
    def beside(self) -> str:
        """The words of the argument beside the moment that it names."""
        return self.moment.rest if self.moment is not None else self.argument

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
    if turn.rules.procedure.letter_named(letter) is None and letter not in EVERYWHERE:
        return Refused(why=f"this procedure has no letter '{letter}'")
    customer = turn.to or (writer(turn) if letter == "message" else turn.case.customer)
    words = str(parts.pop("words", turn.text))
    objection = guard.objection(
        turn.rules, turn.case, _going(turn, letter, f"{words}\n{parts.get('reason', '')}", customer)
    )
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


def _going(turn: Turn, letter: str, words: str, to: Party) -> guard.Outgoing:
    return guard.Outgoing(letter=letter, words=words, to=to, notes=turn.arrival.notes, named=turn.arrival.named)


def writer(turn: Turn) -> Party:
    """Whoever wrote the message that the answered notice shows, if they are on the case; else its customer. Words for one who is not
    confirmed yet are held: they must not reach the customer instead."""
    letter = turn.arrival.match.replies_to
    party = turn.case.party(letter.about) if letter is not None and letter.about else None
    return party or turn.case.customer


def send(turn: Turn, letter: str, said: str, **parts: object) -> Answer:
    """The letter, and `said` unless it is held, with whom it goes to in the place of "the customer"."""
    write = letter_to_customer(turn, letter, **parts)
    if isinstance(write, Refused):
        return write
    return Done(said="" if write.held else told(turn.case, turn.to or turn.case.customer, said), actions=(write,))


def with_text(letter: str, said: str) -> Doing:
    """A command that is nothing but its text."""

    def order(turn: Turn) -> Answer:
        if not turn.words:
            return Refused(why="write the text for the customer below the command")
        return send(turn, letter, said, words=turn.words)

    return order


TIMES = {
    **dict.fromkeys(("visit", "delay", "progress", "send", "sent"), Looks.AHEAD),
    **dict.fromkeys(
        ("call", "attempt", "meeting", "post", "visited", "investigated", "accepted", "done", "resume", "stagetwo"),
        Looks.BACK,
    ),
}
"""The commands that take a date or a time, and which way it lies."""

_TAKES_BACK = re.compile(r"(?:cancel|cancelled|off)\b", re.IGNORECASE)
"""`#visit cancel REASON`: a day in the reason is not the visit's."""

_BESIDE_WORDS = frozenset({"call", "attempt", "meeting"})
"""Commands whose argument is what was said: a time stands before it, for a day further on may be one that was spoken of."""


def timed(turn: Turn, word: str) -> Turn | Refused:
    """The turn with the moment that its argument names, if the command takes one. Refused where that is not clear."""
    looks = TIMES.get(word)
    if looks is None or not turn.argument or (word == "visit" and _TAKES_BACK.match(turn.argument)):
        return turn
    found = read_there(turn.arrival, turn.rules, turn.argument, looks, at_end=word not in _BESIDE_WORDS)
    if isinstance(found, Unclear):
        return Refused(why=found.why)
    if found is None and word in _BESIDE_WORDS and read_there(turn.arrival, turn.rules, turn.argument, looks):
        asked = f"is that when it was? If so write the time first, as in #{word} yesterday 15:00; if not, write the words below"
        return Refused(why=f"'{turn.argument}' ends with a day or a time: {asked}")
    return replace(turn, moment=found)


def read_there(
    arrival: Arrival, rules: Rules, words: str, looks: Looks, *, at_end: bool = True
) -> Moment | Unclear | None:
    """The moment that these words of a mail name, in the procedure's zone, from the day on which the mail was written and came."""
    zone = rules.procedure.calendar.zone
    return read_moment(words, arrival.received_at, zone, looks, at_end=at_end, written=arrival.message.date)


def past(turn: Turn, *, words_too: bool = False) -> datetime | Refused:
    """The time that the argument names, else when the message came. Refused if it lies ahead, or cannot be read: nothing is guessed.

    `words_too`: other words may stand beside the time, or instead of it.
    """
    rest, moment = turn.beside, turn.moment
    unread = like_a_time(rest) if words_too else bool(rest)
    if unread:
        return Refused(why=f"'{rest}' is not a time that can be read: write it as in 2026-03-06 14:00, and text below")
    if moment is None:
        return turn.at
    at = moment.at if moment.has_time else _that_day(moment.at, turn)
    if at > turn.now:
        return Refused(why=f"{moment.told} lies ahead; a command about the past needs a past time")
    return at


def past_on_case(turn: Turn, *, words_too: bool = False) -> datetime | Refused:
    """The same for what can only have happened since the complaint came."""
    at = past(turn, words_too=words_too)
    if isinstance(at, datetime) and at < complained_at(turn.case):
        when = turn.moment.told if turn.moment else "that"
        return Refused(why=f"{when} lies before {turn.case.reference} was received")
    return at


def complained_at(case: Case) -> datetime:
    """When the complaint came: later than the case, where that was opened for an enquiry."""
    return case.happened.get("complaint.received", case.received_at)


def _that_day(midday: datetime, turn: Turn) -> datetime:
    """A day without a time: its midday, but on the day of receipt not before that, and today not after now."""
    zone = ZoneInfo(turn.zone)
    day = midday.astimezone(zone).date()
    if turn.at.astimezone(zone).date() == day:
        return turn.at
    received = complained_at(turn.case)
    return max(midday, received) if received.astimezone(zone).date() == day else midday


def happen(turn: Turn, event: str, at: datetime) -> Actions:
    """The event, and what it does to the clocks. On an enquiry on which none runs it starts none: they are a complaint's."""
    moved = clocks.react(turn.rules.procedure, Standing.of(turn.case), event, at, turn.rules.hours)
    if turn.case.kind is CaseKind.ENQUIRY and not any(clock.open for clock in turn.case.clocks):
        moved = tuple(action for action in moved if not isinstance(action, StartClock))
    return (Happen(event=event, at=at), *moved)


def not_a_complaint(turn: Turn) -> Refused | None:
    """Why a step of the complaints procedure cannot be taken on an enquiry; None on a complaint."""
    if turn.case.kind is not CaseKind.ENQUIRY:
        return None
    return Refused(why="the case is an enquiry, on which no promise runs; #complaint makes it a complaint")


def colleague(turn: Turn, named: str, may_not: str) -> Person | Refused:
    """The member of staff of that name, unless the complaint is about them: `may_not` ends the refusal."""
    person = read_person(named, turn.rules.firm.people)
    if isinstance(person, Unclear):
        return Refused(why=person.why)
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
    local, _, domain = address.partition("@")  # a letter's own address, info+1a.code@, is the mailbox's too
    ours = f"{local.partition('+')[0]}@{domain}" == rules.firm.address.lower() or address == rules.firm.address.lower()
    if ours or any(p.uses(address) for p in rules.firm.people):
        return Refused(why=f"{address} is one of our own addresses, not a customer's")
    return address


def tells(said: str, information: str = "", *actions: Action) -> Doing:
    """A command that always does the same."""
    return lambda _: Done(said=said, actions=actions, information=information)
