"""Many messages of one sender within an hour: all are recorded and decided on, but the staff get one notice of them together."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.actions import Actions, Outcome, Raise, Write
from mailbot.core.model import Answer, Case, Match
from mailbot.core.rules import URGENT, Arrival, Rules

GATHERED = "gathered"
"""The outcome of a message that was recorded without a notice of its own."""
_FLOOD = 2
"""So many times the notices of an hour are a flood: what names no case then opens none of its own."""
_PAPERS = frozenset({"notice", "task"})


def is_flood(lately: int, rules: Rules) -> bool:
    """Whether a sender who sent so many messages within the hour before this one floods us. Two hundred cases of one angry evening,
    each with its clocks, would only hide the one that matters."""
    return lately >= rules.firm.notices_an_hour * _FLOOD


def filed(found: Match, newest: Case, lately: int) -> Match:
    """Where a message of a flood belongs that names no case: to the newest open case of its sender."""
    evidence = (
        f"it names no case, and is number {lately + 1} of its sender within an hour: "
        f"it is filed with their newest, {newest.reference}"
    )
    return replace(found, answer=Answer.CASE, case=newest, evidence=evidence)


def gathered(decided: Actions, arrival: Arrival, rules: Rules) -> Actions:
    """The decision without its notices, where this sender had as many as one may cause in an hour.

    A danger or a cold house that the case does not know of yet is told at once all the same.
    """
    if arrival.lately < rules.firm.notices_an_hour or arrival.match.staff is not None:
        return decided
    if any(isinstance(action, Raise) and action.flag in URGENT for action in decided):
        return decided
    kept = tuple(a for a in decided if not (isinstance(a, Write) and a.staff and a.letter in _PAPERS))
    if len(kept) == len(decided):
        return decided
    return (*(a for a in kept if not isinstance(a, Outcome)), Outcome(word=GATHERED))
