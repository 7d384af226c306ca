"""The register: what `mailbot cases`, `case`, `why`, `park` and `report` tell of a company's first afternoon."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.core.model import LetterState
from mailbot.core.workdays import Rule, due
from mailbot.desk.reasons import CaseReasons
from mailbot.errors import ConfigError, MailbotError, StoreError
from mailbot.register.case_document import write_case_file
from mailbot.register.case_record import table
from mailbot.register.letter_reasons import LetterReasons
from mailbot.register.register import MessageWhy, listed, one, original, parked, retry, why_of
from mailbot.register.review_file import write_review
from mailbot.store import ledger, letters
from tests.installation import MARCH, Installation, mail

FIRST = mail()
AGAIN = mail("Any news yet?", message_id="<m2@customer.example>", In_Reply_To="<m1@customer.example>")
AWAY = mail("I am away.", subject="Automatic reply", message_id="<m3@customer.example>", Auto_Submitted="auto-replied")
ASKING = mail(
    "What are your opening hours?",
    subject="Opening hours",
    sender="Kim <kim@other.example>",
    message_id="<q1@o.example>",
)
LATER = MARCH + timedelta(days=2)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A complaint, a follow-up an hour later, an automatic reply, an enquiry, and one message that cannot be handled."""
    here = Installation(tmp_path_factory.mktemp("register"))
    asyncio.run(here.take(FIRST))
    here.now = MARCH + timedelta(hours=25)
    asyncio.run(here.take(AGAIN, AWAY, ASKING))
    desk = here.desk()
    here.inbox.deliver(b"From: bad@customer.example\r\n\r\nbad", here.now)
    with desk.store.begin() as tx:
        ledger.keep(tx, here.inbox.held[5], here.now)
        ledger.park(tx, 5, "it stopped the program three times", here.now)
    desk.store.close()
    return here


@pytest.fixture
def reference(filled: Installation) -> str:
    return next(row.case.reference for row in listed(filled.config, {}) if row.case.kind == "complaint")


# ----------------------------------------------------------------------------------------------------------------- cases


def test_a_case_is_listed_with_everything_the_contract_names(filled: Installation, reference: str) -> None:
    row = next(r.to_json() for r in listed(filled.config, {}, now=LATER) if r.case.reference == reference)
    assert row["customer"] == {
        "standing": "customer",
        "name": "Jo Simmons",
        "address": "jo@customer.example",
        "phone": "",
        "postal": "",
        "organisation": "",
        "relationship": "",
        "undeliverable": False,
    }
    assert (row["mailbox"], row["procedure"], row["version"], row["kind"]) == ("dsmart", "dsmart", "001", "complaint")
    assert (row["state"], row["stage"], row["channel"], row["assigned"]) == ("open", 1, "email", "")
    assert row["subject"] == "Complaint about our heat pump"
    assert row["received_at"] == row["opened_at"] == "2026-03-03T11:20:00Z"
    assert "no_heating" in str(row["flags"])
    assert row["overdue"] is True


def test_the_clocks_of_a_row_carry_their_dates(filled: Installation, reference: str) -> None:
    row = next(r for r in listed(filled.config, {}) if r.case.reference == reference)
    clocks = row.to_json()["clocks"]
    assert isinstance(clocks, list)
    urgent = next(clock for clock in clocks if clock["clock"] == "visit_urgent")
    assert (urgent["due"], urgent["due_at"], urgent["state"]) == ("2026-03-04", "2026-03-04T11:20:00Z", "running")


def test_only_open_cases_with_a_clock_that_ran_out_are_overdue(filled: Installation, reference: str) -> None:
    assert [r.case.reference for r in listed(filled.config, {}, overdue=True, now=LATER)] == [reference]
    assert list(listed(filled.config, {}, overdue=True, now=MARCH + timedelta(hours=23))) == []
    assert len(list(listed(filled.config, {}, open_only=True))) == 2


def test_the_table_has_a_heading_and_a_line_a_case(filled: Installation, reference: str) -> None:
    lines = table(listed(filled.config, {}, now=LATER)).splitlines()
    assert lines[0].startswith("Case ")
    assert len(lines) == 3
    told = next(line for line in lines if line.startswith(reference))
    assert "visit_urgent 2026-03-04 LATE" in told
    assert "Jo Simmons" in told


def test_an_empty_register_says_so() -> None:
    assert table([]) == "No case."


def test_a_register_that_was_never_begun_is_told_and_not_made(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    here.settings()
    with pytest.raises(StoreError, match="there is no such database yet; mailbot run, poll or tick makes it"):
        list(listed(here.config, {}))
    assert not here.database.exists()


def test_looking_neither_locks_nor_waits(filled: Installation) -> None:
    desk = filled.desk()
    with desk.store.begin() as tx:  # BEGIN IMMEDIATE: a writer is in the middle of its work
        tx.execute(text("update mailbox set blind_told_at = blind_told_at"))
        assert len(list(listed(filled.config, {}))) == 2
    desk.store.close()


# ------------------------------------------------------------------------------------------------------------------ case


def test_a_case_is_shown_whole(filled: Installation, reference: str) -> None:
    shown = str(one(filled.config, {}, reference, LATER))
    for words in (
        f"{reference}: Complaint about our heat pump",
        "OVERDUE; received by email Tuesday 3 March 2026 11:20",
        "customer: Jo Simmons (jo@customer.example)",
        "no_heating, Tuesday 3 March 2026 11:20, in the words",
        'Clause 6: "we will get out to them within 24 hours" (24 hours).',
        "| Any news yet?",
        f"sha256 {hashlib.sha256(FIRST).hexdigest()}",
        "'acknowledgement' to jo@customer.example, sent Tuesday 3 March 2026 11:20 (the server said: 250 2.0.0",
    ):
        assert words in shown


def test_a_contact_names_its_original_and_a_letter_what_the_server_said(filled: Installation, reference: str) -> None:
    record = one(filled.config, {}, reference).to_json()
    contacts, sent = record["contacts"], record["letters"]
    assert isinstance(contacts, list)
    assert isinstance(sent, list)
    assert contacts[0]["sha256"] == hashlib.sha256(FIRST).hexdigest()
    assert contacts[0]["message_id"] == "<m1@customer.example>"
    acknowledgement = next(letter for letter in sent if letter["letter"] == "acknowledgement")
    assert (acknowledgement["state"], acknowledgement["code"], acknowledgement["status"]) == ("sent", 250, "2.0.0")


def test_a_clock_carries_the_arithmetic_that_due_gives(filled: Installation, reference: str) -> None:
    record = one(filled.config, {}, reference)
    findings = next(c for c in record.clocks if c.deadline.clock == "findings")
    procedure = filled.settings().procedures["dsmart"]
    again = due(Rule.parse("10 working days"), MARCH, procedure.counting(procedure.clock_named("findings")))
    assert tuple(findings.to_json()["steps"]) == again.steps  # type: ignore[arg-type]  # a list of sentences


@pytest.mark.parametrize("typed", [str.lower, lambda r: r.replace("-", " "), lambda r: f" {r.replace('-', '')} "])
def test_a_reference_may_be_typed_carelessly(filled: Installation, reference: str, typed: Callable[[str], str]) -> None:
    assert one(filled.config, {}, typed(reference)).row.case.reference == reference


def test_an_unknown_reference_is_a_sentence_with_what_is_near(filled: Installation, reference: str) -> None:
    wrong = reference[:-1] + ("A" if reference[-1] != "A" else "B")
    with pytest.raises(MailbotError, match=f"its last character does not fit the rest. Did you mean {reference}?"):
        one(filled.config, {}, wrong)
    with pytest.raises(MailbotError, match=f"'DS 2026 1' is not a case reference.*Did you mean {reference}"):
        one(filled.config, {}, "DS 2026 1")
    with pytest.raises(MailbotError, match=r"'rubbish' is not a case reference: they look like DS-2026-0001-\w\.$"):
        one(filled.config, {}, "rubbish")


# ------------------------------------------------------------------------------------------------------------------- why


def test_why_of_a_case_gives_every_decision_its_reason(filled: Installation, reference: str) -> None:
    found = why_of(filled.config, {}, reference)
    assert isinstance(found, CaseReasons)
    told = " ".join(str(found).split())
    for words in (
        "What became of it: it opened the case, as a complaint.",
        "Which case it belongs to: it answers an earlier message of the case.",
        "person, by the rule 'a person's mail' (no other row applies).",
        'Noticed no_heating, in the words "Our heat pump is broken and we have no heating."',
        "Answered by machine: 'acknowledgement' to jo@customer.example, sent Tuesday 3 March 2026 11:20",
        "24 hours of elapsed time: nights, weekends, holidays and clock changes do not stop it.",
        "the case was opened (complaint) for Jo Simmons",
    ):
        assert words in told


def test_each_letter_is_told_with_the_message_that_it_answers_alone(filled: Installation, reference: str) -> None:
    found = why_of(filled.config, {}, reference)
    assert isinstance(found, CaseReasons)
    assert [[letter.name for letter in m.answered] for m in found.messages] == [["acknowledgement"], ["received"]]


def test_why_of_an_automatic_mail_names_the_rule_and_its_source(filled: Installation) -> None:
    found = why_of(filled.config, {}, "m3@customer.example")
    assert isinstance(found, MessageWhy)
    told = " ".join(str(found).split())
    assert "Not answered by machine, because no machine may answer such mail: Auto-Submitted: auto-replied" in told
    assert "RFC 3834" in told
    assert "It is on no case." in told


def test_why_of_an_enquiry_says_why_nobody_was_answered(filled: Installation) -> None:
    found = why_of(filled.config, {}, "<q1@o.example>")
    assert "Not answered by machine: it does not read as a complaint, so a person answers it." in str(found)


def test_why_of_a_letter_of_ours_says_what_became_of_it(filled: Installation, reference: str) -> None:
    letter = next(one_ for one_ in one(filled.config, {}, reference).letters if one_.name == "acknowledgement")
    found = why_of(filled.config, {}, letter.message_id)
    assert isinstance(found, LetterReasons)
    told = " ".join(str(found).split())
    assert "A letter of ours to a customer, written by machine" in told
    assert "tried once" in told
    assert f"It is on case {reference}" in told
    assert "It answers the message of Jo Simmons <jo@customer.example>" in told


def test_why_of_what_nobody_knows_is_a_sentence(filled: Installation) -> None:
    with pytest.raises(MailbotError, match="No message that came in and no letter of ours has the Message-ID <x@y>"):
        why_of(filled.config, {}, "<x@y>")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LetterState.HELD, "HELD until somebody confirms it"),
        (LetterState.FAILED, "NOT SENT, refused"),
        (LetterState.BOUNCED, "sent and CAME BACK"),
        (LetterState.WITHHELD, "not sent: "),
        (LetterState.AWAITING_RETRY, "not sent yet after 1 try"),
    ],
)
def test_a_letter_that_did_not_arrive_says_so(tmp_path: Path, state: LetterState, words: str) -> None:
    here = Installation(tmp_path)
    asyncio.run(here.take(FIRST))
    desk = here.desk()
    with desk.store.begin() as tx:
        letters.set_fields(tx, letters.newest(tx, "acknowledgement") or 0, state=str(state), next_attempt_at=MARCH)
    desk.store.close()
    assert words in str(why_of(here.config, {}, "m1@customer.example"))


# ------------------------------------------------------------------------------------------------------- park and report


def test_a_parked_message_is_listed_with_its_reason_and_its_bytes_are_there(filled: Installation) -> None:
    (found,) = parked(filled.config, {})
    assert "it stopped the program three times" in str(found)
    assert found.to_json()["number"] == 5
    assert original(filled.config, {}, 5) == filled.inbox.held[5].content
    with pytest.raises(MailbotError, match=r"There is no message 77\. The parked ones are in: mailbot park list"):
        original(filled.config, {}, 77)


def test_a_parked_message_is_tried_again_once_and_the_record_says_so(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    asyncio.run(here.take(FIRST))
    desk = here.desk()
    with desk.store.begin() as tx:
        ledger.park(tx, 1, "for the test", MARCH)
    desk.store.close()
    assert retry(here.config, {}, 1, MARCH) == "Message 1 gets three more tries, the first at the next poll of dsmart."
    with pytest.raises(MailbotError, match="Message 1 is not parked"):
        retry(here.config, {}, 1, MARCH)
    with pytest.raises(MailbotError, match="Message 9 does not exist"):
        retry(here.config, {}, 9, MARCH)


@pytest.mark.parametrize(("name", "begins"), [("review.md", "Review of our complaints"), ("review.html", "<!")])
def test_the_review_is_written_to_a_file(filled: Installation, tmp_path: Path, name: str, begins: str) -> None:
    said = write_review(filled.config, {}, tmp_path / name, now=LATER)
    told = f"{tmp_path / name}: the review of dsmart, 03 March 2026 to 05 March 2026."
    assert said == f"{told} Beside it: review-complaints-2026-03-05.csv, review-promises-2026-03-05.csv."
    assert b"complaint" in (tmp_path / "review-complaints-2026-03-05.csv").read_bytes()
    content = (tmp_path / name).read_text(encoding="utf-8")
    assert content.startswith(begins)
    assert "1 opened" in content


def test_a_review_that_cannot_be_written_is_a_sentence(filled: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MailbotError, match="the review cannot be written"):
        write_review(filled.config, {}, tmp_path / "file" / "review.md")


def test_the_register_needs_no_secret_and_a_wrong_configuration_stops_it(filled: Installation, tmp_path: Path) -> None:
    assert filled.environment
    with pytest.raises(ConfigError, match="there is no such file"):
        list(listed(tmp_path / "none.toml", {}))


# ------------------------------------------------------------------------------------------------------------- case file


def test_a_case_file_is_written_for_its_owner_only_and_says_what_is_in_it(
    filled: Installation, reference: str, tmp_path: Path
) -> None:
    said = write_case_file(filled.config, {}, reference, tmp_path / "new" / "case.zip", now=LATER)

    assert said.startswith(f"{tmp_path}/new/case.zip: the case file of {reference}, with ")
    assert said.endswith("For use inside the firm.")
    assert (tmp_path / "new" / "case.zip").read_bytes().startswith(b"PK")
    assert (tmp_path / "new" / "case.zip").stat().st_mode & 0o777 == 0o600
    said = write_case_file(filled.config, {}, reference.lower(), tmp_path / "case.PDF", "napit", now=LATER)
    assert said.endswith("For NAPIT: internal notes are left out.")
    assert (tmp_path / "case.PDF").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("out", "body", "fault"),
    [
        ("case.docx", "", "end its name in .pdf"),
        ("case.pdf", "ofgem", "no such outside body; known for dsmart: NAPIT, RECC"),
    ],
)
def test_another_ending_or_an_unknown_body_is_a_usage_error(
    filled: Installation, reference: str, tmp_path: Path, out: str, body: str, fault: str
) -> None:
    with pytest.raises(ConfigError, match=fault):
        write_case_file(filled.config, {}, reference, tmp_path / out, body)
    assert not (tmp_path / out).exists()


def test_a_case_file_that_cannot_be_written_is_a_sentence(filled: Installation, reference: str, tmp_path: Path) -> None:
    (tmp_path / "case.pdf").mkdir()
    with pytest.raises(MailbotError, match="the case file cannot be written"):
        write_case_file(filled.config, {}, reference, tmp_path / "case.pdf")
