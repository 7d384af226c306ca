"""A request for a review that begins none by itself: what whoever deals with the case is told to do."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mailbot.core.model import Case, CaseState
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import may_review


def not_yet_a_review(arrival: Arrival, case: Case, rules: Rules) -> str:
    """What to do with a request for a review that begins none by itself: the case is closed, or stage one is not answered yet."""
    if not arrival.raised("stage_two_request") or rules.procedure.stage_two is None or case.stage == 2:
        return ""
    at = arrival.received_at.astimezone(ZoneInfo(rules.procedure.calendar.zone))
    begin = f"#stagetwo {at:%Y-%m-%d %H:%M}"
    if case.state is CaseState.CLOSED:
        return (
            f"They ask for a review, and a closed case begins none by itself. #reopen REASON and, on the next line, {begin} "
            "begin it; its clocks count from then, so please decide today."
        )
    if may_review(case, rules):
        return ""
    return (
        f"They ask for a review before stage one has been answered, so none has begun. #respond answers it; {begin} begins the "
        "review at once."
    )


def review_to_begin(arrival: Arrival, case: Case, rules: Rules) -> str:
    """A request for a review that came through a program begins none by itself: a person reads it first."""
    if not arrival.raised("stage_two_request") or not may_review(case, rules):
        return ""
    at = arrival.received_at.astimezone(ZoneInfo(rules.procedure.calendar.zone))
    return f"They ask for a review: #stagetwo {at:%Y-%m-%d %H:%M} begins it, with its clocks from then."
