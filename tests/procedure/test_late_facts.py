"""Facts that waited for a person, receipts that were wrong, promises whose letter came back: each counts from when it should."""

from __future__ import annotations

import pytest

from tests.stories import ANNA, CASS, DANA, DEE, HAL, JO, LEA, ROB, bounce, dsmart, mail, reply, tinytracker, utc, words

INVOICE = "I am not happy. Your final invoice is 120 pounds more than the quote. This is a complaint."
REFUND = "You refused my refund for a faulty tracker. I am unhappy and want to complain."
REVIEW = "I do not accept this. Please have my complaint reviewed by a director."
COLD = "We have no heating and no hot water at all."
DATA = "Please treat this as a subject access request: send me a copy of all personal data you hold about me."
KNOWN = "the customer is known to pay very late always"  # noted first, so that a letter that says it is held
ANN = "Ann Simmons <ann@customer.example>"


# ------------------------------------------------------------------------------------------------- unconfirmed, closed


def test_what_an_unconfirmed_sender_wrote_counts_from_its_receipt_once_they_are_confirmed() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        mail("2026-03-05 14:00", ANN, COLD, "About DS-2026-0001-H"),
        reply("2026-03-05 16:00", ANNA, "#confirm ann@customer.example"),
    )

    assert told.due_at("visit_urgent") == utc("2026-03-06 14:00")
    answer = words(told.sent("command_result", ANNA)[-1])
    assert "the message of Thursday 5 March 2026 at 14:00 counts from then (no heating" in answer


def test_a_stranger_who_is_not_confirmed_starts_no_clock() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        mail("2026-03-05 14:00", ANN, COLD, "About DS-2026-0001-H"),
        mail("2026-03-05 14:30", "Mal <mal@else.example>", COLD, "About DS-2026-0001-H"),
        reply("2026-03-05 16:00", ANNA, "#confirm mal@else.example"),
        reply("2026-03-05 16:30", ANNA, "#show"),
    )

    assert told.due_at("visit_urgent") == utc("2026-03-06 14:30")


def test_a_strangers_request_for_data_is_a_task_once_they_are_confirmed_with_the_date_from_its_receipt() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        mail("2026-03-05 14:00", ANN, DATA, "About DS-2026-0001-H"),
        reply("2026-03-12 16:00", ANNA, "#confirm ann@customer.example"),
    )

    task = told.letter("task", DANA)
    assert "7 April 2026" in task
    assert "ann@customer.example wrote so on Thursday 5 March 2026 at 14:00" in task


def test_what_the_customer_wrote_from_another_address_counts_once_a_person_says_that_it_is_theirs() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        mail("2026-03-05 14:00", "Jo <jo@new.example>", COLD, "About DS-2026-0001-H"),
        reply("2026-03-05 15:00", ANNA, "Dear Jo, we come at once."),
        reply("2026-03-05 16:00", ANNA, "#set email: Jo@New.example"),
        reply("2026-03-05 17:00", ANNA, "#respond\nIt was a fuse."),
    )

    assert told.due_at("visit_urgent") == utc("2026-03-06 14:00")
    assert told.sent("message", "jo@new.example")
    assert told.sent("response", "jo@new.example")
    assert "did not get it" not in told.newest("command_result", ANNA)


@pytest.mark.parametrize("address", ["info@dsmart.example", "info+5.7e7gscsnlb5cmnsz@dsmart.example"])
def test_no_address_of_the_mailbox_is_taken_for_a_customers(address: str) -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 16:00", ANNA, f"#set email: {address}"),
    )

    assert "is one of our own addresses" in told.letter("command_result", ANNA)
    assert not told.of("case.changed")


def test_a_colleague_who_wrote_to_the_customer_themselves_is_not_told_that_nobody_got_it() -> None:
    both = f"{JO}, info@dsmart.example"
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        mail("2026-03-05 16:00", ANNA, "Dear Jo, we look into it.", "Re: [DS-2026-0001-H] Overcharged", to=both),
    )

    answer = told.letter("command_result", ANNA)
    assert "It went to Jo Simmons without mailbot" in answer
    assert "Nothing was sent to a customer" not in answer
    assert not told.sent("message")


def test_a_request_for_data_that_a_program_sends_for_a_customer_is_a_task() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 14:00", JO, DATA, to="acknowledgement", auto_submitted="auto-generated"),
    )

    assert "personal data" in told.letter("task", DANA)


def test_what_was_written_on_a_closed_case_counts_from_its_receipt_once_it_is_reopened() -> None:
    told = dsmart(
        mail("2026-03-05 09:00", JO, INVOICE, "Overcharged"),
        reply("2026-03-05 12:00", ANNA, "#novisit it is about money\n#close done"),
        reply("2026-03-06 09:00", JO, COLD, to="acknowledgement"),
        reply("2026-03-06 11:30", ANNA, "#reopen no heating"),
    )

    assert told.due_at("visit_urgent") == utc("2026-03-07 09:00")
    assert "counts from then (no heating" in words(told.sent("command_result", ANNA)[-1])


def test_a_review_asked_for_on_a_closed_case_runs_from_the_request() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-20 10:00", CASS, "#respond\nWe found nothing wrong.\n\nSuggestions: none."),
        reply("2026-03-20 11:00", CASS, "#close answered"),
        reply("2026-03-23 10:00", LEA, REVIEW, to="response"),
        reply("2026-03-25 10:00", CASS, "#reopen she asks for a review"),
    )

    assert told.due("stage_two_decide") == "2026-04-08"
    assert told.sent("stage_two_acknowledgement", LEA)
    assert any("Review requested" in words(line) or "A review" in words(line) for line in told.sent("notice", DEE))


# ------------------------------------------------------------------------------------------------------------- receipts


def test_a_receipt_that_was_read_wrongly_is_corrected_and_its_clocks_run_from_then() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Lea Brook <lea@customer.example>\nDate: Fri, 13 Mar 2026 at 10:00\n"
        f"Subject: Complaint\nTo: Cass Moore <cass@tinytracker.example>\n\n{REFUND}"
    )
    told = tinytracker(
        mail("2026-03-16 09:30", CASS, forwarded, "Fwd: Complaint"),
        reply("2026-03-16 10:00", CASS, "#set received: 2026-03-12 15:00"),
    )

    assert "Friday 13 March 2026" in words(told.sent("command_result", CASS)[0])
    assert "#set received:" in words(told.sent("command_result", CASS)[0])
    assert told.due("investigate") == "2026-04-11"
    assert told.of("clock.stopped", clock="investigate", by="the receipt was corrected")
    assert "12 March 2026" in words(told.sent("command_result", CASS)[1])


@pytest.mark.parametrize("value", ["", "last week", "2026-03-12", "2027-03-12 10:00", "2026-03-12 10:00 or so"])
def test_a_receipt_that_is_not_clear_is_not_changed(value: str) -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-16 10:00", CASS, f"#set received: {value}"),
    )

    assert len(told.of("clock.started", clock="investigate")) == 1
    assert "not done" in words(told.sent("command_result", CASS)[-1]).lower()


# ------------------------------------------------------------------------------------------------------------- promises

ASKED = (
    mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
    reply("2026-03-20 10:00", CASS, "#respond\nWe found nothing wrong.\n\nSuggestions: none."),
    reply("2026-03-23 10:00", LEA, REVIEW, to="response"),
)
WAIT = "Why it is not complete: we wait for the maker."


def test_a_promise_whose_letter_came_back_is_taken_back() -> None:
    told = tinytracker(
        *ASKED,
        reply("2026-04-01 10:00", DEE, f"#progress 2026-05-01\n{WAIT}"),
        bounce("2026-04-01 10:30", "stage_two_progress"),
    )

    assert [line["due"] for line in told.of("clock.changed", clock="stage_two_decide")] == ["2026-05-01", "2026-04-08"]


def test_of_two_promises_the_one_that_arrived_stands() -> None:
    told = tinytracker(
        *ASKED,
        reply("2026-04-01 10:00", DEE, f"#progress 2026-05-01\n{WAIT}"),
        reply("2026-04-02 10:00", DEE, f"#progress 2026-05-08\n{WAIT}"),
        bounce("2026-04-02 10:30", "stage_two_progress"),
    )

    assert told.due("stage_two_decide") == "2026-05-01"


def test_a_promise_that_is_taken_back_after_its_day_is_a_breach() -> None:
    told = tinytracker(
        *ASKED,
        reply("2026-04-01 10:00", DEE, f"#progress 2026-05-01\n{WAIT}"),
        bounce("2026-04-20 10:30", "stage_two_progress"),
        until="2026-04-20 10:40",
    )

    assert [line["at"] for line in told.of("clock.breached", clock="stage_two_decide")] == [utc("2026-04-20 10:30")]


LATE = (
    *ASKED,
    reply("2026-04-10 10:00", DEE, f"#progress 2026-05-01\n{WAIT}"),  # it was due on the 8th
)


def test_a_promise_after_a_breach_is_late_anew_although_the_case_was_closed_for_a_while() -> None:
    told = tinytracker(
        *LATE,
        reply("2026-04-10 11:00", DEE, "#close by mistake"),
        reply("2026-04-10 12:00", DEE, "#reopen it was a mistake"),
        until="2026-05-04 10:00",
    )

    breaches = told.of("clock.breached", clock="stage_two_decide")
    assert [line["at"] for line in breaches] == [utc("2026-04-09 00:00"), utc("2026-05-02 00:00")]


def test_a_first_promise_after_a_breach_is_late_anew_although_a_second_one_came_back() -> None:
    told = tinytracker(
        *LATE,
        reply("2026-04-11 10:00", DEE, f"#progress 2026-05-08\n{WAIT}"),
        bounce("2026-04-11 10:30", "stage_two_progress"),
        until="2026-05-04 10:00",
    )

    breaches = told.of("clock.breached", clock="stage_two_decide")
    assert [line["at"] for line in breaches] == [utc("2026-04-09 00:00"), utc("2026-05-02 00:00")]


def test_a_breach_that_was_announced_is_not_announced_again_when_its_promise_came_back() -> None:
    told = tinytracker(*LATE, bounce("2026-04-10 10:30", "stage_two_progress"), until="2026-05-04 10:00")

    assert len(told.of("clock.breached", clock="stage_two_decide")) == 1


def test_a_progress_update_by_post_moves_the_clock_to_the_date_that_it_promises() -> None:
    told = tinytracker(*ASKED, reply("2026-04-01 10:00", DEE, "#post stage_two_progress 2026-05-01"))

    assert told.due("stage_two_decide") == "2026-05-01"


def test_a_progress_update_by_post_without_its_date_is_asked_about() -> None:
    told = tinytracker(*ASKED, reply("2026-04-01 10:00", DEE, "#post stage_two_progress"))

    assert told.due("stage_two_decide") == "2026-04-08"
    assert "say which day ahead the letter promises" in words(told.sent("command_result", DEE)[-1])


def test_a_letter_to_print_says_the_command_with_the_date_that_it_promises() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", CASS, f"#new\nname: Lea Brook\nchannel: phone\n\n{REFUND}"),
        reply("2026-03-20 10:00", CASS, "#respond\nWe found nothing wrong.\n\nSuggestions: none."),
        reply("2026-03-20 11:00", CASS, "#post response", to="task"),
        reply("2026-03-23 10:00", CASS, "#stagetwo"),
        reply("2026-04-01 10:00", DEE, f"#progress 2026-05-01\n{WAIT}"),
    )

    assert "reply with #post stage_two_progress 2026-05-01" in words(told.sent("task")[-1])


# ----------------------------------------------------------------------------------------------------------- grievances

GRIEVANCE = "I want to raise a grievance: my manager bullies me and shouts at me every day."


def test_a_grievance_that_names_a_case_stands_on_no_case() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        mail("2026-03-17 09:30", ROB, GRIEVANCE, "Grievance, as in TT-2026-0001-R"),
        reply("2026-03-17 11:00", CASS, "#why"),
    )

    assert told.sent("task", HAL)
    assert told.sent("grievance_redirect", ROB)
    assert "bullies" not in words(told.sent("command_result", CASS)[-1])
    assert "grievance" not in words(told.sent("command_result", CASS)[-1]).lower()
    assert not [line for line in told.sent(to=CASS) if "bullies" in words(line)]


# ----------------------------------------------------------------------------------------------------------- restricted


def test_a_customers_complaint_that_speaks_of_their_own_work_has_a_case_when_a_colleague_forwards_it() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Lea Brook <lea@customer.example>\nDate: Fri, 13 Mar 2026 at 10:00\n"
        "Subject: Complaint\nTo: Cass Moore <cass@tinytracker.example>\n\n"
        "My manager at the nursery says your tracker lost our timesheets and payroll. I want to complain."
    )
    told = tinytracker(mail("2026-03-16 09:30", CASS, forwarded, "Fwd: Complaint"))

    assert told.of("case.opened", customer="Lea Brook <lea@customer.example>")
    assert told.sent("notice", CASS)
    assert not told.sent("grievance_redirect")
    assert not told.sent(to=HAL)


def test_a_colleagues_grievance_that_another_forwards_stays_between_them_and_hr() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Rob Stone <rob@tinytracker.example>\nDate: Fri, 13 Mar 2026 at 10:00\n"
        "Subject: Rota\nTo: Cass Moore <cass@tinytracker.example>\n\n"
        "I raise a grievance: my manager bullies me over the rota and my overtime is unpaid."
    )
    told = tinytracker(mail("2026-03-16 09:30", CASS, forwarded, "Fwd: Rota"))

    assert not told.cases
    assert told.sent("task", HAL)


def test_of_a_restricted_case_others_hear_nothing_when_its_customer_writes_anew() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-16 10:00", CASS, "#restrict"),
        mail("2026-03-17 09:30", LEA, "My new tracker is broken. I want to complain.", "Another complaint"),
    )

    assert "TT-2026-0001" not in words(told.sent("notice", ROB)[-1])
    assert len(told.sent("notice", ROB)) == 2


def test_findings_that_were_held_at_stage_one_do_not_go_out_beside_the_decision_of_the_review() -> None:
    told = tinytracker(
        mail("2026-03-16 09:30", LEA, REFUND, "Complaint"),
        reply("2026-03-18 10:00", CASS, f"#note {KNOWN}"),
        reply("2026-03-20 10:00", CASS, f"#respond\nWe found nothing wrong: {KNOWN}."),
        reply("2026-03-23 10:00", CASS, "#stagetwo she asks"),
        reply("2026-03-25 10:00", DEE, f"#decide\nWe find that {KNOWN}."),
        reply("2026-03-25 12:30", DEE, "#confirm"),
    )

    assert told.sent("stage_two_decision", LEA)
    assert not told.sent("response")
    assert "the letter 'response' stays held: it answers stage one" in told.newest("command_result", DEE)
