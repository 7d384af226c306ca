"""Staff mail: who may do what, what proves it, and what becomes of each kind of answer. Nothing reaches a customer by mistake."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.actions import (
    Actions,
    Happen,
    OnCase,
    OpenCase,
    Outcome,
    Record,
    SetStage,
    SetState,
    StartClock,
    StopClock,
    Write,
)
from mailbot.core.afterwards import afterwards
from mailbot.core.hearing import handlers
from mailbot.core.model import AutomaticKind, Case, CaseState, ClockState, Deadline, Direction, Disposition
from tests.builders import (
    BY_A_PERSON,
    CUSTOMER,
    NOW,
    RECEIVED,
    STRANGER,
    a_case,
    at,
    decided,
    inner,
    letters,
    only,
    refusal,
    result,
    rules,
    runs,
    staff_mail,
    under_review,
    writes,
)

CASE = a_case()
TO_THE_CUSTOMER = CUSTOMER.address
ANNA, BOB, DANA = "anna@dsmart.example", "bob@dsmart.example", "dana@dsmart.example"


def outcome(actions: Actions) -> str:
    (found,) = only(Outcome, actions)
    return found.word


def moved(actions: Actions) -> list[object]:
    """What these actions change on a case, beside keeping the message."""
    return [a for a in actions if isinstance(a, Happen | StopClock | StartClock | SetState | SetStage)]


# ----------------------------------------------------------------------------------------------------- replies and their kin


def test_a_reply_to_a_notice_goes_to_the_customer_as_it_stands() -> None:
    actions = decided(staff_mail("Dear Jo, Bob comes on Friday.", CASE))

    (write,) = writes(actions)
    assert (write.letter, write.to, write.words) == ("message", TO_THE_CUSTOMER, "Dear Jo, Bob comes on Friday.")
    assert (write.automatic, write.held, outcome(actions)) == (False, "", "relayed")


@pytest.mark.parametrize("letter", ["reminder", "escalation", "command_result", "task", "person_informed", "digest"])
def test_a_reply_to_any_other_staff_letter_is_filed_and_its_author_asked(letter: str) -> None:
    actions = decided(staff_mail("Dear Jo, Bob comes on Friday.", CASE, answers=letter))

    assert letters(actions) == ["command_result"]
    assert "reply to a notice" in refusal(actions)


@pytest.mark.parametrize("text", ["", "   \n\n "])
def test_a_reply_with_nothing_but_the_quoted_notice_goes_nowhere(text: str) -> None:
    actions = decided(staff_mail(text, CASE))

    assert letters(actions, TO_THE_CUSTOMER) == []
    assert "it was empty" in refusal(actions)


def test_a_reply_that_holds_a_command_below_its_text_is_held() -> None:
    actions = decided(staff_mail("Dear Jo, Bob comes.\n#close customer happy", CASE))

    (message,) = [w for w in writes(actions) if w.letter == "message"]
    assert "# command" in message.held
    assert result(actions).withheld
    assert not moved(actions)


@pytest.mark.parametrize("kind", ["out_of_office", "auto_reply"])
def test_a_handlers_automatic_reply_goes_nowhere(kind: str) -> None:
    machine = replace(BY_A_PERSON, disposition=Disposition.AUTOMATIC, may_auto_answer=False, kind=AutomaticKind(kind))
    actions = decided(staff_mail("I am out of the office. We have no heating.", CASE, verdict=machine))

    assert [type(a) for a in actions if not isinstance(a, Write)] == [Record, Outcome]
    assert only(Record, actions)[0].direction is Direction.INTERNAL
    told = [(w.letter, w.to) for w in writes(actions)]  # what ends within a day is told to a director, and nobody else
    assert told == ([("task", "dana@dsmart.example")] if kind == "out_of_office" else [])


def test_a_command_mail_that_comes_twice_is_obeyed_once_and_kept_inside() -> None:
    actions = decided(staff_mail("#close customer happy", CASE, duplicate=True))

    (kept,) = only(Record, actions)
    assert (kept.direction, kept.duplicate, letters(actions)) == (Direction.INTERNAL, True, [])


# ---------------------------------------------------------------------------------------------------------------- proof


@pytest.mark.parametrize("text", ["Dear Jo, it is done.", "#close done", "#respond\nWe did it.", "#confirm", "#show"])
def test_without_the_token_staff_mail_is_a_note_and_nothing_goes_out(text: str) -> None:
    actions = decided(staff_mail(text, CASE, proven=False))

    assert letters(actions) == ["command_result"]
    assert "filed as a note" in refusal(actions)
    assert not moved(actions)


def test_a_token_made_for_a_colleague_proves_nothing() -> None:
    stolen = staff_mail("#close done", CASE)
    (letter,) = [stolen.match.replies_to]
    assert letter is not None
    match = replace(stolen.match, replies_to=replace(letter, to=BOB), proven=False)

    assert letters(decided(replace(stolen, match=match))) == ["command_result"]


def test_a_note_without_proof_on_somebody_elses_case_is_answered_without_naming_it() -> None:
    restricted = a_case(restricted=True, assigned=DANA)

    assert result(decided(staff_mail("What of this?", restricted, proven=False))).off_case


def test_help_needs_no_proof() -> None:
    assert result(decided(staff_mail("#help", answers=""))).information == "help"


# ------------------------------------------------------------------------------------------------------------------ rights


@pytest.mark.parametrize(
    "word", ["close done", "note x", "call", "assign me", "show", "respond\nWe did it.", "confirm"]
)
def test_an_engineer_may_not_act_on_a_case(word: str) -> None:
    actions = decided(staff_mail(f"#{word}", CASE, by="Bob"))

    assert letters(actions, TO_THE_CUSTOMER) == []
    assert "not open to the role engineer" in refusal(actions)
    assert result(actions).off_case


def test_an_engineer_reports_the_visit_that_was_given_to_them() -> None:
    case = a_case(visitor="Bob Wright")

    assert letters(decided(staff_mail("#visited\nSealed.", case, by="Bob", answers="task"))) == [
        "visit_outcome", "command_result",
    ]  # fmt: skip


def test_an_engineer_does_no_more_than_report_it() -> None:
    case = a_case(visitor="Bob Wright")

    assert not moved(decided(staff_mail("#close done", case, by="Bob", answers="task")))
    assert "you may report your visit" in refusal(decided(staff_mail("Dear Jo", case, by="Bob")))


@pytest.mark.parametrize("text", ["#note the ladder is too short", "#attempt", "#show", "#help"])
def test_an_engineer_says_what_belongs_to_their_visit(text: str) -> None:
    assert not result(decided(staff_mail(text, a_case(visitor="Bob Wright"), by="Bob", answers="task"))).refused


def test_an_engineer_does_not_report_a_colleagues_visit() -> None:
    assert not moved(decided(staff_mail("#visited\nSealed.", a_case(visitor="Sue"), by="Bob", answers="task")))


def test_hr_does_not_act_on_a_complaint() -> None:
    assert "not open to the role hr" in refusal(decided(staff_mail("#close done", a_case("tinytracker"), by="Hal")))


def test_whoever_a_case_is_assigned_to_may_act_on_it_whatever_their_role() -> None:
    assert letters(decided(staff_mail("Dear Jo", a_case(assigned=BOB), by="Bob"))) == ["message"]


def test_a_delegate_decides_the_review_whatever_their_role() -> None:
    case = under_review(delegate="hal@tinytracker.example")

    assert "stage_two_decision" in letters(decided(staff_mail("#decide\nWe refund you.", case, by="Hal")))


@pytest.mark.parametrize(
    "text",
    [
        "#decide\nWe refund.", "#progress 2026-05-01\nNot yet.", "#delegate Rob", "Dear Jo, we refund you.", "#close done",
        "#respond\nWe refund.", "#set email: x@customer.example", "#send message\nHello.", "#assign Cass", "#clear no_heating x",
    ],
)  # fmt: skip
def test_a_review_is_not_run_by_the_handlers_of_stage_one(text: str) -> None:
    actions = decided(staff_mail(text, under_review(), by="Cass"))

    assert "under review, which is dealt with by Dee Hart" in refusal(actions)
    assert letters(actions) == ["command_result"]


@pytest.mark.parametrize("text", ["#note she rang", "#call\nShe rang.", "#attempt", "#received invoice", "#show"])
def test_beside_a_review_a_handler_reads_and_records(text: str) -> None:
    assert not result(decided(staff_mail(text, under_review(), by="Cass"))).refused


def test_who_answered_a_complaint_is_kept_and_does_not_review_it() -> None:
    case = afterwards(
        a_case("tinytracker"), decided(staff_mail("#informal\nWe agreed.", a_case("tinytracker"), by="Rob"))
    )
    assert case.answered_by == ("rob@tinytracker.example",)

    reviewed = under_review(answered_by=case.answered_by)
    assert "had the case at stage one" in refusal(decided(staff_mail("#delegate Rob", reviewed, by="Dee")))


def test_where_nobody_else_is_left_hr_deals_with_a_case() -> None:
    everybody = ("cass@tinytracker.example", "rob@tinytracker.example", "dee@tinytracker.example")
    case = a_case("tinytracker", about=everybody)

    assert letters(decided(staff_mail("Dear Jo", case, by="Hal"))) == ["message"]


def test_a_restricted_case_whose_handler_has_left_is_the_directors() -> None:
    case = a_case("tinytracker", restricted=True, assigned="gone@tinytracker.example")

    assert [p.name for p in handlers(case, rules("tinytracker"))] == ["Dee Hart"]
    assert "restricted" in refusal(decided(staff_mail("Dear Jo", case, by="Cass")))


@pytest.mark.parametrize("word", ["decide\nWe refund.", "progress 2026-05-01\nNot yet.", "delegate Rob"])
def test_a_director_runs_the_review(word: str) -> None:
    assert not result(decided(staff_mail(f"#{word}", under_review(), by="Dee"))).refused


def test_a_restricted_case_is_open_to_those_named_and_a_director_may_put_a_name_on_it() -> None:
    case = replace(a_case("tinytracker"), restricted=True, assigned="cass@tinytracker.example")

    assert "restricted" in refusal(decided(staff_mail("#show", case, by="Rob")))
    assert result(decided(staff_mail("#show", case, by="Cass"))).information == "show"
    assert "#restrict me" in refusal(decided(staff_mail("#show", case, by="Dee")))
    assert not result(decided(staff_mail("#restrict me", case, by="Dee"))).refused
    assert result(decided(staff_mail("#restrict me\n#show", case, by="Dee"))).information == "show"


@pytest.mark.parametrize(
    "text", ["#close done", "Dear Jo", "#respond\nWe did it.", "#visit 2026-03-09 10:00", "#assign me"]
)
def test_the_token_of_a_closed_case_admits_nothing_that_moves_it(text: str) -> None:
    actions = decided(staff_mail(text, a_case(state=CaseState.CLOSED)))

    assert "is closed" in refusal(actions)
    assert letters(actions) == ["command_result"]
    assert not moved(actions)


@pytest.mark.parametrize("text", ["#note seen", "#show", "#why", "#help", "#reopen the fault is back"])
def test_on_a_closed_case_one_may_read_note_and_reopen(text: str) -> None:
    assert not result(decided(staff_mail(text, a_case(state=CaseState.CLOSED)))).refused


# ----------------------------------------------------------------------------------------------- the person complained about


ABOUT_ROB = a_case("tinytracker", about=("rob@tinytracker.example",))


@pytest.mark.parametrize("text", ["#close it was nothing", "Dear Jo, sorry.", "#show", "#note x"])
def test_the_person_complained_about_does_nothing_on_the_case_and_sees_nothing_of_it(text: str) -> None:
    actions = decided(staff_mail(text, ABOUT_ROB, by="Rob"))

    assert letters(actions) == ["command_result"]
    assert "is about you" in refusal(actions)
    assert result(actions).off_case
    assert not moved(actions)


def test_their_account_goes_to_those_who_deal_with_the_case_and_to_nobody_else() -> None:
    actions = decided(staff_mail("I was not there.", ABOUT_ROB, by="Rob", answers="person_informed"))

    (task,) = [w for w in writes(actions) if w.letter == "task"]
    assert (task.to, task.words) == ("cass@tinytracker.example", "I was not there.")
    assert not result(actions).refused


def test_even_a_director_does_not_act_on_a_complaint_about_them() -> None:
    case = a_case("tinytracker", about=("dee@tinytracker.example",))

    assert "is about you" in refusal(decided(staff_mail("#close done", case, by="Dee")))


# --------------------------------------------------------------------------------------------------------------- commands


def test_several_commands_are_answered_by_one_letter_that_tells_each_fate() -> None:
    actions = decided(staff_mail("#assign me\n#clear no_heating fixed\n#close customer happy", CASE))

    told = result(actions)
    assert (len(told.done), len(told.refused)) == (2, 1)
    assert "'no_heating' is not set" in refusal(actions)


def test_each_command_is_judged_on_the_case_as_the_ones_before_left_it() -> None:
    enquiry = a_case(kind=CASE.kind.ENQUIRY)
    actions = decided(staff_mail("#complaint\n#novisit the invoice is in dispute", enquiry))

    assert "visit" not in runs(actions, enquiry)
    assert "findings" in runs(actions, enquiry)
    assert [s.deadline for s in only(StopClock, actions)] == [-2]  # the second clock that this very mail started


def test_reopening_and_going_on_is_one_mail() -> None:
    actions = decided(staff_mail("#reopen the fault is back\n#assign me", a_case(state=CaseState.CLOSED)))

    assert len(result(actions).done) == 2


@pytest.mark.parametrize("text", ["#respnd\nDear Jo", "#note x\n#respnd\nDear Jo", "#frobnicate\nDear Jo"])
def test_a_word_that_is_no_command_stops_the_whole_mail(text: str) -> None:
    actions = decided(staff_mail(text, CASE))

    assert letters(actions) == ["command_result"]
    assert "nothing of this message was done or sent" in refusal(actions)


def test_a_misspelt_command_is_answered_with_what_was_meant() -> None:
    assert "Did you mean #respond?" in refusal(decided(staff_mail("#respnd\nDear Jo", CASE)))


def test_one_text_is_not_sent_in_two_letters() -> None:
    actions = decided(staff_mail("#respond\n#refer code\nDear Jo", CASE))

    assert letters(actions) == ["command_result"]
    assert "separate messages" in refusal(actions)


def test_two_letters_without_text_may_go_in_one_mail() -> None:
    actions = decided(staff_mail("#writing\n#delay 2026-03-20 the part is late", CASE))

    assert letters(actions, TO_THE_CUSTOMER) == ["put_in_writing", "delay"]


@pytest.mark.parametrize("text", ["#new\n#note x\nname: Ray", "#merge DS-2026-0002-F\n#close done"])
def test_some_commands_stand_alone(text: str) -> None:
    actions = decided(staff_mail(text, CASE))

    assert "must stand alone" in refusal(actions)
    assert letters(actions) == ["command_result"]


def test_two_questions_are_not_answered_by_one() -> None:
    assert "one at a time" in refusal(decided(staff_mail("#show\n#why", CASE)))


def test_text_below_a_command_that_sends_nothing_stays_inside() -> None:
    actions = decided(staff_mail("#novisit invoice\nShe is lying, I think.", CASE))

    assert letters(actions, TO_THE_CUSTOMER) == []
    assert "lying" in only(Record, actions)[0].summary


def test_a_text_that_the_guard_holds_is_told_to_its_author() -> None:
    actions = decided(staff_mail("#respond\nPay or we will issue a county court claim against you.", CASE))

    told = result(actions)
    assert (told.done, len(told.withheld)) == ((), 1)
    assert [w.held != "" for w in writes(actions) if w.letter == "response"] == [True]


# ------------------------------------------------------------------------------------------------- no case: new, forwarded


def test_new_opens_a_case_for_somebody_with_the_directory_address_alone() -> None:
    text = "#new\nname: Ray Holt\nemail: ray@customer.example\nreceived: 2026-03-04 16:30\n\nIt hums."
    actions = decided(staff_mail(text, answers=""))

    (opened,) = only(OpenCase, actions)
    assert (opened.received_at, opened.parties[0].address) == (at("2026-03-04 16:30"), "ray@customer.example")
    assert letters(actions) == ["acknowledgement", "command_result", "notice"]


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ("phone: 01782", "at least 'name: ...' or 'email: ...'"),
        ("name: Ray\nemial: ray@customer.example", "did you mean 'email:'"),
        ("name: Ray\nemail: ray at customer", "is not an e-mail address"),
        ("name: Ray\nemail: info@dsmart.example", "one of our own addresses"),
        ("name: Ray\nemail: bob@dsmart.example", "one of our own addresses"),
        ("name: Ray\nchannel: pigeon", "is not one of phone, post, in person"),
        ("name: Ray\nreceived: 2027-03-04 16:30", "lies ahead"),
        ("name: Ray\nreceived: soon", "is not a past date"),
        ("name: Ray\nreceived: yesterday 3", "03:00 or 15:00"),
        ("name: Ray\nreceived: 2026-03-04 or so", "is not a past date"),
    ],
)
def test_new_is_refused_with_what_is_wrong_and_opens_nothing(details: str, why: str) -> None:
    actions = decided(staff_mail(f"#new\n{details}\n\nIt hums.", answers=""))

    assert why in refusal(actions)
    assert not only(OpenCase, actions)


def test_an_address_with_a_link_around_it_is_read() -> None:
    text = "#new\nname: Ray\nemail: Ray@Customer.example<mailto:ray@customer.example>\n\nIt hums."

    assert only(OpenCase, decided(staff_mail(text, answers="")))[0].parties[0].address == "ray@customer.example"


def test_a_customer_without_an_address_has_a_case_all_the_same() -> None:
    actions = decided(staff_mail("#new\nname: Ray\nchannel: post\n\nIt hums.", answers=""))

    assert [w.to for w in writes(actions) if w.letter == "acknowledgement"] == [""]


def test_a_forwarded_customers_mail_opens_the_case_of_who_wrote_it_when_it_was_sent() -> None:
    actions = decided(staff_mail("", answers="", forwarded=inner("I am very unhappy.")))

    (opened,) = only(OpenCase, actions)
    assert (opened.parties[0].address, opened.received_at) == (CUSTOMER.address, RECEIVED)
    assert only(Record, actions)[0].summary == "I am very unhappy."


def test_a_forwarded_mail_of_our_own_opens_nothing() -> None:
    ours = replace(CUSTOMER, address="info@dsmart.example")
    actions = decided(staff_mail("", answers="", forwarded=inner("We have received your complaint", ours)))

    assert "one of our own addresses" in refusal(actions)
    assert not only(OpenCase, actions)


def test_a_forwarded_mail_whose_sender_cannot_be_read_is_asked_about() -> None:
    actions = decided(staff_mail("", answers="", forwarded=inner("I am unhappy", None)))

    assert "open the case with #new" in refusal(actions)


def test_a_forwarded_mail_of_danger_is_answered_with_the_safety_text() -> None:
    actions = decided(staff_mail("", answers="", forwarded=inner("Sparks are coming from the inverter.")))

    (safety,) = [w for w in writes(actions) if w.letter == "safety"]
    assert (safety.to, safety.answers) == (CUSTOMER.address, False)  # not in answer to the colleague's mail


def test_a_forwarded_mail_that_names_the_writers_case_joins_it() -> None:
    actions = decided(staff_mail("", CASE, answers="", forwarded=inner("Any news?")))

    (kept,) = only(Record, actions)
    assert (kept.direction, kept.sender, kept.summary) == (Direction.IN, str(CUSTOMER), "Any news?")
    assert not only(OpenCase, actions)


def test_a_forwarded_mail_of_a_stranger_that_names_a_case_does_not_join_it() -> None:
    actions = decided(staff_mail("", CASE, answers="", forwarded=inner("Any news?", STRANGER)))

    assert only(OpenCase, actions)[0].parties[0].address == STRANGER.address


# ----------------------------------------------------------------------------- a request for review that a director forwards


ANSWERED = a_case("tinytracker", happened={"complaint.received": RECEIVED, "letter.response.sent": RECEIVED})


def passed_on(by: str = "Dee", *, cases: tuple[Case, ...] = (ANSWERED,)) -> Actions:
    asks = inner("I want you to look at it.", sent_at=at("2026-03-04 15:00"))
    arrival = staff_mail("#stagetwo", by=by, answers="", company="tinytracker", forwarded=asks, sender_cases=cases)
    return decided(arrival, "tinytracker")


def test_the_review_runs_from_when_the_request_reached_the_director() -> None:
    actions = passed_on()

    assert only(OnCase, actions) == [OnCase(case=ANSWERED.id)]
    assert {s.started_at for s in only(StartClock, actions)} == {at("2026-03-04 15:00")}
    assert letters(actions) == ["stage_two_acknowledgement", "command_result", "notice"]


@pytest.mark.parametrize(
    ("cases", "why"),
    [((), "is on no open case"), ((ANSWERED, replace(ANSWERED, id=2)), "has several open cases")],
)
def test_a_review_is_not_begun_on_a_guess(cases: tuple[Case, ...], why: str) -> None:
    actions = passed_on(cases=cases)

    assert why in refusal(actions)
    assert not moved(actions)


def test_a_review_is_not_begun_by_somebody_who_may_not() -> None:
    assert "not open to the role hr" in refusal(passed_on(by="Hal"))


def test_a_review_that_runs_is_not_begun_again() -> None:
    assert "begun already" in refusal(passed_on(cases=(replace(ANSWERED, stage=2),)))


def test_stagetwo_without_a_forwarded_mail_or_a_token_is_a_note() -> None:
    actions = decided(staff_mail("#stagetwo", ANSWERED, by="Dee", answers="", proven=False))

    assert "filed as a note" in refusal(actions)
    assert not moved(actions)


# ------------------------------------------------------------------------------------------------------------- the review


REVIEW = Deadline(
    id=9,
    clock="review",
    started_at=RECEIVED,
    due=RECEIVED.date(),
    due_at=NOW,
    state=ClockState.RUNNING,
)


@pytest.mark.parametrize("letter", ["review", "reminder", "escalation"])
def test_the_directors_answer_to_the_review_meets_its_clock_and_starts_the_next(letter: str) -> None:
    actions = decided(staff_mail("We check twice from now on.", by="Dana", answers=letter, recurring=REVIEW))

    assert [(s.clock, s.by) for s in only(StopClock, actions)] == [("review", "review.recorded")]
    assert [s.started_at for s in only(StartClock, actions)] == [NOW]


@pytest.mark.parametrize("letter", ["digest", "task", "command_result"])
def test_an_answer_to_a_digest_is_no_review(letter: str) -> None:
    assert not moved(decided(staff_mail("Thank you.", by="Dana", answers=letter, recurring=REVIEW)))


@pytest.mark.parametrize(("text", "by"), [("", "Dana"), ("#help", "Dana"), ("Noted.", "Anna"), ("Noted.", "Bob")])
def test_nothing_but_a_directors_words_is_a_review(text: str, by: str) -> None:
    assert not moved(decided(staff_mail(text, by=by, answers="review", recurring=REVIEW)))
