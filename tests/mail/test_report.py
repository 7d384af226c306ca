"""mail/report.py: who was not reached, for good or for now, by reports that keep RFC 3464 and by those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.core.model import DeliveryReport, InboundMessage
from mailbot.mail.parse import parse
from tests.mail.bounce_forms import Form
from tests.mail.bounce_persons import PERSONS
from tests.mail.bounce_servers import SERVERS
from tests.mail.bounce_services import EXCHANGE_ONLINE, SERVICES

NOTICES = SERVERS | SERVICES | EXCHANGE_ONLINE
EMAILS = Path(__file__).parent.parent / "emails"


def report_of(name: str) -> DeliveryReport | None:
    return parse((EMAILS / f"{name}.eml").read_bytes()).report


def prose(
    subject: str, body: str, sender: str = "Mail Delivery System <MAILER-DAEMON@mx.example>", head: str = ""
) -> DeliveryReport | None:
    return parse(f"From: {sender}\r\nTo: info@dsmart.example\r\nSubject: {subject}\r\n{head}\r\n{body}".encode()).report


def status_report(fields: str) -> DeliveryReport | None:
    return parse(
        (
            b"From: postmaster@mx.example\r\nSubject: Report\r\nContent-Type: "
            b"multipart/report; report-type=delivery-status; boundary=p\r\n"
            b"\r\n"
            b"--p\r\n\r\nSee below.\r\n--p\r\nContent-Type: message/delivery-status\r\n"
            b"\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        )
        + fields.encode()
        + b"\r\n\r\n--p--\r\n"
    ).report


def test_a_standard_failure_names_address_status_and_letter() -> None:
    assert report_of("bounce_rfc3464_user_unknown") == DeliveryReport(
        failed=("jo@customer.example",),
        original_message_id="<letter-17@dsmart.example>",
        statuses=(("jo@customer.example", "5.1.1"),),
    )


def test_a_failure_in_prose_names_the_same() -> None:
    assert report_of("bounce_in_prose_qmail") == DeliveryReport(
        failed=("jo@customer.example",),
        original_message_id="<letter-17@dsmart.example>",
        statuses=(("jo@customer.example", "5.1.1"),),
    )


def test_a_delay_is_no_failure() -> None:
    assert report_of("delay_notice_rfc3464") == DeliveryReport(
        delayed=("jo@customer.example",), statuses=(("jo@customer.example", "4.4.1"),)
    )


@pytest.mark.parametrize(
    "name",
    ["read_receipt", "abuse_report", "out_of_office_from_exchange", "complaint_in_plain_text", "mailing_list_post"],
)
def test_what_is_no_delivery_report_is_none(name: str) -> None:
    assert report_of(name) is None


@pytest.mark.parametrize(
    ("fields", "failed", "delayed", "delivered"),
    [
        ("Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.0.0", ("a@x.example",), (), ()),
        (
            "Final-Recipient: RFC822;<A@x.example>\r\nAction: Failed (bounced)\r\nStatus: 5.0.0",
            ("a@x.example",),
            (),
            (),
        ),
        ("Final-Recipient: rfc822; a@x.example\r\nAction: delayed\r\nStatus: 4.2.2", (), ("a@x.example",), ()),
        ("Final-Recipient: rfc822; a@x.example\r\nAction: delivered\r\nStatus: 2.0.0", (), (), ("a@x.example",)),
        ("Final-Recipient: rfc822; a@x.example\r\nAction: relayed\r\nStatus: 2.0.0", (), (), ("a@x.example",)),
        ("Final-Recipient: rfc822; a@x.example\r\nStatus: 4.4.7 (timed out)", (), ("a@x.example",), ()),
        (
            "Final-Recipient: rfc822; inner@x.example\r\nOriginal-Recipient: rfc822; a@x.example\r\nAction: failed",
            ("a@x.example",),
            (),
            (),
        ),
        (
            (
                "Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\n\r\n"
                "Final-Recipient: rfc822; b@x.example\r\nAction: delayed"
            ),
            ("a@x.example",),
            ("b@x.example",),
            (),
        ),
        ("Final-Recipient: x400; not an address\r\nAction: failed", (), (), ()),
    ],
)
def test_each_action_is_read(
    fields: str, failed: tuple[str, ...], delayed: tuple[str, ...], delivered: tuple[str, ...]
) -> None:
    found = status_report(fields)
    assert found is not None
    assert (found.failed, found.delayed, found.delivered) == (failed, delayed, delivered)


PROSE = {
    "Exim": (
        "A message that you sent could not be delivered to one or more "
        "of its\nrecipients. This is a permanent error. The following "
        "address(es) failed:\n\n  a@x.example\n    host mx.x.example "
        "[192.0.2.1]: 550 5.1.1 unknown user\n\n------ This is a copy "
        "of the message, including all the headers. ------\n\nReturn-path: "
        "<info@dsmart.example>\nMessage-ID: <letter-17@dsmart.example>\n"
        "To: a@x.example\n"
    ),
    "sendmail": (
        "   ----- The following addresses had permanent fatal errors "
        "-----\n<a@x.example>\n    (reason: 550 5.1.1 User unknown)\n"
        "\n   ----- Transcript of session follows -----\n550 5.1.1 <a@x.example>... "
        "User unknown\n"
    ),
    "Exchange": (
        "Your message\n\n  To:      list@other.example\n  Subject: Hello\n"
        "\ndid not reach the following recipient(s):\n\na@x.example on "
        "Tue, 3 Mar 2026 11:22:00 +0000\n    The recipient name is not "
        "recognized 5.1.1\n"
    ),
    "Google": (
        "Delivery to the following recipient failed permanently:\n\n "
        "    a@x.example\n\nTechnical details of permanent failure:\n"
        "550 5.1.1 no such user\n\n----- Original message -----\n\nMessage-ID: "
        "<letter-17@dsmart.example>\nFrom: info@dsmart.example\n"
    ),
    "a session log": "Could not deliver mail.\n\n>>> RCPT TO:<a@x.example>\n<<< 550 5.1.1 unknown\n",
}


@pytest.mark.parametrize("body", PROSE.values(), ids=PROSE.keys())
def test_the_prose_of_mail_servers_is_understood(body: str) -> None:
    found = prose("Mail delivery failed", body)
    assert found is not None
    assert found.failed == ("a@x.example",)
    assert found.statuses == (("a@x.example", "5.1.1"),)


def test_a_prose_warning_is_a_delay() -> None:
    found = prose(
        "Warning: message delayed 24 hours",
        "The following address has not yet been reached and will be retried:\n\n  a@x.example\n",
    )
    assert found is not None
    assert (found.failed, found.delayed) == ((), ("a@x.example",))


def test_the_field_that_some_servers_add_is_believed() -> None:
    found = prose("Mail delivery failed", "Sorry.", head="X-Failed-Recipients: a@x.example, b@x.example\r\n")
    assert found is not None
    assert found.failed == ("a@x.example", "b@x.example")


def test_a_report_that_names_nobody_takes_the_one_recipient_of_the_returned_letter() -> None:
    found = parse(
        b"From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n"
        b"Content-Type: multipart/mixed; boundary=p\r\n\r\n--p\r\n\r\n"
        b"Sorry, no.\r\n"
        b"--p\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <letter-17@dsmart.example>\r\n"
        b"To: a@x.example\r\n\r\nx\r\n--p--\r\n"
    ).report
    assert found == DeliveryReport(failed=("a@x.example",), original_message_id="<letter-17@dsmart.example>")


def test_the_letter_is_found_by_references_where_nothing_was_returned() -> None:
    found = prose(
        "Undeliverable mail",
        "<a@x.example>: unknown user",
        head="References: <old@x.example> <letter-17@dsmart.example>\r\n",
    )
    assert found is not None
    assert found.original_message_id == "<letter-17@dsmart.example>"


def test_a_sieve_refusal_sent_as_a_receipt_is_a_failure() -> None:
    found = parse(
        b"From: a@x.example\r\nSubject: Automatically rejected mail\r\n"
        b"Content-Type: multipart/report; report-type=disposition-notification; "
        b"boundary=p\r\n\r\n"
        b"--p\r\n\r\nYour message was automatically rejected: Quota exceeded\r\n"
        b"--p\r\nContent-Type: message/disposition-notification\r\n\r\n"
        b"Final-Recipient: rfc822; a@x.example\r\nOriginal-Message-ID: "
        b"<letter-17@dsmart.example>\r\nDisposition: automatic-action/MDN-sent-automatically; "
        b"deleted\r\n\r\n--p--\r\n"
    ).report
    assert found == DeliveryReport(failed=("a@x.example",), original_message_id="<letter-17@dsmart.example>")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Undelivered parcel", "Hello, the inverter was not delivered on Friday. Call me. Jo"),
        ("Delivery failure", "Your driver could not deliver the panels. My address is jo.other@customer.example"),
        (
            "Fwd: Undelivered Mail Returned to Sender",
            "Your address does not work:\n\n<info@dsmart.example>: 550 5.1.1 unknown",
        ),
        ("Your mail error", "I get the error 550 when I write to you."),
    ],
)
def test_a_person_who_writes_of_failures_is_no_mail_server(subject: str, body: str) -> None:
    assert prose(subject, body, sender="Jo Simmons <jo@customer.example>") is None


def test_a_person_at_a_postmaster_s_address_is_a_person() -> None:
    body = "The panels could not be delivered on Friday, says your driver. Please call me.\n\nJo"
    assert prose("Delivery problem with my panels", body, sender="Jo <postmaster@smallfirm.example>") is None


def test_a_postmaster_s_notice_is_a_notice() -> None:
    body = "Your message could not be delivered to the following recipient:\n\n  a@x.example\n"
    found = prose("Undeliverable mail", body, sender="postmaster@x.example")
    assert found is not None
    assert found.failed == ("a@x.example",)


def test_a_colleague_who_answers_a_letter_about_a_bounce_and_quotes_it_writes_no_bounce() -> None:
    answer = (
        b"From: Anna Field <anna@firm.example>\r\nTo: info@firm.example\r\n"
        b"Subject: Re: [DS-2026-0002-F] To do: A letter could not be delivered\r\n"
        b"In-Reply-To: <task@firm.example>\r\n\r\n#call rang him\r\n\r\n"
        b"On Thu, 05 Mar 2026 at 11:01, Firm <info@firm.example> wrote:\r\n"
        b"> The letter to tom.webb@oldjob.example came back (5.1.1): it was not given.\r\n"
    )
    assert parse(answer).report is None


def mail_of(form: Form) -> InboundMessage:
    return parse(
        (
            f"From: {form.sender}\nTo: info@dsmart.example\nSubject: {form.subject}\nMessage-ID: <n@mx.example>\n{form.head}"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{form.body}"
        ).encode()
    )


@pytest.mark.parametrize("form", NOTICES.values(), ids=NOTICES.keys())
def test_the_notices_of_many_servers_name_the_letter_s_recipient(form: Form) -> None:
    found = mail_of(form).report
    assert found is not None
    assert {"failed": found.failed, "delayed": found.delayed} == {
        "failed": (),
        "delayed": (),
        form.told: ("jo@customer.example",),
    }


@pytest.mark.parametrize("form", PERSONS.values(), ids=PERSONS.keys())
def test_no_person_s_mail_is_taken_for_a_report(form: Form) -> None:
    assert mail_of(form).report is None
