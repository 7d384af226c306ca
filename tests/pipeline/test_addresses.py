"""Whom a letter goes to: whoever wrote, at the address that is right by then, and nobody else."""

from __future__ import annotations

import email
from datetime import timedelta

import pytest

from mailbot.core.model import Outcome, SubmissionResult
from mailbot.outbox import first, record
from tests.pipeline.world import ACCEPTED, NOW, Firm, mail

ANNA = "anna@firm.example"
LATER = SubmissionResult(outcome=Outcome.TEMPORARY, code=451, text="greylisted")


def step(firm: Firm, content: bytes, minutes: int = 0) -> None:
    now = NOW + timedelta(minutes=minutes)
    firm.arrives(content, now)
    firm.take_in(now)
    firm.send(now)


def answer(
    firm: Firm, text: str, *, letter: str = "notice", to: str = ANNA, sender: str = "Anna Field <anna@firm.example>"
) -> bytes:
    """A reply to the newest letter of that name that this person was sent."""
    (message_id,) = firm.rows(
        f"SELECT message_id FROM letter WHERE name = '{letter}' AND recipient = '{to}' ORDER BY id DESC LIMIT 1"  # noqa: S608
    )[0]
    number = len(firm.wire.taken)
    return mail("Re: it", text, sender=sender, message_id=f"<a{number}@firm.example>", In_Reply_To=message_id)


def letters(firm: Firm, name: str) -> list[str]:
    """Recipients of the letters of that name that left."""
    return [row[0] for row in firm.rows(f"SELECT recipient FROM letter WHERE name = '{name}' AND state = 'sent'")]  # noqa: S608


def test_the_reply_to_a_notice_goes_to_whoever_wrote_the_message_that_it_shows(firm: Firm) -> None:
    step(firm, mail())
    reference = firm.value("SELECT reference FROM case_file")
    adviser = "Al Advice <al@adviser.example>"
    step(firm, mail(reference, "I help Mr Yates. May I write?", sender=adviser, message_id="<1@adviser.example>"), 1)
    step(firm, answer(firm, "#confirm"), 2)
    step(firm, mail(reference, "Please send me the quote.", sender=adviser, message_id="<2@adviser.example>"), 3)
    step(firm, answer(firm, "Dear Al, here it is."), 4)
    assert letters(firm, "message") == ["al@adviser.example"]


def test_a_letter_that_waits_for_a_corrected_address_goes_to_the_right_one_only(firm: Firm) -> None:
    firm.wire.answers = [LATER]
    step(
        firm,
        mail(
            sender="Anna Field <anna@firm.example>",
            subject="call",
            text="#new\nname: Ray\nemail: ray@typo.example\n\nIt hums.",
        ),
    )
    step(firm, answer(firm, "#set email: ray@right.example", letter="command_result"), 2)
    firm.send(NOW + timedelta(minutes=30))
    assert letters(firm, "acknowledgement") == ["ray@right.example"]
    assert not [to for to, _ in firm.wire.taken if to == "ray@typo.example"]


@pytest.mark.parametrize("answered", [LATER, ACCEPTED], ids=["deferred", "accepted"])
def test_a_letter_on_its_way_to_an_address_that_is_corrected_is_not_tried_there_again(
    firm: Firm, answered: SubmissionResult
) -> None:
    call = "#new\nname: Ray\nemail: ray@typo.example\n\nIt hums."
    firm.arrives(mail(sender="Anna Field <anna@firm.example>", subject="call", text=call))
    firm.take_in()
    claimed = first(firm.desk, NOW)
    while claimed is not None and claimed.row.name != "acknowledgement":
        claimed = record(firm.desk, claimed.row.id, ACCEPTED, NOW, go_on=True)
    assert claimed is not None
    firm.arrives(answer(firm, "#set email: ray@right.example", letter="command_result"))
    firm.take_in()
    record(firm.desk, claimed.row.id, answered, NOW, go_on=False)
    firm.restart()
    firm.send(NOW + timedelta(days=1))
    assert letters(firm, "acknowledgement") == ["ray@typo.example"] * (answered is ACCEPTED) + ["ray@right.example"]
    assert not [to for to, _ in firm.wire.taken if to == "ray@typo.example"]


def test_a_held_letter_is_released_to_where_the_customer_is_by_then(firm: Firm) -> None:
    step(firm, mail())
    step(
        firm,
        mail(
            "Other", "The pipe leaks, I complain.", sender="Jo <jo@customer.example>", message_id="<o@customer.example>"
        ),
        1,
    )
    other = firm.value("SELECT reference FROM case_file WHERE id = 2")
    first = firm.rows("SELECT message_id FROM letter WHERE name = 'notice' AND case_id = 1")[0][0]
    reply = {"sender": "Anna Field <anna@firm.example>", "In_Reply_To": first}
    step(firm, mail("Re: it", f"#respond\nAs in {other}, we mend it.", message_id="<h@firm.example>", **reply), 2)
    assert letters(firm, "response") == []
    step(firm, mail("Re: it", "#set email: sam@new.example", message_id="<s@firm.example>", **reply), 3)
    step(firm, mail("Re: it", "#confirm", message_id="<c@firm.example>", **reply), 4)
    assert letters(firm, "response") == ["sam@new.example"]


def test_a_letter_that_was_released_that_day_does_not_hide_that_another_was_held_back_by_a_cap(firm: Firm) -> None:
    step(firm, mail())
    jo = "Jo <jo@customer.example>"
    step(firm, mail("Other", "The pipe leaks, I complain.", sender=jo, message_id="<o@customer.example>"), 1)
    other, first_notice = firm.rows(
        "SELECT (SELECT reference FROM case_file WHERE id = 2), message_id FROM letter WHERE name = 'notice'"
    )[0]
    reply = {"sender": "Anna Field <anna@firm.example>", "In_Reply_To": first_notice}
    step(firm, mail("Re: it", f"#respond\nAs in {other}, we mend it.", message_id="<h@firm.example>", **reply), 2)
    step(firm, mail("Re: it", "#confirm", message_id="<c@firm.example>", **reply), 3)
    assert letters(firm, "response") == ["sam@customer.example"]
    for n in range(5):
        more = mail(f"Complaint {n}", f"Boiler {n} is broken too, I complain.", message_id=f"<x{n}@customer.example>")
        step(firm, more, 10 + n)
    assert firm.value("SELECT count(*) FROM letter WHERE subject LIKE '%held back%'") == 1


def test_a_held_letter_for_a_customer_without_e_mail_is_released_as_paper(firm: Firm) -> None:
    step(firm, mail())
    step(
        firm,
        mail(
            "call",
            "#new\nname: Ray\nphone: 01782 496000\n\nIt hums.",
            sender="Anna Field <anna@firm.example>",
            message_id="<n@firm.example>",
        ),
        1,
    )
    other = firm.value("SELECT reference FROM case_file WHERE id = 1")
    step(firm, answer(firm, f"#respond\nAs in {other}, we mend it.", letter="command_result"), 2)
    step(firm, answer(firm, "#confirm", letter="command_result"), 3)
    assert firm.value("SELECT count(*) FROM ledger WHERE state = 'parked'") == 0
    papers = [c for to, c in firm.wire.taken if to == ANNA and b"response.pdf" in c]
    assert len(papers) == 1


def test_a_form_on_our_website_speaks_for_the_address_that_it_says_to_answer_to(firm: Firm) -> None:
    form = mail(
        "Form",
        "I want to complain: the inverter is broken.",
        sender="Form <info@firm.example>",
        Reply_To="Jo <jo@customer.example>",
    )
    step(firm, form)
    step(firm, answer(firm, "Dear Jo, Bob comes today."), 1)
    assert letters(firm, "message") == ["jo@customer.example"]


def test_a_form_that_names_nobody_to_answer_is_answered_on_paper_and_not_into_our_own_inbox(firm: Firm) -> None:
    step(firm, mail("Form", "I want to complain: the inverter is broken.", sender="Form <info@firm.example>"))
    step(firm, answer(firm, "Dear customer, Bob comes today."), 1)
    assert letters(firm, "message") == []
    assert [to for to, content in firm.wire.taken if b"message.pdf" in content] == [ANNA]


def test_a_complaint_that_came_through_a_list_is_shown_to_the_handler(firm: Firm) -> None:
    step(firm, mail(List_Id="<neighbours.village.example>", Precedence="list"))
    (notice,) = [email.message_from_bytes(content) for to, content in firm.wire.taken if to == ANNA]
    assert notice["Subject"]
    assert letters(firm, "acknowledgement") == []
