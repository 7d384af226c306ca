"""Answers to a directors' digest: "2 assign Bob" is obeyed on the digest's second case as if #assign had been sent on it.

The numbers are those of the digest that is answered. What one line gets wrong is asked back and takes no other line along, and no line
without a number reaches anybody outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailbot.core.actions import Action, Actions, OnCase, Outcome, Record, Write
from mailbot.core.afterwards import afterwards
from mailbot.core.buttons import blank_in, filled
from mailbot.core.commands import TEXT_TO_CUSTOMER, Order, near, only_signed, parse
from mailbot.core.giving import give
from mailbot.core.model import Answer, Channel, Direction, Person
from mailbot.core.orders import Done, Refused, Turn
from mailbot.core.rights import READING
from mailbot.core.rules import Arrival, Rules, own_words
from mailbot.core.steps import command_result, contact

FORCED = 68
"""A mail program breaks lines somewhere above this column: a line that could not have taken the next word too goes on below."""

_LINE = re.compile(
    r"^[^\w#>|£$€]{0,6}(?:(?:no|case)\.? ?)?#? ?([0-9]{1,3})(?![0-9])"
    r"(?:[*_]{0,2}[ \t]?[.):,-]{0,2}[*_]{0,2}[ \t]{1,4}|[.):,-]{1,2}|(?=#))"
    r"(#?[ \t]?[A-Za-z_].*)$",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?:hi|hello|dear|good morning|morning)(?: \w{1,15}){0,2}[ ,.!]{0,4}$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One numbered line, with what stands right below it, up to the next number or an empty line."""

    number: int
    order: Order
    below: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    lines: tuple[Line, ...] = ()
    loose: tuple[str, ...] = ()  # lines that belong to no number


@dataclass(kw_only=True, slots=True)
class _Told:
    """What came of the lines so far."""

    actions: list[Action] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    information: str = ""
    of_case: int | None = None


def read(fresh: str, author: str = "") -> Lines:
    """The numbered lines of an answer. A line that a mail program broke is put together again; `author` signs below their own words."""
    lines: list[Line] = []
    loose: list[str] = []
    open_, last = False, ""
    texts = [raw.strip() for raw in fresh.replace("\u00a0", " ").splitlines()]
    for n, text in enumerate(texts):
        found = _numbered(text)
        if found is not None:
            lines.append(found)
            open_ = True
        elif not text:
            open_ = False
        elif open_ and not lines[-1].below and _was_broken(last, texts[n : n + 10], author):
            order = lines[-1].order
            lines[-1] = replace(lines[-1], order=replace(order, argument=f"{order.argument} {text}".strip()))
        elif open_:
            lines[-1] = replace(lines[-1], below=(*lines[-1].below, text))
        else:
            loose.append(text)
        last = text
    return Lines(lines=tuple(lines), loose=tuple(loose))


def _was_broken(last: str, rest: list[str], author: str) -> bool:
    """Had the line above no room for the next word? A name that stands below it is a signature all the same."""
    return len(last) + 1 + len(rest[0].split()[0]) > FORCED and not only_signed("\n".join(rest), author)


def numbers(fresh: str) -> frozenset[int]:
    """The numbers that an answer names."""
    return frozenset(line.number for line in read(fresh).lines)


def answer(arrival: Arrival, rules: Rules, author: Person, now: datetime) -> Actions | None:
    """What to do with an answer to a digest; None where it is none, or asks for something that needs no number."""
    if not arrival.numbers or not arrival.match.proven:
        return None
    words = own_words(arrival.message, rules.firm.address)
    found = read(words, author.name)
    orders = parse(words).orders
    if not found.lines and all(order.word in ("help", "new") for order in orders):
        return None if orders else _nothing_numbered(arrival, author)
    told = _Told(actions=[contact(arrival, internal=True, off_case=True)])
    known = tuple(line for line in found.lines if line.number in arrival.numbered)
    for case_id in dict.fromkeys(arrival.numbered[line.number].case.id for line in known):
        mine = tuple(line for line in known if arrival.numbered[line.number].case.id == case_id)
        _on_case(told, arrival, rules, author, now, mine, found)
    _asked_back(told, found, arrival, author)
    result = command_result(
        author,
        done=tuple(told.done),
        refused=tuple(told.refused),
        withheld=tuple(told.withheld),
        information=told.information,
        of_case=told.of_case,
        off_case=True,
    )
    word = "staff_command" if told.done or told.withheld else "staff_refused"
    return (*told.actions, OnCase(case=None), result, Outcome(word=word))


def _numbered(text: str) -> Line | None:
    found = _LINE.match(text)
    orders = parse(f"#{found[2].lstrip('# ')}").orders if found else ()
    return Line(number=int(found[1]), order=orders[0]) if found and orders else None


def _on_case(
    told: _Told,
    arrival: Arrival,
    rules: Rules,
    author: Person,
    now: datetime,
    lines: tuple[Line, ...],
    found: Lines,
) -> None:
    """The lines of one case, each judged on the case as those before it leave it."""
    wanted = arrival.numbered[lines[0].number]
    alone = len(found.lines) == 1  # then it is clear whose the lines without a number are
    here = replace(
        arrival,
        match=replace(arrival.match, case=wanted.case, answer=Answer.CASE),
        held=wanted.held,
        notes=wanted.notes,
        unheard=wanted.unheard,
        numbered={},
    )
    actions: list[Action] = [OnCase(case=wanted.case.id)]
    for line in lines:
        named = f"{line.number} ({wanted.case.reference})"
        more = found.loose if alone and line.order.word not in TEXT_TO_CUSTOMER else ()
        below = _without_courtesy((*line.below, *more), author)
        turn = Turn(
            arrival=here,
            rules=rules,
            now=now,
            author=author,
            case=afterwards(wanted.case, actions),
            text="\n".join(below),
            argument=filled(line.order.argument),
        )
        fault = _fault(line, below, alone=alone)
        answered = Refused(why=fault) if fault else give(turn, line.order.word)
        if isinstance(answered, Refused):
            told.refused.append(f"{named} {line.order.word}: {answered.why}")
            continue
        actions += (_filed(line, below, here), *answered.actions)
        _say(told, named, answered, wanted.case.id)
    told.actions += actions


def _say(told: _Told, named: str, answered: Done, case_id: int) -> None:
    held = [a.held for a in answered.actions if isinstance(a, Write) and a.held]
    told.withheld += [f"{named}: the letter is held and was not sent: {why}" for why in held]
    told.done += [f"{named}: {answered.said}"] if answered.said else []
    if answered.information:
        told.information, told.of_case = answered.information, case_id


def _fault(line: Line, below: tuple[str, ...], *, alone: bool) -> str:
    """Why a line cannot be obeyed before anybody asks who wrote it; "" if it can."""
    word = line.order.word
    if blank := blank_in("\n".join((line.order.argument, *below))):
        return f"{blank} still stands there, so nothing was done: write over it"
    if not line.order.known or word == "new":
        hint = f"; did you mean {meant}?" if (meant := near(word)) and meant != word else ""
        return f"'{word}' is not a command for a numbered line{hint}"
    if word in TEXT_TO_CUSTOMER and below:
        return (
            "other lines stand below it, and it is not clear whether the customer should read them: write it all on one line, "
            "or in a message about that case alone"
        )
    if word in READING | {"merge"} and not alone:
        return "send it alone: it is answered, or done, one case at a time"
    return ""


def _filed(line: Line, below: tuple[str, ...], arrival: Arrival) -> Record:
    """The line on its own case: the whole mail speaks of others too, and is kept with the mailbox."""
    return Record(
        direction=Direction.INTERNAL,
        channel=Channel.NOTE,
        at=arrival.received_at,
        sender=str(arrival.sender),
        address=arrival.sender.address,
        subject=arrival.message.subject,
        summary="\n".join((f"#{line.order.word} {line.order.argument}".strip(), *below)),
    )


def _asked_back(told: _Told, found: Lines, arrival: Arrival, author: Person) -> None:
    """Wrong numbers, and lines without one: nothing is guessed, and nothing is dropped without a word."""
    for line in found.lines:
        if line.number not in arrival.numbered:
            told.refused.append(
                f"{line.number} {line.order.word}: the digest that you answered goes from 1 to {arrival.numbers}"
            )
    used = len(found.lines) == 1 and found.lines[0].order.word not in TEXT_TO_CUSTOMER
    loose = () if used else _without_courtesy(found.loose, author)
    if loose:
        first = loose[0] if len(loose[0]) <= 60 else f"{loose[0][:57]}..."
        more = f" and {len(loose) - 1} more lines" if len(loose) > 1 else ""
        told.refused.append(f"“{first}”{more}: no number stands before it, so it was kept and sent to nobody")


def _nothing_numbered(arrival: Arrival, author: Person) -> Actions:
    asked = (
        "your answer to the digest was kept and nothing was done, because no line of it begins with a number and a command. "
        "Write, for example: 2 assign Bob"
    )
    kept = contact(arrival, internal=True, off_case=True)
    return (kept, command_result(author, refused=(asked,), off_case=True), Outcome(word="staff_note"))


def _without_courtesy(lines: tuple[str, ...], author: Person) -> tuple[str, ...]:
    """The lines without a greeting, and without the name that stands below every mail of the author."""
    said = tuple(line for line in lines if not _GREETING.match(line))
    signed = (n for n in range(len(said)) if only_signed("\n".join(said[n:]), author.name))
    return said[: next(signed, len(said))]
