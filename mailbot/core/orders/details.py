"""Case data that a person gives: whose it is, who hears of it, flags, the customer's details, cause and redress."""

from __future__ import annotations

import re

from mailbot.core import clocks
from mailbot.core.actions import Clear, Happen, Raise, SetCase, SetParty, SetReceived
from mailbot.core.clocks import Standing
from mailbot.core.hearing import is_named
from mailbot.core.model import CaseState, Flag, PartyStanding, Person
from mailbot.core.moments import Looks, Moment
from mailbot.core.orders.casework import accept
from mailbot.core.orders.turn import (
    Answer,
    Doing,
    Done,
    Refused,
    Turn,
    address_in,
    colleague,
    complained_at,
    read_there,
)
from mailbot.core.steps import rearm, staff_letter
from mailbot.core.triage.triage import FLAGS

PARTY_FIELDS = {
    "name": "name",
    "email": "address",
    "phone": "phone",
    "address": "postal",
    "organisation": "organisation",
    "relationship": "relationship",
}
_NOT_SET = frozenset({"complaint", "spam", "staff_grievance"})
"""What a message is, not a fact about a case: a person says so with #complaint and #enquiry."""


def assign(turn: Turn) -> Answer:
    if turn.case.stage == 2:  # who had it at stage one must stay known
        return Refused(why="the case is under review: #delegate NAME hands the review to somebody")
    mine = turn.argument.strip().lower() in ("", "me")
    person = colleague(turn, turn.author.address if mine else turn.argument, "handle it")
    if isinstance(person, Refused):
        return person
    given = SetCase(field="assigned", value=person.address)
    if person.uses(turn.author.address):
        return Done(said=f"assigned to {person.name}", actions=(given,))
    told = staff_letter("notice", person, title="A case is assigned to you", words=turn.text)
    return Done(said=f"assigned to {person.name}", actions=(given, told))


def restrict(turn: Turn) -> Answer:
    """`#restrict [NAME, NAME]`: only those named on it hear of it from now on: whom it is given to, whoever restricts it, and whom
    they name, who are told. `#restrict off REASON` ends it."""
    if lifting := _LIFTED.fullmatch(turn.argument.strip()):
        return _lift(turn, lifting[1].strip() or turn.text)
    found = [colleague(turn, name, "be named on it") for name in _names(turn.argument)]
    refused = next((one for one in found if isinstance(one, Refused)), None)
    if refused is not None:
        return refused
    named = [one for one in dict.fromkeys((turn.author, *found)) if isinstance(one, Person)]
    new = [person for person in named if not is_named(person, turn.case)]
    if turn.case.restricted and not new:
        return Refused(why="it is restricted already; #restrict NAME names somebody else on it")
    keeps = turn.case.stage == 1 and not turn.case.assigned  # who had it at stage one must stay known
    both = ",".join((*turn.case.named, *(person.address for person in new)))
    told = (
        staff_letter("notice", person, title="You are named on a restricted case", words=turn.text)
        for person in new
        if person != turn.author
    )
    actions = (
        *((SetCase(field="assigned", value=turn.author.address),) if keeps else ()),
        *((SetCase(field="named", value=both),) if new else ()),
        *(() if turn.case.restricted else (SetCase(field="restricted", value="true"),)),
        *told,
    )
    others = ", ".join(person.name for person in new if person != turn.author)
    return Done(said=f"the case is restricted{f'; {others} named on it' if others else ''}", actions=actions)


_LIFTED = re.compile(r"(?:off|lift|lifted)\b[\s:,.–—-]{0,5}(.*)", re.IGNORECASE)
"""`#restrict off REASON`."""


def _lift(turn: Turn, reason: str) -> Answer:
    """Everybody who may know of the case hears of it again: by whom it names, who know why it was restricted, and for a reason."""
    if not turn.case.restricted:
        return Refused(why="it is not restricted")
    if turn.case.state is CaseState.CLOSED:
        return Refused(why=f"{turn.case.reference} is closed: #reopen REASON takes it up again")
    if not is_named(turn.author, turn.case):
        return Refused(
            why="only somebody named on it lifts the restriction; #restrict me names you on it, and that is recorded"
        )
    if not reason:
        return Refused(why="give the reason, as in: #restrict off the customer has agreed that everybody may know")
    told = (
        staff_letter("notice", person, title="A case is no longer restricted", words=reason)
        for person in turn.rules.firm.people
        if person != turn.author and is_named(person, turn.case)
    )
    return Done(
        said="the restriction is lifted: whoever deals with complaints may hear of the case again",
        actions=(SetCase(field="restricted", value="false"), *told),
    )


def _names(argument: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r",|;|&|\band\b|\bto\b", argument, flags=re.IGNORECASE))
    return tuple(part for part in parts if part and part.lower() not in ("me", "us"))


def set_(turn: Turn) -> Answer:
    """`#set FIELD: VALUE` for the customer's details, `#set FLAG` for a fact."""
    name, _, value = turn.argument.partition(":")
    key = name.strip().lower()
    if key in PARTY_FIELDS:
        return _detail(turn, key, value.strip())
    if key == "received":
        return _received(turn, value.strip())
    flag = turn.argument.strip().lower()
    if flag not in FLAGS or flag in _NOT_SET:
        hint = (
            "#complaint and #enquiry say what it is"
            if flag in _NOT_SET
            else "write #set no_heating, or #set phone: 01782 496 000"
        )
        return Refused(why=f"'{turn.argument}' is neither a flag nor a detail that can be set; {hint}")
    if turn.case.has(flag):
        return Refused(why=f"{flag} is set already")
    raised = Flag(flag=flag, because=f"set by {turn.author.name}")
    started = rearm(Standing.of(turn.case), (raised,), turn.at, turn.rules)
    return Done(said=f"{flag} is set", actions=(Raise(flag=flag, because=raised.because), *started))


def _detail(turn: Turn, key: str, value: str) -> Answer:
    if not value:
        return Refused(why=f"write the {key} after a colon, as in: #set {key}: ...")
    if key == "email":
        address = address_in(value, turn.rules)
        if isinstance(address, Refused):
            return address
        value = address
    said, given = f"{key} is now '{value}'", SetParty(field=PARTY_FIELDS[key], value=value)
    waits = turn.case.party(value) if key == "email" else None
    if waits is not None and waits.standing is PartyStanding.UNCONFIRMED:
        return accept(turn, waits, f"{said}, and what came from there is the customer's", given)
    return Done(said=said, actions=(given,))


def _received(turn: Turn, value: str) -> Answer:
    """`#set received: WHEN`: the complaint came then; what still runs from the time that was recorded runs from this one."""
    found = read_there(turn.arrival, turn.rules, value, Looks.BACK)
    if not isinstance(found, Moment) or found.rest or not found.has_time:
        return Refused(why="write the day and the time, as in: #set received: 2026-03-02 16:30")
    if found.at > turn.now:
        return Refused(why=f"{found.told} lies ahead")
    before = complained_at(turn.case)
    return Done(
        said=f"received on {found.told}; what still runs from the complaint's receipt runs from then",
        actions=(
            SetReceived(at=found.at, before=before),
            *([Happen(event="complaint.received", at=found.at)] if "complaint.received" in turn.case.happened else []),
            *clocks.run_from(turn.rules.procedure, turn.case, before, found.at, turn.rules.hours, turn.at),
        ),
    )


def clear(turn: Turn) -> Answer:
    """`#clear FLAG REASON`: only a person clears, and says why (design 7)."""
    flag, _, reason = turn.argument.strip().partition(" ")
    flag, reason = flag.lower(), reason.strip() or turn.text
    if not turn.case.has(flag):
        return Refused(why=f"'{flag}' is not set on this case")
    if not reason:
        return Refused(why=f"give the reason, as in: #clear {flag} heating works again, customer confirmed by phone")
    cleared = Clear(flag=flag, by=turn.author.name, reason=reason)
    event = f"flag.{flag}.cleared"
    moved = clocks.react(turn.rules.procedure, Standing.of(turn.case), event, turn.at, turn.rules.hours)
    return Done(said=f"{flag} is cleared", actions=(cleared, *moved))


def field(name: str) -> Doing:
    def order(turn: Turn) -> Answer:
        value = turn.argument or turn.text
        if not value:
            return Refused(why=f"write the {name} after the command")
        return Done(said=f"{name} noted", actions=(SetCase(field=name, value=value),))

    return order
