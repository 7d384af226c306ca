"""What must hold for every deadline, whatever the question."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import hypothesis
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.workdays import (
    Rule,
    Settings,
    Unit,
    add_working_days,
    due,
    is_working_day,
    working_days_between,
)

everywhere = hypothesis.settings(max_examples=200, deadline=None, derandomize=True, database=None)

nations = st.sampled_from(["england-and-wales", "scotland", "northern-ireland", "any-uk"])
instants = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(2024, 1, 1), date(2027, 6, 30))
rules = st.builds(Rule, count=st.integers(1, 12), unit=st.sampled_from(list(Unit)))
working_rules = st.builds(Rule, count=st.integers(1, 60), unit=st.just(Unit.WORKING_DAYS))
ways = st.builds(
    Settings,
    nation=nations,
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
    roll=st.sampled_from(["none", "next", "previous"]),
    day_zero=st.sampled_from(["exclude", "include"]),
    cutoff=st.none() | st.times(),
    nonworking=st.sampled_from(["actual", "next"]),
)


@everywhere
@given(rules, instants, st.timedeltas(timedelta(0), timedelta(days=40)), ways)
def test_a_later_receipt_is_never_due_earlier(rule: Rule, since: datetime, more: timedelta, settings: Settings) -> None:
    first, second = due(rule, since, settings), due(rule, since + more, settings)

    assert first.due <= second.due
    assert first.due_at <= second.due_at


@everywhere
@given(rules, instants, ways)
def test_a_deadline_never_lies_before_its_receipt(rule: Rule, since: datetime, settings: Settings) -> None:
    assert due(rule, since, settings).due_at > since


@everywhere
@given(rules.filter(lambda rule: rule.unit is not Unit.HOURS), instants, nations, st.sampled_from(["none", "next"]))
def test_with_the_day_of_receipt_excluded_it_is_never_the_last(
    rule: Rule, since: datetime, nation: str, roll: str
) -> None:
    settings = Settings(nation=nation, zone="UTC", roll=roll)  # type: ignore[arg-type]  # drawn from the right words

    assert due(rule, since, settings).due > since.date()


@everywhere
@given(working_rules, instants, ways)
def test_working_days_end_on_a_working_day(rule: Rule, since: datetime, settings: Settings) -> None:
    assert is_working_day(due(rule, since, settings).due, settings)


@everywhere
@given(days, st.integers(0, 40), st.integers(0, 40), nations)
def test_working_days_add_up(day: date, some: int, more: int, nation: str) -> None:
    settings = Settings(nation=nation)  # type: ignore[arg-type]  # drawn from the right words
    at_once = add_working_days(day, some + more, settings)

    assert add_working_days(add_working_days(day, some, settings), more, settings) == at_once


@everywhere
@given(days, st.integers(-40, 40), nations)
def test_counting_undoes_adding(day: date, count: int, nation: str) -> None:
    settings = Settings(nation=nation)  # type: ignore[arg-type]  # drawn from the right words

    assert working_days_between(day, add_working_days(day, count, settings), settings) == count


@everywhere
@given(st.integers(1, 500), instants, st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe"]))
def test_an_hour_is_an_hour_in_every_zone(count: int, since: datetime, zone: str) -> None:
    rule = Rule(count=count, unit=Unit.HOURS)

    assert due(rule, since, Settings(zone=zone)).due_at - since == timedelta(hours=count)


@everywhere
@given(working_rules, instants, ways, st.frozensets(days, max_size=20))
def test_another_holiday_never_makes_it_due_earlier(
    rule: Rule, since: datetime, settings: Settings, closed: frozenset[date]
) -> None:
    more = Settings(
        nation=settings.nation,
        zone=settings.zone,
        day_zero=settings.day_zero,
        cutoff=settings.cutoff,
        nonworking=settings.nonworking,
        extra_closed=closed,
    )

    assert due(rule, since, more).due >= due(rule, since, settings).due


@everywhere
@given(rules)
def test_a_rule_reads_what_it_writes(rule: Rule) -> None:
    assert Rule.parse(str(rule)) == rule


@everywhere
@given(st.text(max_size=60))
def test_a_rule_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        read = Rule.parse(text)
    except ValueError:
        return
    assert Rule.parse(str(read)) == read
