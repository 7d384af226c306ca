"""Which case a message belongs to: the order of trust of domain 4.4, and the answers that are no guess."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.match import Evidence, match
from mailbot.core.model import Answer, Party, PartyStanding, SentLetter
from tests.builders import CUSTOMER, STRANGER, a_case, person

CASE = a_case()
OTHER = replace(a_case(), id=2, reference="DS-2026-0002-F")
ANNA, BOB = person("Anna"), person("Bob")
LETTER = SentLetter(
    id=3, name="response", message_id="<r@x>", case_id=1, to=CUSTOMER.address, to_staff=False, state="sent"
)
NOTICE = replace(LETTER, name="notice", to=ANNA.address, to_staff=True)


def asked(**found: object) -> Evidence:
    return Evidence(sender=str(found.pop("sender", CUSTOMER.address)), **found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "evidence",
    [
        asked(answered=LETTER, letter_case=CASE),
        asked(addressed=LETTER, letter_case=CASE),
        asked(earlier=CASE),
        asked(referenced=(CASE,)),
    ],
    ids=["answers our letter", "sent to its reply address", "answers their own earlier mail", "names the reference"],
)
def test_each_evidence_alone_finds_the_case_of_a_party(evidence: Evidence) -> None:
    found = match(evidence)

    assert (found.answer, found.case) == (Answer.CASE, CASE)


@pytest.mark.parametrize(
    "evidence",
    [
        asked(answered=LETTER, letter_case=CASE, referenced=(OTHER,)),
        asked(addressed=LETTER, letter_case=CASE, referenced=(OTHER,)),
        asked(earlier=CASE, referenced=(OTHER,)),
    ],
    ids=["our Message-ID", "our token address", "an earlier message"],
)
def test_stronger_evidence_beats_a_reference(evidence: Evidence) -> None:
    assert match(evidence).case == CASE


@pytest.mark.parametrize(
    "evidence",
    [
        asked(sender=STRANGER.address, answered=LETTER, letter_case=CASE),
        asked(sender=STRANGER.address, addressed=LETTER, letter_case=CASE),
        asked(sender=STRANGER.address, referenced=(CASE,)),
        asked(sender="", referenced=(CASE,)),
    ],
    ids=[
        "our letter, forwarded",
        "its reply address",
        "the reference",
        "no address at all",
    ],
)
def test_whoever_is_not_on_the_case_is_unconfirmed_whatever_they_quote(evidence: Evidence) -> None:
    assert match(evidence).answer is Answer.UNCONFIRMED


def test_a_party_who_answers_a_staff_letter_that_was_passed_on_is_still_that_party() -> None:
    found = match(asked(answered=NOTICE, letter_case=CASE))

    assert (found.answer, found.proven) == (Answer.CASE, False)


def test_a_party_that_waits_to_be_confirmed_stays_unconfirmed() -> None:
    waiting = Party(standing=PartyStanding.UNCONFIRMED, address=STRANGER.address)
    case = replace(CASE, parties=(*CASE.parties, waiting))

    assert match(asked(sender=STRANGER.address, referenced=(case,))).answer is Answer.UNCONFIRMED


def test_an_earlier_message_of_somebody_else_is_no_evidence() -> None:
    assert match(asked(sender=STRANGER.address, earlier=CASE)).answer is Answer.NONE


def test_several_cases_of_the_sender_are_ambiguous_and_named() -> None:
    found = match(asked(referenced=(CASE, OTHER)))

    assert (found.answer, found.case) == (Answer.AMBIGUOUS, None)
    assert found.candidates == (CASE.reference, OTHER.reference)


def test_of_several_references_the_one_whose_party_it_is_counts() -> None:
    not_theirs = replace(OTHER, parties=(Party(standing=PartyStanding.CUSTOMER, address="ray@customer.example"),))

    assert match(asked(referenced=(not_theirs, CASE))).case == CASE


def test_nothing_is_said_of_a_case_that_was_not_named_but_open_ones_are_hinted_at() -> None:
    found = match(asked(open_cases=(CASE.reference,), damaged=("DS-2026-0001-X",)))

    assert found.answer is Answer.NONE
    assert CASE.reference in found.evidence
    assert "DS-2026-0001-X" in found.evidence


def test_a_case_that_a_slip_may_mean_is_hinted_at_and_never_matched() -> None:
    mine = match(asked(damaged=("DS-2026-0O01-X",), meant=(OTHER, CASE)))
    others = match(asked(sender=STRANGER.address, damaged=("DS-2026-0O01-X",), meant=(CASE,)))

    assert (mine.answer, others.answer) == (Answer.NONE, Answer.NONE)
    assert f"perhaps {OTHER.reference} or {CASE.reference}, whose party the sender is" in mine.evidence
    assert "but the sender is not on that case" in others.evidence


def test_case_and_address_are_compared_without_capitals() -> None:
    assert match(asked(sender="JO@Customer.Example", referenced=(CASE,))).answer is Answer.CASE


# -------------------------------------------------------------------------------------------------------------------- staff


@pytest.mark.parametrize(
    ("letter", "proven"),
    [(NOTICE, True), (replace(NOTICE, to=BOB.address), False), (LETTER, False), (None, False)],
    ids=["made for this person", "made for a colleague", "made for the customer", "none"],
)
def test_staff_are_proven_only_by_a_letter_that_was_made_for_them(letter: SentLetter | None, proven: bool) -> None:
    found = match(asked(sender=ANNA.address, staff=ANNA, answered=letter, letter_case=CASE if letter else None))

    assert (found.staff, found.proven) == (ANNA, proven)


def test_staff_who_use_their_other_address_are_proven_too() -> None:
    anna = replace(ANNA, also=("anna.field@home.example",))

    assert match(asked(sender="anna.field@home.example", staff=anna, answered=NOTICE, letter_case=CASE)).proven


def test_a_reference_in_staff_mail_names_the_case_but_proves_nothing() -> None:
    found = match(asked(sender=ANNA.address, staff=ANNA, referenced=(CASE,)))

    assert (found.case, found.proven) == (CASE, False)


def test_several_references_in_staff_mail_name_no_case() -> None:
    assert match(asked(sender=ANNA.address, staff=ANNA, referenced=(CASE, OTHER))).case is None


# ------------------------------------------------------------------------------------- a colleague's mail about several cases


def test_a_colleagues_answer_about_one_case_that_names_another_proves_neither() -> None:
    """Words for one customer must not reach another."""
    mine = {"sender": ANNA.address, "staff": ANNA, "answered": NOTICE, "letter_case": CASE}

    assert match(asked(**mine, in_subject=(CASE,))).proven
    for conflict in ({"in_subject": (OTHER,)}, {"in_subject": (CASE, OTHER)}, {"addressed_case": OTHER}):
        found = match(asked(**mine, **conflict))
        assert (found.answer, found.case, found.proven) == (Answer.AMBIGUOUS, None, False)
        assert found.candidates == (CASE.reference, OTHER.reference)
