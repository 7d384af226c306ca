"""Staff whom a complaint about somebody's conduct names: until a person has said whom it is about, they are not told of it first."""

from __future__ import annotations

import re

from mailbot.core.hearing import besides
from mailbot.core.model import Case, Person
from mailbot.core.rules import Arrival, Rules, own_words

_GREETING = re.compile(
    r"^\W{0,4}(?:dear|hi|hello|hallo|attn|attention|fao|to|good (?:morning|afternoon|evening))\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")


def named(arrival: Arrival, rules: Rules) -> tuple[Person, ...]:
    """Whose full name stands in a message that speaks of how somebody behaved, but in no greeting. A first name alone is anybody's."""
    if not arrival.raised("about:conduct"):
        return ()
    inner = arrival.message.forwarded if arrival.match.staff is not None else None
    text = inner.text if inner is not None else own_words(arrival.message, rules.firm.address)
    said = _words(" ".join(line for line in text.splitlines() if not _GREETING.match(line)))
    return tuple(p for p in rules.firm.people if " " in p.name.strip() and _words(p.name) in said)


def without_the_named(to: tuple[Person, ...], arrival: Arrival, rules: Rules, case: Case | None) -> tuple[Person, ...]:
    """Those of `to` whom the message does not name; where that is nobody, a director or another handler, and else `to`."""
    concerned = named(arrival, rules)
    if not concerned:
        return to
    left = tuple(p for p in to if p not in concerned)
    return left or besides(case, rules, tuple(p.address for p in concerned)) or to


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower()))} "
