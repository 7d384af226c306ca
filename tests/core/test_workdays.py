"""Counting time: the worked examples of the domain notes, what is refused, and how the arithmetic is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from mailbot.core.workdays import (
    Due,
    PastHorizon,
    Rule,
    Settings,
    Unit,
    add_working_days,
    due,
    is_working_day,
    late_from,
    local,
    why_closed,
    working_days_between,
)

EW = Settings()
SCOTLAND = Settings(nation="scotland")
NI = Settings(nation="northern-ireland")
ANY_UK = Settings(nation="any-uk")


def asked(rule: str, when: str, settings: Settings = EW, fold: int = 0) -> Due:
    return due(Rule.parse(rule), local(when, settings.zone, fold), settings)


WORKED = [
    ("D02", "3 working days", "2026-04-02T16:40", EW, "2026-04-09"),
    ("D03", "3 working days", "2026-04-02T16:40", SCOTLAND, "2026-04-08"),
    ("D04", "3 working days", "2026-04-02T16:40", NI, "2026-04-09"),
    ("D05", "10 working days", "2026-12-18T09:00", EW, "2027-01-06"),
    ("D06", "10 working days", "2026-12-18T09:00", SCOTLAND, "2027-01-07"),
    ("D07", "10 working days", "2025-12-20T23:30", EW, "2026-01-07"),
    ("D08", "10 working days", "2025-12-20T23:30", Settings(nonworking="next"), "2026-01-08"),
    ("D14", "7 days", "2026-03-03T11:20", EW, "2026-03-10"),
    ("D15", "7 days", "2026-12-19T10:00", EW, "2026-12-26"),
    ("D16", "7 days", "2026-12-19T10:00", Settings(roll="previous"), "2026-12-24"),
    ("D17", "7 days", "2026-12-19T10:00", Settings(roll="next"), "2026-12-29"),
    ("D18", "30 days", "2026-11-02T10:00", EW, "2026-12-02"),
    ("D20", "30 days", "2026-01-29T09:30", Settings(roll="previous"), "2026-02-27"),
    ("D22", "5 working days", "2026-12-02T15:00", EW, "2026-12-09"),
    ("D24", "10 working days", "2026-07-03T12:00", EW, "2026-07-17"),
    ("D26", "10 working days", "2026-06-05T12:00", SCOTLAND, "2026-06-22"),
    ("D28", "3 working days", "2026-11-26T12:00", SCOTLAND, "2026-12-02"),
    ("D30", "3 working days", "2027-12-23T12:00", EW, "2027-12-30"),
    ("D32", "3 working days", "2026-04-10T16:31", EW, "2026-04-15"),
    ("D34", "3 working days", "2026-12-24T15:00", EW, "2026-12-31"),
    ("D40", "1 month", "2026-11-25T10:00", Settings(roll="next"), "2026-12-29"),
    ("D42", "6 months", "2026-04-01T10:00", Settings(day_zero="include"), "2026-09-30"),
    ("D44", "10 working days", "2026-04-02T10:00", EW, "2026-04-20"),
    ("D48", "20 working days", "2026-03-02T10:00", ANY_UK, "2026-03-31"),
    ("D48, England alone", "20 working days", "2026-03-02T10:00", EW, "2026-03-30"),
]


@pytest.mark.parametrize(("rule", "when", "settings", "expected"), [pytest.param(*w[1:], id=w[0]) for w in WORKED])
def test_worked_examples_of_the_domain_notes(rule: str, when: str, settings: Settings, expected: str) -> None:
    assert asked(rule, when, settings).due.isoformat() == expected


@pytest.mark.parametrize(
    ("when", "fold", "expected"),
    [
        pytest.param("2026-01-23T18:05", 0, "2026-01-24T18:05Z", id="D09 through the weekend"),
        pytest.param("2026-03-28T14:00", 0, "2026-03-29T14:00Z", id="D10 15:00 by the clock, over the spring change"),
        pytest.param("2026-10-24T14:00", 0, "2026-10-25T13:00Z", id="D11 13:00 by the clock, over the autumn change"),
        pytest.param("2026-10-25T01:30", 0, "2026-10-26T00:30Z", id="D12 the first 01:30"),
        pytest.param("2026-10-25T01:30", 1, "2026-10-26T01:30Z", id="D13 the second 01:30"),
    ],
)
def test_hours_are_elapsed_time(when: str, fold: int, expected: str) -> None:
    found = asked("24 hours", when, fold=fold)

    assert found.due_at == datetime.fromisoformat(expected)
    assert found.due == datetime.fromisoformat(expected).date()


def test_hours_know_no_cutoff_no_roll_and_no_day_zero() -> None:
    strict = Settings(cutoff=time(9), roll="next", nonworking="next", day_zero="include")

    assert asked("24 hours", "2026-12-25T18:05", strict).due_at == datetime(2026, 12, 26, 18, 5, tzinfo=UTC)


def test_a_duty_is_late_from_the_next_local_midnight() -> None:
    assert asked("7 days", "2026-03-03T11:20").due_at == datetime(2026, 3, 11, tzinfo=UTC)
    assert asked("7 days", "2026-06-03T11:20").due_at == datetime(2026, 6, 10, 23, tzinfo=UTC)
    assert late_from(date(2026, 3, 28), "Europe/London") == datetime(2026, 3, 29, tzinfo=UTC)
    assert late_from(date(2026, 3, 29), "Europe/London") == datetime(2026, 3, 29, 23, tzinfo=UTC)


def test_the_day_of_receipt_is_the_local_one() -> None:
    assert asked("3 working days", "2026-03-29T23:30+00:00").due == date(2026, 4, 2)
    assert asked("3 working days", "2026-03-29T22:30+00:00").due == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        pytest.param("2026-04-10T16:30", "2026-04-15", id="at the cut-off is in time"),
        pytest.param("2026-04-10T16:30:01", "2026-04-16", id="a second later is not"),
        pytest.param("2026-04-10T16:31", "2026-04-16", id="D33"),
        pytest.param("2026-04-11T09:00", "2026-04-16", id="nor is a Saturday morning"),
    ],
)
def test_a_cutoff_moves_receipt_to_the_next_working_day(when: str, expected: str) -> None:
    assert asked("3 working days", when, Settings(cutoff=time(16, 30))).due.isoformat() == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-01-28", "2026-02-27"), ("2026-01-31", "2026-02-28"), ("2026-03-01", "2026-03-31")],
)
def test_a_month_beginning_with_its_first_day_ends_before_the_corresponding_one(start: str, expected: str) -> None:
    assert asked("1 month", start, Settings(day_zero="include")).due.isoformat() == expected


def test_a_roll_backwards_never_ends_before_the_receipt() -> None:
    # Saturday + 1 day is Sunday, and the working day before that is the day before the complaint came.
    assert asked("1 day", "2026-03-07T10:00", Settings(roll="previous")).due == date(2026, 3, 8)
    assert asked("1 day", "2026-03-06T10:00", Settings(roll="previous")).due == date(2026, 3, 6)


@pytest.mark.parametrize("nation", ["england-and-wales", "scotland", "northern-ireland"])
def test_a_bank_holiday_of_one_part_closes_any_uk(nation: str) -> None:
    of_part = {
        "england-and-wales": date(2026, 4, 6),
        "scotland": date(2026, 6, 15),
        "northern-ireland": date(2026, 7, 13),
    }

    assert not is_working_day(of_part[nation], ANY_UK)
    assert is_working_day(date(2026, 6, 15), EW)
    assert is_working_day(date(2026, 7, 13), SCOTLAND)


def test_closures_are_told_with_their_names() -> None:
    assert why_closed(date(2026, 12, 24), EW) == ""
    assert why_closed(date(2026, 12, 25), EW) == "Christmas Day"
    assert why_closed(date(2026, 12, 26), EW) == "weekend"
    assert why_closed(date(2026, 12, 28), EW) == "substitute day for Boxing Day"
    assert why_closed(date(2026, 6, 15), SCOTLAND) != ""
    assert why_closed(date(2026, 4, 6), ANY_UK) == "Easter Monday in England and Wales and in Northern Ireland"


def test_a_firm_may_close_and_open_days_of_its_own() -> None:
    own = Settings(extra_closed=frozenset({date(2026, 12, 29)}), extra_open=frozenset({date(2026, 12, 28)}))

    assert why_closed(date(2026, 12, 29), own) == "a day that this firm's calendar closes"
    assert is_working_day(date(2026, 12, 28), own)
    assert is_working_day(date(2026, 12, 5), Settings(extra_open=frozenset({date(2026, 12, 5)})))


def test_working_days_are_counted_both_ways() -> None:
    assert add_working_days(date(2026, 12, 24), 1, EW) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -1, EW) == date(2026, 12, 24)
    assert add_working_days(date(2026, 12, 26), 0, EW) == date(2026, 12, 26)
    assert working_days_between(date(2026, 12, 24), date(2026, 12, 29), EW) == 1
    assert working_days_between(date(2026, 12, 29), date(2026, 12, 24), EW) == -1


def test_the_steps_tell_start_skipped_days_and_result() -> None:
    assert asked("3 working days", "2026-12-24T15:00").steps == (
        "Received on Thursday 24 December 2026 at 15:00 (Europe/London).",
        "Counting 3 working days (England and Wales); the day of receipt is not counted.",
        "Friday 25 December 2026 is not counted: Christmas Day.",
        "Saturday 26 December 2026 is not counted: weekend.",
        "Sunday 27 December 2026 is not counted: weekend.",
        "Monday 28 December 2026 is not counted: substitute day for Boxing Day.",
        "Working day 3 is Thursday 31 December 2026.",
        "In time until the end of Thursday 31 December 2026; late from 2027-01-01T00:00:00Z.",
    )


@pytest.mark.parametrize(
    ("rule", "settings", "words"),
    [
        ("1 day", Settings(roll="next"), "moved to the next working day, Monday 9 March 2026"),
        ("1 day", Settings(), "the rule does not move it"),
        ("2 days", Settings(cutoff=time(9)), "after the cut-off of 09:00"),
        ("24 hours", Settings(), "elapsed time"),
        ("2 days", Settings(day_zero="include"), "the day of receipt is day 1"),
    ],
)
def test_the_steps_name_the_setting_that_mattered(rule: str, settings: Settings, words: str) -> None:
    assert words in " ".join(asked(rule, "2026-03-06T10:00", settings).steps)


def test_a_date_past_the_horizon_is_an_error_and_not_a_guess() -> None:
    known = Settings(known_to=date(2026, 12, 31))

    assert asked("1 day", "2026-12-30T10:00", known).due == date(2026, 12, 31)
    for rule in ("2 days", "2 working days", "48 hours", "1 week", "1 month"):
        with pytest.raises(PastHorizon, match=r"Thursday 31 December 2026|past the calendar"):
            asked(rule, "2026-12-30T10:00", known)
    with pytest.raises(PastHorizon):
        asked("1 day", "2027-06-01T10:00", known)
    with pytest.raises(PastHorizon):
        is_working_day(date(2029, 1, 1), EW)
    with pytest.raises(PastHorizon):
        asked("10 working days", "1970-01-01T10:00")


def test_the_horizon_can_be_moved() -> None:
    assert asked("1 working day", "2028-12-29T10:00", Settings(known_to=date(2030, 1, 1))).due == date(2029, 1, 2)


@pytest.mark.parametrize(
    ("text", "count", "unit", "again"),
    [
        ("24 hours", 24, Unit.HOURS, "24 hours"),
        ("1 hours", 1, Unit.HOURS, "1 hour"),
        ("7 days", 7, Unit.DAYS, "7 days"),
        (" 10  Working Days ", 10, Unit.WORKING_DAYS, "10 working days"),
        ("1 working day", 1, Unit.WORKING_DAYS, "1 working day"),
        ("8 weeks", 8, Unit.WEEKS, "8 weeks"),
        ("1 month", 1, Unit.MONTHS, "1 month"),
        ("3 months", 3, Unit.MONTHS, "3 months"),
    ],
)
def test_a_rule_is_read_and_written(text: str, count: int, unit: Unit, again: str) -> None:
    rule = Rule.parse(text)

    assert rule == Rule(count=count, unit=unit)
    assert str(rule) == again


@pytest.mark.parametrize(
    "text",
    ["", "soon", "10", "ten days", "-1 days", "1.5 hours", "10 working", "2 years", "99999 days", "10 daysx", "१ day"],
)
def test_what_is_no_rule_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time limit: write a number and hours, days, working days"):
        Rule.parse(text)


def test_a_rule_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="counts from 1 to"):
        Rule.parse("0 days")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nation": "wales"}, "choose one of england-and-wales, scotland, northern-ireland, any-uk"),
        ({"roll": "forward"}, "choose one of none, next, previous"),
        ({"day_zero": "yes"}, "choose one of exclude, include"),
        ({"nonworking": "later"}, "choose one of actual, next"),
        ({"zone": "Europe/Nowhere"}, "not a time zone"),
        ({"zone": "../../etc/passwd"}, "not a time zone"),
        ({"zone": ""}, "not a time zone"),
        ({"cutoff": time(16, 30, tzinfo=UTC)}, "local time"),
        ({"known_to": date(9999, 1, 1)}, "beyond 2199"),
        (
            {"extra_open": frozenset({date(2026, 1, 2)}), "extra_closed": frozenset({date(2026, 1, 2)})},
            "2 January 2026",
        ),
    ],
)
def test_settings_refuse_what_is_not_one_of_them(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Settings(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an offset"):
        due(Rule.parse("1 day"), datetime(2026, 3, 3, 10), EW)  # noqa: DTZ001  # naive on purpose


def test_local_times_become_utc() -> None:
    assert local("2026-07-01T10:15", "Europe/London") == datetime(2026, 7, 1, 9, 15, tzinfo=UTC)
    assert local("2026-07-01T10:15Z", "Europe/London") == datetime(2026, 7, 1, 10, 15, tzinfo=UTC)
    assert local("2026-07-01T10:15+02:00", "Europe/London") == datetime(2026, 7, 1, 8, 15, tzinfo=UTC)
    assert local("2026-07-01", "Europe/London") == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_the_repeated_hour_of_october_is_chosen_by_fold() -> None:
    assert local("2026-10-25T01:30", "Europe/London", 0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local("2026-10-25T01:30", "Europe/London", 1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert local("2026-10-25T02:00", "Europe/London", 1) == datetime(2026, 10, 25, 2, tzinfo=UTC)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_local_time_that_never_was_is_refused(fold: int) -> None:
    with pytest.raises(ValueError, match="01:30 on Sunday 29 March 2026 never was in Europe/London"):
        local("2026-03-29T01:30", "Europe/London", fold)


def test_a_local_time_that_never_was_can_be_read_for_its_date() -> None:
    assert local("2026-03-29T01:30", "Europe/London", strict=False) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30T10:00", "2026-13-01", "0001-01-01T00:00+14:00", "9999-12-31"]
)
def test_what_is_no_time_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date and time|too far from today"):
        local(text, "Europe/London")
