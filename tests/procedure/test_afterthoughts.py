"""What people do late, twice or out of order: a settlement that does not hold, a date long gone, a closed case that burns."""

from __future__ import annotations

import pytest

from tests.stories import ANNA, BOB, CASS, DEE, JO, LEA, Told, dsmart, mail, reply, tinytracker, words

INVOICE = (
    "I am not happy. Your final invoice is 120 pounds more than the quote. I want this put right. This is a complaint."
)
REFUND = (
    "You refused my refund for a faulty tracker. I am unhappy and want this looked at properly. I want to complain."
)
REVIEW = "I do not accept this. Please have my complaint reviewed by a director."
MILL = "3 Mill Lane, York YO1 7HH"
FORWARDED = """---------- Forwarded message ---------
From: Lea Brook <lea@customer.example>
Date: Fri, 2 Jan 2026 at 10:00
Subject: Complaint
To: Cass Moore <cass@tinytracker.example>

"""


def refused(told: Told) -> str:
    """The newest answer to staff, which must be a refusal."""
    answer = words(told.sent("command_result")[-1])
    assert "not done" in answer.lower()
    return answer


# ------------------------------------------------------------------------------------------------------------ stage two


def test_a_complaint_settled_informally_may_still_go_to_review() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-20 10:00", CASS, "#informal\nAs agreed on the phone we send a new one."),
        reply("2026-03-23 10:00", LEA, REVIEW, to="informal_resolution"),
    )

    assert told.due("stage_two_decide") == "2026-04-08"
    assert told.sent("stage_two_acknowledgement", LEA)


@pytest.mark.parametrize("stage_two", [False, True])
def test_an_investigation_cannot_end_after_its_findings_went_out(stage_two: bool) -> None:
    asked = (reply("2026-03-23 10:00", LEA, REVIEW, to="response"),) if stage_two else ()
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-20 10:00", CASS, "#respond\nWe found nothing wrong."),
        *asked,
        reply("2026-03-25 10:00", DEE if stage_two else CASS, "#investigated"),
    )

    assert not told.of("clock.started", clock="reply")
    assert ("under review" if stage_two else "has gone out") in refused(told)


def test_a_review_cannot_have_been_asked_for_before_the_complaint_came() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-20 10:00", CASS, "#respond\nWe found nothing wrong."),
        reply("2026-03-23 10:05", CASS, "#stagetwo 2026-01-02 10:00"),
    )

    assert not told.of("clock.started", clock="stage_two_decide")
    assert "before TT-2026-0001" in refused(told)


# --------------------------------------------------------------------------------------------------------------- visits


def test_a_visit_that_was_made_is_not_owed_again_when_a_second_urgency_is_cleared() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, "No heating and no hot water since last night.", "No heating"),
        reply("2026-03-05 12:00", ANNA, "#visited\nBob fixed it."),
        reply("2026-03-06 09:00", JO, "The heating has stopped again, we are cold, no hot water.", to="visit_outcome"),
        reply("2026-03-06 10:00", ANNA, "#clear no_heating it was the thermostat"),
    )

    assert not told.of("clock.started", clock="visit")


def test_a_visit_cannot_be_booked_for_the_hour_that_spring_leaves_out() -> None:
    told = dsmart(
        mail("2026-03-26 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-26 10:00", ANNA, "#visit 2026-03-29 01:30 with Bob"),
    )

    assert not told.sent("visit_booked")
    assert "no 01:30 on Sunday 29 March 2026" in refused(told)


def test_the_engineer_is_told_when_and_where_to_go_and_whom_to_ring() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 10:00", ANNA, "#set phone: 01904 555 010"),
        reply("2026-03-05 10:10", ANNA, f"#set address: {MILL}\n#visit 2026-03-09 10:00 with Bob\nMind the hatch."),
    )

    task = told.letter("task", BOB)
    for part in ("9 March 2026", "10:00", "Jo Simmons", "01904 555 010", MILL, "DS-2026-0001"):
        assert part in task


# ----------------------------------------------------------------------------------------------------------- late dates


def test_a_late_complaint_is_acknowledged_without_a_date_that_has_passed() -> None:
    told = tinytracker(
        mail("2026-01-16 09:30", LEA, "Which tracker fits a Ford Transit?", "Question"),
        reply("2026-03-23 10:05", CASS, "#complaint"),
    )

    letter = told.letter("acknowledgement", LEA)
    assert "February" not in letter
    assert "as soon as we can" in letter


def test_a_mail_forwarded_late_is_acknowledged_without_a_date_that_has_passed() -> None:
    told = tinytracker(mail("2026-03-16 09:30", CASS, FORWARDED + REFUND, "Fwd: Complaint"))

    letter = told.letter("acknowledgement", LEA)
    assert "February" not in letter
    assert "as soon as we can" in letter


def test_a_late_complaint_to_an_installer_gets_no_date_that_has_passed() -> None:
    told = dsmart(
        mail("2026-01-16 09:30", JO, "Which inverter do you fit?", "Question"),
        reply("2026-03-23 10:05", ANNA, "#complaint"),
    )

    letter = told.letter("acknowledgement", JO)
    assert "23 January" not in letter
    assert "30 January" not in letter
    assert letter.count("as soon as we can") == 2


# ------------------------------------------------------------------------------------------------------- closed, enquiry


def test_an_emergency_on_a_closed_case_can_be_taken_up_after_reopening() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 12:00", ANNA, "#novisit it is about money\n#close done"),
        reply("2026-03-06 09:00", JO, "We have no heating and no hot water at all.", to="acknowledgement"),
        reply("2026-03-06 09:30", ANNA, "#reopen no heating"),
        reply("2026-03-06 09:40", ANNA, "#set no_heating"),
    )

    assert "What to know" in words(told.sent("notice", ANNA)[-1])
    assert len(told.of("clock.started", clock="visit_urgent")) == 1


def test_an_enquiry_that_turns_into_a_complaint_is_one_from_that_message_on() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, "Which tracker fits a Ford Transit?", "Question"),
        reply("2026-03-16 10:30", CASS, "The T2 does."),
        reply("2026-03-17 10:05", LEA, REFUND, to="message"),
    )

    assert told.due("acknowledge") == "2026-03-20"
    assert told.met_by("acknowledge") == "letter.acknowledgement.sent"
    assert "17 March 2026" in told.letter("acknowledgement", LEA)
    assert "is one from now on" in words(told.sent("notice", CASS)[-1])


def test_what_a_person_called_an_enquiry_stays_one() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Question"),
        reply("2026-03-16 10:30", CASS, "#enquiry she only asks"),
        reply("2026-03-17 10:05", LEA, REFUND, to="acknowledgement"),
    )

    assert len(told.sent("acknowledgement")) == 1
    assert len(told.of("clock.started", clock="acknowledge")) == 1
    assert "#complaint makes it one" in words(told.sent("notice", CASS)[-1])


def test_a_complaint_in_answer_to_a_closed_enquiry_has_a_case_of_its_own_and_its_clocks() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, "Which tracker fits a Ford Transit?", "Question"),
        reply("2026-03-16 10:30", CASS, "The T2 does."),
        reply("2026-03-16 10:40", CASS, "#close answered"),
        reply("2026-03-23 10:05", LEA, REFUND, to="message"),
        reply("2026-03-24 10:05", LEA, "And I am still waiting, this is a disgrace.", to="message"),
    )

    assert [line["kind"] for line in told.of("case.opened")] == ["enquiry", "complaint"]
    assert told.due("acknowledge") == "2026-03-26"
    assert len(told.sent("acknowledgement", LEA)) == 1
    assert "an enquiry that is closed" in words(told.sent("notice", CASS)[-2])
    assert {line["case"] for line in told.of("contact.recorded", from_=LEA)[1:]} == {told.cases[1]}


# ------------------------------------------------------------------------------------------------------------- what is held


def test_findings_in_a_plain_reply_are_held_and_sent_whole_on_one_word() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 12:00", ANNA, "Dear Jo,\n\nyour complaint is upheld: we refund 120 pounds."),
        reply("2026-03-05 12:10", ANNA, "#confirm with blocks", to="command_result"),
    )

    assert [line["letter"] for line in told.of("letter.held")] == ["message"]
    assert told.sent("message") == []
    assert "we refund 120 pounds" in told.letter("response", JO)
    assert "Renewable Energy Consumer Code" in told.letter("response", JO)
    assert told.met_by("findings") == "letter.response.sent"


def test_a_note_that_a_reply_repeats_is_held_and_may_be_released() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 12:00", ANNA, "#note\nShe pays late every year, offer no more than 20 pounds."),
        reply("2026-03-05 12:10", ANNA, "Dear Jo, she pays late every year, offer no more than 20 pounds."),
        reply("2026-03-05 12:20", ANNA, "#confirm", to="command_result"),
    )

    assert "internal note" in str(told.of("letter.held")[0]["why"])
    assert [line["at"] for line in told.sent("message", JO)] == ["2026-03-05T12:20:00Z"]


def test_words_for_a_stranger_do_not_reach_the_customer() -> None:
    stranger = "M Allory <mallory@elsewhere.example>"
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        mail("2026-03-06 10:00", stranger, "I am her son and write for her.", "Re: {case}"),
        reply("2026-03-06 11:00", ANNA, "Dear Mr Allory, thank you."),
        reply("2026-03-06 11:10", ANNA, "#confirm mallory@elsewhere.example", to="command_result"),
    )

    assert told.sent("message", JO) == []
    assert [line["at"] for line in told.sent("message", stranger)] == ["2026-03-06T11:10:00Z"]
