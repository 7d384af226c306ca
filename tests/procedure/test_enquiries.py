"""An enquiry gets no complaint acknowledgement and starts no complaint clock, whatever is done on it (contract 5 and 6)."""

from __future__ import annotations

import pytest

from tests.stories import ANNA, BOB, CASS, DEE, JO, LEA, dsmart, mail, reply, tinytracker, utc, words

ASKED = mail("2026-03-02 09:00", LEA, "Could you tell me your opening hours please?", "Question")


@pytest.mark.parametrize("command", ["#investigated", "#stagetwo"])
def test_a_step_of_the_procedure_is_not_taken_on_an_enquiry(command: str) -> None:
    told = tinytracker(ASKED, reply("2026-03-03 09:00", CASS, command), until="2026-03-20 09:00")

    assert [line["clock"] for line in told.of("clock.started")] == ["review"]
    assert told.of("case.stage") == []
    assert "#complaint makes it a complaint" in told.letter("command_result")


def test_it_is_taken_in_the_mail_that_makes_it_a_complaint() -> None:
    told = tinytracker(ASKED, reply("2026-03-03 09:00", CASS, "#complaint\n#investigated"))

    assert (told.due("acknowledge"), told.due("reply")) == ("2026-03-05", "2026-03-08")


def test_a_visit_on_an_enquiry_owes_no_outcome() -> None:
    asked = mail("2026-03-02 09:00", JO, "What does a service of the heat pump cost?", "Question")
    told = dsmart(
        asked,
        reply("2026-03-02 10:00", ANNA, "#visit 2026-03-05 10:00 with Bob Wright"),
        reply("2026-03-05 12:00", BOB, "#visited 2026-03-05 10:30", to="task"),
        until="2026-03-20 09:00",
    )

    assert [line["clock"] for line in told.of("clock.started")] == ["review"]
    assert told.of("contact.recorded", channel="visit")


def test_a_review_begins_with_words_beside_the_command() -> None:
    complaint = mail("2026-03-02 09:00", LEA, "The tracker died on day two. I want to complain.", "Complaint")
    told = tinytracker(
        complaint,
        reply("2026-03-10 09:00", CASS, "#respond\nWe suggest a new tracker."),
        reply("2026-03-11 09:00", CASS, "#stagetwo Lea rang and wants it looked at again\nShe was calm."),
        until="2026-03-12 09:00",
    )

    (stage,) = told.of("case.stage")
    notice = told.newest("notice", to=DEE.partition("<")[2].rstrip(">"))
    assert stage["at"] == utc("2026-03-11 09:00")
    assert "Lea rang and wants it looked at again" in notice
    assert "She was calm." in notice


def test_a_time_that_cannot_be_read_does_not_begin_a_review() -> None:
    complaint = mail("2026-03-02 09:00", LEA, "The tracker died on day two. I want to complain.", "Complaint")
    told = tinytracker(
        complaint,
        reply("2026-03-10 09:00", CASS, "#respond\nWe suggest a new tracker."),
        reply("2026-03-11 09:00", CASS, "#stagetwo 32 March"),
    )

    assert told.of("case.stage") == []
    assert "there is no day '32 March'" in words(told.sent("command_result")[-1])


@pytest.mark.parametrize(("named", "called"), [("name: Ray Holt\n", "Ray Holt <ray@c.example>"), ("", "ray@c.example")])
def test_the_contact_of_a_new_case_tells_whose_address_it_is(named: str, called: str) -> None:
    text = f"#new\n{named}email: ray@c.example\nchannel: phone\n\nThe inverter hums all night."
    told = dsmart(mail("2026-03-06 09:00", ANNA, text, to="info@dsmart.example"))

    (contact,) = told.of("contact.recorded", channel="phone", direction="in")
    assert contact["from"] == called
