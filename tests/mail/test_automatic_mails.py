"""Whole mails through parser and table: what machines send is not answered, what persons write is (automatic_forms.py)."""

from __future__ import annotations

import pytest

from mailbot.core.automatic import judge
from mailbot.core.model import AutomaticKind, Disposition, Verdict
from mailbot.mail.parse import parse
from tests.mail import automatic_forms as forms

INBOX = "info@dsmart.example"


def verdict_on(row: forms.Row) -> Verdict:
    _, fields, subject, text = row
    sender = "" if "From:" in fields else "From: Jo Simmons <jo@customer.example>\n"
    head = f"{sender}To: {INBOX}\nSubject: {subject}\nMessage-ID: <m@customer.example>\n{fields}"
    mail = f"{head.rstrip()}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    return judge(parse(mail.encode()), own_addresses=frozenset({INBOX}))


def each(rows: tuple[forms.Row, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=[row[0] for row in rows])


@each(forms.ABSENT)
def test_absence_notices_are_known_by_header_or_by_subject(row: forms.Row) -> None:
    found = verdict_on(row)
    assert (found.kind, found.may_auto_answer) == (AutomaticKind.OUT_OF_OFFICE, False)


@each(forms.MACHINES)
def test_what_machines_send_is_automatic(row: forms.Row) -> None:
    found = verdict_on(row)
    assert (found.disposition, found.may_auto_answer) == (Disposition.AUTOMATIC, False)


@each(forms.READ_BY_A_PERSON)
def test_what_may_hold_a_person_s_words_is_read_by_a_person_and_answered_by_no_machine(row: forms.Row) -> None:
    found = verdict_on(row)
    assert (found.disposition, found.may_auto_answer) == (Disposition.PERSON, False)


@each(forms.PERSONS)
def test_persons_are_answered(row: forms.Row) -> None:
    found = verdict_on(row)
    assert (found.disposition, found.may_auto_answer) == (Disposition.PERSON, True), found.rule


@pytest.mark.parametrize("subject", forms.ABSENT_SUBJECTS)
def test_absence_notices_are_known_by_their_subject_alone(subject: str) -> None:
    found = verdict_on(("", "", subject, "x"))
    assert (found.kind, found.may_auto_answer) == (AutomaticKind.OUT_OF_OFFICE, False)


@pytest.mark.parametrize("text", forms.ABSENT_TEXTS)
def test_absence_notices_are_known_by_a_field_and_their_words(text: str) -> None:
    found = verdict_on(("", "Auto-Submitted: auto-replied", "Re: Your complaint", text))
    assert (found.kind, found.may_auto_answer) == (AutomaticKind.OUT_OF_OFFICE, False)


@pytest.mark.parametrize("subject", forms.SUBJECTS_OF_PERSONS)
def test_a_person_who_writes_of_holidays_and_absence_is_answered(subject: str) -> None:
    found = verdict_on(("", "", subject, "The heating is off. Please come. We are at home."))
    assert (found.disposition, found.may_auto_answer) == (Disposition.PERSON, True), found.rule


def test_a_subject_of_one_word_that_may_mean_either_is_decided_by_the_text() -> None:
    assert verdict_on(("", "", "Absence", "I am on annual leave until 9 March.")).kind is AutomaticKind.OUT_OF_OFFICE
    assert verdict_on(("", "", "Absence", "Nobody came on Friday.")).disposition is Disposition.PERSON
