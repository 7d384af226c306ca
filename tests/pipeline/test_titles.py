"""What a notice is called tells what it asks of its reader: a case that was opened for somebody, a review, an enquiry passed on."""

from __future__ import annotations

import pytest

from tests.stories import CASS, DEE, LEA, Told, mail, reply, tinytracker, words

FORWARD = """{above}

---------- Forwarded message ---------
From: Lea Brook <lea@customer.example>
Date: Mon, 1 Jun 2026 at 08:10
Subject: {subject}
To: <cass@tinytracker.example>

{text}
"""


def subject(told: Told, letter: str, to: str) -> str:
    return str(told.sent(letter, to)[-1]["subject"])


def forwarded(text: str, above: str = "", subject: str = "A question") -> Told:
    body = FORWARD.format(text=text, above=above, subject=subject)
    return tinytracker(mail("2026-06-01 09:00", CASS, body, f"Fwd: {subject}"))


def test_the_notice_of_a_case_that_staff_opened_is_called_a_new_complaint() -> None:
    new = "#new\nname: Lea Brook\nemail: lea@customer.example\nreceived: 2026-05-29 16:30\n\nThe tracker broke."
    told = tinytracker(mail("2026-06-01 09:00", CASS, new, "A call"))

    assert "New complaint from Lea Brook" in subject(told, "notice", CASS)


def test_the_notice_of_a_forwarded_complaint_is_called_a_new_complaint() -> None:
    told = forwarded("My tracker broke and nobody answers. I want to complain.")

    assert "New complaint from Lea Brook" in subject(told, "notice", CASS)
    assert told.sent("acknowledgement", LEA)


def test_a_review_is_called_one() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        reply("2026-06-03 10:00", CASS, "#respond\nWe looked into it and will not refund you."),
        mail("2026-06-04 10:00", LEA, "I am not satisfied. I ask for a review by a director.", "Re: [{case}]"),
    )

    assert "A review was requested: Lea Brook" in subject(told, "notice", DEE)
    assert "A review was requested" in words(told.sent("notice", DEE)[-1]).split("A review was requested", 1)[1]


def test_a_forwarded_mail_that_does_not_complain_opens_an_enquiry_for_a_person_to_decide() -> None:
    told = forwarded("Do you deliver to Ireland? What does it cost?", subject="Delivery to Ireland")

    assert [line["kind"] for line in told.of("case.opened")] == ["enquiry"]
    assert not told.sent(to=LEA)
    assert not told.of("clock.started", clock="acknowledge")
    assert "#complaint in answer to the notice makes it one" in told.letter("command_result", CASS)
    assert "New enquiry from Lea Brook" in subject(told, "notice", CASS)


@pytest.mark.parametrize("above", ["This is a complaint, please log it.", "Complaint from Mrs Brook, see below"])
def test_a_colleague_who_calls_it_a_complaint_has_decided(above: str) -> None:
    told = forwarded("Do you deliver to Ireland? What does it cost?", above=above)

    assert [line["kind"] for line in told.of("case.opened")] == ["complaint"]
    assert told.sent("acknowledgement", LEA)


def test_what_an_enquiry_that_was_passed_on_turns_out_to_be_a_person_says() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", CASS, FORWARD.format(above="", subject="Q", text="Do you deliver?"), "Fwd: Q"),
        reply("2026-06-01 10:00", CASS, "#complaint"),
    )

    assert told.sent("acknowledgement", LEA)
    assert told.of("clock.started", clock="acknowledge")


def test_a_digest_shows_no_command_that_cannot_be_given_on_its_case() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        reply("2026-06-03 10:00", CASS, "#respond\nWe looked into it and will not refund you."),
        mail("2026-06-04 10:00", LEA, "I am not satisfied. I ask for a review by a director.", "Re: [{case}]"),
        until="2026-06-22 10:00",
    )
    digest = words([line for line in told.sent("digest", DEE) if "1. TT-" in str(line["text"])][-1])

    assert "1 delegate NAME" in digest
    assert "1 progress DAY REASON (the reason goes to the customer)" in digest
    assert "assign" not in digest


def test_a_stranger_who_waits_is_not_the_first_button() -> None:
    told = tinytracker(
        mail("2026-06-01 09:00", LEA, "My tracker broke and I want to complain.", "Complaint"),
        mail("2026-06-02 09:00", "Max <max@else.example>", "I am her neighbour.", "About {case}"),
        mail("2026-06-03 09:00", LEA, "Any news?", "Re: [{case}] Complaint"),
    )
    text = str(told.sent("notice", CASS)[-1]["text"])

    assert 0 < text.index("#respond") < text.index("#confirm max@else.example")
