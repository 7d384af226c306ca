"""Commands that record what happened outside the mailbox: contacts, visits, the end of an investigation; and the times they name."""

from __future__ import annotations

import pytest

from mailbot.core.actions import Actions, Happen, Record, SetVisit, StartClock, StopClock
from mailbot.core.model import Channel, Direction
from tests.builders import CUSTOMER, a_case, at, decided, letters, only, refusal, result, staff_mail

CASE = a_case()
THREAT = "Pay or we will issue a county court claim against you."


def ordered(text: str, company: str = "dsmart", *, by: str = "", received: str = "") -> Actions:
    """What that mail of a handler's on a fresh complaint leads to. It is Thursday 5 March, 10:00."""
    came = {"received_at": at(received), "happened": {"complaint.received": at(received)}} if received else {}
    case = a_case(company, **came)
    return decided(staff_mail(text, case, by=by or ("Anna" if company == "dsmart" else "Cass")))


def recorded(actions: Actions) -> Record:
    """The contact that the command recorded, beside the mail itself."""
    _, found = only(Record, actions)
    return found


# ------------------------------------------------------------------------------------------------------------------ contacts


@pytest.mark.parametrize(
    ("command", "channel", "attempted"),
    [
        ("call", Channel.PHONE, False),
        ("attempt", Channel.PHONE, True),
        ("meeting", Channel.IN_PERSON, False),
        ("post", Channel.POST, False),
    ],
)
def test_a_contact_is_kept_with_its_channel_time_and_words(command: str, channel: Channel, attempted: bool) -> None:
    kept = recorded(ordered(f"#{command} 2026-03-04 14:00 about the roof\nShe was kind."))

    assert (kept.channel, kept.attempted, kept.at) == (channel, attempted, at("2026-03-04 14:00"))
    assert (kept.direction, kept.sender, kept.summary) == (Direction.OUT, "Anna Field", "about the roof\nShe was kind.")


@pytest.mark.parametrize(
    ("argument", "instant"),
    [
        ("", "2026-03-05 10:00"),
        ("rang her, she is in", "2026-03-05 10:00"),
        ("2026-03-04", "2026-03-04 12:00"),
        ("2026-03-05", "2026-03-05 10:00"),
        ("2026-03-05 09:59", "2026-03-05 09:59"),
        ("2026-03-02 18:00", "2026-03-02 18:00"),
    ],
    ids=["none", "words only", "a day", "today, before noon", "a minute ago", "before the complaint"],
)
def test_when_a_contact_was(argument: str, instant: str) -> None:
    assert recorded(ordered(f"#call {argument}")).at == at(instant)


@pytest.mark.parametrize("argument", ["2026-03-05 10:01", "2027-03-04 14:00", "2026-03-06"])
def test_a_contact_that_lies_ahead_is_refused(argument: str) -> None:
    actions = ordered(f"#call {argument}")

    assert "lies ahead" in refusal(actions)
    assert len(only(Record, actions)) == 1


@pytest.mark.parametrize(
    ("argument", "instant", "words"),
    [
        ("yesterday 3pm", "2026-03-04 15:00", ""),
        ("Tue 14:00 rang her", "2026-03-03 14:00", "rang her"),
        ("9am", "2026-03-05 09:00", ""),
        ("04/03/2026 14:00", "2026-03-04 14:00", ""),
        ("an hour ago, no answer", "2026-03-05 09:00", "no answer"),
    ],
)
def test_a_contact_has_been_so_its_time_is_looked_for_backwards(argument: str, instant: str, words: str) -> None:
    actions = ordered(f"#call {argument}")

    assert (recorded(actions).at, recorded(actions).summary) == (at(instant), words)
    assert ": the call is recorded" in result(actions).done[0]


def test_what_was_understood_is_told_back_with_its_weekday() -> None:
    assert result(ordered("#call Tue 2pm")).done == ("Tuesday 3 March 2026 at 14:00: the call is recorded",)


@pytest.mark.parametrize(
    ("argument", "asked"),
    [
        ("14:00", "lies ahead today"),
        ("2pm rang her", "lies ahead today"),
        ("yesterday 3", "03:00 or 15:00"),
        ("Thursday 10am", "Thursday 5 March 2026 or Thursday 26 February 2026"),
        ("last week", "no one day"),
        ("31/2/2026", "no day"),
        ("rang her, Bob comes on Friday", "is that when it was?"),
        ("spoke to Jo 2026-03-04 14:00", "is that when it was?"),
    ],
)
def test_a_time_that_is_not_clear_is_asked_about_and_not_taken_for_now(argument: str, asked: str) -> None:
    actions = ordered(f"#call {argument}")

    assert asked in refusal(actions)
    assert len(only(Record, actions)) == 1


def test_what_came_from_the_customer_is_noted_as_from_them() -> None:
    kept = recorded(ordered("#received handover pack by post"))

    assert (kept.direction, kept.summary) == (Direction.IN, "Received: handover pack by post")
    assert "say what came" in refusal(ordered("#received"))


# ---------------------------------------------------------------------------------------------------------- letters by post


@pytest.mark.parametrize("argument", ["response", "Response 2026-03-04 15:00", "2026-03-04 15:00 response"])
def test_a_letter_that_went_by_post_meets_its_clock(argument: str) -> None:
    actions = ordered(f"#post {argument}")

    assert "findings" in {s.clock for s in only(StopClock, actions)}
    assert recorded(actions).channel is Channel.POST
    assert only(Happen, actions)[0].event == "letter.response.sent"


@pytest.mark.parametrize("name", ["visit outcome", "visit-outcome", "VISIT_OUTCOME"])
def test_a_letters_name_may_be_written_as_people_write_it(name: str) -> None:
    assert only(Happen, ordered(f"#post {name}"))[0].event == "letter.visit_outcome.sent"


def test_a_misspelt_letter_is_not_taken_for_a_mere_contact() -> None:
    actions = ordered("#post respones")

    assert "did you mean #post response?" in refusal(actions)
    assert not only(StopClock, actions)


@pytest.mark.parametrize("day", ["2027-03-04 15:00", "2026-03-02 15:00"])
def test_a_letter_is_not_posted_tomorrow_or_before_the_complaint(day: str) -> None:
    actions = ordered(f"#post response {day}")

    assert refusal(actions)
    assert not only(StopClock, actions)


# -------------------------------------------------------------------------------------------------------------------- visits


def test_a_visit_is_booked_told_to_the_customer_and_given_to_the_engineer() -> None:
    actions = ordered("#visit 2026-03-06 10:00 with Bob\nBob will look at the flashing.")

    assert only(SetVisit, actions) == [SetVisit(at=at("2026-03-06 10:00"), visitor="Bob Wright")]
    assert letters(actions, CUSTOMER.address) == ["visit_booked"]
    assert letters(actions, "bob@dsmart.example") == ["task"]
    assert not only(StopClock, actions)


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        ("", "say on which day and at what time"),
        ("2026-03-06", "say on which day and at what time"),
        ("Friday", "say on which day and at what time"),
        ("10:00 with Bob", "on which day?"),
        ("tomorrow 3 with Bob", "may be 03:00 or 15:00"),
        ("next Friday 10:00", "Friday 6 March 2026 or Friday 13 March 2026"),
        ("Friday 10:00 or Monday 10:00", "more than one"),
        ("Thursday 6 March 10:00", "Friday 6 March 2026 is what the date says"),
        ("2026-03-29 01:30", "the clocks go forward"),
        ("2026-03-06 25:00", "no time '25:00'"),
        ("2025-03-06 10:00", "lies in the past"),
        ("2026-03-05 10:00", "lies in the past"),
        ("2026-03-06 10:00 with Nobody", "nobody in the staff directory"),
        ("2026-03-06 10:00 or 11:00", "more than one"),
    ],
)
def test_a_visit_that_is_not_clear_is_not_booked(argument: str, why: str) -> None:
    actions = ordered(f"#visit {argument}")

    assert why in refusal(actions)
    assert not only(SetVisit, actions)
    assert letters(actions) == ["command_result"]


@pytest.mark.parametrize(
    "argument",
    ["Fri 10am with Bob", "6 March 10:00 with bob wright", "tomorrow 10:00, Bob", "with Bob on 6/3/2026 at 10am"],
)
def test_a_visit_is_booked_in_the_words_that_people_use(argument: str) -> None:
    actions = ordered(f"#visit {argument}")

    assert only(SetVisit, actions) == [SetVisit(at=at("2026-03-06 10:00"), visitor="Bob Wright")]
    assert result(actions).done[0].startswith("Friday 6 March 2026 at 10:00: the visit is booked")


def test_the_person_complained_about_is_not_sent_to_the_customer() -> None:
    case = a_case(about=("bob@dsmart.example",))

    assert "who may not visit" in refusal(decided(staff_mail("#visit 2026-03-06 10:00 with Bob", case)))


def test_a_visit_that_comes_too_late_is_booked_and_the_author_warned() -> None:
    assert "this visit comes late" in result(ordered("#visit 2026-03-12 10:00")).done[0]


def test_a_visit_is_booked_although_its_letter_is_held() -> None:
    actions = ordered(f"#visit 2026-03-06 10:00\n{THREAT}")

    assert only(SetVisit, actions)
    assert result(actions).done == ("Friday 6 March 2026 at 10:00: the visit is booked",)
    assert result(actions).withheld


def test_a_visit_that_was_made_is_recorded_although_its_letter_is_held() -> None:
    actions = ordered(f"#visited\n{THREAT}")

    assert [s.clock for s in only(StopClock, actions)] == ["visit"]
    assert recorded(actions).channel is Channel.VISIT
    (done,) = result(actions).done
    assert done.startswith("the visit is recorded")
    assert result(actions).withheld


def test_a_visit_is_met_as_of_when_it_was_made() -> None:
    actions = ordered("#visited 2026-03-04 14:10")

    assert {s.at for s in only(StopClock, actions)} == {at("2026-03-04 14:10")}
    assert [(s.clock, s.started_at) for s in only(StartClock, actions)] == [("outcome", at("2026-03-04 14:10"))]
    assert letters(actions) == ["command_result"]


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        ("2026-03-06 10:00", "lies ahead"),
        ("2025-03-04 14:10", "before DS-2026-0001-H was received"),
        ("2026-03-03 11:00", "before DS-2026-0001-H was received"),
        ("last week", "no one day"),
        ("2026-03-04 14:10 sensor replaced", "that can be read"),
        ("sensor replaced", "that can be read"),
    ],
)
def test_a_visit_at_a_time_that_cannot_be_is_not_recorded(argument: str, why: str) -> None:
    actions = ordered(f"#visited {argument}\nAll is well.")

    assert why in refusal(actions)
    assert letters(actions) == ["command_result"]
    assert not only(StopClock, actions)


def test_a_visit_on_the_day_of_receipt_was_not_before_it() -> None:
    actions = ordered("#visited 2026-03-03", received="2026-03-03 15:00")

    assert {s.at for s in only(StopClock, actions)} == {at("2026-03-03 15:00")}


@pytest.mark.parametrize(
    "command", ["visit 2026-03-06 10:00", "visited\nAll well.", "writing", "request\nPlease.", "refer code"]
)
def test_a_letter_that_the_procedure_does_not_have_is_refused(command: str) -> None:
    actions = ordered(f"#{command}", "tinytracker")

    assert result(actions).refused
    assert letters(actions) == ["command_result"]


def test_no_visit_needs_a_reason() -> None:
    assert "give the reason" in refusal(ordered("#novisit"))
    assert [s.by for s in only(StopClock, ordered("#novisit the invoice"))] == ["visit.not_needed"]


# ------------------------------------------------------------------------------------------------------------ investigations


def test_an_investigation_ends_when_it_ended_and_the_reply_counts_from_then() -> None:
    actions = ordered("#investigated 2026-03-04 16:00", "tinytracker")

    assert [(s.clock, s.at) for s in only(StopClock, actions)] == [("investigate", at("2026-03-04 16:00"))]
    assert [(s.clock, str(s.due)) for s in only(StartClock, actions)] == [("reply", "2026-03-09")]


@pytest.mark.parametrize("argument", ["tomorrow", "2026-03-06", "2026-02-01", "we found nothing"])
def test_an_investigation_does_not_end_at_a_time_that_cannot_be(argument: str) -> None:
    actions = ordered(f"#investigated {argument}", "tinytracker")

    assert refusal(actions)
    assert not only(StopClock, actions)


# ------------------------------------------------------------------------------------------- an enquiry that became a complaint


def test_nothing_is_said_to_have_been_done_before_the_complaint_came_where_an_enquiry_came_first() -> None:
    case = a_case(received_at=at("2026-02-20 09:00"))

    actions = decided(staff_mail("#visited 2026-02-25 10:00\nAll is well.", case))

    assert "before DS-2026-0001-H was received" in refusal(actions)
    assert not only(StopClock, actions)
