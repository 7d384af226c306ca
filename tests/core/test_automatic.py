"""core/automatic.py: a test for each row of the table, and for what must not set a row off."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.core.absence import subject_says_absent, subject_says_automatic
from mailbot.core.automatic import RULES, judge
from mailbot.core.model import (
    NOBODY_SAID,
    Address,
    Authentication,
    Authenticity,
    AutomaticKind,
    DeliveryReport,
    Disposition,
    InboundMessage,
    Verdict,
)

SPOOFED = "spoofed@customer.example"
OWN, AUTOMATIC, PERSON, REPORT = Disposition.OWN, Disposition.AUTOMATIC, Disposition.PERSON, Disposition.DELIVERY_REPORT
OOO, REPLY, LIST, GENERATED, RECEIPT = (
    AutomaticKind.OUT_OF_OFFICE,
    AutomaticKind.AUTO_REPLY,
    AutomaticKind.LIST,
    AutomaticKind.GENERATED,
    AutomaticKind.READ_RECEIPT,
)
INBOX = "info@dsmart.example"


def message(
    *fields: str,
    sender: str = "jo@customer.example",
    subject: str = "Complaint",
    text: str = "Please call.",
    **more: Any,
) -> InboundMessage:
    headers = tuple(
        (name.strip().lower(), value.strip()) for name, _, value in (field.partition(":") for field in fields)
    )
    made = {
        "message_id": "<m@customer.example>",
        "sender": Address(address=sender),
        "subject": subject,
        "text": text,
        "fresh": text,
        "headers": headers,
    }
    return InboundMessage(**{**made, **more})


def judged(*fields: str, **more: Any) -> Verdict:
    return judge(message(*fields, **more), own_addresses=frozenset({INBOX}))


def report_message(kind: str, **more: Any) -> InboundMessage:
    return message(
        f"Content-Type: multipart/report; report-type={kind}; boundary=x", content_type="multipart/report", **more
    )


# (row, message, disposition, kind)
ROWS = [
    ("our own letter", message("X-Mailbot: 1", "Auto-Submitted: auto-replied"), OWN, None),
    ("delivery report", message(report=DeliveryReport(failed=("a@x.example",))), REPORT, None),
    ("read receipt", report_message("disposition-notification"), AUTOMATIC, RECEIPT),
    ("abuse report", report_message("feedback-report"), AUTOMATIC, GENERATED),
    ("absence field", message("Auto-Submitted: auto-replied (vacation)"), AUTOMATIC, OOO),
    (
        "marked automatic, speaks of absence",
        message("Auto-Submitted: auto-replied", text="I am out of the office until Monday."),
        AUTOMATIC,
        OOO,
    ),
    ("absence subject", message(subject="Out of office: back on Monday"), AUTOMATIC, OOO),
    (
        "automatic subject, speaks of absence",
        message(subject="Automatic reply: Complaint", text="I am on annual leave."),
        AUTOMATIC,
        OOO,
    ),
    ("Auto-Submitted: auto-replied", message("Auto-Submitted: auto-replied"), AUTOMATIC, REPLY),
    ("automatic reply field", message("X-Autoreply: yes"), AUTOMATIC, REPLY),
    ("automatic subject", message(subject="Automatic reply: Complaint"), AUTOMATIC, REPLY),
    ("mailing list", message("List-Id: Owners <owners.lists.example>"), AUTOMATIC, LIST),
    ("Precedence: list", message("Precedence: list"), AUTOMATIC, LIST),
    ("Auto-Submitted", message("Auto-Submitted: auto-generated"), AUTOMATIC, GENERATED),
    ("machine field", message("X-Auto-Generated: cron"), AUTOMATIC, GENERATED),
    ("telephone system", message("X-CallingTelephoneNumber: 07700900123"), AUTOMATIC, GENERATED),
    ("domain report", message(subject="Report Domain: a.example Submitter: b.example"), AUTOMATIC, GENERATED),
    (
        "newsletter",
        message("List-Unsubscribe: <mailto:u@shop.example>", sender="noreply@shop.example"),
        AUTOMATIC,
        LIST,
    ),
    ("Precedence: bulk", message("Precedence: bulk"), AUTOMATIC, GENERATED),
    ("null reverse-path", message("Return-Path: <>"), AUTOMATIC, GENERATED),
    ("multipart/report", report_message("something-else"), AUTOMATIC, GENERATED),
    ("daemon address", message(sender="mailer-daemon@x.example"), AUTOMATIC, GENERATED),
    ("list owner address", message(sender="owner-people@lists.example"), AUTOMATIC, LIST),
    ("from our own address", message(sender=INBOX), PERSON, None),
    ("no-reply address", message(sender="no-reply@forms.example"), PERSON, None),
    ("system account address", message(sender="www-data@forms.example"), PERSON, None),
    ("can be unsubscribed from", message("List-Unsubscribe: <mailto:u@esp.example>"), PERSON, None),
    ("asks for no automatic answer", message("X-Auto-Response-Suppress: All"), PERSON, None),
    ("says that nobody reads answers", message(text="This is an automated message."), PERSON, None),
    ("loop mark", message("X-Loop: desk@other.example"), PERSON, None),
    ("marked as junk", message("X-Spam-Flag: YES"), PERSON, None),
    ("several senders", message(defects=("more than one From address",)), PERSON, None),
    ("authentication failed", message(sender=SPOOFED), PERSON, None),
    ("a person's mail", message(), PERSON, None),
]


@pytest.mark.parametrize(("row", "mail", "disposition", "kind"), ROWS, ids=[row[0] for row in ROWS])
def test_each_row_gives_its_verdict(
    row: str, mail: InboundMessage, disposition: Disposition, kind: AutomaticKind | None
) -> None:
    failed = mail.sender is not None and mail.sender.address == SPOOFED
    contradicted = Authentication(state=Authenticity.CONTRADICTED, because="mx says dmarc=fail")
    found = judge(mail, own_addresses=frozenset({INBOX}), authentication=contradicted if failed else NOBODY_SAID)
    assert (found.rule, found.disposition, found.kind) == (row, disposition, kind)
    assert found.source
    assert found.may_auto_answer is (row == "a person's mail")


def test_no_row_of_the_table_is_without_a_test() -> None:
    assert [rule.name for rule in RULES] == [row[0] for row in ROWS]


# What RFC 3834 section 5 allows around the keyword, and the keywords that speak of no machine.
@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("auto-replied", False),
        ("Auto-Replied", False),
        ('AUTO-GENERATED; owner-email="a@x.example"', False),
        ("(a comment) auto-replied", False),
        ("auto-notified", False),
        ("something-new", False),
        ("no", True),
        ("No", True),
        ("NO (a person)", True),
        ("auto-forwarded", True),
        ("", True),
    ],
)
def test_auto_submitted_is_read_as_the_rfc_writes_it(value: str, may: bool) -> None:
    assert judged(f"Auto-Submitted: {value}").may_auto_answer is may


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("All", False),
        ("all", False),
        ("DR, OOF, AutoReply", False),
        ("autoreply", False),
        ("OOF", True),
        ("DR, NDR, RN, NRN", True),
        ("None", True),
    ],
)
def test_a_request_for_no_answer_is_honoured_and_leaves_a_person_a_person(value: str, may: bool) -> None:
    found = judged(f"X-Auto-Response-Suppress: {value}")
    assert (found.disposition, found.may_auto_answer) == (PERSON, may)


@pytest.mark.parametrize(
    ("field", "may"),
    [
        ("Precedence: Bulk", False),
        ("Precedence: junk", False),
        ("X-Precedence: auto_reply", False),
        ("Precedence: first-class", True),
        ("Precedence: normal", True),
        ("Return-Path: < >", False),
        ("Return-Path: <jo@customer.example>", True),
        ("X-Autoreply: no", True),
        ("X-Spam-Flag: NO", True),
        ("Delivered-To: autoresponder", False),
        ("X-Autorespond: x", False),
        ("X-POST-MessageClass: 9; Autoresponder", False),
        ("X-FC-MachineGenerated: true", False),
        ("X-Apple-Action: VACATION", False),
    ],
)
def test_values_count_whatever_their_case(field: str, may: bool) -> None:
    assert judged(field).may_auto_answer is may


@pytest.mark.parametrize(
    ("sender", "may"),
    [
        ("MAILER-DAEMON@x.example", False),
        ("majordomo@x.example", False),
        ("listserv@x.example", False),
        ("people-request@x.example", False),
        ("people-bounces@x.example", False),
        ("bounce+17@x.example", False),
        ("noreply@x.example", False),
        ("donotreply@x.example", False),
        ("do-not-reply@x.example", False),
        ("ne-pas-repondre@x.example", False),
        ("postmaster@x.example", False),
        ("nobody@x.example", False),
        ("nora.reply@x.example", True),
        ("request@x.example", True),
        ("bouncer.jo@x.example", True),
        ("info@x.example", True),
        ("jo.noble@x.example", True),
        ("mailerson@x.example", True),
        ("owner@x.example", True),
    ],
)
def test_addresses_that_nobody_reads_are_known(sender: str, may: bool) -> None:
    assert judged(sender=sender).may_auto_answer is may


def test_a_missing_return_path_is_no_evidence() -> None:
    assert judged().may_auto_answer


def test_list_fields_of_our_own_group_say_nothing_of_the_sender() -> None:
    fields = (
        "List-Id: <info.dsmart.example>",
        "List-Post: <mailto:info@dsmart.example>",
        "Precedence: list",
        "List-Unsubscribe: <mailto:info+unsubscribe@dsmart.example>",
    )
    assert judged(*fields) == judged()


def test_an_absence_notice_with_every_mark_is_an_absence_notice() -> None:
    found = judged(
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "Precedence: bulk",
        subject="Automatic reply: x",
        text="I am out of the office.",
    )
    assert found.kind is OOO


def test_a_bulk_mail_that_mentions_a_holiday_is_no_absence_notice() -> None:
    assert judged("Precedence: bulk", text="Book your holiday now").kind is GENERATED


ABSENT = [
    "Out of Office: Re: your mail",
    "Out of the office until 5 May",
    "I am on annual leave",
    "Abwesenheitsnotiz: Ihre Nachricht",
    "Absence du bureau : votre message",
    "Fuera de la oficina: x",
    "Fora do escritório",
    "Fuori sede: x",
    "Afwezig: uw bericht",
    "Fraværende: din mail",
    "Frånvaro: ditt mejl",
    "Poissaoloilmoitus: viestinne",
    "Nieobecność: x",
    "Mimo kancelář: x",
    "Házon kívül: x",
    "Вне офиса: письмо",
    "Εκτός γραφείου: x",
    "Ofis dışında: x",
    "不在のお知らせ: x",
    "不在办公室：你好",
    "부재중: x",
]
AUTOMATIC_SUBJECTS = [
    "Automatic reply: your mail",
    "Auto: Complaint",
    "AutoReply: x",
    "Automatische Antwort: x",
    "Réponse automatique : x",
    "Respuesta automática: x",
    "Resposta automática: x",
    "Risposta automatica: x",
    "Automatisch antwoord: x",
    "Autosvar: x",
    "Automatisk svar: x",
    "Automatiskt svar: x",
    "Automaattinen vastaus: x",
    "Automatyczna odpowiedź: x",
    "Automatická odpověď: x",
    "Automatikus válasz: x",
    "Автоматический ответ: x",
    "Αυτόματη απάντηση: x",
    "Otomatik yanıt: x",
    "自動応答: x",
    "自动回复: x",
    "자동 회신: x",
    "Trả lời tự động: x",
]


@pytest.mark.parametrize("subject", ABSENT)
def test_absence_is_understood_in_many_languages(subject: str) -> None:
    assert subject_says_absent(subject)
    assert judged(subject=subject).kind is OOO


@pytest.mark.parametrize("subject", AUTOMATIC_SUBJECTS)
def test_automatic_replies_are_understood_in_many_languages(subject: str) -> None:
    assert subject_says_automatic(subject)
    assert judged(subject=subject).kind is REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Out of office hours nobody answers your emergency line",
        "About your autoreply",
        "Re: Automatic reply: Complaint",
        "Absence of hot water",
        "Automatic isolator keeps tripping",
        "Auto switch fails",
        "Holiday home without heating",
        "Automated response is all I ever get from you",
        "Vacation house: solar panels",
        "RE: Out of office: x",
        "Absent engineer",
        "Away from home and no heating",
        "Urlaub verdorben durch Ihre Anlage",
        "Auto-renewal of my contract",
        "Feriendorf Anlage defekt",
    ],
)
def test_complaints_that_sound_like_notices_are_persons_mail(subject: str) -> None:
    assert judged(subject=subject).may_auto_answer


def test_facts_about_several_values_are_all_read() -> None:
    assert not judged("Auto-Submitted: no", "Auto-Submitted: auto-replied").may_auto_answer
