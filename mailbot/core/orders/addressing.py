"""To whom a letter goes: to the case's customer, or to another party that the command names. Nobody who is not confirmed is written to.

`#respond to lee@customer.example` is for that party of the case; the words behind it, and below, are the letter's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.core.commands import TEXT_TO_CUSTOMER
from mailbot.core.model import Party, PartyStanding
from mailbot.core.orders.recipients import known
from mailbot.core.orders.turn import Refused, Turn

_TO = re.compile(r"to[ \t:]{1,3}(.+)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(
    r"(?:[^<>@]{0,80}<)?(?:mailto:)?([^\s@<>,;:]{1,64}@[^\s@<>,;:]{1,253})>?[\s.,;:]{0,3}", re.IGNORECASE
)
_NAMES_ONLY = frozenset({"respond", "informal", "writing", "request", "decide"})
"""Commands whose argument is nothing but the letter's words: a few of them that begin with "to", above a text, may be a name."""
_FEW = 4  # words


def addressed(turn: Turn, word: str) -> Turn | Refused:
    """The turn with the party that its argument names first, if it names one. Refused where that is nobody who may be written to."""
    found = _TO.match(turn.argument) if word in TEXT_TO_CUSTOMER and word != "visit" else None
    if found is None:
        return turn
    named = found.group(1)
    if address := _ADDRESS.match(named):
        party = turn.case.party(address.group(1).rstrip("."))
        return _to(turn, word, party, address.group(1), named[address.end() :])
    for party in sorted(turn.case.parties, key=lambda p: -len(p.name)):
        if party.name and re.match(rf"{re.escape(party.name)}(?!\w)", named, re.IGNORECASE):
            return _to(turn, word, party, party.name, named[len(party.name) :].lstrip(" \t,;:."))
    if word in _NAMES_ONLY and turn.text and len(named.split()) <= _FEW:
        return Refused(why=f"'{named}' is nobody on this case, so nothing was sent; {known(turn.case)}")
    return turn


def _to(turn: Turn, word: str, party: Party | None, said: str, rest: str) -> Turn | Refused:
    if party is None:
        return Refused(why=f"{said} is nobody on this case, so nothing was sent; {known(turn.case)}")
    if party.standing is PartyStanding.UNCONFIRMED:
        return Refused(
            why=f"{party.address} is not a confirmed party of this case, so nothing was sent: #confirm {party.address} accepts them"
        )
    return replace(turn, to=party, argument=rest.strip())
