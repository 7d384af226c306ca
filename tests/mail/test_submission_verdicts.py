"""What an answer means: the table at the head of verdicts.py, row by row."""

from __future__ import annotations

import pytest

from mailbot.core.model import Outcome
from mailbot.mail.verdicts import (
    accepted,
    clean,
    enhanced_status,
    impossible,
    refused,
    sender_refused,
    trouble,
    unknown,
)


@pytest.mark.parametrize(
    ("code", "outcome", "systemic"),
    [
        (421, Outcome.TEMPORARY, True),
        (450, Outcome.TEMPORARY, False),
        (451, Outcome.TEMPORARY, False),
        (452, Outcome.TEMPORARY, False),
        (530, Outcome.TEMPORARY, True),
        (534, Outcome.TEMPORARY, True),
        (535, Outcome.TEMPORARY, True),
        (538, Outcome.TEMPORARY, True),
        (550, Outcome.PERMANENT, False),
        (552, Outcome.PERMANENT, False),
        (554, Outcome.PERMANENT, False),
        (-1, Outcome.TEMPORARY, True),
        (354, Outcome.TEMPORARY, True),
    ],
)
def test_a_refusal_by_its_code(code: int, outcome: Outcome, systemic: bool) -> None:
    result = refused(code, "no")

    assert (result.outcome, result.systemic) == (outcome, systemic)


@pytest.mark.parametrize(
    "text",
    [
        "5.4.5 Daily user sending limit exceeded. For more information on Gmail",
        "5.7.60 SMTP; Client does not have permissions to send as this sender",
    ],
)
def test_what_a_server_says_for_good_of_our_account_fails_no_letter(text: str) -> None:
    result = refused(550, text)

    assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)


@pytest.mark.parametrize(
    ("code", "text", "outcome", "systemic"),
    [
        (550, "5.7.60 not allowed to send as this sender", Outcome.TEMPORARY, True),
        (501, "5.1.7 bad sender", Outcome.TEMPORARY, True),
        (451, "4.3.0 later", Outcome.TEMPORARY, False),
        (421, "4.3.2 shutting down", Outcome.TEMPORARY, True),
        (552, "5.3.4 too big", Outcome.PERMANENT, False),
        (550, "5.3.4 too big", Outcome.PERMANENT, False),
    ],
)
def test_a_refused_sender_is_our_own_fault_unless_the_letter_is_too_large(
    code: int, text: str, outcome: Outcome, systemic: bool
) -> None:
    result = sender_refused(code, text)

    assert (result.outcome, result.systemic) == (outcome, systemic)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("5.1.1 <jo@customer.test>: no such user", "5.1.1"),
        ("4.7.1 Greylisted", "4.7.1"),
        ("2.0.0", "2.0.0"),
        ("mx.test says:\n5.7.1 spam", "5.7.1"),
        ("queued at 10.1.1.1", ""),
        ("5.1.1.1 is an address", ""),
        ("no code", ""),
        ("", ""),
    ],
)
def test_the_enhanced_status_stands_at_the_beginning_of_a_line(text: str, status: str) -> None:
    assert enhanced_status(text) == status


def test_what_a_server_says_is_kept_on_one_short_printable_line() -> None:
    assert clean("first\nsecond\x1b[31m\udcff" + "x" * 1000).startswith("first second [31m")
    assert len(clean("x" * 1000)) == 500


def test_the_other_verdicts() -> None:
    assert accepted(250, "2.0.0 Ok").outcome is Outcome.ACCEPTED
    assert trouble("connection refused", -1).code == 0
    assert trouble("connection refused").systemic
    assert "outcome unknown" in unknown("lost").text
    assert unknown("lost").outcome is Outcome.TEMPORARY
    assert not unknown("lost").systemic
    assert impossible("5.6.7", "cannot").outcome is Outcome.PERMANENT
