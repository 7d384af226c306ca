"""Commands that say what a case is, whose it is and when it ends: no promise is lost by them, and nothing is sent twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.actions import (
    Actions,
    ChangeClock,
    Clear,
    ConfirmParties,
    Merge,
    Raise,
    Release,
    ReopenClock,
    SetCase,
    SetKind,
    SetParty,
    SetState,
    SetVisit,
    StartClock,
    StopClock,
)
from mailbot.core.model import Case, CaseKind, CaseState, ClockState, Party, PartyStanding
from mailbot.core.rules import HeldLetter
from tests.builders import (
    CUSTOMER,
    RECEIVED,
    a_case,
    at,
    decided,
    letters,
    met,
    only,
    refusal,
    result,
    runs,
    staff_mail,
    under_review,
    writes,
)

CASE = a_case()
ENQUIRY = a_case(kind=CaseKind.ENQUIRY)
STRANGER = Party(standing=PartyStanding.UNCONFIRMED, name="Ann", address="ann@customer.example")
MALLORY = Party(standing=PartyStanding.UNCONFIRMED, name="M", address="mallory@elsewhere.example")
HELD = HeldLetter(id=5, name="message", why="it names another case (DS-2026-0002-F)")
NEVER = HeldLetter(id=6, name="message", why="a line of it begins with a # command, which is internal")


def ordered(text: str, case: Case = CASE, **values: object) -> Actions:
    return decided(staff_mail(text, case, by="Anna" if case.mailbox == "dsmart" else "Cass", **values))  # type: ignore[arg-type]


def after_closing(case: Case = CASE) -> Case:
    """The case as the store has it once it was closed."""
    stopped = {"state": ClockState.STOPPED, "stopped_at": RECEIVED, "stopped_by": "case closed: done"}
    return replace(
        case,
        state=CaseState.CLOSED,
        clocks=tuple(replace(d, **stopped) if d.open else d for d in case.clocks),  # type: ignore[arg-type]
    )


# ------------------------------------------------------------------------------------------------------ complaint or enquiry


def test_a_complaint_that_came_as_an_enquiry_runs_from_its_receipt() -> None:
    actions = ordered("#complaint", ENQUIRY)

    assert {(s.clock, s.started_at) for s in only(StartClock, actions)} == {
        (clock, RECEIVED) for clock in ("acknowledge", "visit", "findings")
    }
    assert letters(actions, CUSTOMER.address) == ["acknowledgement"]


def test_an_old_enquiry_that_is_a_complaint_is_late_and_says_so() -> None:
    old = replace(ENQUIRY, received_at=at("2026-02-01 10:00"))
    actions = ordered("#complaint", old)

    late = {s.clock for s in only(StartClock, actions) if s.due_at <= at("2026-03-05 10:00")}
    assert late == {"acknowledge", "visit", "findings"}  # the next tick finds and announces them
    assert letters(actions, CUSTOMER.address) == ["acknowledgement"]


def test_a_complaint_that_is_an_enquiry_stops_its_clocks_with_the_reason() -> None:
    actions = ordered("#enquiry asked for a quote")

    assert {s.by for s in only(StopClock, actions)} == {"enquiry: asked for a quote"}
    assert not runs(actions, CASE)


def test_an_enquiry_after_the_acknowledgement_and_back_is_not_acknowledged_again() -> None:
    case = met(CASE, "acknowledge", "letter.acknowledgement.sent")
    case = replace(case, happened={**case.happened, "letter.acknowledgement.sent": RECEIVED})
    enquiry = replace(stopped(case, "enquiry: misread"), kind=CaseKind.ENQUIRY)
    actions = ordered("#complaint", enquiry)

    assert letters(actions, CUSTOMER.address) == []
    assert {(r.clock, r.due_at) for r in only(ReopenClock, actions)} == {
        (d.clock, d.due_at) for d in CASE.clocks if d.clock != "acknowledge"
    }
    assert not only(StartClock, actions)


def test_what_was_urgent_in_an_enquiry_goes_on_in_the_complaint() -> None:
    urgent = a_case("dsmart", "no_heating")
    running = replace(
        urgent, kind=CaseKind.ENQUIRY, clocks=tuple(d for d in urgent.clocks if d.clock == "visit_urgent")
    )

    assert {s.clock for s in only(StartClock, ordered("#complaint", running))} == {"acknowledge", "findings"}


@pytest.mark.parametrize(("word", "case"), [("complaint", CASE), ("enquiry", ENQUIRY)])
def test_what_it_is_already_it_does_not_become(word: str, case: Case) -> None:
    assert "already" in refusal(ordered(f"#{word}", case))


def stopped(case: Case, by: str) -> Case:
    ended = {"state": ClockState.STOPPED, "stopped_at": RECEIVED, "stopped_by": by}
    return replace(case, clocks=tuple(replace(d, **ended) if d.open else d for d in case.clocks))  # type: ignore[arg-type]


# -------------------------------------------------------------------------------------------------------- closing, reopening


def test_closing_needs_a_reason_and_stops_every_clock() -> None:
    assert "give the reason" in refusal(ordered("#close"))

    actions = ordered("#close\ncustomer satisfied")
    assert {s.clock for s in only(StopClock, actions)} == {"acknowledge", "visit", "findings"}
    assert only(SetState, actions) == [SetState(state=CaseState.CLOSED, why="customer satisfied")]


def test_a_case_taken_up_again_has_the_promises_that_only_closing_had_ended() -> None:
    case = after_closing(met(CASE, "findings", "letter.response.sent"))
    actions = ordered("#reopen the fault is back", case)

    assert {(r.clock, r.due_at) for r in only(ReopenClock, actions)} == {
        (d.clock, d.due_at) for d in CASE.clocks if d.clock != "findings"
    }


def test_a_breach_that_was_announced_is_not_announced_again() -> None:
    case = after_closing()
    broken = replace(case, clocks=tuple(replace(d, breached_at=d.due_at) for d in case.clocks))

    assert {r.next_action_at for r in only(ReopenClock, ordered("#reopen again", broken))} == {None}


@pytest.mark.parametrize(("text", "case", "why"), [
    ("#reopen", after_closing(), "give the reason"), ("#reopen again", CASE, "it is open"), ("#close x", after_closing(), "is closed"),
])  # fmt: skip
def test_what_cannot_be_closed_or_reopened(text: str, case: Case, why: str) -> None:
    assert why in refusal(ordered(text, case))


# --------------------------------------------------------------------------------------------------------- whose, for whom


@pytest.mark.parametrize("argument", ["Dana Price", "dana", "dana@dsmart.example", "DANA"])
def test_a_case_is_given_to_whoever_is_named(argument: str) -> None:
    actions = ordered(f"#assign {argument}\nPlease take this one.")

    assert only(SetCase, actions) == [SetCase(field="assigned", value="dana@dsmart.example")]
    assert letters(actions, "dana@dsmart.example") == ["notice"]


@pytest.mark.parametrize("argument", ["", "me", "Me", "Anna"])
def test_a_case_is_taken_by_its_author(argument: str) -> None:
    actions = ordered(f"#assign {argument}")

    assert only(SetCase, actions) == [SetCase(field="assigned", value="anna@dsmart.example")]
    assert letters(actions) == ["command_result"]


@pytest.mark.parametrize(
    ("argument", "why"), [("Nobody", "nobody in the staff directory"), ("Rob Stone", "about Rob Stone")]
)
def test_a_case_is_not_given_to_nobody_nor_to_whom_it_is_about(argument: str, why: str) -> None:
    case = a_case("tinytracker", about=("rob@tinytracker.example",))

    assert why in refusal(ordered(f"#assign {argument}", case))


def test_restricting_a_case_keeps_it_with_who_restricted_it() -> None:
    assert only(SetCase, ordered("#restrict")) == [
        SetCase(field="assigned", value="anna@dsmart.example"), SetCase(field="named", value="anna@dsmart.example"),
        SetCase(field="restricted", value="true"),
    ]  # fmt: skip
    given = a_case(assigned="dana@dsmart.example")
    assert only(SetCase, ordered("#restrict", given)) == [
        SetCase(field="named", value="anna@dsmart.example"), SetCase(field="restricted", value="true"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------------------- details


@pytest.mark.parametrize(
    ("argument", "field", "value"),
    [
        ("phone: 01782 496 000", "phone", "01782 496 000"),
        ("Address: 2 High Street, Leek", "postal", "2 High Street, Leek"),
        ("email: Jo@New.example<mailto:jo@new.example>", "address", "jo@new.example"),
        ("relationship: customer", "relationship", "customer"),
    ],
)
def test_a_detail_of_the_customer_is_set(argument: str, field: str, value: str) -> None:
    assert only(SetParty, ordered(f"#set {argument}")) == [SetParty(field=field, value=value)]


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        ("email: jo at new", "is not an e-mail address"),
        ("email: anna@dsmart.example", "one of our own addresses"),
        ("phone:", "write the phone"),
        ("colour: green", "neither a flag nor a detail"),
        ("complaint", "#complaint and #enquiry"),
        ("", "neither a flag nor a detail"),
    ],
)
def test_what_cannot_be_set_is_refused(argument: str, why: str) -> None:
    actions = ordered(f"#set {argument}")

    assert why in refusal(actions)
    assert not only(SetParty, actions)


def test_a_letter_goes_to_the_address_that_was_set_above_it() -> None:
    actions = ordered("#set email: jo@new.example\n#respond\nWe repair it.")

    assert [w.to for w in writes(actions) if w.letter == "response"] == ["jo@new.example"]


def test_a_flag_that_a_person_sets_starts_its_clock() -> None:
    actions = ordered("#set no_heating")

    assert [r.because for r in only(Raise, actions)] == ["set by Anna Field"]
    assert runs(actions, CASE)["visit_urgent"].due_at == at("2026-03-06 10:00")
    assert "visit" not in runs(actions, CASE)


def test_a_flag_that_is_set_is_not_set_again() -> None:
    assert "set already" in refusal(ordered("#set no_heating", a_case("dsmart", "no_heating")))


@pytest.mark.parametrize(
    ("argument", "why"), [("no_heating", "give the reason"), ("safety it is fine", "is not set"), ("", "is not set")]
)
def test_a_flag_is_cleared_by_a_person_with_a_reason_or_not_at_all(argument: str, why: str) -> None:
    assert why in refusal(ordered(f"#clear {argument}", a_case("dsmart", "no_heating")))


def test_clearing_the_urgency_brings_the_first_promise_back() -> None:
    case = a_case("dsmart", "no_heating")
    actions = ordered("#clear NO_HEATING heating works, she rang", case)

    assert [c.reason for c in only(Clear, actions)] == ["heating works, she rang"]
    assert (runs(actions, case)["visit"].started_at, "visit_urgent" in runs(actions, case)) == (RECEIVED, False)


@pytest.mark.parametrize("word", ["cause", "redress"])
def test_cause_and_redress_are_noted(word: str) -> None:
    assert only(SetCase, ordered(f"#{word} flashing not sealed")) == [SetCase(field=word, value="flashing not sealed")]
    assert f"write the {word}" in refusal(ordered(f"#{word}"))


# ------------------------------------------------------------------------------------------------------------------- confirm


def waiting(*parties: Party) -> Case:
    return a_case(parties=(*CASE.parties, *parties))


def test_what_is_held_goes_out_on_a_persons_word() -> None:
    assert only(Release, ordered("#confirm", held=(HELD,), answers="command_result")) == [
        Release(letter=5, by="Anna Field")
    ]


def test_what_may_never_go_out_stays_held_and_the_author_hears_why() -> None:
    actions = ordered("#confirm", held=(NEVER,))

    assert "stays held" in refusal(actions)
    assert not only(Release, actions)


def test_of_two_held_letters_the_one_that_may_go_goes() -> None:
    actions = ordered("#confirm", held=(HELD, NEVER))

    assert [r.letter for r in only(Release, actions)] == [5]
    assert "stays held" in result(actions).done[0]


def test_one_who_waits_is_accepted() -> None:
    assert only(ConfirmParties, ordered("#confirm", waiting(STRANGER))) == [
        ConfirmParties(addresses=(STRANGER.address,))
    ]


def test_of_several_who_wait_none_is_accepted_without_being_named() -> None:
    actions = ordered("#confirm", waiting(STRANGER, MALLORY))

    assert MALLORY.address in refusal(actions)
    assert not only(ConfirmParties, actions)


@pytest.mark.parametrize("named", ["ann@customer.example", "<Ann@customer.example>", "Ann"])
def test_of_several_who_wait_the_one_named_is_accepted(named: str) -> None:
    actions = ordered(f"#confirm {named}", waiting(STRANGER, MALLORY))

    assert only(ConfirmParties, actions) == [ConfirmParties(addresses=(STRANGER.address,))]


def test_accepting_a_sender_releases_no_letter() -> None:
    """An answer to a notice is about its sender; an answer to word of a held letter is about that letter."""
    accepting = ordered("#confirm", waiting(STRANGER), held=(HELD,), answers="notice")
    releasing = ordered("#confirm", waiting(STRANGER), held=(HELD,), answers="command_result")

    assert (len(only(ConfirmParties, accepting)), only(Release, accepting)) == (1, [])
    assert (only(ConfirmParties, releasing), len(only(Release, releasing))) == ([], 1)


def test_a_letter_that_waited_for_its_recipient_to_be_accepted_goes_out_with_them() -> None:
    case = waiting(STRANGER, MALLORY)
    writing = staff_mail("Dear Ann, thank you.", case, by="Anna")
    answered = replace(writing.match.replies_to, about=STRANGER.address) if writing.match.replies_to else None
    (held,) = [
        w for w in writes(decided(replace(writing, match=replace(writing.match, replies_to=answered)))) if not w.staff
    ]
    waits = HeldLetter(id=5, name=held.letter, why=held.held, to=held.to)

    assert held.to == STRANGER.address
    assert "not a confirmed party" in held.held
    assert only(Release, ordered("#confirm", case, held=(waits,), answers="command_result")) == []
    assert [r.letter for r in only(Release, ordered(f"#confirm {STRANGER.address}", case, held=(waits,)))] == [5]
    assert only(Release, ordered(f"#confirm {MALLORY.address}", case, held=(waits,))) == []


@pytest.mark.parametrize("text", ["#confirm with blocks", "#Confirm with the missing parts."])
def test_findings_in_a_plain_reply_go_out_as_the_answer_that_the_procedure_demands(text: str) -> None:
    (held,) = [w for w in writes(ordered("Your complaint has been upheld.")) if not w.staff]
    lacking = HeldLetter(id=6, name="message", why=held.held, to=held.to)

    assert "findings, actions summary, next body" in result(ordered("Your complaint has been upheld.")).withheld[0]
    assert only(Release, ordered(text, held=(HELD, lacking))) == [Release(letter=6, by="Anna Field", become="response")]
    assert only(Release, ordered("#confirm", held=(lacking,))) == [Release(letter=6, by="Anna Field")]
    assert [s.field for s in only(SetCase, ordered(text, held=(lacking,)))] == ["answered_by"]


def test_nothing_is_completed_where_nothing_lacks() -> None:
    assert "no letter is held for want of a part" in refusal(ordered("#confirm with blocks", held=(HELD,)))


def test_where_nothing_waits_there_is_nothing_to_confirm() -> None:
    assert "nothing is held" in refusal(ordered("#confirm"))


# --------------------------------------------------------------------------------------------------------------------- merge


OTHER = replace(a_case(), id=2, reference="DS-2026-0002-F")


def merged(case: Case, into: Case, named: str = "") -> Actions:
    wanted = named or into.reference
    return ordered(f"#merge {wanted}", case, named={wanted: into})


def test_a_case_becomes_part_of_another_and_its_clocks_stop_there() -> None:
    actions = merged(CASE, OTHER)

    assert only(Merge, actions) == [Merge(into=2, reference=OTHER.reference)]
    assert {s.by for s in only(StopClock, actions)} == {"merged"}
    assert not only(StartClock, actions)
    assert not only(ChangeClock, actions)


def test_the_earlier_promise_goes_on_in_the_case_that_stays() -> None:
    """Both customers' letters named a day; the earlier of the two is kept, whichever case lives on."""
    later = replace(OTHER, clocks=tuple(replace(d, id=d.id + 50, due_at=at("2026-04-30 00:00")) for d in OTHER.clocks))
    actions = merged(CASE, later)

    assert {(c.clock, c.due_at) for c in only(ChangeClock, actions)} == {(d.clock, d.due_at) for d in CASE.clocks}
    assert {c.deadline for c in only(ChangeClock, actions)} == {d.id for d in later.clocks}


def test_a_complaint_that_joins_an_enquiry_makes_it_one_and_brings_its_clocks() -> None:
    actions = merged(CASE, replace(ENQUIRY, id=2, reference=OTHER.reference))

    assert only(SetKind, actions) == [SetKind(kind=CaseKind.COMPLAINT, by="Anna Field")]
    assert {(s.clock, s.due_at) for s in only(StartClock, actions)} == {(d.clock, d.due_at) for d in CASE.clocks}


def test_urgency_takes_the_place_of_the_other_cases_visit() -> None:
    cold = a_case("dsmart", "no_heating")
    actions = merged(cold, OTHER)

    assert [s.clock for s in only(StartClock, actions)] == ["visit_urgent"]
    assert [s.clock for s in only(StopClock, actions) if s.state is ClockState.SUPERSEDED] == ["visit"]


def test_a_visit_gives_way_to_the_urgency_that_runs_there() -> None:
    there = replace(a_case("dsmart", "no_heating"), id=2, reference=OTHER.reference)

    assert not only(StartClock, merged(CASE, there))


def test_an_answer_given_since_answers_both_and_an_earlier_one_does_not() -> None:
    since = met(OTHER, "findings", "letter.response.sent", at("2026-03-04 10:00"))
    before = met(OTHER, "findings", "letter.response.sent", at("2026-03-01 10:00"))

    assert not only(StartClock, merged(CASE, since))
    assert [s.clock for s in only(StartClock, merged(CASE, before))] == ["findings"]


def test_what_is_known_of_the_case_is_known_of_the_other() -> None:
    case = a_case(
        assigned="dana@dsmart.example", about=("bob@dsmart.example",), restricted=True,
        visit_at=at("2026-03-06 10:00"), visitor="Sue",
    )  # fmt: skip
    actions = decided(staff_mail(f"#merge {OTHER.reference}", case, by="Dana", named={OTHER.reference: OTHER}))

    assert only(SetVisit, actions) == [SetVisit(at=at("2026-03-06 10:00"), visitor="Sue")]
    assert {(s.field, s.value) for s in only(SetCase, actions)} == {
        ("assigned", "dana@dsmart.example"), ("about", "bob@dsmart.example"), ("restricted", "true"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("into", "named", "why"),
    [
        (OTHER, "with the other one", "say into which case"),
        (OTHER, "DS-2026-0002-X", "say into which case"),
        (CASE, "", "is this case"),
        (replace(OTHER, state=CaseState.CLOSED), "", "is closed"),
        (replace(OTHER, stage=2), "", "under review"),
        (replace(OTHER, about=("anna@dsmart.example",)), "", "is about you"),
        (replace(OTHER, restricted=True, assigned="dana@dsmart.example"), "", "restricted"),
    ],
    ids=[
        "no reference",
        "a slip of the pen",
        "itself",
        "closed",
        "under review",
        "about the author",
        "not the author's",
    ],
)
def test_a_case_that_cannot_be_joined_is_not(into: Case, named: str, why: str) -> None:
    actions = merged(CASE, into, named)

    assert why in refusal(actions)
    assert not only(Merge, actions)


def test_a_case_of_nobody_is_not_joined() -> None:
    assert "there is no case DS-2026-0002-F here" in refusal(ordered("#merge DS-2026-0002-F"))


def test_a_case_under_review_is_not_joined() -> None:
    case = under_review()
    other = replace(case, id=2, stage=1)

    assert "under review" in refusal(
        decided(staff_mail("#merge TT-2026-0002-P", case, by="Dee", named={"TT-2026-0002-P": other}))
    )
