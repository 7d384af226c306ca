"""The policy language, entry by entry: small procedures, dates counted by hand, 2026, England and Wales."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from mailbot.core import extension, pausing
from mailbot.core.actions import Actions, Breach, ChangeClock, StartClock, StopClock, Write
from mailbot.core.afterwards import afterwards
from mailbot.core.clocks import LAPSED, Standing, react
from mailbot.core.deadlines import decide_deadline
from mailbot.core.firm import Firm
from mailbot.core.hearing import may_not_review, reviewers
from mailbot.core.model import (
    Case,
    CaseKind,
    CaseState,
    Channel,
    ClockState,
    Deadline,
    Flag,
    Party,
    PartyStanding,
    Person,
    Role,
)
from mailbot.core.procedure import Procedure
from mailbot.core.reminders import Hours, reminder_plan
from mailbot.core.rules import Rules

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOURS = Hours()
ANNA = Person(name="Anna Field", address="anna@firm.example", roles=(Role.HANDLER,))
HAL = Person(name="Hal Moss", address="hal@firm.example", roles=(Role.HANDLER,))
DANA = Person(name="Dana Price", address="dana@firm.example", roles=(Role.DIRECTOR,))


def clock(**entry: Any) -> dict[str, Any]:
    """A clock of 10 working days from the receipt to the response, but for what the test says."""
    first = {"id": "reply", "clause": "1", "words": "we answer", "label": "answer", "within": "10 working days"}
    return first | {"starts": "complaint.received", "stops": ["letter.response.sent"]} | entry


def procedure(*clocks: dict[str, Any], **entries: Any) -> Procedure:
    letters = [{"id": name, "clause": "1"} for name in ("acknowledgement", "response", "delay")]
    first = {"id": "small", "version": "1", "title": "Complaints", "prefix": "SM", "valid_from": "2026-01-01"}
    more = {"company": {"name": "Small"}, "clock": list(clocks) or [clock()], "letter": letters}
    return Procedure.model_validate(first | more | entries)


def rules(policy: Procedure, *people: Person) -> Rules:
    firm = Firm(mailbox="small", address="info@firm.example", people=people or (ANNA, HAL, DANA))
    return Rules(procedure=policy, firm=firm, hours=HOURS)


def case(policy: Procedure, *, at: datetime = MONDAY, **parts: Any) -> Case:
    """A case whose complaint came at `at`, its clocks started."""
    found = Case(
        id=1,
        reference="SM-2026-0001-A",
        mailbox="small",
        procedure=policy.id,
        version=policy.version,
        kind=CaseKind.COMPLAINT,
        state=CaseState.OPEN,
        stage=1,
        subject="",
        channel=Channel.EMAIL,
        received_at=at,
        opened_at=at,
        parties=(Party(standing=PartyStanding.CUSTOMER, address="jo@customer.example"),),
        happened={"complaint.received": at},
    )
    return replace(after(found, policy, "complaint.received", at), **parts)


def after(before: Case, policy: Procedure, event: str, at: datetime, *, promised: date | None = None) -> Case:
    moved = react(policy, Standing.of(before), event, at, HOURS, promised=promised)
    return replace(numbered(afterwards(before, moved)), happened={**before.happened, event: at})


def numbered(found: Case) -> Case:
    """The case as the store gives it back: every run with a number of its own."""
    return replace(found, clocks=tuple(replace(d, id=number) for number, d in enumerate(found.clocks, start=1)))


def run(of: Case, name: str = "reply") -> Deadline:
    """The newest running of that clock."""
    return [d for d in of.clocks if d.clock == name][-1]


def on(day: int, month: int = 3, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


# ------------------------------------------------------------------------------------------------------- when it is due


def test_a_clock_can_end_at_close_of_business() -> None:
    due = run(case(procedure(clock(within="3 working days", ends="close_of_business"))))

    assert due.due == date(2026, 3, 5)  # Tue 3, Wed 4, Thu 5
    assert due.due_at == on(5, hour=17)
    assert "close of business, 17:00" in due.steps[-1]


def test_thirty_days_that_end_on_a_saturday_are_planned_for_the_friday() -> None:
    policy = procedure(clock(within="30 days", plan_by="working day"))
    due = run(case(policy, at=on(29, month=1)))

    assert due.due == date(2026, 2, 28)  # D19
    assert due.steps[-1] == "We plan to do it by Friday 27 February 2026."  # D20
    plan = reminder_plan(policy.clock[0], policy.counting(policy.clock[0]), due.started_at, due.due_at, HOURS)
    assert plan == (on(27, month=2, hour=9),)


def test_a_plan_so_long_before_the_end_falls_on_a_working_day() -> None:
    due = run(case(procedure(clock(within="7 days", plan_by="1 day"))))

    assert due.due == date(2026, 3, 9)
    assert due.steps[-1] == "We plan to do it by Friday 6 March 2026."  # one day before Mon 9 is a Sunday


def test_cut_off_and_closed_days_touch_only_what_the_customer_sent() -> None:
    ended = clock(id="then", within="1 working day", starts="investigation.ended", stops=["letter.response.sent"])
    first = clock(within="1 working day")
    policy = procedure(first, ended, receipt={"cutoff": "17:00:00", "nonworking": "next"})
    late = on(2, hour=18)

    assert run(case(policy, at=late)).due == date(2026, 3, 4)  # received on Tue 3
    assert run(after(case(policy), policy, "investigation.ended", late), "then").due == date(2026, 3, 3)


# --------------------------------------------------------------------------------------------- met, and what follows it


SETTLE = clock(
    id="settle", within="3 working days", ends="close_of_business", optional=True, stops=["customer.accepted"]
)
SUMMARY = clock(id="summary", within="1 working day", starts="clock.settle.met", stops=["letter.acknowledgement.sent"])
EIGHT_WEEKS = clock(within="8 weeks", stops=["letter.response.sent", "clock.settle.met"])


def test_a_clock_met_in_time_stops_and_starts_others() -> None:
    policy = procedure(SETTLE, SUMMARY, EIGHT_WEEKS)
    settled = after(case(policy), policy, "customer.accepted", on(5, hour=16))

    assert run(settled, "settle").stopped_by == "customer.accepted"
    assert run(settled).stopped_by == "clock.settle.met"
    assert run(settled, "summary").due == date(2026, 3, 6)


def test_a_clock_met_late_is_no_event() -> None:
    policy = procedure(SETTLE | {"optional": False}, SUMMARY, EIGHT_WEEKS)
    settled = after(case(policy), policy, "customer.accepted", on(6))

    assert run(settled, "settle").state is ClockState.STOPPED
    assert run(settled).open
    assert settled.clock("summary") is None


def test_an_optional_clock_lapses_without_a_breach() -> None:
    policy = procedure(SETTLE, EIGHT_WEEKS)
    opened = case(policy)

    decided = decide_deadline(run(opened, "settle"), opened, rules(policy), on(5, hour=17))

    assert [type(action) for action in decided] == [StopClock]
    assert run(afterwards(opened, decided), "settle").stopped_by == LAPSED


def test_what_happened_in_time_counts_although_it_is_told_after_the_clock_lapsed() -> None:
    policy = procedure(SETTLE, SUMMARY, EIGHT_WEEKS)
    opened = case(policy)
    lapsed = afterwards(opened, decide_deadline(run(opened, "settle"), opened, rules(policy), on(5, hour=17)))

    assert not run(after(lapsed, policy, "customer.accepted", on(5, hour=16))).open
    assert run(after(lapsed, policy, "customer.accepted", on(6))).open


def test_a_duty_that_nobody_met_is_a_breach() -> None:
    policy = procedure(clock(within="1 working day"))
    opened = case(policy)

    decided = decide_deadline(run(opened), opened, rules(policy), on(4, hour=0))

    assert any(isinstance(action, Breach) for action in decided)
    assert [a.to for a in decided if isinstance(a, Write)] == [DANA.address, ANNA.address, HAL.address]


def test_two_clocks_that_meet_each_other_end_both_and_come_to_an_end() -> None:
    one = clock(id="one", stops=["customer.accepted", "clock.two.met"])
    two = clock(id="two", stops=["clock.one.met"])
    policy = procedure(one, two)
    ended = after(case(policy), policy, "customer.accepted", on(3))

    assert [d.stopped_by for d in ended.clocks] == ["customer.accepted", "clock.one.met"]


# ------------------------------------------------------------------------------------------------------------ extension


EXTENSIBLE = clock(extension={"at_most": "10 working days", "by": ["director"], "clause": "1"})
"""Due on Mon 16 March; 10 working days more, counted from there: Mon 30 March."""


@pytest.mark.parametrize(
    ("promised", "at", "due"),
    [
        (date(2026, 3, 30), on(10), date(2026, 3, 30)),
        (date(2026, 3, 31), on(10), date(2026, 3, 16)),
        (date(2026, 3, 30), on(17, hour=0), date(2026, 3, 16)),
        (date(2026, 3, 13), on(10), date(2026, 3, 16)),
    ],
    ids=["as far as allowed", "beyond it", "after the clock ran out", "earlier than promised before"],
)
def test_a_delay_moves_a_clock_only_in_time_and_within_the_extension(promised: date, at: datetime, due: date) -> None:
    policy = procedure(EXTENSIBLE)

    assert run(after(case(policy), policy, "letter.delay.sent", at, promised=promised)).due == due


def test_a_second_extension_counts_from_the_first_due_date_as_well() -> None:
    policy = procedure(EXTENSIBLE)
    extended = after(case(policy), policy, "letter.delay.sent", on(10), promised=date(2026, 3, 26))

    assert run(after(extended, policy, "letter.delay.sent", on(20), promised=date(2026, 3, 30))).due.day == 30
    assert run(after(extended, policy, "letter.delay.sent", on(20), promised=date(2026, 3, 31))).due.day == 26


def test_an_extension_from_a_friday_in_july_counts_as_in_d49() -> None:
    policy = procedure(EXTENSIBLE)
    opened = case(policy, at=on(3, month=7))

    assert run(opened).due == date(2026, 7, 17)
    assert run(after(opened, policy, "letter.delay.sent", on(16, month=7), promised=date(2026, 7, 31))).due.day == 31
    assert run(after(opened, policy, "letter.delay.sent", on(16, month=7), promised=date(2026, 8, 3))).due.day == 17


def test_without_an_extension_a_delay_moves_nothing() -> None:
    policy = procedure()

    assert (
        react(policy, Standing.of(case(policy)), "letter.delay.sent", on(10), HOURS, promised=date(2026, 3, 17)) == ()
    )


def test_an_extension_needs_the_word_that_the_procedure_names() -> None:
    policy = procedure(EXTENSIBLE)
    opened = case(policy)

    assert "a director" in extension.may_not(ANNA, opened, rules(policy), "delay")
    assert extension.may_not(DANA, opened, rules(policy), "delay") == ""
    assert extension.may_not(ANNA, opened, rules(policy), "response") == ""


def test_who_writes_of_a_delay_hears_what_becomes_of_the_clock() -> None:
    policy = procedure(EXTENSIBLE)
    opened = case(policy)

    said = [
        extension.told(opened, rules(policy), "delay", day, on(10))
        for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 3, 16))
    ]
    said.append(extension.told(opened, rules(policy), "delay", date(2026, 3, 30), on(17, hour=0)))

    assert [text.partition("' ")[2].partition(",")[0] for text in said] == [
        "then runs until Monday 30 March 2026",
        "stays due on Monday 16 March 2026",
        "stays due on Monday 16 March 2026",
        "was due on Monday 16 March 2026 and stays missed",
    ]


# ---------------------------------------------------------------------------------------------------------- standing still


def paused(policy: Procedure, opened: Case, at: datetime) -> Case:
    stopped = pausing.pause(Standing.of(opened), rules(policy), "proof of identity", at)
    return replace(afterwards(opened, stopped), happened={**opened.happened, "case.paused": at})


def resumed(policy: Procedure, still: Case, at: datetime) -> Case:
    return numbered(afterwards(still, pausing.resume(Standing.of(still), rules(policy), at)))


WAITS = {"clause": "1", "words": "the time stands still"}


@pytest.mark.parametrize(
    ("within", "roll", "first", "then"),
    [
        ("10 working days", "none", date(2026, 3, 16), date(2026, 3, 19)),  # waited Thu 5 to Tue 10: 3 working days
        ("14 days", "none", date(2026, 3, 16), date(2026, 3, 21)),  # waited 5 days: Sat 21
        ("14 days", "next", date(2026, 3, 16), date(2026, 3, 23)),  # and rolled to Mon 23
    ],
)
def test_a_clock_that_stood_still_ends_later_by_the_days_it_waited(
    within: str, roll: str, first: date, then: date
) -> None:
    policy = procedure(clock(within=within, roll=roll, pause=WAITS))
    still = paused(policy, case(policy), on(5))
    again = resumed(policy, still, on(10))

    assert run(case(policy)).due == first
    assert not run(still).open
    assert run(again).open
    assert run(again).due == then
    assert "Stood still from Thursday 5 March 2026 to Tuesday 10 March 2026" in run(again).steps[-1]


def test_a_clock_without_a_pause_and_one_that_is_late_do_not_stand_still() -> None:
    policy = procedure(clock(id="late", within="1 working day", pause=WAITS), clock())
    still = paused(policy, case(policy), on(5))

    assert [d.state for d in still.clocks] == [ClockState.RUNNING, ClockState.RUNNING]


def test_a_clock_that_was_met_while_it_stood_still_does_not_run_again() -> None:
    policy = procedure(clock(pause=WAITS))
    still = paused(policy, case(policy), on(5))
    answered = replace(still, happened={**still.happened, "letter.response.sent": on(6)})

    assert pausing.resume(Standing.of(answered), rules(policy), on(10)) == ()


# ------------------------------------------------------------------------------------------------- people, bodies, stages


def test_who_dealt_with_stage_one_does_not_review_where_the_procedure_wants_somebody_else() -> None:
    policy = procedure(stage_two={"clause": "1", "role": "handler", "different_person": True})
    second = case(policy, stage=2)

    assert reviewers(second, rules(policy)) == (HAL,)  # nobody was assigned, so the first handler had it
    assert reviewers(replace(second, assigned=HAL.address), rules(policy)) == (ANNA,)
    assert "dealt with stage one" in may_not_review(ANNA, second, rules(policy))
    assert may_not_review(HAL, second, rules(policy)) == ""


def test_a_review_goes_to_a_director_or_at_last_to_whoever_there_is() -> None:
    policy = procedure(stage_two={"clause": "1", "role": "handler", "different_person": True})
    second = case(policy, stage=2)

    assert reviewers(second, rules(policy, ANNA, DANA)) == (DANA,)
    assert reviewers(second, rules(policy, ANNA)) == (ANNA,)
    assert may_not_review(ANNA, second, rules(policy, ANNA)) == ""


def test_a_body_is_named_by_day_and_by_kind_of_customer() -> None:
    body = {"clause": "1", "name": "B", "short": "B", "remit": "all"}
    bodies = [
        body | {"id": "old", "valid_to": "2026-02-28"},
        body | {"id": "people", "customers": ["consumer"]},
        body | {"id": "firms", "customers": ["business"], "valid_from": "2026-03-01"},
    ]
    policy = procedure(body=bodies)
    jo = Party(standing=PartyStanding.CUSTOMER, name="Jo")
    day = date(2026, 3, 2)

    assert [b.id for b in policy.bodies_on(day, jo)] == ["people"]
    assert [b.id for b in policy.bodies_on(day, replace(jo, organisation="Mill Farm Ltd"))] == ["firms"]
    assert [b.id for b in policy.bodies_on(day)] == ["people", "firms"]
    assert [b.id for b in policy.bodies_on(date(2026, 2, 1), jo)] == ["old", "people"]


def test_a_new_fact_starts_its_clock_and_clearing_it_gives_the_first_one_back() -> None:
    urgent = clock(id="urgent", within="24 hours", starts="flag.safety", supersedes=["reply"], resumes=["reply"])
    policy = procedure(clock(unless="safety"), urgent | {"stops": ["done.safe", "flag.safety.cleared"]})
    opened = case(policy, flags=(Flag(flag="safety", because="sparks"),))
    raised = after(opened, policy, "flag.safety", on(3, hour=18))

    assert run(raised).state is ClockState.SUPERSEDED
    assert run(raised, "urgent").due_at == on(4, hour=18)
    cleared = after(replace(raised, flags=()), policy, "flag.safety.cleared", on(4))
    assert run(cleared).open
    assert run(cleared).started_at == MONDAY


# --------------------------------------------------------------------------------------------------------------- faults


def test_every_fault_of_a_procedure_is_told_at_once() -> None:
    wrong = procedure(
        clock(id="a", stops=[], starts=None),
        clock(
            id="b",
            stops=["complaint.received"],
            supersedes=["x"],
            extension={"at_most": "2 hours", "by": [], "clause": "1"},
        ),
        clock(id="c", within="24 hours", plan_by="1 day", ends="close_of_business", pause=WAITS),
        clock(id="d", stops=["letter.x.sent", "done.x", "clock.x.met", "clock.d.met"]),
        clock(id="e", or_progress={"letter": "delay", "clause": "1"}, extension={"at_most": "2 days", "clause": "1"}),
        clock(id="e", every=True, optional=True, or_progress={"letter": "x", "clause": "9"}),
        clause=[{"id": "1", "promise": "all"}],
        window=[{"id": "w", "clause": "8", "words": "w", "within": "6 months", "starts": "letter.x.sent"}],
        stage_two={"clause": "7"},
        valid_to="2025-12-31",
        begins_with=["any", "damp"],
    )

    assert sorted(wrong.faults()) == [
        "begins_with: there is no flag 'damp'",
        "clock.a.starts: it needs one (or `every = true` for a recurring clock)",
        "clock.a.stops: it has none, so nothing would ever meet it",
        "clock.b.extension: `at_most` counts days, weeks or months",
        "clock.b.extension: it needs somebody in `by`",
        "clock.b.stops: it would be met by the event that starts it",
        "clock.b.supersedes: there is no clock 'x'",
        "clock.c.ends: hours run to the minute; close of business is for days",
        "clock.c.pause: a clock of hours does not stand still",
        "clock.c.pause: no clock starts at `case.paused`, so nobody would be reminded to go on",
        "clock.c.plan_by: hours have no day to plan for",
        "clock.d.stops: it cannot be met by having been met",
        "clock.d.stops: there is no clock 'x'",
        "clock.d.stops: there is no letter 'x'",
        "clock.d.stops: there is no milestone 'x'",
        "clock.e.extension: `or_progress` names the same letter, so its date could mean either",
        "clock.e.optional: a recurring clock is a duty",
        "clock.e.or_progress.clause: there is no clause '9'",
        "clock.e.or_progress: there is no letter 'x'",
        "clock: 'e' stands twice",
        "stage_two.clause: there is no clause '7'",
        "valid_to: it lies before valid_from",
        "window.w.clause: there is no clause '8'",
        "window.w.starts: there is no letter 'x'",
    ]


def test_a_sound_procedure_has_no_faults() -> None:
    assert procedure(SETTLE, SUMMARY, EIGHT_WEEKS).faults() == ()


@pytest.mark.parametrize("event", ["done.Made", "clock.x", "letter.sent", "visit.dreamt", "flag."])
def test_an_event_that_nothing_can_raise_is_refused(event: str) -> None:
    with pytest.raises(ValidationError, match="is not an event"):
        procedure(clock(stops=[event]))


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="stpos"):
        procedure(clock(stpos=[]))


def test_started_clocks_are_the_ones_the_procedure_starts() -> None:
    policy = procedure(SETTLE, SUMMARY, EIGHT_WEEKS)
    moved: Actions = react(policy, Standing(), "complaint.received", MONDAY, HOURS)

    assert [a.clock for a in moved if isinstance(a, StartClock)] == ["settle", "reply"]
    assert not any(isinstance(a, ChangeClock) for a in moved)
