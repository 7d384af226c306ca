"""Buttons in staff letters, pressed as a mail program presses them: a link becomes a new mail, which is believed like a reply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.mail.mailto import LONGEST
from tests.pipeline.pressing import Draft, buttons, drafted, press, received, sent_by, text_of
from tests.pipeline.world import Firm, mail

ANNA = "anna@firm.example"
DANA = "dana@firm.example"
SAM = "sam@customer.example"
NOTICE = ["Reply", "Note", "Log call", "Book visit", "No visit needed", "Respond", "Delay", "Assign to me", "Close"]


def complained(firm: Firm) -> None:
    firm.arrives(mail())
    firm.take_in()
    firm.send()


def to(firm: Firm, address: str) -> list[str]:
    return [row[0] for row in firm.rows(f"SELECT name FROM letter WHERE recipient = '{address}' ORDER BY id")]  # noqa: S608


def answer(firm: Firm) -> str:
    return " ".join(text_of(received(firm, ANNA, "command_result")).split())


@pytest.fixture
def plain_addresses(tmp_path: Path) -> Iterator[Firm]:
    """A firm whose mail server knows no plus addresses."""
    firm = Firm(tmp_path, plus_addressing=False)
    yield firm
    firm.close()


def test_a_notice_offers_what_its_handler_may_do_now(firm: Firm) -> None:
    complained(firm)

    assert list(buttons(received(firm, ANNA, "notice"))) == NOTICE


def test_each_link_opens_a_mail_to_the_notices_own_address_about_the_case(firm: Firm) -> None:
    complained(firm)
    notice = received(firm, ANNA, "notice")
    reference = firm.value("SELECT reference FROM case_file")

    for label, link in buttons(notice).items():
        draft = drafted(link)
        assert draft.to == notice["Reply-To"].addresses[0].addr_spec
        assert draft.subject == f"[{reference}] {label}"
        assert len(link) <= LONGEST


def test_a_pressed_reply_goes_to_the_customer_as_a_reply_to_the_notice_does(firm: Firm) -> None:
    complained(firm)
    press(
        firm,
        received(firm, ANNA, "notice"),
        "Reply",
        fill={"[YOUR WORDS TO THE CUSTOMER]": "Dear Sam,\r\nwe come tomorrow."},
    )

    letter = received(firm, SAM, "message")
    assert "Dear Sam,\nwe come tomorrow." in text_of(letter)
    assert letter["In-Reply-To"] == "<first@customer.example>"
    assert "command_result" not in to(firm, ANNA)


@pytest.mark.parametrize(
    ("label", "fill", "effect"),
    [
        ("Note", {"[YOUR NOTE]": "rang the roofer"}, "filed as an internal note"),
        ("Log call", {"[WHAT WAS SAID]": "they are in after 5"}, "the call is recorded"),
        ("Book visit", {"[DAY TIME]": "2026-03-06 10:00", "[NAME]": "Anna"}, "the visit is booked"),
        ("Book visit", {"DAY TIME": "Fri 10am", "NAME": "anna"}, "the visit is booked"),
        ("No visit needed", {"[REASON]": "photographs show it"}, "no visit is needed"),
        ("Respond", {"[THE FINDINGS]": "Two tiles are broken; we mend them."}, "the findings go to the customer"),
        ("Delay", {"[DAY]": "2026-03-20", "[REASON]": "tiles are out of stock"}, "the customer is told of the delay"),
        ("Assign to me", {}, "assigned to anna field"),
        ("Close", {"[REASON]": "withdrawn"}, "closed: withdrawn"),
    ],
)
def test_a_pressed_button_does_what_its_command_does(firm: Firm, label: str, fill: dict[str, str], effect: str) -> None:
    complained(firm)
    press(firm, received(firm, ANNA, "notice"), label, fill=fill)

    assert effect in answer(firm).lower()
    assert "Not done" not in answer(firm)


@pytest.mark.parametrize("label", [label for label in NOTICE if label != "Assign to me"])
def test_a_button_that_is_sent_as_it_opened_does_nothing_but_ask(firm: Firm, label: str) -> None:
    complained(firm)
    before = to(firm, SAM)
    press(firm, received(firm, ANNA, "notice"), label)

    assert to(firm, SAM) == before
    assert firm.rows("SELECT clock FROM deadline WHERE stopped_by LIKE 'visit%'") == []
    assert firm.value("SELECT state FROM case_file") == "open"
    assert "still stands in it, so nothing was done or sent" in answer(firm)


def test_a_blank_that_a_mail_program_has_broken_is_still_one(firm: Firm) -> None:
    complained(firm)
    before = to(firm, SAM)
    blank = {"[YOUR WORDS TO THE CUSTOMER]": "Regards, Anna\r\n[YOUR WORDS TO\r\nTHE CUSTOMER]"}
    press(firm, received(firm, ANNA, "notice"), "Reply", fill=blank)

    assert to(firm, SAM) == before
    assert "[YOUR WORDS TO THE CUSTOMER] still stands in it" in answer(firm)


@pytest.mark.parametrize(
    "thief", ["Mal <mal@elsewhere.example>", "Sam Yates <sam@customer.example>", "hal@firm.example"]
)
def test_a_link_is_no_use_to_anybody_but_whom_it_was_made_for(firm: Firm, thief: str) -> None:
    complained(firm)
    press(firm, received(firm, ANNA, "notice"), "Close", by=thief, fill={"[REASON]": "done"})

    assert firm.value("SELECT state FROM case_file") == "open"
    assert not {"response", "message"} & set(to(firm, SAM))


def test_a_link_with_another_letters_number_is_no_proof(firm: Firm) -> None:
    complained(firm)
    draft = drafted(buttons(received(firm, ANNA, "notice"))["Assign to me"])
    local, _, domain = draft.to.partition("@")
    number, _, mac = local.removeprefix("info+").partition(".")
    forged = f"info+{int(number, 36) + 1}.{mac}@{domain}"
    firm.arrives(sent_by(ANNA, Draft(to=forged, subject="x", body=draft.body)))
    firm.take_in()

    assert firm.value("SELECT assigned FROM case_file") == ""


def test_without_plus_addresses_the_token_stands_in_the_subject_and_nowhere_later(plain_addresses: Firm) -> None:
    firm = plain_addresses
    complained(firm)
    notice = received(firm, ANNA, "notice")
    draft = drafted(buttons(notice)["Reply"])
    assert draft.to == "info@firm.example"
    tag = draft.subject.partition("(ref ")[2]
    assert tag
    press(firm, notice, "Reply", fill={"[YOUR WORDS TO THE CUSTOMER]": "We come tomorrow."})

    assert "We come tomorrow." in text_of(received(firm, SAM, "message"))
    assert firm.rows(f"SELECT id FROM contact WHERE subject LIKE '%{tag}%'") == []  # noqa: S608
    said = [firm.words(row.id) for row in firm.rows("SELECT id FROM letter WHERE to_staff = 0")]
    assert any("We come tomorrow." in words for words in said)
    assert not [words for words in said if "(ref " in words]


def test_a_made_up_tag_in_a_subject_proves_nothing(plain_addresses: Firm) -> None:
    complained(plain_addresses)
    draft = Draft(to="info@firm.example", subject="[x] Close (ref 1.aaaaaaaaaaaaaaaa)", body="#close done")
    plain_addresses.arrives(sent_by(ANNA, draft))
    plain_addresses.take_in()

    assert plain_addresses.value("SELECT state FROM case_file") == "open"


def test_a_closed_case_offers_only_to_be_taken_up_again(firm: Firm) -> None:
    complained(firm)
    press(firm, received(firm, ANNA, "notice"), "Close", fill={"[REASON]": "withdrawn"})
    closed = received(firm, ANNA, "command_result")

    assert list(buttons(closed)) == ["Reopen", "Note"]
    press(firm, closed, "Reopen", fill={"[REASON]": "it rains in again"})
    assert firm.value("SELECT state FROM case_file") == "open"


def test_what_is_held_can_be_confirmed_with_one_button(firm: Firm) -> None:
    complained(firm)
    threat = "If you do not pay, we will see you in court."
    press(firm, received(firm, ANNA, "notice"), "Reply", fill={"[YOUR WORDS TO THE CUSTOMER]": threat})
    held = received(firm, ANNA, "command_result")

    assert next(iter(buttons(held))) == "Confirm"
    assert drafted(buttons(held)["Confirm"]).body == "#confirm"


def test_a_stranger_is_accepted_by_address_and_cannot_be_written_to_by_mistake(firm: Firm) -> None:
    complained(firm)
    reference = firm.value("SELECT reference FROM case_file")
    stranger = mail(
        f"About {reference}", "I am his daughter.", sender="Ann <ann@else.example>", message_id="<s@else.example>"
    )
    firm.arrives(stranger)
    firm.take_in()
    firm.send()
    notice = received(firm, ANNA, "notice")

    assert list(buttons(notice)) == ["Confirm ann@else.example", "Note"]
    press(firm, notice, "Confirm ann@else.example")
    assert firm.value("SELECT standing FROM party WHERE address = 'ann@else.example'") != "unconfirmed"


def test_no_button_in_a_notice_takes_a_stranger_in_where_a_letter_was_meant(firm: Firm) -> None:
    complained(firm)
    reference = firm.value("SELECT reference FROM case_file")
    firm.arrives(mail(reference, "I am his son.", sender="Max <max@else.example>", message_id="<s@else.example>"))
    firm.take_in()
    firm.send()
    threat = "If you do not pay, we will see you in court."
    firm.arrives(mail("Re: x", threat, sender=ANNA, In_Reply_To=_first_notice(firm), message_id="<h@firm.example>"))
    firm.arrives(mail(reference, "Any news?", message_id="<again@customer.example>"))
    firm.take_in()
    firm.send()
    offers = buttons(received(firm, ANNA, "notice"))

    assert firm.value("SELECT count(*) FROM letter WHERE state = 'held'") == 1
    assert "Confirm" not in offers
    assert "Confirm max@else.example" in offers
    assert "Confirm" in buttons(received(firm, ANNA, "command_result"))


def _first_notice(firm: Firm) -> str:
    return str(firm.value("SELECT message_id FROM letter WHERE name = 'notice' ORDER BY id LIMIT 1"))


def test_a_reminder_has_no_button_that_replies_for_a_reply_to_it_goes_nowhere(firm: Firm) -> None:
    complained(firm)
    later = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    firm.tick(later)
    firm.send(later)
    reminder = received(firm, ANNA, "reminder")

    assert list(buttons(reminder)) == NOTICE[1:]
    press(firm, reminder, "Assign to me", at=later)
    assert firm.value("SELECT assigned FROM case_file") == ANNA


def test_an_escalation_lets_a_director_give_the_case_to_somebody(firm: Firm) -> None:
    complained(firm)
    later = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
    firm.tick(later)
    firm.send(later)
    escalation = received(firm, DANA, "escalation")

    assert {"Assign to me", "Assign"} <= set(buttons(escalation))
    press(firm, escalation, "Assign", fill={"[NAME]": "anna"}, at=later)
    assert firm.value("SELECT assigned FROM case_file") == ANNA


def test_a_letter_to_a_customer_has_no_button(firm: Firm) -> None:
    complained(firm)

    assert buttons(received(firm, SAM, "acknowledgement")) == {}


def test_a_procedure_without_visits_offers_none(tmp_path: Path) -> None:
    firm = Firm(tmp_path, "tinytracker")
    complained(firm)

    assert list(buttons(received(firm, ANNA, "notice"))) == [label for label in NOTICE if "visit" not in label.lower()]
    firm.close()


def test_the_same_pressed_mail_that_comes_twice_is_obeyed_once(firm: Firm) -> None:
    complained(firm)
    draft = drafted(buttons(received(firm, ANNA, "notice"))["Log call"])
    twice = sent_by(ANNA, Draft(to=draft.to, subject=draft.subject, body="#call\r\n\r\nrang them"))
    firm.arrives(twice)
    firm.arrives(twice)
    firm.take_in()

    assert firm.value("SELECT count(*) FROM contact WHERE channel = 'phone'") == 1
    assert firm.value("SELECT count(*) FROM ledger") == 3
