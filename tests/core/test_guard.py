"""What may not go out as it stands: a threat of court, internal text, a token, another case's reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.findings import findings_in
from mailbot.core.guard import Objection, Outgoing, may_be_released, objection
from mailbot.core.model import Case, Party, PartyStanding
from mailbot.core.reference import make
from tests.builders import a_case, rules

GOLDEN = Path(__file__).parents[1] / "letters" / "golden"
STAFF = ("notice", "reminder", "escalation", "digest", "review", "command_result", "task")

CASE = a_case()
OTHER = make("DS", 2026, 2)


def _objection(words: str, company: str = "dsmart", case: Case = CASE, **parts: Any) -> Objection | None:
    return objection(rules(company), case, Outgoing(**{"letter": "message", "words": words} | parts))


@pytest.mark.parametrize(
    "words",
    [
        "Bob will call you this afternoon about the leak.",
        f"Your reference is {CASE.reference}.",
        "Your legal rights are not affected. RECC can help you as well.",
        "Write to info@dsmart.example or ring us.",
        "# What we found\nThe valve was shut.",
        "Bob comes to 4 Willow Court on Friday. Of course he rings first.",
        "You may go to the county court, but we would rather put it right.",
        "We found your invoice, and once we have finished our investigation we will send you our findings.",
        "Our complaints record shows two calls.",
        "Please deal with it as you like; start with the valve.",
        "Jo Simmons <jo@customer.example> wrote to info@dsmart.example on 3 March.",
    ],
)
def test_ordinary_words_may_go(words: str) -> None:
    assert _objection(words) is None


@pytest.mark.parametrize(
    ("words", "why", "confirmable"),
    [
        ("If you do not pay we will issue a county court claim against you.", "clause 11", False),
        ("Dear Jo,\n#close customer happy", "# command", False),
        ("Dear Jo,\n> - #respond with your findings", "# command", False),
        ("Answer info+1a.mfrggzdfmztwq2lk@dsmart.example", "address of an internal letter", False),
        ("mailto:info%2B1a.mfrggzdfmztwq2lk@dsmart.example", "address of an internal letter", False),
        ("Re: Confirm (ref 1a.mfrggzdfmztwq2lk)", "address of an internal letter", False),
        ("<ds-2026-0001-h.7.0badcafe.mfrggzdfmztwq2lk@dsmart.example>", "address of an internal letter", False),
        ("> Reply to this message and your\n> words go to the customer.", "mailbot writes to staff only", False),
        ("Your complaint has been upheld.", "findings, actions summary, next body", True),
        (f"It is as with {OTHER}.", OTHER, True),
    ],
)
def test_what_must_not_go_is_held_with_its_reason(words: str, why: str, confirmable: bool) -> None:
    found = _objection(words)

    assert found is not None
    assert (why in found.why, found.confirmable) == (True, confirmable)


@pytest.mark.parametrize(
    "words",
    [
        "If you do not pay we will issue a county court claim against you.",
        "Dear Jo,\n#close customer happy",
        "Answer info+1a.mfrggzdfmztwq2lk@dsmart.example",
        f"It is as with {OTHER}.",
    ],
)
def test_a_held_letters_reason_says_still_whether_it_may_be_released(words: str) -> None:
    """The row keeps the reason only: what is read from it must be what was decided."""
    found = _objection(words)

    assert found is not None
    assert may_be_released(rules().procedure, found.why) is found.confirmable


def test_a_threat_is_a_matter_of_the_procedure() -> None:
    """Tiny Tracker's text promises nothing about court: its handlers' words are their own."""
    assert _objection("we will issue a county court claim against you", "tinytracker") is None


@pytest.mark.parametrize("letter", [f"{company}.{name}" for company in ("dsmart", "tinytracker") for name in STAFF])
def test_what_mailbot_writes_to_staff_is_known_wherever_it_is_repeated(letter: str) -> None:
    text = (GOLDEN / f"{letter}.txt").read_text()
    quoted = "\n".join(f"> {line}" for line in text.splitlines())

    for repeated in (text, quoted):
        found = _objection(f"Dear Jo,\n\n{repeated}", case=replace(CASE, reference="DS-2026-0042-K"))
        assert found is not None
        assert (found.confirmable, "mailbot writes to staff only" in found.why) == (False, True)


def test_what_customers_are_written_may_be_repeated_to_them() -> None:
    letters = [f for f in GOLDEN.glob("*.txt") if f.stem.partition(".")[2] not in STAFF]

    held = {
        f.stem: found.why
        for f in letters
        if (found := _objection(f.read_text(), letter="response", case=replace(CASE, reference="DS-2026-0042-K")))
    }

    assert len(letters) > 20
    assert held == {}


# ------------------------------------------------------------------------------------------------- strangers, notes, other cases


def test_words_for_somebody_who_is_not_confirmed_wait_for_that() -> None:
    stranger = Party(standing=PartyStanding.UNCONFIRMED, address="m@elsewhere.example")

    found = _objection("Dear Sir, no.", to=stranger)

    assert found is not None
    assert "#confirm m@elsewhere.example" in found.why
    assert not may_be_released(rules().procedure, found.why)
    assert may_be_released(rules().procedure, found.why, accepted=True)


def test_nothing_else_is_released_with_a_stranger() -> None:
    found = _objection("Dear Sir,\n#close", to=Party(standing=PartyStanding.UNCONFIRMED, address="m@elsewhere.example"))

    assert found is not None
    assert not may_be_released(rules().procedure, found.why, accepted=True)


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("Dear Jo,\nCustomer is angry, do not\noffer more than 50 pounds.\nAnna", True),
        ("> customer is angry, do not offer more than 50 pounds", True),
        ("Dear Jo, we offer 50 pounds.", False),
        ("Rang her at ten.", False),
    ],
)
def test_an_internal_note_that_is_repeated_is_held(words: str, held: bool) -> None:
    notes = ("Customer is angry, do not offer more than 50 pounds.", "rang her")
    found = _objection(words, notes=notes)

    assert (found is not None, bool(found and found.confirmable)) == (held, held)


def test_another_case_of_the_same_person_or_one_that_joined_this_may_be_named() -> None:
    other = replace(a_case(), id=2, reference=OTHER)
    strangers = replace(other, parties=(Party(standing=PartyStanding.CUSTOMER, address="ann@customer.example"),))

    assert _objection(f"As with {OTHER}.", named={OTHER: other}) is None
    assert _objection(f"As with {OTHER}.", named={OTHER: replace(other, id=CASE.id)}) is None
    assert _objection(f"As with {OTHER}.", named={OTHER: strangers}) is not None


def test_everything_that_keeps_a_letter_back_is_told_at_once() -> None:
    found = _objection(f"It is as with {OTHER}.\n#close")

    assert found is not None
    assert (OTHER in found.why, "# command" in found.why, found.confirmable) == (True, True, False)


# --------------------------------------------------------------------------------------------------------------------- findings


@pytest.mark.parametrize(
    "words",
    [
        "This is our final response to your complaint. The tiles were broken by us.",
        "We have now completed our investigation.",
        "Dear Jo,\n\nWe partially uphold your complaint.",
        "Your complaint is not upheld.",
        "Our findings are as follows: the valve was shut.",
        "Here is our decision on your complaint.",
        "The investigation found that\nthe valve was shut.",
    ],
)
def test_findings_are_known_by_words_that_say_so(words: str) -> None:
    assert findings_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "We will send you our findings by Friday.",
        "As soon as we have completed our investigation we will write.",
        "We found your invoice, thank you.",
        "If your complaint is upheld we refund the fee.",
        "You say that the other firm dismissed it.",
        "Bob found that the part is missing and orders it.",
        "I hope this is of help.",
        "",
    ],
)
def test_an_ordinary_reply_is_no_findings(words: str) -> None:
    assert findings_in(words) == ""


def test_only_a_plain_reply_before_the_answer_is_held_for_its_findings() -> None:
    words = "Your complaint has been upheld."
    answered = replace(CASE, happened={**CASE.happened, "letter.response.sent": CASE.received_at})

    assert _objection(words, letter="response") is None
    assert _objection(words, case=answered) is None
