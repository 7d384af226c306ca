"""Which case a mail belongs to, from the bytes on: the order of trust of domain 4.4, with the mail programs that spoil it."""

from __future__ import annotations

import email
from datetime import timedelta
from email.message import Message

import pytest

from mailbot.core.reference import meant_by
from mailbot.mail.parse import parse
from tests.pipeline.world import NOW, Firm, mail

SAM = "Sam Yates <sam@customer.example>"
LATER = NOW + timedelta(days=4)  # past the time within which a second `received` letter is not sent


@pytest.fixture
def case(firm: Firm) -> str:
    """The reference of Sam's case, which is acknowledged."""
    firm.arrives(mail())
    firm.take_in()
    firm.send()
    return str(firm.value("SELECT reference FROM case_file"))


def acknowledgement(firm: Firm) -> Message:
    return next(email.message_from_bytes(content) for to, content in firm.wire.taken if to == "sam@customer.example")


def comes(firm: Firm, subject: str, text: str = "It is worse now.", *, sender: str = SAM, **headers: str) -> str:
    """The outcome of one more mail."""
    seen = firm.value("SELECT count(*) FROM ledger")
    message_id = f"<m{seen}@customer.example>"
    firm.arrives(mail(subject, text, sender=sender, message_id=message_id, **headers), LATER)
    firm.take_in(LATER)
    firm.send(LATER)
    return str(firm.value("SELECT outcome FROM ledger ORDER BY id DESC LIMIT 1"))


def notice(firm: Firm) -> str:
    """The newest notice to the handler, as text."""
    content = [content for to, content in firm.wire.taken if to == "anna@firm.example"][-1]
    return " ".join(parse(content).text.split())


def count(firm: Firm) -> int:
    return int(firm.value("SELECT count(*) FROM case_file"))


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("field", ["In-Reply-To", "References"])
def test_a_reply_that_keeps_one_of_the_fields_needs_no_subject(firm: Firm, field: str) -> None:
    assert comes(firm, "(no subject)", **{field: acknowledgement(firm)["Message-ID"]}) == "follow_up"
    assert count(firm) == 1


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "tag",
    ["Re: ", "RE: RE: ", "AW: ", "SV: ", "RV: ", "Antw: ", "Re[2]: ", "回复: ", "FW: ", "[EXTERNAL] Re: ", "*** SPAM *** RE: "],
)  # fmt: skip
def test_a_reply_without_the_fields_is_found_by_the_reference_in_its_subject(firm: Firm, tag: str) -> None:
    assert comes(firm, f"{tag}{acknowledgement(firm)['Subject']}") == "follow_up"
    assert count(firm) == 1


@pytest.mark.parametrize("written", ["{}", "{lower}", "{spaced}", "{joined}", "[{lower}]", "case no. {spaced}."])
@pytest.mark.parametrize("place", ["subject", "text"])
def test_a_reference_counts_however_it_is_written(firm: Firm, case: str, written: str, place: str) -> None:
    forms = {"lower": case.lower(), "spaced": case.replace("-", " "), "joined": case.replace("-", "")}
    named = f"About {written.format(case, **forms)}"
    subject, text = (named, "It is worse now.") if place == "subject" else ("Hello again", f"{named}\nIt is worse now.")
    assert comes(firm, subject, text) == "follow_up"


def blurred(case: str) -> list[str]:
    prefix, year, digits, check = case.split("-")
    return [
        f"{prefix}-{year}-{digits.replace('0', 'O')}-{check}",
        f"{prefix}-{year.replace('0', 'o')}-{digits}-{check}",
        f"{prefix}-{year}-{digits[1:]}-{check}",
        f"{prefix}-{year}-{digits[:-1]}{(int(digits[-1]) + 1) % 10}-{check}",
        f"{prefix}-{year}-{digits}-{'X' if check != 'X' else 'Y'}",
        f"{prefix}-{year}{digits}-{check}",
    ]


@pytest.mark.parametrize(
    "slip", range(6), ids=["O for 0", "o in the year", "a zero less", "a digit", "the check", "joined"]
)
@pytest.mark.parametrize("place", ["subject", "text"])
def test_a_reference_with_a_slip_is_a_hint_to_a_person_and_never_a_match(
    firm: Firm, case: str, slip: int, place: str
) -> None:
    written = blurred(case)[slip]
    assert case in meant_by(written.upper()) or slip == 5
    subject, text = (
        (f"About {written}", "It is worse.") if place == "subject" else ("Hello", f"About {written}: worse.")
    )
    assert comes(firm, subject, text) in ("new_complaint", "new_enquiry")
    assert count(firm) == 2
    told = notice(firm)
    assert "resembles a reference with a slip" in told
    assert f"perhaps {case}" in told
    assert "whose party the sender is" in told


def test_a_stranger_with_a_slip_in_the_reference_is_no_party_and_the_hint_says_so(firm: Firm, case: str) -> None:
    comes(firm, f"About {blurred(case)[0]}", sender="Eve <eve@elsewhere.example>")
    assert f"perhaps {case}, but the sender is not on that case" in notice(firm)


def test_a_stranger_who_quotes_the_reference_is_told_nothing(firm: Firm, case: str) -> None:
    before = len(firm.wire.taken)
    assert comes(firm, f"Re: [{case}]", sender="Eve <eve@elsewhere.example>") == "unconfirmed"
    assert [to for to, _ in firm.wire.taken[before:]] == ["anna@firm.example"]


def test_a_mail_that_names_two_cases_of_its_sender_is_decided_by_a_person(firm: Firm, case: str) -> None:
    comes(firm, "Complaint: cable", "Another matter: your fitters left a bare cable. I complain.")
    other = firm.value("SELECT reference FROM case_file ORDER BY id DESC LIMIT 1")
    assert comes(firm, "Both of my cases", f"About {case} and {other}: nobody rang.") == "new_enquiry"
    told = notice(firm)
    assert case in told
    assert other in told


def test_the_same_words_under_a_new_message_id_are_a_case_whose_notice_names_the_first(firm: Firm, case: str) -> None:
    content = mail(message_id="<again@customer.example>")
    firm.arrives(content, LATER)
    firm.take_in(LATER)
    firm.send(LATER)
    assert count(firm) == 2
    assert f"its sender has {case} open" in notice(firm)


def close(firm: Firm) -> None:
    with firm.desk.store.begin() as tx:
        tx.exec_driver_sql("UPDATE case_file SET state = 'closed'")


def test_a_reply_to_a_closed_case_asks_a_person_and_opens_nothing(firm: Firm, case: str) -> None:
    close(firm)
    assert comes(firm, f"Re: [{case}] again") == "closed_case"
    assert (count(firm), firm.value("SELECT state FROM case_file")) == (1, "closed")
    assert "#reopen" in notice(firm)


@pytest.mark.parametrize(
    "field", ["Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "Precedence: bulk"]
)
def test_automatic_mail_never_reopens_a_closed_case_nor_stops_or_starts_anything(
    firm: Firm, case: str, field: str
) -> None:
    close(firm)
    before, clocks = len(firm.wire.taken), firm.rows("SELECT * FROM deadline")
    name, _, value = field.partition(": ")
    comes(firm, f"Re: [{case}]", "Thank you for your mail.", **{name: value})
    assert firm.value("SELECT state FROM case_file") == "closed"
    assert firm.rows("SELECT * FROM deadline") == clocks
    assert len(firm.wire.taken) == before


@pytest.mark.usefixtures("case")
def test_a_reference_of_a_merged_case_leads_to_the_case_that_it_became_part_of(firm: Firm) -> None:
    comes(firm, "Complaint: cable", "Another matter: your fitters left a bare cable. I complain.")
    other = str(firm.value("SELECT reference FROM case_file ORDER BY id DESC LIMIT 1"))
    with firm.desk.store.begin() as tx:
        tx.exec_driver_sql("UPDATE case_file SET merged_into = 1, state = 'closed' WHERE id = 2")
    assert comes(firm, f"Re: [{other}]") == "follow_up"
    assert firm.value("SELECT case_id FROM contact ORDER BY id DESC LIMIT 1") == 1


def test_answers_written_into_an_unmarked_quote_are_read_and_shown(firm: Firm, case: str) -> None:
    head = f"From: Dsmart <info@firm.example>\nSent: 3 March 2026 11:30\nTo: Sam\nSubject: [{case}]"
    quoted = f"{head}\n\nHow is the house?\nWe have no heating."
    comes(firm, f"Re: [{case}]", f"Please see my answers below in red.\n\n{quoted}\n")
    assert "We have no heating." in notice(firm)
    assert firm.value("SELECT flag FROM flag WHERE flag = 'no_heating'") == "no_heating"
