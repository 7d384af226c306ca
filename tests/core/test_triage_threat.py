"""What the firm's own staff may not write to a customer (Dsmart clause 11): threats of court."""

from __future__ import annotations

import pytest

from mailbot.core.triage.triage import legal_threat_in


@pytest.mark.parametrize(
    "text",
    [
        "If the balance is not paid by Friday we will issue a county court claim against you.",
        "We will take you to court.",
        "We shall start court action.",
        "This will go to the small claims court.",
        "Please treat this as our letter before action.",
        "We will instruct debt collectors.",
        "Bailiffs will call.",
        "Our solicitors will write to you.",
        "We intend to issue proceedings.",
        "You will get a CCJ.",
        "We reserve the right to begin legal proceedings.",
        "We will not go to court if you pay by Monday.",
        "You may face court action.",
        "We will not hesitate to take legal action.",
        "The debt will be passed to a collection agency.",
        "This will affect your credit rating.",
        "We'll sue.",
        "Pay within 14 days or court action follows.",
        "It is claim 12 county court will hear.",
    ],
)
def test_a_threat_is_found_with_its_words(text: str) -> None:
    assert legal_threat_in(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "We will not take court action.",
        "We will never take you to court over this.",
        "You may go to court instead.",
        "You may of course go to court yourself.",
        "You can also go to the small claims court.",
        "You have the right to take the matter to court.",
        "This does not affect your legal rights.",
        "Thank you for your letter before action.",
        "Your solicitor has written to us.",
        "RECC offers a way to settle this without going to court.",
        "We have no intention of issuing proceedings.",
        "Bob will call you this afternoon about the leak.",
        "We will not take, or threaten to take, action against a customer through the courts.",
        "> we will issue a county court claim\nSorry about that line.",
        "Park at the tennis court.",
        "Bob comes to 4 Willow Court on Friday.",
        "We wrote to Flat 2, Priory Court, Leek.",
    ],
)
def test_what_is_no_threat_is_let_through(text: str) -> None:
    assert legal_threat_in(text) is None


def test_a_threat_beside_a_reassurance_is_still_found() -> None:
    text = "You may go to court yourself. If you do not pay, we will issue a county court claim."

    assert legal_threat_in(text) == "If you do not pay, we will issue a county court claim."
