"""A second calculator, which walks a calendar with a finger: its own bank holidays, its own summer time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.nations import bank_holidays
from mailbot.core.workdays import Rule, Settings, Unit, due

SHARED = """
    2025-01-01 2025-04-18 2025-05-05 2025-05-26 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-05-04 2026-05-25 2026-12-25 2026-12-28
    2027-01-01 2027-03-26 2027-05-03 2027-05-31 2027-12-27 2027-12-28
"""
NOT_SCOTTISH = "2025-04-21 2025-08-25 2026-04-06 2026-08-31 2027-03-29 2027-08-30"
SCOTTISH = """
    2025-01-02 2025-08-04 2025-12-01
    2026-01-02 2026-06-15 2026-08-03 2026-11-30
    2027-01-04 2027-08-02 2027-11-30
"""
NORTHERN_IRISH = "2025-03-17 2025-07-14 2026-03-17 2026-07-13 2027-03-17 2027-07-12"


def days_of(*lists: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for one in lists for day in one.split())


BY_HAND = {
    "england-and-wales": days_of(SHARED, NOT_SCOTTISH),
    "scotland": days_of(SHARED, SCOTTISH),
    "northern-ireland": days_of(SHARED, NOT_SCOTTISH, NORTHERN_IRISH),
    "any-uk": days_of(SHARED, NOT_SCOTTISH, SCOTTISH, NORTHERN_IRISH),
}
SUMMER = [  # first and last day of British Summer Time; the clocks change at 01:00 UTC
    (date(2025, 3, 30), date(2025, 10, 26)),
    (date(2026, 3, 29), date(2026, 10, 25)),
    (date(2027, 3, 28), date(2027, 10, 31)),
]
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Finger:
    """One question, answered by walking."""

    nation: str
    roll: str
    day_zero: str
    cutoff: time | None
    nonworking: str

    def works(self, day: date) -> bool:
        return day.isoweekday() < 6 and day not in BY_HAND[self.nation]

    def forward(self, day: date) -> date:
        while not self.works(day):
            day += DAY
        return day

    def received(self, since: datetime) -> date:
        by_the_clock = since + timedelta(hours=1) if in_summer(since) else since
        day = by_the_clock.date()
        if self.cutoff and by_the_clock.time() > self.cutoff:
            return self.forward(day + DAY)
        return self.forward(day) if self.cutoff or self.nonworking == "next" else day

    def last(self, rule: Rule, start: date) -> date:
        days = [start] if self.day_zero == "include" else []
        if rule.unit is Unit.MONTHS:
            return self.last_of_months(rule.count, start)
        days += [start + DAY * n for n in range(1, 400)]
        if rule.unit is Unit.WORKING_DAYS:
            return [day for day in days if self.works(day)][rule.count - 1]
        return self.rolled(days[rule.count * (7 if rule.unit is Unit.WEEKS else 1) - 1], start)

    def last_of_months(self, count: int, start: date) -> date:
        month = start.month + count
        year, month = (start.year, month) if month <= 12 else (start.year + 1, month - 12)
        of_month = [d for n in range(400) if ((d := start + DAY * n).year, d.month) == (year, month)]
        same = [d for d in of_month if d.day == start.day]
        if not same:
            return self.rolled(of_month[-1], start)
        return self.rolled(same[0] - DAY if self.day_zero == "include" else same[0], start)

    def rolled(self, day: date, start: date) -> date:
        if self.roll == "next":
            return self.forward(day)
        if self.roll == "previous":
            earlier = [start + DAY * n for n in range((day - start).days + 1)]
            return max((d for d in earlier if self.works(d)), default=day)
        return day


def in_summer(at: datetime) -> bool:
    one = time(1, tzinfo=UTC)
    return any(datetime.combine(a, one) <= at < datetime.combine(b, one) for a, b in SUMMER)


def midnight_after(day: date) -> datetime:
    summer = any(first < day + DAY <= last for first, last in SUMMER)
    return datetime.combine(day + DAY, time(0), UTC) - timedelta(hours=summer)


@pytest.mark.parametrize("nation", list(BY_HAND))
@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_calendar_has_the_bank_holidays_of_gov_uk_and_no_others(nation: str, year: int) -> None:
    weekdays = {day for day in bank_holidays(nation, year) if day.isoweekday() < 6}

    assert weekdays == {day for day in BY_HAND[nation] if day.year == year}


counts = st.one_of(
    st.builds(Rule, count=st.integers(1, 60), unit=st.just(Unit.WORKING_DAYS)),
    st.builds(Rule, count=st.integers(1, 90), unit=st.just(Unit.DAYS)),
    st.builds(Rule, count=st.integers(1, 12), unit=st.just(Unit.WEEKS)),
    st.builds(Rule, count=st.integers(1, 6), unit=st.just(Unit.MONTHS)),
)
fingers = st.builds(
    Finger,
    nation=st.sampled_from(list(BY_HAND)),
    roll=st.sampled_from(["none", "next", "previous"]),
    day_zero=st.sampled_from(["exclude", "include"]),
    cutoff=st.none() | st.sampled_from([time(12), time(16, 30), time(17)]),
    nonworking=st.sampled_from(["actual", "next"]),
)


@hypothesis.settings(max_examples=1500, deadline=None, derandomize=True, database=None)
@given(counts, st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 20), timezones=st.just(UTC)), fingers)  # noqa: DTZ001
def test_both_calculators_agree(rule: Rule, since: datetime, finger: Finger) -> None:
    settings = Settings(
        nation=finger.nation,  # type: ignore[arg-type]  # drawn from the right words
        roll=finger.roll,  # type: ignore[arg-type]
        day_zero=finger.day_zero,  # type: ignore[arg-type]
        cutoff=finger.cutoff,
        nonworking=finger.nonworking,  # type: ignore[arg-type]
    )
    expected = finger.last(rule, finger.received(since))

    found = due(rule, since, settings)

    assert found.due == expected, found.steps
    assert found.due_at == midnight_after(expected)
