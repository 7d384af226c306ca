"""Facts that waited for a person: what an unconfirmed sender wrote, what came while the case was closed. Once taken up they count from
the receipt of the message that told them (clause 6, domain 1.3)."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.core.actions import Action, Actions
from mailbot.core.afterwards import afterwards
from mailbot.core.appointments import moment
from mailbot.core.clocks import Standing
from mailbot.core.hearing import reviewers
from mailbot.core.model import Case
from mailbot.core.orders.turn import Turn
from mailbot.core.rules import Unheard
from mailbot.core.steps import (
    REVIEW_BEGINS,
    data_tasks_of,
    may_review,
    raise_flags,
    rearm,
    request_review,
    staff_letter,
)


def taken_up(turn: Turn, messages: Iterable[Unheard], before: Actions) -> tuple[Actions, str]:
    """What these messages say, as of when each came, and a sentence on it; "" if they say nothing that the case does not know.

    `before`: what the command itself does first.
    """
    found: list[Action] = []
    told: list[str] = []
    for message in messages:
        case = afterwards(turn.case, (*before, *found))
        new = raise_flags(message.flags, case)
        started = rearm(Standing.of(case), message.flags, message.at, turn.rules)
        review = _review(turn, message, case)
        if new or started or review:
            what = ", ".join(flag.flag.replace("_", " ") for flag in new) or "what was known"
            begun = "; the review has begun" if review else ""
            told.append(f"the message of {moment(message.at, turn.rules)} counts from then ({what}{begun})")
        found += (*new, *started, *review)
    return tuple(found), "; ".join(told)


def data_asked(turn: Turn, message: Unheard) -> Actions:
    """The task for a request about personal data, which a stranger's message makes nobody; its date counts from the receipt too."""
    words = f"{message.address} wrote so on {moment(message.at, turn.rules)}; #show has the message."
    return data_tasks_of(message.flags, message.at, turn.case, turn.rules, words)


def _review(turn: Turn, message: Unheard, case: Case) -> Actions:
    """A review that was asked for while nobody could begin it runs from the request's receipt (phase two)."""
    if not any(f.flag == "stage_two_request" for f in message.flags) or not may_review(case, turn.rules):
        return ()
    begun = request_review(case, turn.rules, message.at, may_answer=True, answers=False)
    told = (staff_letter("notice", p, title=REVIEW_BEGINS) for p in reviewers(case, turn.rules))
    return (*begun, *told)
