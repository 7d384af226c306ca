"""Commands that send a person's words: what each needs, where it goes, and when it is refused."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.core.actions import Actions, Happen, SetCase, SetStage, StartClock, Write
from mailbot.core.model import Case
from tests.builders import (
    CUSTOMER,
    NOW,
    a_case,
    at,
    decided,
    letters,
    only,
    refusal,
    result,
    staff_mail,
    under_review,
    writes,
)

CASE = a_case()


def ordered(text: str, case: Case = CASE, *, by: str = "") -> Actions:
    return decided(staff_mail(text, case, by=by or ("Anna" if case.mailbox == "dsmart" else "Cass")))


def letter(actions: Actions) -> Write:
    """The one letter to the customer."""
    (found,) = [w for w in writes(actions) if w.to == CUSTOMER.address]
    return found


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("respond", "response"),
        ("informal", "informal_resolution"),
        ("request", "request_material"),
        ("writing", "put_in_writing"),
    ],
)
def test_the_text_below_a_command_is_its_letter(command: str, name: str) -> None:
    found = letter(ordered(f"#{command}\nDear Jo,\n\nwe repair it."))

    assert (found.letter, found.words, found.author) == (name, "Dear Jo,\n\nwe repair it.", "Anna Field")
    assert (found.automatic, found.held) == (False, "")


@pytest.mark.parametrize("command", ["respond", "informal", "request"])
def test_words_on_the_commands_own_line_are_not_lost(command: str) -> None:
    assert letter(ordered(f"#{command} Dear Jo,\nwe repair it.")).words == "Dear Jo,\nwe repair it."


@pytest.mark.parametrize("command", ["respond", "informal", "request"])
def test_a_letter_without_words_is_refused(command: str) -> None:
    assert "write the text for the customer" in refusal(ordered(f"#{command}"))


def test_help_with_writing_needs_no_words() -> None:
    assert letter(ordered("#writing")).letter == "put_in_writing"


@pytest.mark.parametrize(
    "text",
    [
        "#delay 2026-03-20 the part is late",
        "#delay the part is late 2026-03-20",
        "#delay 2026-03-20\nthe part is late",
        "#delay 20 March the part is late",
        "#delay until Friday 20 March: the part is late",
        "#delay in 15 days, the part is late",
    ],
)
def test_a_delay_has_its_date_and_reason(text: str) -> None:
    found = letter(ordered(text))

    assert found.promised == date(2026, 3, 20)
    assert "the part is late" in (found.reason or found.words)


@pytest.mark.parametrize(
    "argument", ["", "2026-03-20", "the part is late", "2026-03-04 the part is late", "Thursday the part is late"]
)
def test_a_delay_without_a_date_that_lies_ahead_and_a_reason_is_refused(argument: str) -> None:
    actions = ordered(f"#delay {argument}")

    assert result(actions).refused
    assert letters(actions) == ["command_result"]


def test_a_delay_until_today_is_no_delay_of_yesterday() -> None:
    assert letter(ordered("#delay 2026-03-05 this afternoon")).promised == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("argument", "body"),
    [("technical", "napit"), ("Technical", "napit"), ("code", "recc"), ("code please ring them", "recc")],
)
def test_a_referral_names_the_body_for_the_subject(argument: str, body: str) -> None:
    assert letter(ordered(f"#refer {argument}")).body == body


@pytest.mark.parametrize("argument", ["", "elsewhere", "napit", "technicalities"])
def test_a_referral_to_nowhere_is_refused(argument: str) -> None:
    assert "#refer technical, or #refer code" in refusal(ordered(f"#refer {argument}"))


def test_a_case_under_review_has_no_second_findings() -> None:
    actions = ordered("#respond\nWe refund you.", under_review(), by="Dee")

    assert "#decide" in refusal(actions)
    assert letters(actions) == ["command_result"]


# ---------------------------------------------------------------------------------------------------------------- stage two


def test_a_review_begins_by_a_persons_word_and_each_director_has_it() -> None:
    actions = ordered("#stagetwo\nShe rang and asked for it.", a_case("tinytracker"))

    assert only(SetStage, actions)
    assert letters(actions, CUSTOMER.address) == ["stage_two_acknowledgement"]
    assert letters(actions, "dee@tinytracker.example") == ["notice"]
    assert {s.started_at for s in only(StartClock, actions)} == {NOW}


def test_a_review_runs_from_when_it_was_asked_for() -> None:
    actions = ordered("#stagetwo 2026-03-04 15:00", a_case("tinytracker"))

    assert {s.started_at for s in only(StartClock, actions)} == {at("2026-03-04 15:00")}


@pytest.mark.parametrize(
    ("text", "case", "why"),
    [
        ("#stagetwo", CASE, "no second stage"),
        ("#stagetwo", under_review(), "begun already"),
        ("#stagetwo 2026-03-06 15:00", a_case("tinytracker"), "lies ahead"),
        ("#decide\nWe refund.", a_case("tinytracker"), "not under review"),
        ("#progress 2026-05-01\nNot yet.", a_case("tinytracker"), "not under review"),
        ("#delegate Rob", a_case("tinytracker"), "has not begun"),
    ],
)
def test_what_a_stage_does_not_allow(text: str, case: Case, why: str) -> None:
    actions = ordered(text, case)

    assert why in refusal(actions)
    assert letters(actions) == ["command_result"]


def test_a_review_is_begun_and_handed_on_in_one_mail() -> None:
    actions = ordered("#stagetwo\n#delegate Rob", a_case("tinytracker"), by="Dee")

    assert only(SetCase, actions) == [SetCase(field="delegate", value="rob@tinytracker.example")]
    assert "notice" in letters(actions, "rob@tinytracker.example")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"about": ("rob@tinytracker.example",)}, "about Rob Stone"),
        ({"assigned": "rob@tinytracker.example"}, "had the case at stage one"),
    ],
)
def test_a_review_is_not_handed_to_whom_it_concerns_or_who_had_the_case(values: dict[str, object], why: str) -> None:
    actions = ordered("#delegate Rob Stone", under_review(**values), by="Dee")

    assert why in refusal(actions)
    assert not only(SetCase, actions)


def test_the_directors_who_are_complained_about_are_given_no_review() -> None:
    case = a_case("tinytracker", about=("dee@tinytracker.example",))

    assert letters(ordered("#stagetwo", case), "dee@tinytracker.example") == []


def test_progress_promises_its_date() -> None:
    assert letter(ordered("#progress 2026-05-01\nI wait for the report.", under_review(), by="Dee")).promised == date(
        2026, 5, 1
    )


# ------------------------------------------------------------------------------------------------- the person complained about


def test_the_person_complained_about_is_told_and_given_time() -> None:
    actions = ordered("#about Rob\nYou are said to have shouted.", a_case("tinytracker"))

    (told,) = [w for w in writes(actions) if w.letter == "person_informed"]
    assert (told.to, told.words, told.promised) == (
        "rob@tinytracker.example",
        "You are said to have shouted.",
        date(2026, 3, 12),
    )
    assert only(SetCase, actions) == [SetCase(field="about", value="rob@tinytracker.example")]


def test_a_second_person_is_added_to_the_first() -> None:
    case = a_case("tinytracker", about=("rob@tinytracker.example",))

    assert only(SetCase, ordered("#about Hal", case))[0].value == "rob@tinytracker.example,hal@tinytracker.example"
    assert "informed already" in refusal(ordered("#about Rob", case))
    assert "nobody in the staff directory" in refusal(ordered("#about Norbert", case))


def test_whoever_is_named_in_the_same_mail_deals_with_it_no_longer() -> None:
    actions = ordered("#about Rob\n#assign Rob", a_case("tinytracker"))

    assert "about Rob Stone" in refusal(actions)


def test_a_letter_sent_leaves_its_event_to_the_outbox() -> None:
    """Only what the submission server accepted was sent: the order itself meets no clock."""
    assert not only(Happen, ordered("#respond\nWe repair it."))
