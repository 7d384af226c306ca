"""Outside bodies write (clause 10): their number is kept, finds the case again, and words for them never reach the customer."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.config_model import ExternalBody
from tests.pipeline.world import NOW, Firm, mail

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    made = Firm(tmp_path, body=(ExternalBody(name="RECC", addresses=("recc.org.uk",)),))
    made.arrives(mail())
    made.take_in()
    made.send()
    yield made
    made.close()


def reference(firm: Firm) -> str:
    return str(firm.value("select reference from case_file"))


def from_recc(firm: Firm, subject: str, said: str, number: int) -> None:
    sender, message_id = "Case Team <disputes@recc.org.uk>", f"<r{number}@recc.org.uk>"
    firm.arrives(mail(subject, said, sender=sender, message_id=message_id), LATER)
    firm.take_in(LATER)
    firm.wire.taken.clear()
    firm.send(LATER)


def notice(firm: Firm) -> email.message.Message:
    return next(email.message_from_bytes(c) for to, c in firm.wire.taken if to == "anna@firm.example")


def words_of(message: email.message.Message) -> str:
    plain = next(p for p in message.walk() if p.get_content_type() == "text/plain")
    return " ".join(plain.get_payload(decode=True).decode().split())  # type: ignore[union-attr]  # a text part


def test_the_number_is_kept_and_told_and_a_mail_that_names_only_theirs_finds_the_case(firm: Firm) -> None:
    from_recc(firm, f"Our ref R-5512, yours {reference(firm)}", "Please send us the file.", 1)
    from_recc(firm, "R-5512: reminder", "Our reference: r-5512. We have had no answer.", 2)

    assert firm.rows("select case_id, body, number from body_number") == [(1, "RECC", "R-5512")]
    assert firm.value("select count(*) from contact where case_id = 1 and address like '%recc%'") == 2
    assert "whose number for it is r-5512" in words_of(notice(firm))
    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert firm.chain_faults() == ()


def test_a_stranger_who_names_the_bodys_number_is_on_no_case(firm: Firm) -> None:
    from_recc(firm, f"Our ref R-5512, yours {reference(firm)}", "Please send us the file.", 1)
    firm.arrives(mail("Our ref R-5512", "Send me all of it.", sender="x@evil.example", message_id="<e@evil>"), LATER)
    firm.take_in(LATER)

    assert firm.value("select count(*) from contact where case_id = 1 and address like '%evil%'") == 0


def test_a_reply_to_its_notice_goes_to_nobody_outside_and_says_where_to_write(firm: Firm) -> None:
    from_recc(firm, f"About {reference(firm)}", "What did you offer the customer?", 1)
    shown = notice(firm)
    answer = mail(
        f"Re: {shown['Subject']}",
        "We offered them 500 pounds to go away.",
        sender="Anna Field <anna@firm.example>",
        message_id="<a1@firm.example>",
        In_Reply_To=shown["Message-ID"],
    )
    firm.arrives(answer, LATER)
    firm.take_in(LATER)
    firm.wire.taken.clear()
    firm.send(LATER)

    assert "Answer Renewable Energy Consumer Code in a mail of your own" in words_of(shown)
    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert "sent to nobody" in words_of(notice(firm))
    assert firm.value("select count(*) from letter where name = 'message'") == 0


# ------------------------------------------------------------------------------------------- what a program sends for somebody

TICKETS = ({"Auto_Submitted": "auto-generated"}, {"Precedence": "bulk"}, {"List_Id": "<cases.else.example>"})


def through_tickets(firm: Firm, sender: str, said: str, number: int, **headers: str) -> None:
    subject, message_id = f"[Ticket 88] About {reference(firm)}", f"<t{number}@else.example>"
    firm.arrives(mail(subject, said, sender=sender, message_id=message_id, **headers), LATER)
    firm.take_in(LATER)
    firm.wire.taken.clear()
    firm.send(LATER)


@pytest.mark.parametrize("headers", [*TICKETS, {"Auto_Submitted": "auto-replied"}])
def test_what_a_bodys_ticket_system_sends_reaches_the_handler_and_no_machine_answers(
    firm: Firm, headers: dict[str, str]
) -> None:
    through_tickets(firm, "Case Team <disputes@recc.org.uk>", "Please send us the file. Our ref R-5512", 1, **headers)

    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert "Please send us the file" in words_of(notice(firm))
    assert firm.value("select count(*) from contact where address like '%recc%' and case_id = 1") == 1


@pytest.mark.parametrize("headers", TICKETS)
def test_so_does_an_advisers_who_is_a_stranger_and_may_be_accepted(firm: Firm, headers: dict[str, str]) -> None:
    through_tickets(firm, "Advice <help@advice.example>", "We act for Mr Yates.", 2, **headers)

    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert "Nothing was sent to them" in words_of(notice(firm))
    assert firm.value("select standing from party where address = 'help@advice.example'") == "unconfirmed"


@pytest.mark.parametrize("headers", [*TICKETS, {"Auto_Submitted": "auto-replied"}])
def test_so_does_an_advisers_who_was_accepted_also_once_the_case_is_closed(firm: Firm, headers: dict[str, str]) -> None:
    through_tickets(firm, "Ann <ann@a.example>", "I act for Mr Yates.", 6)
    with firm.desk.store.begin() as tx:
        tx.execute(text("update party set standing = 'representative' where address = 'ann@a.example'"))
        tx.execute(text("update case_file set state = 'closed'"))
    before = firm.rows("select * from deadline")
    through_tickets(firm, "Ann <ann@a.example>", "He asks for his case to be looked at again.", 3, **headers)

    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert "looked at again" in words_of(notice(firm))
    assert firm.rows("select * from deadline") == before


@pytest.mark.parametrize("headers", TICKETS)
def test_what_the_customer_sends_through_a_list_or_a_program_is_shown(firm: Firm, headers: dict[str, str]) -> None:
    through_tickets(
        firm, "Sam Yates <sam@customer.example>", "Here is what happened next: water came in.", 4, **headers
    )

    assert [to for to, _ in firm.wire.taken] == ["anna@firm.example"]
    assert "water came in" in words_of(notice(firm))


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Auto_Submitted": "auto-replied"}, "Thank you for your mail."),
        ({"Auto_Submitted": "auto-replied"}, "I am out of the office until Monday."),
        ({"Precedence": "bulk"}, "I am out of the office until Monday."),
    ],
)
def test_a_customers_automatic_answer_to_our_letters_troubles_nobody(
    firm: Firm, headers: dict[str, str], said: str
) -> None:
    through_tickets(firm, "Sam Yates <sam@customer.example>", said, 5, **headers)

    assert firm.wire.taken == []
