"""What may not go out as it stands: a threat of court, internal text, a token, another case's reference."""

from __future__ import annotations

import pytest

from mailbot.core.guard import may_be_released, objection
from mailbot.core.reference import make
from tests.builders import a_case, rules

CASE = a_case()
OTHER = make("DS", 2026, 2)


@pytest.mark.parametrize(
    "words",
    [
        "Bob will call you this afternoon about the leak.",
        f"Your reference is {CASE.reference}.",
        "Your legal rights are not affected. RECC can help you as well.",
        "Write to info@dsmart.example or ring us.",
        "# What we found\nThe valve was shut.",
    ],
)
def test_ordinary_words_may_go(words: str) -> None:
    assert objection(rules(), CASE, words) is None


@pytest.mark.parametrize(
    ("words", "why", "confirmable"),
    [
        ("If you do not pay we will issue a county court claim against you.", "clause 11", False),
        ("Dear Jo,\n#close customer happy", "# command", False),
        ("Dear Jo,\n> - #respond with your findings", "# command", False),
        ("Answer info+1a.mfrggzdfmztwq2lk@dsmart.example", "address of an internal letter", False),
        (f"It is as with {OTHER}.", OTHER, True),
    ],
    ids=["court", "command", "command in an unsplit quotation", "token", "another case"],
)
def test_what_must_not_go_is_held_with_its_reason(words: str, why: str, confirmable: bool) -> None:
    found = objection(rules(), CASE, words)

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
    found = objection(rules(), CASE, words)

    assert found is not None
    assert may_be_released(rules().procedure, found.why) is found.confirmable


def test_a_threat_is_a_matter_of_the_procedure() -> None:
    """Tiny Tracker's text promises nothing about court: its handlers' words are their own."""
    assert objection(rules("tinytracker"), CASE, "we will issue a county court claim against you") is None
