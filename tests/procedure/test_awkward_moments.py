"""Moments that no clause speaks of, where somebody must still know what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_case, decided, reply_to, under_review, writes
from tests.pipeline.world import Firm, mail
from tests.stories import ANNA, BOB, CASS, DANA, DEE, JO, LEA, ROB, bounce, dsmart, reply, tinytracker
from tests.stories import mail as writes_in

RUDE = "I want to complain. {} was very rude to me on the phone and swore at my wife."


# ------------------------------------------------------------------------------------------------- somebody of the staff is named


def test_a_handler_whom_a_complaint_of_conduct_names_is_not_the_first_to_hear_of_it() -> None:
    told = tinytracker(writes_in("2026-06-01 09:00", LEA, RUDE.format("Cass Moore"), "Complaint"))

    assert told.names(CASS) == []
    assert "It names Cass Moore and speaks of how somebody behaved" in told.letter("notice", ROB)


def test_where_no_other_handler_is_left_a_director_hears_of_it() -> None:
    told = dsmart(writes_in("2026-03-03 11:20", JO, RUDE.format("Anna Field"), "Complaint"))

    assert told.names(ANNA) == []
    assert "reply with #about and the name" in told.letter("notice", DANA)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Anna Field,\n\nYour fitter was very rude to me and swore at my wife. I want to complain.",
        "Anna Field told me to write. The fence is broken. I want to complain.",
        "I want to complain. Anna was very rude to me on the phone.",
    ],
)
def test_a_greeting_a_first_name_or_a_name_without_conduct_keeps_nobody_away(text: str) -> None:
    told = dsmart(writes_in("2026-03-03 11:20", JO, text, "Complaint"))

    assert "this notice did not go to them" not in told.letter("notice", ANNA)


def test_an_engineer_who_is_named_is_pointed_at_and_the_handler_deals_with_it() -> None:
    told = dsmart(writes_in("2026-03-03 11:20", JO, RUDE.format("Bob Wright"), "Complaint"))

    assert "It names Bob Wright" in told.letter("notice", ANNA)
    assert told.names(BOB) == []


# ------------------------------------------------------------------------------------------------- a review that does not begin


def test_a_review_asked_for_on_a_closed_case_is_begun_by_one_reply_as_the_notice_says() -> None:
    asked = writes_in("2026-06-10 15:00", LEA, "I am not satisfied. I ask for a review by a director.", "[{case}]")
    story = (
        writes_in("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        reply("2026-06-03 10:00", CASS, "#respond\nWe looked into it and will not refund you."),
        reply("2026-06-03 10:05", CASS, "#close answered"),
        asked,
    )
    told = tinytracker(*story)
    assert not told.of("case.stage")
    assert "#reopen REASON and, on the next line, #stagetwo 2026-06-10 15:00 begin it" in told.newest("notice", CASS)

    begun = tinytracker(
        *story, reply("2026-06-11 09:00", CASS, "#reopen a review is asked for\n#stagetwo 2026-06-10 15:00")
    )
    assert begun.sent("stage_two_acknowledgement", LEA)
    assert begun.due("stage_two_acknowledge") == "2026-06-12"  # two working days from the request
    assert begun.sent("notice", DEE)


def test_a_review_asked_for_before_the_answer_is_told_to_the_handler_with_what_to_do() -> None:
    asks = reply_to(a_case("tinytracker"), "I am not satisfied. I ask for a review by a director.")
    (notice, *_) = [w for w in writes(decided(asks)) if w.letter == "notice"]
    assert "before stage one has been answered, so none has begun" in notice.silence
    assert "#stagetwo 2026-03-05 10:00 begins the review at once" in notice.silence


def test_a_review_that_runs_already_needs_no_word_about_it() -> None:
    asks = reply_to(under_review(), "I am not satisfied. I ask for a review by a director.")
    assert not [w for w in writes(decided(asks)) if "review" in w.silence]


# ------------------------------------------------------------------------------------------------- what cannot be delivered


def test_the_words_of_a_task_that_came_back_reach_somebody_else() -> None:
    told = dsmart(
        writes_in("2026-03-03 11:20", JO, "The fence is broken. I want to complain.", "Complaint"),
        reply("2026-03-04 09:00", ANNA, "#visit 2026-03-06 10:00 with Bob Wright\nBring the long ladder."),
        bounce("2026-03-04 09:05", "task"),
    )

    told_again = told.newest("task", DANA)
    assert "The letter 'task' to bob@dsmart.example came back" in told_again
    assert "When: Friday 6 March 2026 at 10:00" in told_again
    assert "Bring the long ladder." in told_again
    assert "When you have been there" not in told_again


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    built = Firm(tmp_path)
    yield built
    built.close()


def test_a_grievance_that_came_back_from_hr_is_not_told_to_a_director() -> None:
    """Its task was for HR alone: a director hears that a letter came back, and no word of it."""
    told = tinytracker(
        writes_in(
            "2026-06-01 09:00",
            ROB,
            "I want to raise a formal grievance about how my manager Dee Hart treats me.",
            "Grievance",
        ),
        bounce("2026-06-01 09:05", "task"),
    )

    task = told.letter("task", DEE)
    assert "The letter 'task' to hal@tinytracker.example came back" in task
    assert "treats me" not in task


def test_a_message_without_a_sender_asks_nobody_to_post_to_nobody(firm: Firm) -> None:
    firm.arrives(mail(sender=None))
    firm.take_in()
    firm.send()

    part = firm.letter("task", "anna@firm.example").get_body(("plain",))
    assert part is not None
    assert "Nor is another way to reach them known: look in their message" in " ".join(part.get_content().split())
