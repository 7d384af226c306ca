"""The clocks: what starts, meets, replaces and revives them, and when a handler is reminded."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from mailbot.core.actions import Actions, ChangeClock, StartClock, StopClock
from mailbot.core.afterwards import afterwards
from mailbot.core.clock_policy import Clock
from mailbot.core.clocks import Standing, react, reopen, stop_all, worst_reply
from mailbot.core.model import Case, ClockState
from mailbot.core.reminders import Hours, next_action, next_digest, reminder_plan
from mailbot.core.workdays import Settings
from tests.builders import NOW, RECEIVED, a_case, at, met, numbered, only, rules, under_review

HOURS = Hours()
LONDON = Settings()


def reacting(case: Case, event: str, when: datetime = NOW, promised: date | None = None) -> Actions:
    return react(rules(case.mailbox).procedure, Standing.of(case), event, when, HOURS, promised=promised)


def started(actions: Actions) -> dict[str, datetime]:
    return {s.clock: s.started_at for s in only(StartClock, actions)}


def stopped(actions: Actions) -> dict[str, str]:
    return {s.clock: s.by for s in only(StopClock, actions)}


# ----------------------------------------------------------------------------------------------------------------- reactions


@pytest.mark.parametrize(
    ("company", "event", "met_by_it"),
    [
        ("dsmart", "letter.acknowledgement.sent", {"acknowledge"}),
        ("dsmart", "letter.response.sent", {"acknowledge", "visit", "findings"}),
        ("dsmart", "letter.received.sent", set()),
        ("dsmart", "letter.delay.sent", set()),
        ("dsmart", "letter.message.sent", set()),
        ("dsmart", "visit.booked", set()),
        ("dsmart", "visit.not_needed", {"visit"}),
        ("tinytracker", "investigation.ended", {"investigate"}),
        ("tinytracker", "stage_two.requested", {"investigate"}),
        ("tinytracker", "letter.response.sent", {"acknowledge", "investigate"}),
    ],
)
def test_each_event_meets_its_clocks_and_no_other(company: str, event: str, met_by_it: set[str]) -> None:
    found = stopped(reacting(a_case(company), event))

    assert set(found) == met_by_it
    assert set(found.values()) <= {event}


def test_a_clock_that_runs_is_not_started_again() -> None:
    case = met(a_case(), "visit", "visit.made")
    twice = reacting(case, "visit.made")

    assert set(started(twice)) == {"outcome"}
    assert not started(reacting(a_case("dsmart", "no_heating"), "flag.no_heating"))


def test_a_clock_that_was_met_may_start_again() -> None:
    case = met(a_case("dsmart", "no_heating"), "visit_urgent", "visit.made")

    assert started(reacting(case, "flag.no_heating")) == {"visit_urgent": NOW}


def test_an_urgent_clock_takes_the_place_of_the_slower_one() -> None:
    actions = reacting(a_case(), "flag.no_heating")

    (gone,) = only(StopClock, actions)
    assert (gone.clock, gone.by, gone.state) == ("visit", "visit_urgent started", ClockState.SUPERSEDED)


def test_what_gave_way_runs_again_from_its_own_start_when_the_urgency_is_cleared() -> None:
    gave_way = a_case("dsmart", "no_heating")  # the visit never started: no heating was told in the first mail

    actions = reacting(gave_way, "flag.no_heating.cleared")
    assert started(actions) == {"visit": RECEIVED}
    assert stopped(actions) == {"visit_urgent": "flag.no_heating.cleared"}


def test_what_was_met_meanwhile_does_not_run_again() -> None:
    case = met(a_case(), "visit", "visit.made")
    case = a_case(clocks=(*case.clocks, *a_case("dsmart", "no_heating").clocks))

    assert not started(reacting(case, "flag.no_heating.cleared"))


def test_nothing_resumes_on_a_case_that_never_was_a_complaint() -> None:
    case = a_case("dsmart", "no_heating")

    assert not started(reacting(a_case(clocks=case.clocks, happened={}), "flag.no_heating.cleared"))


def test_a_promised_date_becomes_the_due_date_of_a_review() -> None:
    running = reacting(under_review(), "stage_two.requested")
    case = with_runs(under_review(), running)
    (change,) = only(
        ChangeClock, reacting(case, "letter.stage_two_progress.sent", at("2026-03-17 10:00"), date(2026, 5, 1))
    )

    assert (change.clock, change.due, change.due_at) == ("stage_two_decide", date(2026, 5, 1), at("2026-05-02 00:00"))
    assert change.next_action_at is not None
    assert change.next_action_at > at("2026-03-17 10:00")  # never a reminder of what has passed


@pytest.mark.parametrize("letter", ["stage_two_acknowledgement", "message", "delay"])
def test_a_date_in_any_other_letter_moves_nothing(letter: str) -> None:
    case = with_runs(under_review(), reacting(under_review(), "stage_two.requested"))

    assert not only(ChangeClock, reacting(case, f"letter.{letter}.sent", NOW, date(2026, 5, 1)))


def with_runs(case: Case, actions: Actions) -> Case:
    return numbered(afterwards(case, actions))


def test_closing_stops_what_is_open_and_leaves_what_was_met() -> None:
    case = met(a_case(), "acknowledge", "letter.acknowledgement.sent")

    assert {a.clock for a in only(StopClock, stop_all(case, "case closed: done", NOW))} == {"visit", "findings"}


def test_a_letter_that_came_back_gives_its_clock_the_first_date_again() -> None:
    run = met(a_case(), "acknowledge", "letter.acknowledgement.sent").clocks[0]
    (again,) = reopen(rules().procedure, (run,), "came back", HOURS, NOW)

    assert (again.due, again.due_at) == (run.due, run.due_at)  # type: ignore[union-attr]


# ----------------------------------------------------------------------------------------------------------------- reminders


def a_clock(*reminders: str, urgent: bool = False) -> Clock:
    return Clock(
        id="c", clause="1", words="w", label="l", within="7 days", starts="complaint.received", stops=("visit.made",),
        reminders=reminders, urgent=urgent,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lead", "reminded"),
    [
        ("1 working day", "2026-03-09 09:00"),
        ("2 working days", "2026-03-06 09:00"),
        ("1 day", "2026-03-09 09:00"),
        ("3 days", "2026-03-09 09:00"),  # a Saturday: the next opening
        ("20 hours", "2026-03-10 09:00"),  # four in the morning: the next opening
        ("6 hours", "2026-03-10 09:00"),  # after closing: the opening before, for the next is too late
    ],
)
def test_a_reminder_comes_in_working_hours_and_before_the_end(lead: str, reminded: str) -> None:
    plan = reminder_plan(a_clock(lead), LONDON, RECEIVED, at("2026-03-11 00:00"), HOURS)

    assert plan == (at(reminded),)


def test_half_of_the_way_is_half_of_the_time() -> None:
    plan = reminder_plan(a_clock("50%"), LONDON, at("2026-03-02 10:00"), at("2026-03-06 10:00"), HOURS)

    assert plan == (at("2026-03-04 10:00"),)


def test_an_urgent_clock_reminds_at_night_and_on_sundays() -> None:
    plan = reminder_plan(a_clock("6 hours", "1 hour", urgent=True), LONDON, RECEIVED, at("2026-03-08 06:00"), HOURS)

    assert plan == (at("2026-03-08 00:00"), at("2026-03-08 05:00"))


@pytest.mark.parametrize("lead", ["10 working days", "90%", "1 hour"])
def test_no_reminder_before_the_start_nor_at_or_after_the_end(lead: str) -> None:
    start, end = at("2026-03-05 16:00"), at("2026-03-06 09:00")
    plan = reminder_plan(a_clock(lead), LONDON, start, end, HOURS)

    assert all(start < instant < end for instant in plan)


@pytest.mark.parametrize("company", ["dsmart", "tinytracker"])
def test_every_clock_of_the_samples_is_looked_at_before_or_at_its_end(company: str) -> None:
    procedure = rules(company).procedure
    for deadline in a_case(company).clocks:
        following = next_action(procedure, deadline.clock, deadline.started_at, deadline.due_at, HOURS, RECEIVED)
        assert RECEIVED < following <= deadline.due_at


def test_after_the_last_reminder_the_end_is_what_comes_next() -> None:
    run = a_case().clock("visit")
    assert run is not None

    assert (
        next_action(rules().procedure, "visit", run.started_at, run.due_at, HOURS, at("2026-03-10 17:00")) == run.due_at
    )


@pytest.mark.parametrize(
    ("now", "digest"),
    [
        ("2026-03-05 08:29", "2026-03-05 08:30"),
        ("2026-03-05 08:30", "2026-03-06 08:30"),
        ("2026-03-06 12:00", "2026-03-09 08:30"),
        ("2026-04-02 12:00", "2026-04-07 08:30"),
    ],
    ids=["this morning", "the next", "over a weekend", "over Easter"],
)
def test_the_next_digest_is_on_the_next_working_morning(now: str, digest: str) -> None:
    assert next_digest(LONDON, HOURS, at(now)) == at(digest)


# --------------------------------------------------------------------------------------------- what the customer may expect


@pytest.mark.parametrize(
    ("case", "day"),
    [
        (a_case(), date(2026, 3, 17)),
        (a_case("tinytracker"), date(2026, 4, 7)),  # 30 days and five more
        (met(met(a_case("tinytracker"), "investigate", "investigation.ended"), "acknowledge", "x"), None),
    ],
)
def test_the_latest_day_of_the_reply(case: Case, day: date | None) -> None:
    assert worst_reply(rules(case.mailbox).procedure, case.clocks) == day
