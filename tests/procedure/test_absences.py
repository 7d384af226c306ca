"""Whoever deals with a case is away: the directors hear of it before a promise is broken, and nobody outside does."""

from __future__ import annotations

from tests.stories import CASS, DANA, DEE, JO, LEA, Told, dsmart, mail, out_of_office, reply, tinytracker, words

COMPLAINT = mail("2026-03-03 11:20", JO, "The fitters left a hole in my roof. I want to complain.", "Roof")
COLD = mail("2026-03-06 16:20", JO, "I want to complain: we have no heating and no hot water.", "No heating")


def digest(told: Told, to: str) -> str:
    return words([line for line in told.sent("digest", to) if "away" in str(line["text"])][-1])


def test_a_handler_who_is_away_stands_in_the_next_digest_with_the_cases_that_are_theirs() -> None:
    told = dsmart(COMPLAINT, out_of_office("2026-03-03 11:25", "notice"), until="2026-03-04 12:00")
    text = digest(told, DANA)

    assert "Anna Field is away" in text
    assert "With somebody who is away" in text
    assert "1. DS-2026-0001-K" in text.replace(str(told.cases[0]), "DS-2026-0001-K")
    assert "1 assign NAME" in text
    assert told.names(JO) == ["acknowledgement"]


def test_a_line_of_such_a_case_can_be_answered() -> None:
    told = dsmart(
        COMPLAINT,
        out_of_office("2026-03-03 11:25", "notice"),
        reply("2026-03-04 12:00", DANA, "1 assign me", to="digest"),
    )

    assert "assigned to Dana Price" in words(told.sent("command_result", DANA)[-1])


def test_of_what_cannot_wait_for_the_digest_a_director_hears_at_once_and_once() -> None:
    told = dsmart(
        COLD,
        out_of_office("2026-03-06 16:21", "notice"),
        mail("2026-03-06 18:00", JO, "Still no heating!", "Re: [{case}] No heating"),
        out_of_office("2026-03-06 18:01", "notice"),
    )

    assert [line["at"] for line in told.sent("task", DANA)] == ["2026-03-06T16:21:00Z"]
    assert "Anna Field is away" in told.letter("task", DANA)
    assert "#assign me" in told.letter("task", DANA)
    assert told.sent(to=JO)[-1]["letter"] != "task"


def test_that_a_delegate_is_away_is_told_to_the_director_and_two_who_are_away_do_not_answer_each_other() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        reply("2026-06-03 10:00", CASS, "#respond\nWe looked into it and will not refund you."),
        mail("2026-06-04 10:00", LEA, "I am not satisfied. I ask for a review by a director.", "Re: [{case}]"),
        reply("2026-06-18 09:05", DEE, "#delegate Hal"),
        out_of_office("2026-06-18 09:06", "notice"),
        out_of_office("2026-06-18 09:07", "task"),
        until="2026-06-18 12:00",
    )

    assert "Hal Reed is away" in words(told.sent("task", DEE)[-1])
    assert len(told.sent("task", DEE)) == 1


def test_a_colleague_who_deals_with_nothing_may_be_away_in_peace() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        reply("2026-06-01 09:30", CASS, "#assign Rob"),
        mail(
            "2026-06-01 10:00", CASS, "I am on leave.", "Automatic reply: Out of office", auto_submitted="auto-replied"
        ),
        until="2026-06-09 12:00",
    )

    assert not [line for line in told.sent("digest", DEE) if "away" in str(line["text"])]


def test_a_handler_who_was_not_the_only_one_does_not_take_the_case_along() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        out_of_office("2026-06-01 09:01", "notice"),
        until="2026-06-03 12:00",
    )

    assert not [line for line in told.sent("digest", DEE) if "With somebody who is away" in str(line["text"])]
