"""What happens to a customer's message, kind by kind: each test is a line of `decide` or a branch below it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.actions import Actions, AddParty, Happen, OpenCase, Outcome, Park, Raise, Record, SetStage, StartClock
from mailbot.core.bodies import known_bodies
from mailbot.core.model import (
    Answer,
    AutomaticKind,
    Case,
    CaseKind,
    CaseState,
    Direction,
    Disposition,
    Flag,
    Match,
    Party,
    PartyStanding,
    Verdict,
)
from tests.builders import (
    BY_A_PERSON,
    CUSTOMER,
    NOW,
    RECEIVED,
    STRANGER,
    a_case,
    at,
    complaint,
    decided,
    letters,
    only,
    reply_to,
    rules,
    runs,
    under_review,
    writes,
)

SILENT = replace(BY_A_PERSON, may_auto_answer=False)
CLOSED = a_case(state=CaseState.CLOSED)
NAPIT = known_bodies(rules().procedure, ())[0]
DAUGHTER = Party(standing=PartyStanding.REPRESENTATIVE, name="Ann", address="ann@customer.example")


def outcome(actions: Actions) -> str:
    (found,) = only(Outcome, actions)
    return found.word


# ------------------------------------------------------------------------------------------------------------- first mails


def test_a_complaint_opens_a_case_starts_its_clocks_and_is_acknowledged_once() -> None:
    actions = decided(complaint())

    (opened,) = only(OpenCase, actions)
    assert (opened.kind, opened.received_at) == (CaseKind.COMPLAINT, NOW)
    assert {s.clock for s in only(StartClock, actions)} == {"acknowledge", "visit", "findings"}
    assert letters(actions) == ["acknowledgement", "notice"]
    assert outcome(actions) == "new_complaint"


@pytest.mark.parametrize(
    "text",
    [
        "We have no heating at all.",
        "There is a smell of burning and sparks from the inverter.",
        "I will take you to the small claims court.",
        "Please have my case reviewed by a director.",
    ],
    ids=["no heating", "danger", "court", "review"],
)
def test_in_doubt_it_is_a_complaint(text: str) -> None:
    (opened,) = only(OpenCase, decided(complaint(text)))

    assert opened.kind is CaseKind.COMPLAINT


def test_what_is_no_complaint_opens_an_enquiry_without_clock_or_acknowledgement() -> None:
    actions = decided(complaint("What are your opening hours, please?"))

    (opened,) = only(OpenCase, actions)
    assert opened.kind is CaseKind.ENQUIRY
    assert not only(StartClock, actions)
    assert not only(Happen, actions)
    assert letters(actions) == ["notice"]


def test_a_message_that_names_several_cases_is_an_enquiry_and_says_which() -> None:
    both = Match(answer=Answer.AMBIGUOUS, evidence="it names several cases: A, B", candidates=("A", "B"))
    actions = decided(complaint("I am very unhappy with both.", match=both))

    assert only(OpenCase, actions)[0].kind is CaseKind.ENQUIRY
    assert "A, B" in writes(actions)[0].evidence


def test_no_heating_starts_the_24_hours_instead_of_the_7_days() -> None:
    started = {s.clock for s in only(StartClock, decided(complaint("We have no heating at all.")))}

    assert started == {"acknowledge", "visit_urgent", "findings"}


def test_danger_gets_the_fixed_safety_text_at_once() -> None:
    actions = decided(complaint("There is a smell of burning and sparks from the inverter."))

    assert "safety" in letters(actions, CUSTOMER.address)


def test_spam_is_kept_and_answered_by_nobody() -> None:
    actions = decided(complaint("x", flags=(flag("spam"),)))

    assert (outcome(actions), letters(actions)) == ("spam", [])
    assert only(Record, actions)


def test_spam_that_speaks_of_danger_is_no_spam() -> None:
    actions = decided(complaint("x", flags=(flag("spam"), flag("safety"))))

    assert only(OpenCase, actions)


def test_a_request_about_personal_data_is_a_directors_task_with_the_statutory_date() -> None:
    actions = decided(complaint("Please send me a copy of all the data that you hold on me."))

    (task,) = [w for w in writes(actions) if w.letter == "task"]
    assert task.to == "dana@dsmart.example"
    assert str(task.promised) == "2026-04-07"  # a month is Easter Sunday, and then the next working day


def flag(name: str) -> Flag:
    return Flag(flag=name, because="so it reads")


# ------------------------------------------------------------------------------------------------ mail that no person wrote


def test_an_unreadable_message_is_parked_with_what_is_wrong() -> None:
    broken = replace(complaint().message, defects=("no header at all",))
    verdict = replace(BY_A_PERSON, disposition=Disposition.UNREADABLE)

    assert decided(complaint(verdict=verdict, message=broken)) == (Park(why="it cannot be read: no header at all"),)


def test_our_own_letter_that_comes_back_does_nothing() -> None:
    assert decided(complaint(verdict=replace(BY_A_PERSON, disposition=Disposition.OWN))) == (Outcome(word="own"),)


@pytest.mark.parametrize("kind", ["out_of_office", "auto_reply", "list", "generated", "read_receipt"])
def test_automatic_mail_is_kept_answered_by_nobody_and_moves_nothing(kind: str) -> None:
    actions = decided(reply_to(a_case(), "I am out of the office.", verdict=automatic(kind)))

    assert [type(a) for a in actions] == [Record, Outcome]


@pytest.mark.parametrize("kind", ["out_of_office", "auto_reply"])
def test_an_absence_notice_that_tells_of_an_emergency_reaches_a_person(kind: str) -> None:
    """(E48: the notice of somebody who also writes that the house is cold.)"""
    actions = decided(reply_to(a_case(), "I am away. We have no heating at all!", verdict=automatic(kind)))

    assert letters(actions) == ["notice"]
    assert [r.flag for r in only(Raise, actions)] == ["no_heating"]
    assert not only(StartClock, actions)


def test_an_emergency_in_automatic_mail_of_no_case_is_told_without_opening_one() -> None:
    actions = decided(complaint("Away. We have no heating at all!", verdict=automatic("auto_reply")))

    assert letters(actions) == ["notice"]
    assert not only(OpenCase, actions)


def test_a_form_or_telephone_system_that_passes_on_a_complaint_opens_a_case_and_answers_no_machine() -> None:
    actions = decided(complaint(verdict=automatic("generated")))

    assert only(OpenCase, actions)[0].kind is CaseKind.COMPLAINT
    assert {s.clock for s in only(StartClock, actions)} >= {"acknowledge", "findings"}
    assert letters(actions) == ["notice"]
    assert "acknowledge it yourself" in writes(actions)[0].silence


def test_a_newsletter_opens_no_case() -> None:
    assert not only(OpenCase, decided(complaint(verdict=automatic("list"))))


def automatic(kind: str) -> Verdict:
    return replace(SILENT, disposition=Disposition.AUTOMATIC, kind=AutomaticKind(kind))


def test_a_person_who_may_not_be_answered_by_machine_is_a_task_on_the_same_clock() -> None:
    """May we answer automatically, and has the firm acknowledged, are two questions (design 6)."""
    actions = decided(complaint(verdict=SILENT))

    assert letters(actions) == ["notice"]
    assert "acknowledge it yourself" in writes(actions)[0].silence
    assert "acknowledge" in {s.clock for s in only(StartClock, actions)}


# ---------------------------------------------------------------------------------------------------- duplicates, old mail


def test_a_message_that_came_before_is_kept_as_a_duplicate_and_nothing_else() -> None:
    actions = decided(reply_to(a_case(), "Again.", duplicate=True))

    (kept,) = only(Record, actions)
    assert (kept.duplicate, kept.direction, letters(actions)) == (True, Direction.IN, [])


def test_a_strangers_duplicate_stays_a_strangers() -> None:
    (kept,) = only(Record, decided(reply_to(a_case(), "Again.", sender=STRANGER, duplicate=True)))

    assert kept.unconfirmed


@pytest.mark.parametrize("kind", ["out_of_office", "auto_reply"])
def test_a_strangers_automatic_mail_stays_a_strangers(kind: str) -> None:
    (kept,) = only(Record, decided(reply_to(a_case(), "Away.", sender=STRANGER, verdict=automatic(kind))))

    assert kept.unconfirmed


def test_old_mail_of_a_first_start_is_kept_and_nobody_written_to() -> None:
    actions = decided(complaint(stale=True))

    assert ([type(a) for a in actions], outcome(actions)) == ([Record, Outcome], "stale")


# -------------------------------------------------------------------------------------------------------- mail on a case


def test_a_party_who_writes_again_is_kept_told_so_and_shown_to_the_handler() -> None:
    actions = decided(reply_to(a_case(), "Any news?"))

    assert (letters(actions, CUSTOMER.address), letters(actions, "anna@dsmart.example")) == (["received"], ["notice"])
    assert outcome(actions) == "follow_up"


def test_a_party_who_was_told_lately_is_not_told_again() -> None:
    assert letters(decided(reply_to(a_case(), "Any news?", told_lately=True))) == ["notice"]


def test_a_new_fact_starts_its_clock_from_the_message_that_tells_us() -> None:
    case = a_case()
    found = runs(decided(reply_to(case, "Now we have no heating at all.")), case)

    assert found["visit_urgent"].due_at == at("2026-03-06 10:00")
    assert "visit" not in found


def test_a_fact_that_is_known_starts_nothing_again() -> None:
    case = a_case("dsmart", "no_heating")

    assert not only(StartClock, decided(reply_to(case, "We still have no heating at all.")))


def test_a_closed_case_is_reopened_by_no_machine() -> None:
    actions = decided(reply_to(CLOSED, "It is broken again and I am unhappy."))

    assert (letters(actions), outcome(actions)) == (["notice"], "closed_case")
    assert not only(StartClock, actions)


def test_danger_on_a_closed_case_is_answered_all_the_same() -> None:
    actions = decided(reply_to(CLOSED, "There is a smell of burning and sparks from the inverter."))

    assert "safety" in letters(actions, CUSTOMER.address)


def test_a_data_request_on_a_closed_case_keeps_its_statutory_date() -> None:
    actions = decided(reply_to(CLOSED, "Please send me a copy of all the data that you hold on me."))

    assert letters(actions, "dana@dsmart.example") == ["task"]


def test_the_safety_text_goes_to_whoever_wrote_of_the_danger() -> None:
    case = a_case(parties=(*a_case().parties, DAUGHTER))
    sender = replace(CUSTOMER, address=DAUGHTER.address)
    actions = decided(reply_to(case, "Sparks are coming from the inverter at my mother's.", sender=sender))

    assert "safety" in letters(actions, DAUGHTER.address)
    assert "safety" not in letters(actions, CUSTOMER.address)


def test_an_enquirys_follow_up_gets_no_added_to_your_complaint() -> None:
    case = a_case(kind=CaseKind.ENQUIRY)

    assert letters(decided(reply_to(case, "Thanks, and on Sundays?"))) == ["notice"]


def test_a_complaint_on_what_a_person_called_an_enquiry_says_that_no_clock_runs() -> None:
    """Which it is, a person decided (contract 6); that somebody must decide it again may not be overlooked."""
    case = a_case(kind=CaseKind.ENQUIRY, happened={"complaint.received": NOW})

    assert "#complaint makes it one" in writes(decided(reply_to(case, "I am very unhappy with the roof.")))[0].silence
    assert writes(decided(reply_to(case, "Thanks, and on Sundays?")))[0].silence == ""


def test_a_command_in_a_customers_mail_is_nothing_but_text() -> None:
    actions = decided(reply_to(a_case(), "#close customer happy\n#refer technical"))

    assert outcome(actions) == "follow_up"
    assert set(letters(actions, CUSTOMER.address)) == {"received"}


# -------------------------------------------------------------------------------------------------------------- stage two


def answered() -> Case:
    happened = {"complaint.received": RECEIVED, "letter.response.sent": at("2026-03-04 10:00")}
    return a_case("tinytracker", happened=happened)


def test_a_request_for_review_after_the_reply_begins_it() -> None:
    case = answered()
    actions = decided(reply_to(case, "I do not accept this. Please have it reviewed by a director."))

    assert only(SetStage, actions)
    assert letters(actions) == ["stage_two_acknowledgement", "notice"]
    assert [w.to for w in writes(actions)][1] == "dee@tinytracker.example"


def test_a_request_for_review_that_may_not_be_answered_tells_the_director_so() -> None:
    case = answered()
    actions = decided(reply_to(case, "Please have it reviewed by a director.", verdict=SILENT))

    (notice,) = writes(actions)
    assert "acknowledge it yourself" in notice.silence
    assert "stage_two_acknowledge" in {s.clock for s in only(StartClock, actions)}


def test_a_review_is_entered_once() -> None:
    actions = decided(reply_to(under_review(), "I want it reviewed by a director!"))

    assert not only(SetStage, actions)


def test_a_request_for_review_with_no_director_but_the_one_complained_about_reaches_somebody_else() -> None:
    case = replace(answered(), about=("dee@tinytracker.example",))
    actions = decided(reply_to(case, "Please have it reviewed by a director."))

    told = [w.to for w in writes(actions) if w.letter == "notice"]
    assert told == ["cass@tinytracker.example", "rob@tinytracker.example"]


def test_a_procedure_without_a_second_stage_has_no_review() -> None:
    case = a_case(happened={"letter.response.sent": RECEIVED})

    assert not only(SetStage, decided(reply_to(case, "Please have it reviewed by a director.")))


# ---------------------------------------------------------------------------------------------------- strangers and bodies


def test_a_stranger_who_quotes_the_reference_is_kept_apart_and_only_the_handler_told() -> None:
    actions = decided(reply_to(a_case(), "Send me everything, there is a smell of gas.", sender=STRANGER))

    assert letters(actions) == ["notice"]
    assert writes(actions)[0].unconfirmed
    assert only(Record, actions)[0].unconfirmed
    assert [a.party.standing for a in only(AddParty, actions)] == [PartyStanding.UNCONFIRMED]
    assert not only(Raise, actions)


def test_a_stranger_who_writes_twice_waits_once() -> None:
    waiting = Party(standing=PartyStanding.UNCONFIRMED, address=STRANGER.address)
    case = a_case(parties=(*a_case().parties, waiting))

    assert not only(AddParty, decided(reply_to(case, "Well?", sender=STRANGER)))


@pytest.mark.parametrize("on_case", [True, False])
def test_an_outside_body_reaches_the_handler_and_is_never_answered_by_machine(on_case: bool) -> None:
    napit = replace(CUSTOMER, address="cases@napit.org.uk")
    arrival = reply_to(a_case(), "Please send the file.", sender=napit, body=NAPIT)
    actions = decided(arrival if on_case else complaint("Please send the file.", sender=napit, body=NAPIT))

    assert letters(actions) == ["notice"]
    assert "a person answers it" in writes(actions)[0].silence
    assert not only(OpenCase, actions)


def test_a_bodys_mail_on_a_case_does_not_pass_for_the_customers() -> None:
    """The summary of communications tells the customer "You contacted us" for what a party sent."""
    arrival = reply_to(a_case(), "x", sender=replace(CUSTOMER, address="cases@napit.org.uk"), body=NAPIT)

    assert only(Record, decided(arrival))[0].unconfirmed
