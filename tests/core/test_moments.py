"""Dates and times as staff write them: what means one moment is read, the rest is a question. It is Wednesday 4 March 2026, 11:20."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailbot.core.moments import Looks, Moment, Unclear, like_a_time, read_moment, speaks_of_time
from tests.builders import at

LONDON = "Europe/London"
BASE = at("2026-03-04 11:20")
BEGINNING = datetime(2025, 6, 1, tzinfo=UTC)


def ahead(text: str, base: datetime = BASE) -> Moment | Unclear | None:
    return read_moment(text, base, LONDON, Looks.AHEAD)


def back(text: str, base: datetime = BASE) -> Moment | Unclear | None:
    return read_moment(text, base, LONDON, Looks.BACK)


@pytest.mark.parametrize(
    ("text", "told", "rest"),
    [
        ("Fri 10am", "Friday 6 March 2026 at 10:00", ""),
        ("fri 10 AM with Bob", "Friday 6 March 2026 at 10:00", "with Bob"),
        ("Fri. 6 Mar. 10 a.m.", "Friday 6 March 2026 at 10:00", ""),
        ("6 March 10:00", "Friday 6 March 2026 at 10:00", ""),
        ("6 March 10am", "Friday 6 March 2026 at 10:00", ""),
        ("Friday 6th March 2026 at 10:00", "Friday 6 March 2026 at 10:00", ""),
        ("March 6, 2026 at 2.30pm", "Friday 6 March 2026 at 14:30", ""),
        ("6th of March", "Friday 6 March 2026", ""),
        ("6 March 1430", "Friday 6 March 2026 at 14:30", ""),
        ("tomorrow 9", "Thursday 5 March 2026 at 09:00", ""),
        ("tomorrow morning at 9", "Thursday 5 March 2026 at 09:00", ""),
        ("tomorrow afternoon 3", "Thursday 5 March 2026 at 15:00", ""),
        ("day after tomorrow 10am", "Friday 6 March 2026 at 10:00", ""),
        ("this afternoon at 3", "Wednesday 4 March 2026 at 15:00", ""),
        ("next Tuesday 14:30", "Tuesday 10 March 2026 at 14:30", ""),
        ("this Friday", "Friday 6 March 2026", ""),
        ("Friday", "Friday 6 March 2026", ""),
        ("Friday noon", "Friday 6 March 2026 at 12:00", ""),
        ("Friday the 13th", "Friday 13 March 2026", ""),
        ("Fri 6 10:00", "Friday 6 March 2026 at 10:00", ""),
        ("the 13th", "Friday 13 March 2026", ""),
        ("6/3/2026", "Friday 6 March 2026", ""),
        ("06.03.2026 10.00", "Friday 6 March 2026 at 10:00", ""),
        ("6/3 10:00", "Friday 6 March 2026 at 10:00", ""),
        ("2026-03-06 10:00", "Friday 6 March 2026 at 10:00", ""),
        ("2026-03-06T10:00", "Friday 6 March 2026 at 10:00", ""),
        ("2026-03-06, 10:00, with Bob", "Friday 6 March 2026 at 10:00", "with Bob"),
        ("10am Friday with Bob", "Friday 6 March 2026 at 10:00", "with Bob"),
        ("10:00 on Fri 6 March", "Friday 6 March 2026 at 10:00", ""),
        ("with Bob on Friday at 10am", "Friday 6 March 2026 at 10:00", "with Bob"),
        ("in 3 days", "Saturday 7 March 2026", ""),
        ("in two weeks", "Wednesday 18 March 2026", ""),
        ("in 2 hours", "Wednesday 4 March 2026 at 13:20", ""),
        ("2026-03-20 3 parts are late", "Friday 20 March 2026", "3 parts are late"),
        ("the part is late 2026-03-20", "Friday 20 March 2026", "the part is late"),
        ("until 13 March the driver is away", "Friday 13 March 2026", "the driver is away"),
        ("13 March – the driver is away", "Friday 13 March 2026", "the driver is away"),
        ("２０２６-03-06\u00a010:00", "Friday 6 March 2026 at 10:00", ""),
        ("2026–03–06 10:00", "Friday 6 March 2026 at 10:00", ""),
        ("6 July 10:00", "Monday 6 July 2026 at 10:00", ""),
    ],
)
def test_what_lies_ahead_is_read_and_told_back_with_its_weekday(text: str, told: str, rest: str) -> None:
    found = ahead(text)

    assert isinstance(found, Moment), found
    assert (found.told, found.rest) == (told, rest)


@pytest.mark.parametrize(
    ("text", "told", "rest"),
    [
        ("yesterday 3pm", "Tuesday 3 March 2026 at 15:00", ""),
        ("Fri", "Friday 27 February 2026", ""),
        ("Sat 3pm rang her", "Saturday 28 February 2026 at 15:00", "rang her"),
        ("last Friday", "Friday 27 February 2026", ""),
        ("9am", "Wednesday 4 March 2026 at 09:00", ""),
        ("this morning 9.15, rang", "Wednesday 4 March 2026 at 09:15", "rang"),
        ("20 minutes ago", "Wednesday 4 March 2026 at 11:00", ""),
        ("half an hour ago, no answer", "Wednesday 4 March 2026 at 10:50", "no answer"),
        ("3 days ago", "Sunday 1 March 2026", ""),
        ("28 Dec", "Sunday 28 December 2025", ""),
        ("2026-03-01 14:00 rang him", "Sunday 1 March 2026 at 14:00", "rang him"),
    ],
)
def test_what_has_been_is_looked_for_backwards(text: str, told: str, rest: str) -> None:
    found = back(text)

    assert isinstance(found, Moment), found
    assert (found.told, found.rest) == (told, rest)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("tomorrow 3", "03:00 or 15:00"),
        ("6 March 7:30", "07:30 or 19:30"),
        ("Friday 12am", "noon or midnight"),
        ("midnight Friday", "beginning of that day or its end"),
        ("Wednesday 10am", "Wednesday 4 March 2026 or Wednesday 11 March 2026"),
        ("next Friday", "Friday 6 March 2026 or Friday 13 March 2026"),
        ("Friday week the part is late", "more than one way"),
        ("Friday fortnight", "more than one way"),
        ("next week", "no one day"),
        ("end of the month", "no one day"),
        ("in 3 working days", "write the date itself"),
        ("in a month", "write the date itself"),
        ("Thursday 6 March 2026", "Friday 6 March 2026 is what the date says"),
        ("Fri 6", "or a time"),
        ("6-3-26", "more than one way"),
        ("3/13/2026", "no day '3/13/2026'"),
        ("31 April", "no day '31 April'"),
        ("2026-02-30 10:00", "no day '2026-02-30'"),
        ("Friday 25:00", "no time '25:00'"),
        ("Friday 13am", "no time '13am'"),
        ("6 Jan", "with its year"),
        ("2062-03-20", "is the year right"),
        ("10am", "on which day"),
        ("Friday or Monday", "more than one"),
        ("Monday to Friday", "more than one"),
        ("Fri 10-12", "more than one"),
        ("Fri 10:00 or 14:00", "more than one"),
        ("Fri 10:00 14:00", "more than one"),
        ("Bob Friday, Carl 2026-03-06", "more than one"),
        ("6 March around 10", "only about"),
        ("2026-03-06 10:00 GMT", "time zone"),
        ("2026-03-06T10:00Z", "not a local time"),
        ("2026-03-29 01:30", "the clocks go forward"),
        ("2026-10-25 01:30", "comes twice"),
    ],
)
def test_what_may_mean_two_things_or_none_is_asked_about(text: str, asked: str) -> None:
    found = ahead(text)

    assert isinstance(found, Unclear), found
    assert asked in found.why


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("3pm", "lies ahead today"),
        ("last week", "no one day"),
        ("last Monday", "Monday 2 March 2026 or Monday 23 February 2026"),
        ("sat with her and talked", "day of the week"),
        ("yesterday around 3pm", "only about"),
    ],
)
def test_what_has_been_is_asked_about_too(text: str, asked: str) -> None:
    found = back(text)

    assert isinstance(found, Unclear), found
    assert asked in found.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "may come later",
        "Marion rang",
        "2nd attempt",
        "the 2nd call",
        "1/2 hour call",
        "24/7 line",
        "Friday’s visit",
    ],
)
def test_words_that_name_no_day_are_words(text: str) -> None:
    assert (ahead(text), back(text)) == (None, None)


def test_a_time_alone_is_none_behind_other_words() -> None:
    """`6th-Marhc 10:00`: the day that was meant is not today."""
    assert back("6th-Marhc 10:00") is None


def test_words_that_count_from_another_day_than_the_one_on_which_they_came_are_asked_about() -> None:
    written = at("2026-03-03 23:50")

    late = read_moment("tomorrow 10:00", BASE, LONDON, Looks.AHEAD, written=written)
    named = read_moment("6 March 10:00", BASE, LONDON, Looks.AHEAD, written=written)

    assert isinstance(late, Unclear)
    assert "Tuesday 3 March 2026" in late.why
    assert isinstance(named, Moment)


def test_whether_words_speak_of_a_time() -> None:
    assert like_a_time("14:00")
    assert like_a_time("on Friday")
    assert not like_a_time("second try")
    assert speaks_of_time("rang, bob comes on Friday", BASE, LONDON, Looks.BACK)
    assert not speaks_of_time("rang, and bob will come", BASE, LONDON, Looks.BACK)


# ------------------------------------------------------------------------------------------------------- whatever is written

_MOMENTS = st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))


@given(st.text(max_size=200), st.sampled_from(Looks))
@example("0000-00-00", Looks.AHEAD)
@example("in 999 weeks", Looks.BACK)
@example("29 Feb", Looks.AHEAD)
@example("99/99/9999 99:99", Looks.BACK)
def test_reading_never_fails(text: str, looks: Looks) -> None:
    assert isinstance(read_moment(text, BASE, LONDON, looks), Moment | Unclear | None)


@given(
    st.lists(
        st.sampled_from(
            "Fri next last 6 March 10am 10:00 - or / in 3 days the 13th at , 2026-03-06 with Bob may sat 25:00".split()
        ),
        max_size=8,
    ).map(" ".join),
    st.sampled_from(Looks),
)
def test_what_is_told_back_reads_as_the_same_moment(text: str, looks: Looks) -> None:
    found = read_moment(text, BASE, LONDON, looks)
    if isinstance(found, Moment):
        again = read_moment(found.told, BASE, LONDON, looks)
        assert isinstance(again, Moment)
        assert (again.at, again.has_time, again.rest) == (found.at, found.has_time, "")


@given(
    _MOMENTS,
    st.sampled_from(
        ["{:%Y-%m-%d %H:%M}", "{d} {:%B %Y %H:%M}", "{d}/{m}/{:%Y} {:%H:%M}", "{:%a} {d} {:%b %Y}, {:%H:%M}"]
    ),
)
def test_every_form_of_a_moment_reads_as_it(moment: datetime, form: str) -> None:
    text = form.replace("{d}", str(moment.day)).replace("{m}", str(moment.month)).format(moment, moment, moment)
    found = ahead(text, at("2026-06-01 12:00"))
    if isinstance(found, Moment):
        assert found.at == at(f"{moment:%Y-%m-%d %H:%M}")
    else:  # the hour that spring leaves out, and the one that autumn brings twice
        assert isinstance(found, Unclear)
        assert moment.date() in (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2025, 10, 26))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_within_the_week_and_never_the_day_itself(today: date, number: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[number]
    base = datetime.combine(today, time(12), UTC)
    later, earlier = ahead(name, base), back(name, base)
    if number == today.weekday():
        assert isinstance(later, Unclear)
        assert isinstance(earlier, Unclear)
    else:
        assert isinstance(later, Moment)
        assert isinstance(earlier, Moment)
        assert timedelta() < later.day - today < timedelta(7)
        assert later.day - earlier.day == timedelta(7)
