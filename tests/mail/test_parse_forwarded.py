"""What mailbot understands of a forwarded mail, in the forms that mail programs give it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.core.model import Address, Forwarded
from mailbot.mail.parse import parse

EMAILS = Path(__file__).parent.parent / "emails"
PAT = Address(address="pat@customer.example", name="Pat Moore")
SENT = datetime(2026, 3, 2, 18, 4, tzinfo=UTC)


def forwarded(subject: str, text: str) -> Forwarded | None:
    return parse(
        f"From: sam@dsmart.example\r\nSubject: {subject}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    ).forwarded


@pytest.mark.parametrize("name", ["forwarded_as_attachment", "forwarded_by_a_colleague_from_outlook"])
def test_a_forwarded_complaint_is_read(name: str) -> None:
    found = parse((EMAILS / f"{name}.eml").read_bytes()).forwarded
    assert found is not None
    assert (found.sender, found.subject, found.sent_at) == (PAT, "Leak in the loft", SENT)
    assert found.text == "Water is coming through the ceiling under your panels."


FORMS = {
    "Gmail": (
        "---------- Forwarded message ---------\nFrom: Pat Moore <pat@customer.example>\n"
        "Date: Mon, 2 Mar 2026 at 18:04\nSubject: Leak\nTo: <sam@dsmart.example>\n"
        "\nWater."
    ),
    "Apple Mail": (
        "Begin forwarded message:\n\n> From: Pat Moore <pat@customer.example>\n"
        "> Subject: Leak\n> Date: 2 March 2026 at 18:04:00 GMT\n> To: "
        "sam@dsmart.example\n>\n> Water.\n\nSam"
    ),
    "Thunderbird": (
        "-------- Forwarded Message --------\nSubject: \tLeak\nDate: "
        "\tMon, 2 Mar 2026 18:04:00 +0000\nFrom: \tPat Moore <pat@customer.example>\n"
        "To: \tsam@dsmart.example\n\nWater."
    ),
    "Outlook, old": (
        "\n-----Original Message-----\nFrom: Pat Moore [mailto:pat@customer.example]\n"
        "Sent: 02 March 2026 18:04\nTo: Sam\nSubject: Leak\n\nWater."
    ),
    "German": (
        "-------- Weitergeleitete Nachricht --------\nBetreff: Leak\n"
        "Datum: Mon, 2 Mar 2026 18:04:00 +0000\nVon: Pat Moore <pat@customer.example>\n"
        "An: sam@dsmart.example\n\nWater."
    ),
    "French": (
        "---------- Message transféré ---------\nDe : Pat Moore <pat@customer.example>\n"
        "Date : 2 mars 2026 à 18:04\nObjet : Leak\nÀ : <sam@dsmart.example>\n"
        "\nWater."
    ),
    "Swedish": (
        "---------- Vidarebefordrat meddelande ----------\nFrån: Pat "
        "Moore <pat@customer.example>\nDatum: 2 mars 2026 18:04\nÄmne: "
        "Leak\nTill: sam@dsmart.example\n\nWater."
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_each_program_s_form_of_forwarding_is_read(text: str) -> None:
    found = forwarded("Fwd: Leak", text)
    offset = "+0000" in text or "GMT" in text
    assert found == Forwarded(sender=PAT, subject="Leak", sent_at=SENT, text="Water.", zone_known=offset)


def test_the_forwarded_words_stay_in_the_fresh_text() -> None:
    found = parse((EMAILS / "forwarded_by_a_colleague_from_outlook.eml").read_bytes())
    assert "Water is coming through the ceiling" in found.fresh


def test_a_reply_is_no_forward() -> None:
    assert (
        forwarded(
            "RE: Leak",
            "No.\n\nFrom: Pat <pat@customer.example>\nSent: 02 March 2026 18:04\nTo: Sam\nSubject: Leak\n\nWater.",
        )
        is None
    )


def test_an_ordinary_mail_is_no_forward() -> None:
    assert forwarded("Leak", "From: the loft\n\nwater comes down.") is None


def test_a_date_that_cannot_be_read_is_unknown() -> None:
    found = forwarded(
        "Fwd: x",
        "---------- Forwarded message ---------\nFrom: Pat <pat@customer.example>\nDate: some day\nSubject: x\n\ny",
    )
    assert found is not None
    assert found.sent_at is None
