"""Dsmart Electrical's complaints procedure, a test (or more) a clause, each driven from mail in to mail out.

The words quoted are those of config/procedures/dsmart.md. tests/procedure/test_clauses.py holds names, words and policy together.
"""

from __future__ import annotations

from tests.stories import ANNA, BOB, DANA, JO, Event, Told, bounce, dsmart, mail, reply, utc, with_files, words

COMPLAINT = mail("2026-03-03 11:20", JO, "The fitters left a hole in my roof. I am very unhappy.", "Complaint: roof")
COLD = mail("2026-03-03 11:20", JO, "Our heat pump has stopped working and we have no heating at all.", "No heating")
CALL = """#new
name: Ray Holt
email: ray@customer.example
phone: 01782 496 000
channel: {channel}
received: 2026-03-05 16:30

The battery inverter hums all night and he cannot sleep."""


def called(channel: str = "phone") -> Event:
    return mail("2026-03-06 09:00", ANNA, CALL.format(channel=channel), "a complaint")


def answered(*commands: tuple[str, str], until: str = "", first: Event = COMPLAINT) -> Told:
    """The story of a complaint whose notice Anna answers with these texts at these times."""
    return dsmart(first, *(reply(at, ANNA, text) for at, text in commands), until=until)


# ----------------------------------------------------------------------------------------------------- clauses 1, 2 and 3


def test_1_a_complaint_may_come_by_email() -> None:
    """ "The customer can contact us initially by phone, email or post." """
    told = dsmart(COMPLAINT)

    assert [line["channel"] for line in told.of("case.opened", kind="complaint")] == ["email"]


def test_1_a_complaint_may_come_by_phone_and_is_entered_for_the_caller() -> None:
    """ "The customer can contact us initially by phone, email or post." """
    (opened,) = dsmart(called()).of("case.opened")

    assert (opened["channel"], opened["customer"]) == ("phone", "Ray Holt <ray@customer.example>")


def test_1_a_complaint_may_come_by_post() -> None:
    """ "The customer can contact us initially by phone, email or post." """
    assert [line["channel"] for line in dsmart(called("post")).of("case.opened")] == ["post"]


def test_2_receipt_is_formally_recorded_with_the_issues_raised() -> None:
    """ "make a formal record of our receipt of the complaint and make a thorough note of the issue(s) raised" """
    told = dsmart(COMPLAINT)

    (contact,) = told.of("contact.recorded", direction="in")
    assert (contact["from"], contact["happened_at"]) == (JO, utc("2026-03-03 11:20"))
    assert "hole in my roof" in told.letter("notice", ANNA)


def test_2_the_customer_is_told_at_once_that_the_complaint_is_on_record() -> None:
    """ "make a formal record of our receipt of the complaint": our own target is one working day, a machine needs a minute."""
    told = dsmart(COMPLAINT)

    (letter,) = told.sent("acknowledgement", JO)
    assert (letter["at"], letter["automatic"]) == (utc("2026-03-03 11:20"), True)
    assert "formal record of your complaint" in words(letter)
    assert told.met_by("acknowledge") == "letter.acknowledgement.sent"


def test_2_every_later_message_is_on_the_same_record() -> None:
    """ "make a thorough note of the issue(s) raised" """
    more = reply("2026-03-04 08:00", JO, "The rain comes in as well.", to="acknowledgement")
    told = dsmart(COMPLAINT, more)

    assert len(told.cases) == 1
    assert {line["case"] for line in told.of("contact.recorded", direction="in")} == set(told.cases)
    assert len(told.sent("acknowledgement")) == 1


def test_3_the_customer_hears_that_we_do_our_best_and_of_the_right_to_go_to_recc() -> None:
    """ "we will do our best to resolve the complaint ... they have a right to refer the complaint to the ... (RECC)" """
    letter = dsmart(COMPLAINT).letter("acknowledgement", JO)

    assert "do our best to put this right" in letter
    assert "right to refer your complaint to the Renewable Energy Consumer Code (RECC)" in letter


# ----------------------------------------------------------------------------------------------------------- clauses 4, 5


def test_4_a_caller_is_asked_to_put_it_in_writing_and_offered_help() -> None:
    """ "we will ask the customer to put the complaint in writing ... We will offer help with this" """
    told = dsmart(called(), reply("2026-03-06 09:20", ANNA, "#writing", to="command_result"))

    letter = told.letter("put_in_writing", "ray@customer.example")
    assert "in writing" in letter
    assert "help" in letter


def test_4_a_call_that_settles_it_at_once_needs_no_writing() -> None:
    """ "if we can't resolve the customers issue(s) immediately" """
    solved = reply("2026-03-06 09:20", ANNA, "#informal\nWe agreed to move the inverter.", to="command_result")
    told = dsmart(called(), solved)

    assert "move the inverter" in told.letter("informal_resolution", "ray@customer.example")
    assert not told.sent("put_in_writing")


def test_4_the_clocks_of_a_caller_run_from_the_call() -> None:
    """The call came on Thursday 5 March and was entered on Friday: "receiving" is the call, not its record (domain 1.3)."""
    told = dsmart(called())

    assert (told.due("visit"), told.due("findings")) == ("2026-03-12", "2026-03-19")


def test_5_copies_are_asked_for_in_our_words() -> None:
    """ "we may have to ask the customer to provide us with copies of paperwork or other material" """
    told = answered(("2026-03-04 10:00", "#request\nPlease send us the quote and a photo of the roof."))

    assert "the quote and a photo of the roof" in told.letter("request_material", JO)


def test_5_what_comes_is_noted_and_the_customer_sees_it_on_the_list() -> None:
    """ "We will make a note of anything received from the customer in the complaints record." """
    told = answered(
        ("2026-03-04 10:00", "#received handover pack by post"),
        ("2026-03-04 11:00", "#respond\nWe repair the roof on Monday."),
        first=with_files(COMPLAINT, "roof.jpg"),
    )

    assert "roof.jpg" in told.letter("acknowledgement", JO)
    assert "We received from you: handover pack by post" in told.letter("response", JO)


# --------------------------------------------------------------------------------------------------------------- clause 6


def test_6_visit_within_7_days_of_receiving_the_complaint() -> None:
    """ "we will do so within 7 days of receiving the complaint": calendar days (domain 1.3)"""
    assert dsmart(COMPLAINT).due("visit") == "2026-03-10"


def test_6_visit_within_24_hours_without_heating() -> None:
    """ "without heating or hot water ... we will get out to them within 24 hours" """
    told = dsmart(COLD)

    assert told.due_at("visit_urgent") == utc("2026-03-04 11:20")
    assert not told.of("clock.started", clock="visit")
    assert "no heating or hot water" in told.letter("notice", ANNA).lower()


def test_6_24_hours_run_from_the_message_that_tells_of_no_heating() -> None:
    """ "without heating or hot water": learned later, the hours count from then (domain 1.3)"""
    later = reply(
        "2026-03-05 18:30", JO, "Now the heating is off completely and the house is ice cold.", to="acknowledgement"
    )
    told = dsmart(COMPLAINT, later)

    assert told.due_at("visit_urgent") == utc("2026-03-06 18:30")
    assert told.of("clock.stopped", clock="visit", by="visit_urgent started")


def test_6_24_hours_run_through_a_weekend_and_a_change_of_the_clocks() -> None:
    """ "within 24 hours": elapsed hours, whatever the hands of the clock say"""
    told = dsmart(mail("2026-03-28 14:00", JO, "We have had no hot water and no heating since this morning.", "Cold"))

    assert told.due_at("visit_urgent") == "2026-03-29T14:00:00Z" == utc("2026-03-29 15:00")


def test_6_a_person_who_clears_the_urgency_brings_the_7_days_back() -> None:
    """ "within 7 days of receiving the complaint", from the receipt, not from when the urgency was cleared"""
    told = answered(("2026-03-04 09:00", "#clear no_heating heating works again, customer rang"), first=COLD)

    assert told.met_by("visit_urgent") == "flag.no_heating.cleared"
    assert told.due("visit") == "2026-03-10"


def test_6_only_a_visit_made_meets_the_clock_not_one_that_is_booked() -> None:
    """ "visit the customer ... within 7 days": the visit happens, an appointment is not enough (domain 1.3)"""
    told = answered(
        ("2026-03-04 10:00", "#visit 2026-03-06 10:00 with Bob Wright"), ("2026-03-06 12:00", "#visited"),
    )  # fmt: skip

    assert "Friday 6 March 2026" in told.letter("visit_booked", JO)
    (stopped,) = told.of("clock.stopped", clock="visit")
    assert (stopped["at"], stopped["by"]) == (utc("2026-03-06 12:00"), "visit.made")


def test_6_the_outcome_of_a_visit_is_due_and_told_and_recorded() -> None:
    """ "we will let the customer know the outcome as soon as possible after the visit. We will also record this" """
    told = answered(
        ("2026-03-05 16:00", "#visited 2026-03-05 14:00"),
        ("2026-03-06 09:00", "#visited 2026-03-05 14:00\nBob sealed the roof."),
    )

    assert told.due("outcome") == "2026-03-09"  # our own target: two working days
    assert "Bob sealed the roof" in told.letter("visit_outcome", JO)
    assert told.met_by("outcome") == "letter.visit_outcome.sent"
    assert told.of("contact.recorded", channel="visit", happened_at=utc("2026-03-05 14:00"))


def test_6_the_engineer_whose_visit_it_is_reports_it() -> None:
    """ "we will get out to them": whoever went may say so, by answering the task that the booking gave"""
    report = reply("2026-03-06 11:30", BOB, "#visited\nThe flow sensor was replaced.", to="task")
    told = dsmart(COLD, reply("2026-03-04 09:00", ANNA, "#visit 2026-03-06 10:00 with Bob Wright"), report)

    assert "flow sensor" in told.letter("visit_outcome", JO)
    assert told.met_by("visit_urgent") == "visit.made"


def test_6_a_visit_that_is_late_is_told_to_the_director_at_once() -> None:
    """ "we will get out to them within 24 hours": from the breach on it is an escalation, never before"""
    told = dsmart(COLD, until="2026-03-04 12:00")

    (breach,) = told.of("clock.breached", clock="visit_urgent")
    (escalation,) = told.sent("escalation", DANA)
    assert breach["at"] == escalation["at"] == utc("2026-03-04 11:20")
    assert all(str(line["at"]) < str(breach["at"]) for line in told.sent("reminder"))


def test_6_no_visit_is_needed_when_a_person_says_so_with_a_reason() -> None:
    """ "If we need to inspect the system or visit the customer": a person decides, and the reason is kept"""
    told = answered(("2026-03-04 10:00", "#novisit"), ("2026-03-04 10:05", "#novisit the invoice is in dispute"))

    assert "give the reason" in words(told.sent("command_result")[0])
    assert told.of("clock.stopped", clock="visit", by="visit.not_needed", at=utc("2026-03-04 10:05"))


# --------------------------------------------------------------------------------------------------------------- clause 7


def test_7_calls_attempts_letters_and_meetings_are_kept_as_contacts() -> None:
    """ "We will keep a note of all contacts (or attempted contacts) with or from the customer ... including telephone" """
    told = answered(
        ("2026-03-04 10:00", "#attempt 2026-03-04 09:30\nNo answer."),
        ("2026-03-04 15:00", "#call 2026-03-04 14:45\nShe is in on Friday."),
        ("2026-03-06 11:00", "#meeting 2026-03-06 10:00\nMet at the house."),
        ("2026-03-06 12:00", "#post 2026-03-06 11:30\nThe warranty terms."),
    )

    kept = [(c["channel"], c["attempted"], c["happened_at"]) for c in told.of("contact.recorded", direction="out")]
    assert ("phone", True, utc("2026-03-04 09:30")) in kept
    assert ("phone", False, utc("2026-03-04 14:45")) in kept
    assert {("in_person", False, utc("2026-03-06 10:00")), ("post", False, utc("2026-03-06 11:30"))} <= set(kept)


def test_7_every_letter_to_and_message_from_the_customer_is_a_contact() -> None:
    """ "a note of all contacts (or attempted contacts) with or from the customer" """
    told = dsmart(COMPLAINT, reply("2026-03-04 10:00", JO, "Any news?", to="acknowledgement"))

    kept = [line["direction"] for line in told.of("contact.recorded", channel="email")]
    assert kept.count("in") == 2
    assert kept.count("out") == len(told.sent(to=JO))


def test_7_a_note_stays_inside() -> None:
    """ "We will keep a note": what is said among staff is no letter to the customer"""
    told = answered(("2026-03-04 10:00", "#note She sounded upset, be kind."))

    assert told.of("contact.recorded", direction="internal")
    assert not any("upset" in words(line) for line in told.sent(to=JO))


def test_7_what_was_sent_and_came_back_was_not_a_contact_made() -> None:
    """ "contacts (or attempted contacts)": a letter that bounced is told to the handler, who finds another way"""
    told = dsmart(COMPLAINT, bounce("2026-03-03 11:25", "acknowledgement"))

    assert "came back" in told.letter("task", ANNA)
    assert told.of("letter.bounced", letter="acknowledgement")


# --------------------------------------------------------------------------------------------------------------- clause 8


def test_8_findings_within_10_working_days_of_receiving_the_complaint() -> None:
    """ "We will respond ... within 10 working days of receiving the complaint." """
    assert dsmart(COMPLAINT).due("findings") == "2026-03-17"


def test_8_a_complaint_that_comes_on_a_sunday_was_received_on_that_sunday() -> None:
    """ "within 10 working days of receiving": the actual day counts (domain 1.3)"""
    told = dsmart(mail("2026-03-01 23:30", JO, "Your fitters broke two tiles. I want to complain.", "Roof"))

    assert (told.due("findings"), told.due("visit")) == ("2026-03-13", "2026-03-08")


def test_8_the_response_holds_findings_and_a_summary_of_actions_and_communications() -> None:
    """ "respond to the customer with our findings and a summary of actions/communications" """
    told = answered(
        ("2026-03-04 10:00", "#attempt 2026-03-04 09:30\nNo answer, she was rude last time."),
        ("2026-03-05 10:00", "#respond\nThe flashing was not sealed. We repair it on Monday."),
    )

    letter = told.letter("response", JO)
    assert "The flashing was not sealed" in letter
    assert "We tried to reach you by phone" in letter
    assert "rude" not in letter
    assert told.met_by("findings") == "letter.response.sent"


def test_8_findings_are_sent_by_a_person_only() -> None:
    """ "respond to the customer with our findings": nothing with findings goes without a person's word"""
    told = dsmart(COMPLAINT, until="2026-03-18 12:00")

    assert not told.sent("response")
    (letter,) = answered(("2026-03-05 10:00", "#respond\nWe repair it.")).sent("response")
    assert letter["automatic"] is False


def test_8_late_findings_are_reminded_before_and_escalated_after() -> None:
    """ "within 10 working days" """
    told = dsmart(COMPLAINT, until="2026-03-18 12:00")

    assert told.of("clock.breached", clock="findings", at=utc("2026-03-18 00:00"))
    assert told.sent("escalation", DANA, at=utc("2026-03-18 00:00"))
    assert told.sent("escalation", ANNA, at=utc("2026-03-18 00:00"))
    assert {str(line["at"])[:10] for line in told.sent("reminder", ANNA)} >= {"2026-03-13", "2026-03-16"}


def test_8_a_delay_is_told_with_its_reason_and_moves_nothing() -> None:
    """ "within 10 working days": a date that is missed is recorded as missed, not moved"""
    told = answered(("2026-03-12 10:00", "#delay 2026-03-20 the new tile is late"), until="2026-03-18 12:00")

    letter = told.letter("delay", JO)
    assert "Friday 20 March 2026" in letter
    assert "The new tile is late" in letter
    assert not told.of("clock.changed", clock="findings")
    assert told.of("clock.breached", clock="findings")


def test_8_what_is_sorted_out_informally_is_recorded_and_written_down() -> None:
    """ "aim to sort the complaint out ... informally, for example with a phone call ... make a clear record" """
    told = answered(("2026-03-03 15:00", "#informal\nWe told you by phone how to reset it, and it works again."))

    assert "how to reset it" in told.letter("informal_resolution", JO)
    assert told.met_by("findings") == "letter.informal_resolution.sent"
    assert told.of("contact.recorded", direction="out", from_="Dsmart Electrical <info@dsmart.example>")


# --------------------------------------------------------------------------------------------------------- clauses 9 to 12


def test_9_technical_matters_are_directed_to_napit() -> None:
    """ "technical aspects of the installation of an energy generator ... our MCS installer certification body Napit" """
    letter = answered(("2026-03-10 10:00", "#refer technical")).letter("referral", JO)

    assert "NAPIT" in letter
    assert "0345 543 0330" in letter
    assert "info@napit.org.uk" in letter


def test_9_matters_of_the_code_are_directed_to_recc() -> None:
    """ "matters within the remit of the RECC ... 'How to Complain' section of the RECC website" """
    letter = answered(("2026-03-10 10:00", "#refer code")).letter("referral", JO)

    assert "Renewable Energy Consumer Code" in letter
    assert "how-to-complain" in letter.lower()
    assert "0345 543 0330" not in letter


def test_9_the_response_names_both_bodies_and_what_each_is_for() -> None:
    """ "we will advise where they can pursue their complaint" """
    letter = answered(("2026-03-10 10:00", "#respond\nWe see no fault.")).letter("response", JO)

    assert "NAPIT" in letter
    assert "technical aspects of the installation" in letter
    assert "Renewable Energy Consumer Code" in letter


def test_10_the_certification_bodys_mail_reaches_a_person_and_no_machine_answers() -> None:
    """ "cooperate fully with our MCS certification body and/ or RECC complaint-handlers" """
    body = mail("2026-03-05 10:00", "Case Team <cases@napit.org.uk>", "Please send your file.", "Our case 77, {case}")
    told = dsmart(COMPLAINT, body)

    assert "Please send your file" in told.newest("notice", ANNA)
    assert told.of("contact.recorded", from_="cases@napit.org.uk", case=told.cases[0])
    assert not told.sent(to="cases@napit.org.uk")
    assert len(told.cases) == 1


def test_11_a_threat_of_court_is_held_and_nobody_can_release_it() -> None:
    """ "We will not take, or threaten to take, action against a customer through the courts without first trying" """
    told = answered(
        ("2026-03-04 10:00", "If you do not pay we will issue a county court claim against you."),
        ("2026-03-04 10:05", "#confirm"),
    )

    assert [line["letter"] for line in told.of("letter.held")] == ["message"]
    assert not told.sent("message")
    assert not any("county court" in words(line) for line in told.sent(to=JO))


def test_11_the_guard_watches_every_letter_with_a_persons_words() -> None:
    """ "take, or threaten to take, action against a customer through the courts" """
    told = answered(("2026-03-04 10:00", "#respond\nPay by Friday or we will take you to the small claims court."))

    assert told.of("letter.held", letter="response")
    assert not told.sent("response")
    assert "not sent" in told.letter("command_result", ANNA)


def reviewed() -> Told:
    settled = [("2026-03-04 10:00", "#novisit invoice"), ("2026-03-05 10:00", "#respond\nWe refund it.")]
    settled.append(("2026-03-05 10:05", "#cause flashing not sealed"))
    decided = reply("2026-06-02 10:00", DANA, "We will check every flashing twice from now on.", to="review")
    return dsmart(COMPLAINT, *(reply(at, ANNA, text) for at, text in settled), decided)


def test_12_the_records_are_reviewed_regularly_by_the_director() -> None:
    """ "We will regularly review our complaints records" """
    told = reviewed()

    assert told.of("clock.started", clock="review", due="2026-06-03")
    assert "1 opened" in told.letter("review", DANA)
    assert "flashing not sealed: 1" in told.letter("review", DANA)


def test_12_the_directors_reply_is_the_record_and_starts_the_next_review() -> None:
    """ "identify any actions we may need to take to prevent complaints recurring" """
    told = reviewed()

    assert told.met_by("review") == "review.recorded"
    assert told.due("review") == "2026-09-02"
    assert told.of("contact.recorded", direction="internal", from_=DANA)
