"""What time brings: whom a reminder, an escalation and a review reach, and what a letter that went out meets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot.core.actions import Breach, Happen, NextAction, StopClock
from mailbot.core.deadlines import decide_deadline, decide_review, decide_sent
from mailbot.core.model import Case, ClockState, Deadline
from tests.builders import RECEIVED, a_case, at, letters, only, rules, under_review, writes

SECOND = timedelta(seconds=1)


def run(case: Case, clock: str = "findings") -> Deadline:
    found = case.clock(clock)
    assert found is not None
    return found


def told(case: Case, clock: str, now: datetime) -> list[tuple[str, str]]:
    """(letter, first name) of all that is written when that clock is looked at."""
    actions = decide_deadline(run(case, clock), case, rules(case.mailbox), now)
    return [(w.letter, w.to_name.split()[0]) for w in writes(actions)]


def test_before_the_end_the_handler_is_reminded_and_nothing_is_late() -> None:
    case = a_case()
    actions = decide_deadline(run(case), case, rules(), run(case).due_at - SECOND)

    assert letters(actions) == ["reminder"]
    assert not only(Breach, actions)
    assert [n.at for n in only(NextAction, actions)] == [run(case).due_at]


def test_at_the_end_it_is_late_and_the_director_hears_of_it_with_the_handler() -> None:
    """Half-open: the first late instant is late."""
    case = a_case()
    actions = decide_deadline(run(case), case, rules(), run(case).due_at)

    assert [(w.letter, w.to_name) for w in writes(actions)] == [
        ("escalation", "Dana Price"),
        ("escalation", "Anna Field"),
    ]
    assert [b.clock for b in only(Breach, actions)] == ["findings"]
    assert [n.at for n in only(NextAction, actions)] == [None]  # it is announced once


@pytest.mark.parametrize(
    ("case", "clock", "names"),
    [
        (a_case("tinytracker"), "investigate", ["Cass"]),
        (a_case("tinytracker", assigned="rob@tinytracker.example"), "investigate", ["Rob"]),
        (a_case("tinytracker", about=("cass@tinytracker.example",)), "investigate", ["Rob"]),
        (
            a_case("tinytracker", assigned="rob@tinytracker.example", about=("rob@tinytracker.example",)),
            "investigate", ["Cass"],
        ),
        (under_review(), "investigate", ["Dee"]),
        (under_review(delegate="hal@tinytracker.example"), "investigate", ["Hal"]),
    ],
    ids=["first handler", "whom it is assigned to", "not whom it is about", "nor if assigned", "stage two", "the delegate"],
)  # fmt: skip
def test_who_is_reminded(case: Case, clock: str, names: list[str]) -> None:
    assert told(case, clock, run(case, clock).due_at - SECOND) == [("reminder", name) for name in names]


def test_an_escalation_does_not_reach_whom_the_complaint_is_about() -> None:
    case = a_case("tinytracker", about=("dee@tinytracker.example", "cass@tinytracker.example"))

    assert told(case, "investigate", run(case, "investigate").due_at) == [("escalation", "Rob")]


def test_where_nobody_else_is_left_hr_deals_with_it() -> None:
    everybody = ("cass@tinytracker.example", "rob@tinytracker.example", "dee@tinytracker.example")
    case = a_case("tinytracker", about=everybody)

    assert told(case, "investigate", run(case, "investigate").due_at) == [("escalation", "Hal")]


# ---------------------------------------------------------------------------------------------------------------- the review


def review(**values: object) -> Deadline:
    fresh = Deadline(
        id=9, clock="review", started_at=RECEIVED, due=at("2026-06-03 12:00").date(), due_at=at("2026-06-04 00:00"),
        state=ClockState.RUNNING,
    )  # fmt: skip
    return replace(fresh, **values)  # type: ignore[arg-type]  # fields of Deadline


@pytest.mark.parametrize(
    ("sent", "now", "letter"),
    [(0, "2026-05-19 09:00", "review"), (1, "2026-06-01 09:00", "reminder"), (2, "2026-06-04 00:00", "escalation")],
)
@pytest.mark.parametrize(("company", "names"), [("dsmart", ["Dana"]), ("tinytracker", ["Dee", "Hal"])])
def test_the_reviews_papers_come_first_then_reminders_then_word_that_it_is_late(
    sent: int, now: str, letter: str, company: str, names: list[str]
) -> None:
    actions = decide_review(review(reminders_sent=sent), rules(company), at(now))

    assert [(w.letter, w.to_name.split()[0]) for w in writes(actions)] == [(letter, name) for name in names]
    assert bool(only(Breach, actions)) is (letter == "escalation")


# ------------------------------------------------------------------------------------------------------------------ letters


def test_a_letter_that_went_out_is_an_event_and_meets_its_clocks() -> None:
    actions = decide_sent("response", a_case(), rules(), RECEIVED)

    assert [h.event for h in only(Happen, actions)] == ["letter.response.sent"]
    assert {s.clock for s in only(StopClock, actions)} == {"acknowledge", "visit", "findings"}
