"""Tiny Tracker's complaints policy and procedure, a test (or more) a clause, each driven from mail in to mail out.

The words quoted are those of config/procedures/tinytracker.md. tests/procedure/test_clauses.py holds names, words and policy together.
"""

from __future__ import annotations

from tests.stories import (
    CASS,
    DEE,
    HAL,
    LEA,
    ROB,
    Event,
    Told,
    bounce,
    mail,
    reply,
    tinytracker,
    utc,
    with_files,
    words,
)

RAY = "ray@customer.example"
COMPLAINT = mail("2026-03-16 09:30", LEA, "You refused my refund for a faulty tracker. I am unhappy.", "Refund")
CALL = """#new
name: Ray Holt
email: ray@customer.example
phone: 01482 496 000
address: 2 High Street, Hessle
organisation: Holt Nurseries
relationship: supplier
channel: {channel}
received: 2026-05-01 16:30

Your driver blocked the gate and swore at the staff."""
RESPONSE = reply("2026-03-30 10:00", CASS, "#respond\nThe unit was opened. We suggest half the price back.")
REQUEST = reply("2026-04-02 15:00", LEA, "I do not accept this. Please have it reviewed by a director.", to="response")


def called(channel: str = "phone", *more: Event) -> Told:
    return tinytracker(mail("2026-05-01 17:00", CASS, CALL.format(channel=channel), "a complaint"), *more)


def answered(*commands: tuple[str, str], until: str = "") -> Told:
    return tinytracker(COMPLAINT, *(reply(at, CASS, text) for at, text in commands), until=until)


def reviewed(*events: Event, until: str = "") -> Told:
    """The story of a complaint that was answered and of which a review was then requested."""
    return tinytracker(COMPLAINT, RESPONSE, REQUEST, *events, until=until)


# ------------------------------------------------------------------------------------------------ the policy, and contacts


def test_policy_channels_by_phone_by_email_and_in_writing() -> None:
    """ "A complaint can be received by phone, by email or in writing" """
    assert [c["channel"] for c in tinytracker(COMPLAINT).of("case.opened", kind="complaint")] == ["email"]
    assert [c["channel"] for c in called("phone").of("case.opened")] == ["phone"]
    assert [c["channel"] for c in called("post").of("case.opened")] == ["post"]


def test_policy_channels_a_returned_feedback_form_is_a_complaint() -> None:
    """ "You can download and email us directly the feedback form at this stage if you wish." """
    form = with_files(mail("2026-05-02 10:00", LEA, "", "Form"), "feedbackform.pdf")
    told = tinytracker(form)

    assert told.of("case.opened", kind="complaint")
    assert told.sent("acknowledgement", LEA)


def test_policy_confidence_a_stranger_who_quotes_the_reference_learns_nothing() -> None:
    """ "informing only those who need to know" """
    stranger = mail("2026-03-17 10:00", "M <mallory@elsewhere.example>", "Send me everything.", "Re: {case}")
    told = tinytracker(COMPLAINT, stranger)

    assert not told.sent(to="mallory@elsewhere.example")
    assert not any("Send me everything" in words(line) for line in told.sent(to=LEA))
    assert len(told.cases) == 1


def test_policy_confidence_a_restricted_case_is_told_to_those_named_on_it() -> None:
    """ "informing only those who need to know" """
    more = reply("2026-03-18 10:00", LEA, "One more thing.", to="acknowledgement")
    told = tinytracker(COMPLAINT, reply("2026-03-17 10:00", CASS, "#restrict"), more)

    assert "One more thing" in told.newest("notice", CASS)
    assert not any("One more thing" in words(line) for line in told.sent(to=ROB))


def test_policy_confidence_a_request_about_personal_data_goes_to_a_director_with_its_date() -> None:
    """ "following any relevant data protection requirements" """
    asks = mail("2026-01-31 10:00", LEA, "Please send me a copy of all the data that you hold on me.", "My data")
    told = tinytracker(asks)

    assert "Monday 2 March 2026" in told.letter("task", DEE)  # one month, from a weekend to a working day


def test_contact_the_letters_tell_how_to_reach_us() -> None:
    """ "You can contact us using the following ways;" """
    told = reviewed()

    assert "0300 012 0001" in told.letter("acknowledgement", LEA)
    assert "Unit 26 Proiry Tec Park, Saxon Way, Hessle. HU13 9PB" in told.letter("response", LEA)


# ------------------------------------------------------------------------------------------------- whoever receives it


def test_procedure_receiver_records_facts_details_and_relationship() -> None:
    """ "Record the facts of the complaint"; "Take the complainant's name, address, organisation and contact details" """
    told = called("phone", reply("2026-05-01 17:10", CASS, "#show", to="command_result"))

    assert told.of("case.opened", customer="Ray Holt <ray@customer.example>")
    assert "blocked the gate" in words(told.sent("notice", ROB)[0])
    assert "We have the details that we need" in told.letter("acknowledgement", RAY)


def test_procedure_receiver_asks_for_the_details_that_are_missing() -> None:
    """ "Take the complainant's name, address, organisation and contact details" """
    letter = tinytracker(COMPLAINT).letter("acknowledgement", LEA)

    assert "So that our record is complete" in letter
    assert "relationship" in letter.lower()


def test_procedure_receiver_details_that_come_later_are_entered() -> None:
    """ "Note down the relationship of the complainant to Tiny Tracker" """
    told = answered(("2026-03-17 10:00", "#set relationship: customer\n#set phone: 01482 100 200"))

    changed = {line["field"]: line["value"] for line in told.of("case.changed")}
    assert changed == {"customer.relationship": "customer", "customer.phone": "01482 100 200"}


def test_procedure_receiver_sends_procedure_form_and_what_happens_next() -> None:
    """ "Refer the complainant to our complaints procedure"; "Send to the complainant TinyTrackers feedback form." """
    (letter,) = tinytracker(COMPLAINT).sent("acknowledgement", LEA)

    assert letter["attachments"] == ["complaints-procedure.pdf", "feedback-form.pdf"]
    assert "What happens next" in words(letter)
    assert "by Wednesday 15 April 2026" in words(letter)


# ----------------------------------------------------------------------------------------------------------- phase one


def test_1_1_acknowledged_and_logged_within_three_working_days() -> None:
    """ "The complaint will be acknowledged and will be logged with our Customer Services Team within three working days." """
    saturday = mail("2026-05-02 20:40", LEA, "The tracker died on day two. I want to complain.", "Tracker")
    told = tinytracker(saturday)

    assert told.due("acknowledge") == "2026-05-07"  # over the May bank holiday, counted from the Saturday
    assert told.of("clock.stopped", clock="acknowledge", by="letter.acknowledgement.sent")
    assert len(told.cases) == 1


def test_1_1_the_acknowledgement_says_who_deals_with_it_and_when_to_expect_a_reply() -> None:
    """ "confirm who is dealing with the complaint and when the complainant can expect a reply" """
    letter = tinytracker(COMPLAINT).letter("acknowledgement", LEA)

    assert "Cass Moore is dealing with your complaint" in letter
    assert "by Monday 20 April 2026" in letter  # 30 days, and five more


def test_1_1_a_copy_of_the_procedure_is_attached() -> None:
    """ "A copy of this complaints procedure will be attached." """
    (letter,) = tinytracker(COMPLAINT).sent("acknowledgement", LEA)

    assert "complaints-procedure.pdf" in letter["attachments"]  # type: ignore[operator]  # a list of names


def test_1_1_an_acknowledgement_that_came_back_was_not_given() -> None:
    """ "The complaint will be acknowledged ... within three working days.": the clock runs again and a person is told"""
    told = tinytracker(COMPLAINT, bounce("2026-03-16 09:35", "acknowledgement"), until="2026-03-20 09:00")

    assert len(told.of("clock.started", clock="acknowledge", due="2026-03-19")) == 2
    assert told.of("clock.breached", clock="acknowledge", at=utc("2026-03-20 00:00"))
    assert "came back" in told.letter("task", CASS)


def test_1_2_the_team_resolves_it_where_it_can() -> None:
    """ "If the complaint has been received by that team, they will try to do so if possible and appropriate." """
    told = answered(("2026-03-16 11:00", "#informal\nWe agreed on the phone to send a new unit."))

    assert "agreed on the phone to send a new unit" in told.letter("informal_resolution", LEA)
    assert told.met_by("investigate") == "letter.informal_resolution.sent"


def test_1_2_investigated_within_30_days_of_receipt() -> None:
    """ "an appropriate person will investigate and take appropriate action within 30 days": calendar days (domain 1.3)"""
    told = answered(("2026-03-27 10:00", "#investigated 2026-03-26 16:00"))

    assert told.due("investigate") == "2026-04-15"
    assert told.of("clock.stopped", clock="investigate", by="investigation.ended", met_at=utc("2026-03-26 16:00"))


def test_1_2_an_investigation_that_is_late_goes_to_the_director() -> None:
    """ "within 30 days" """
    told = tinytracker(COMPLAINT, until="2026-04-16 12:00")

    assert told.of("clock.breached", clock="investigate", at=utc("2026-04-16 00:00"))
    assert told.sent("escalation", DEE)
    assert all(str(line["at"]) < utc("2026-04-16 00:00") for line in told.sent("reminder", CASS))


def test_1_3_a_reply_within_five_days_of_the_end_of_the_investigation() -> None:
    """ "within five days of the end of our investigation": from its actual end, calendar days (domain 1.3)"""
    told = answered(("2026-03-27 10:00", "#investigated 2026-03-26"), ("2026-03-30 10:00", "#respond\nWe refund you."))

    assert told.due("reply") == "2026-03-31"
    assert told.met_by("reply") == "letter.response.sent"


def test_1_3_the_reply_includes_suggestions_for_resolving_the_matter() -> None:
    """ "This will include suggestions for resolving the matter." """
    letter = reviewed().letter("response", LEA)

    assert "We suggest half the price back" in letter
    assert "If you are happy with what we suggest" in letter


def test_1_3_another_member_of_the_team_may_reply() -> None:
    """ "it may also be another member of the customer services team" """
    told = tinytracker(COMPLAINT, reply("2026-03-30 10:00", ROB, "#respond\nWe refund you in full."))

    assert "Rob Stone" in told.letter("response", LEA)


def test_1_4_in_confidence_letters_show_nothing_that_staff_wrote_inside() -> None:
    """ "Each complaint will be treated in confidence as far as possible." """
    told = answered(("2026-03-17 10:00", "#note Known to be difficult."), ("2026-03-18 10:00", "#respond\nWe refund."))

    assert "in confidence as far as possible" in told.letter("acknowledgement", LEA)
    assert not any("difficult" in words(line) for line in told.sent(to=LEA))


# ----------------------------------------------------------------------------------------------------------- phase two


def test_2_request_a_review_by_answering_the_reply() -> None:
    """ "they can request that the complaint is reviewed via our Customer Services team" """
    told = reviewed()

    assert [line["stage"] for line in told.of("case.stage")] == [2]
    assert "stage" not in told.of("case.opened")[0]
    assert "you can ask for a review by a director" in told.letter("response", LEA).lower()


def test_2_request_passes_the_details_to_a_director() -> None:
    """ "At this stage, the complaint details will be passed on to a Director." """
    told = reviewed()

    assert "Please have it reviewed by a director" in told.letter("notice", DEE)


def test_2_request_straight_to_a_director_who_forwards_it() -> None:
    """ "or by directly contacting a Director": the clocks run from when it reached the Director"""
    forward = """#stagetwo

-------- Forwarded Message --------
Subject: My complaint
Date: Thu, 2 Apr 2026 15:00:00 +0100
From: Lea Brook <lea@customer.example>
To: Dee Hart <dee@tinytracker.example>

Ms Hart, I want you to look at my refund yourself.
"""
    told = tinytracker(COMPLAINT, RESPONSE, mail("2026-04-07 09:30", DEE, forward, "Fwd: My complaint"))

    assert (told.due("stage_two_acknowledge"), told.due("stage_two_decide")) == ("2026-04-08", "2026-04-20")
    assert told.sent("stage_two_acknowledgement", LEA)
    assert told.of("contact.recorded", direction="in", from_=LEA, happened_at=utc("2026-04-02 15:00"))


def test_2_request_told_to_the_team_by_phone() -> None:
    """ "via our Customer Services team": a handler begins the review, as of when it was asked for"""
    told = tinytracker(COMPLAINT, RESPONSE, reply("2026-04-02 15:30", CASS, "#stagetwo 2026-04-02 15:00"))

    assert told.due("stage_two_decide") == "2026-04-20"
    assert "review" in told.letter("notice", DEE).lower()


def test_2_request_before_our_reply_is_shown_to_the_handler_who_decides() -> None:
    """ "If the complainant feels that the issue has not been satisfactorily resolved at Stage One" """
    early = reply("2026-03-18 10:00", LEA, "I want this reviewed by a director now.", to="acknowledgement")
    told = tinytracker(COMPLAINT, early)

    assert not told.of("case.stage")
    assert "reviewed by a director" in told.newest("notice", CASS)


def test_2_acknowledge_within_two_working_days_of_the_request() -> None:
    """ "The request for review will be acknowledged within two working days of receiving it." """
    told = reviewed()

    assert told.due("stage_two_acknowledge") == "2026-04-08"  # over Easter
    assert told.met_by("stage_two_acknowledge") == "letter.stage_two_acknowledgement.sent"


def test_2_acknowledge_says_who_deals_with_it_and_when_to_expect_a_reply() -> None:
    """ "The acknowledgement will confirm who will deal with the case and when the complainant can expect a reply." """
    letter = reviewed().letter("stage_two_acknowledgement", LEA)

    assert "Dee Hart, a Director, will deal with your case" in letter
    assert "by Monday 20 April 2026" in letter


def test_2_review_a_director_delegates_to_a_senior_person() -> None:
    """ "The Director may investigate the facts of the case themselves or delegate a suitably senior person to do so." """
    handed = reply("2026-04-07 10:00", DEE, "#delegate Hal Reed")
    decision = reply("2026-04-14 10:00", HAL, "#decide\nWe refund you in full.")
    told = reviewed(handed, decision)

    assert "A review is handed to you" in told.letter("notice", HAL)
    assert "We refund you in full" in told.letter("stage_two_decision", LEA)


def test_2_review_is_not_decided_by_who_dealt_with_stage_one() -> None:
    """ "speaking with the person or persons who dealt with the complaint at Stage One": so it is somebody else"""
    told = reviewed(reply("2026-04-07 10:00", CASS, "#decide\nWe stay with our reply."))

    assert not told.sent("stage_two_decision")
    assert "dealt with by Dee Hart" in told.newest("command_result", CASS)


def test_2_person_is_informed_and_may_respond() -> None:
    """ "they will be informed and given a further opportunity to respond" """
    told = tinytracker(
        COMPLAINT,
        reply("2026-03-17 10:00", CASS, "#about Rob Stone\nYou are said to have shouted."),
        reply("2026-03-18 10:00", ROB, "I raised my voice because of the noise.", to="person_informed"),
    )

    informed = told.letter("person_informed", ROB)
    assert "You are said to have shouted" in informed
    assert "by Tuesday 24 March 2026" in informed  # five working days: ours, the text gives no time
    assert "because of the noise" in told.letter("task", CASS)
    assert not any("noise" in words(line) for line in told.sent(to=LEA))


def test_2_person_complained_about_deals_with_the_case_no_longer() -> None:
    """ "If the complaint relates to a specific person": they neither hear of it nor act on it from then on"""
    told = tinytracker(
        COMPLAINT,
        reply("2026-03-17 10:00", CASS, "#about Rob Stone"),
        reply("2026-03-17 11:00", ROB, "I never did that, drop it."),
        reply("2026-03-18 10:00", LEA, "He also lied.", to="acknowledgement"),
    )

    assert told.names(ROB) == ["notice", "person_informed", "command_result"]
    assert not told.sent("message")


def test_2_decide_a_definitive_reply_within_10_working_days() -> None:
    """ "Stage Two complaints will receive a definitive reply within 10 working days." From the request (domain 1.3)."""
    told = reviewed(reply("2026-04-14 10:00", DEE, "#decide\nWe refund you."))

    assert told.due("stage_two_decide") == "2026-04-20"
    assert told.met_by("stage_two_decide") == "letter.stage_two_decision.sent"


def test_2_decide_a_progress_update_with_a_date_opens_a_new_term() -> None:
    """ "a progress update will be sent with an indication of when a full reply will be given" """
    update = reply("2026-04-17 10:00", DEE, "#progress 2026-05-01\nI wait for the laboratory's report.")
    told = reviewed(update, until="2026-05-02 12:00")

    letter = told.letter("stage_two_progress", LEA)
    assert "Friday 1 May 2026" in letter
    assert "laboratory" in letter
    assert [line["at"] for line in told.of("clock.breached")] == [utc("2026-05-02 00:00")]


def test_2_decide_a_progress_update_needs_a_reason_and_a_date_ahead() -> None:
    """ "If this is not possible because for example, the review has not been fully completed" """
    told = reviewed(
        reply("2026-04-15 10:00", DEE, "#progress 2026-05-01"),
        reply("2026-04-15 10:05", DEE, "#progress 2026-04-01\nNot yet."),
        reply("2026-04-15 10:10", DEE, "#progress soon\nNot yet."),
    )

    assert not told.sent("stage_two_progress")
    assert len(told.sent("command_result", DEE)) == 3


def test_2_final_the_decision_says_that_it_ends_the_procedure() -> None:
    """ "The decision taken at this stage is final." """
    told = reviewed(
        reply("2026-04-14 10:00", DEE, "#decide\nWe refund you."),
        reply("2026-04-15 10:00", LEA, "I want another review by a director.", to="stage_two_decision"),
    )

    assert "This decision is final" in told.letter("stage_two_decision", LEA)
    assert len(told.of("case.stage")) == 1
    assert len(told.sent("stage_two_acknowledgement")) == 1


# --------------------------------------------------------------------------------------------------------- phase three


def test_3_review_complaints_from_time_to_time() -> None:
    """ "Complaints are reviewed from time to time to identify any trends which may indicate a need to take further action." """
    told = review()

    assert "1 opened" in told.letter("review", DEE)
    assert told.met_by("review") == "review.recorded"
    assert told.due("review") == "2026-09-10"


def test_3_responsible_the_hr_manager_gets_the_review_too() -> None:
    """ "Overall responsibility for this policy and its implementation lies with the HR Manager." """
    assert "Review of our complaints" in review().letter("review", HAL)


def review() -> Told:
    return tinytracker(
        COMPLAINT, RESPONSE, reply("2026-06-10 10:00", DEE, "Drivers are trained anew in July.", to="review")
    )


def test_3_staff_complaints_go_to_the_grievance_policy_and_open_no_case() -> None:
    """ "This policy does not cover complaints from staff who should review the Grievance Policy in the Staff Handbook." """
    told = tinytracker(
        mail("2026-06-01 09:00", ROB, "I want to raise a grievance about my manager, who changed my rota.", "Grievance")
    )

    assert not told.cases
    assert "Grievance Policy in the Staff Handbook" in told.letter("grievance_redirect", ROB)
    assert told.names(HAL) == ["task"]
    assert not told.sent(to=CASS)
    assert not told.sent(to=DEE)


def test_3_staff_who_add_to_their_grievance_are_heard_by_hr_alone() -> None:
    """ "complaints from staff": what follows in answer to the redirect is as private; its author alone is told where it went"""
    told = tinytracker(
        mail(
            "2026-06-01 09:00", ROB, "I want to raise a grievance about my manager, who changed my rota.", "Grievance"
        ),
        reply("2026-06-01 10:00", ROB, "It is about my pay as well.", to="grievance_redirect"),
    )

    assert not told.cases
    assert (told.names(ROB), told.names(HAL)) == (
        ["grievance_redirect", "command_result"],
        ["task", "task"],
    )
    assert "It is about my pay as well." in told.newest("task", HAL)
    assert not told.of("contact.recorded")


def test_3_staff_who_mention_a_customers_case_are_not_turned_away() -> None:
    """ "complaints from staff": a colleague's answer about a customer is not one, whatever its words"""
    told = answered(("2026-03-17 10:00", "My manager has changed my rota, so Rob will ring you on Friday."))

    assert not told.sent("grievance_redirect")
    assert "Rob will ring you" in told.letter("message", LEA)
