"""`mailbot due`: questions in, answers out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from mailbot.dues import answer, answer_batch, question, to_json


def batch(*lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer_batch(lines)]


def test_an_answer_is_printed_in_the_promised_order() -> None:
    line = to_json(answer("10 working days", "2026-12-18T09:00"))

    found = json.loads(line)
    assert list(found) == ["due", "due_at", "steps"]
    assert (found["due"], found["due_at"]) == ("2027-01-06", "2027-01-07T00:00:00Z")
    assert "\n" not in line


def test_each_option_reaches_the_calculation() -> None:
    assert answer("3 working days", "2026-04-02T16:40", calendar="scotland").due == date(2026, 4, 8)
    assert answer("7 days", "2026-12-19T10:00", roll="previous").due == date(2026, 12, 24)
    assert answer("5 working days", "2026-06-08T10:00", day_zero="include").due == date(2026, 6, 12)
    assert answer("3 working days", "2026-04-10T16:31", cutoff="16:30").due == date(2026, 4, 16)
    assert answer("10 working days", "2025-12-20T23:30", nonworking="next").due == date(2026, 1, 8)
    assert answer("1 hour", "2026-10-25T01:30", fold=1).due_at == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    assert answer("1 day", "2026-03-03T23:30Z", zone="Asia/Kolkata").due == date(2026, 3, 5)


def test_each_key_of_a_line_reaches_the_calculation() -> None:
    asked = question(
        {
            "rule": "1 hour",
            "from": "2026-10-25T01:30",
            "calendar": "any-uk",
            "zone": "Europe/Dublin",
            "roll": "next",
            "day_zero": "include",
            "cutoff": "16:30",
            "nonworking": "next",
            "fold": 1,
        }
    )

    assert (asked.rule, asked.when, asked.calendar, asked.zone) == (
        "1 hour",
        "2026-10-25T01:30",
        "any-uk",
        "Europe/Dublin",
    )
    assert (asked.roll, asked.day_zero, asked.cutoff, asked.nonworking, asked.fold) == (
        "next",
        "include",
        "16:30",
        "next",
        1,
    )


def test_extra_keys_nulls_and_blank_lines_are_passed_over() -> None:
    found = batch(
        '\ufeff{"id": "x", "rule": "7 days", "from": "2026-03-03T11:20", "why": ["?"], "roll": null, "cutoff": null}',
        "",
        "   ",
        '{"rule": "7 days", "from": "2026-03-03T11:20", "fold": null}\r\n',
    )

    assert [answered["due"] for answered in found] == ["2026-03-10", "2026-03-10"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not a line of JSON"),
        ("[" * 100_000, "not a line of JSON"),
        ("[1]", "not a JSON object"),
        ("{}", "'rule' is missing"),
        ('{"rule": "7 days"}', "'from' is missing"),
        ('{"rule": 7, "from": "2026-03-03"}', "'rule' must be text"),
        ('{"rule": "7 days", "from": "2026-03-03", "fold": "x"}', "'fold' must be 0 or 1"),
        ('{"rule": "7 days", "from": "2026-03-03", "fold": 2}', "Fold is 0 or 1"),
        ('{"rule": "soon", "from": "2026-03-03"}', "is not a time limit"),
        ('{"rule": "7 days", "from": "3rd of March"}', "is not a date and time"),
        ('{"rule": "7 days", "from": "2026-03-03", "calendar": "wales"}', "choose one of england-and-wales"),
        ('{"rule": "7 days", "from": "2026-03-03", "roll": "up"}', "choose one of none"),
        ('{"rule": "7 days", "from": "2026-03-03", "cutoff": "noon"}', "is not a time of day"),
        ('{"rule": "7 days", "from": "2026-03-03", "zone": "Mars/Olympus"}', "is not a time zone"),
        ('{"rule": "7 days", "from": "2029-03-03"}', "past the calendar's horizon"),
        ('{"rule": "9999 months", "from": "2026-03-03"}', "past the calendar's horizon"),
        ('{"rule": "7 days", "from": "0001-01-01T00:00+14:00"}', "too far from today"),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_the_next_one_is_read(line: str, words: str) -> None:
    bad, good = batch(line, '{"rule": "7 days", "from": "2026-03-03T11:20"}')

    assert list(bad) == ["error"]
    assert str(bad["error"]).startswith("line 1: ")
    assert words in str(bad["error"])
    assert good["due"] == "2026-03-10"


def test_a_time_that_never_was_is_refused_only_where_it_matters() -> None:
    hours, days = batch(
        '{"rule": "24 hours", "from": "2026-03-29T01:30"}', '{"rule": "7 days", "from": "2026-03-29T01:30"}'
    )

    assert "never was" in str(hours["error"])
    assert days["due"] == "2026-04-05"
