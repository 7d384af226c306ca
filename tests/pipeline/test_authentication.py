"""What a firm does with mail whose sender its mail server vouches for, contradicts, or says nothing of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.desk.reasons import message_reasons
from mailbot.store import ledger
from tests.pipeline.world import NOW, Firm, mail

MX = "mx.firm.example"
PASS = f"{MX}; dmarc=pass header.from=firm.example"
FAIL = f"{MX}; dmarc=fail (p=none) header.from=firm.example"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def strict(firm_of: Callable[..., Firm]) -> Firm:
    return firm_of(authserv_ids=(MX,), require_authentication=True)


@pytest.fixture
def lenient(firm_of: Callable[..., Firm]) -> Firm:
    return firm_of(authserv_ids=(MX,))


@pytest.fixture
def firm_of(tmp_path: Path) -> Callable[..., Firm]:
    return lambda **changes: Firm(tmp_path, **changes)


def sent(firm: Firm, to: str) -> list[EmailMessage]:
    taken = zip(firm.wire.taken, firm.outgoing(), strict=True)
    return [message for (recipient, _), message in taken if recipient == to]


def told(firm: Firm, to: str) -> str:
    body = sent(firm, to)[-1].get_body(("plain",))
    return " ".join(body.get_content().split()) if body is not None else ""


def complain(firm: Firm, **headers: str) -> None:
    firm.arrives(mail(**headers))
    firm.take_in()
    firm.send()


def anna_answers(firm: Firm, text: str, result: str | None) -> None:
    notice = sent(firm, "anna@firm.example")[0]
    headers = {"In_Reply_To": str(notice["Message-ID"])} | (
        {"Authentication_Results": result} if result is not None else {}
    )
    from_anna(firm, text, subject=f"Re: {notice['Subject']}", **headers)


def from_anna(firm: Firm, text: str, *, subject: str, **headers: str) -> None:
    sender = "Anna Field <anna@firm.example>"
    firm.arrives(mail(subject, text, sender=sender, message_id="<anna@firm.example>", **headers), LATER)
    firm.take_in(LATER)
    firm.send(LATER)


def to_customer(firm: Firm) -> int:
    return len(sent(firm, "sam@customer.example"))


def test_staff_mail_with_a_pass_is_relayed(strict: Firm) -> None:
    complain(strict)
    anna_answers(strict, "We will come on Friday.", PASS)
    assert told(strict, "sam@customer.example").count("We will come on Friday.") == 1


@pytest.mark.parametrize(
    "result", [None, FAIL, f"{MX}; none", f"{MX}; dkim=pass header.d=evil.example", "evil.example; dmarc=pass"]
)
@pytest.mark.parametrize("text", ["We will come on Friday.", "#close done", "#confirm", "#help"])
def test_where_a_pass_is_required_staff_mail_without_one_is_a_note(strict: Firm, text: str, result: str | None) -> None:
    complain(strict)
    before = to_customer(strict)
    anna_answers(strict, text, result)
    assert to_customer(strict) == before
    assert strict.value("SELECT state FROM case_file") == "open"
    assert strict.value("SELECT summary FROM contact WHERE direction = 'internal'") == text
    assert "it was kept as a note" in told(strict, "anna@firm.example")


FORWARDED = (
    "---------- Forwarded message ---------\nFrom: Una Lake <una@customer.example>\nDate: Mon, 2 Mar 2026 at 10:00\n"
    "Subject: complaint\nTo: <anna@firm.example>\n\nYour fitter broke my door, I want to complain.\n"
)


@pytest.mark.parametrize("text", ["#new\nname: Una\nemail: una@customer.example\n\nShe complains.", FORWARDED])
def test_where_a_pass_is_required_nobody_opens_a_case_without_one(strict: Firm, text: str) -> None:
    from_anna(strict, text, subject="Fwd: complaint")
    assert not sent(strict, "una@customer.example")
    assert strict.value("SELECT count(*) FROM case_file") == 0
    assert "not proved to be from anna@firm.example" in told(strict, "anna@firm.example")


@pytest.mark.parametrize("text", ["#new\nname: Una\nemail: una@customer.example\n\nShe complains.", FORWARDED])
def test_with_a_pass_a_case_is_opened(strict: Firm, text: str) -> None:
    from_anna(strict, text, subject="Fwd: complaint", Authentication_Results=PASS)
    assert len(sent(strict, "una@customer.example")) == 1


@pytest.mark.parametrize(
    "result", [None, f"{MX}; none", f"{MX}; dkim=fail header.d=firm.example", "evil.example; dmarc=fail"]
)
def test_where_none_is_required_the_lack_of_a_pass_is_no_failure(lenient: Firm, result: str | None) -> None:
    complain(lenient)
    anna_answers(lenient, "We will come on Friday.", result)
    assert "We will come on Friday." in told(lenient, "sam@customer.example")


def test_an_explicit_failure_is_never_obeyed_and_the_colleague_hears_of_it(lenient: Firm) -> None:
    complain(lenient)
    before = to_customer(lenient)
    anna_answers(lenient, "#respond\nYou get nothing.", FAIL)
    assert to_customer(lenient) == before
    assert "If you did not write it, somebody uses your address" in told(lenient, "anna@firm.example")


def test_a_customer_whose_mail_fails_gets_no_automatic_answer_and_the_clock_runs(lenient: Firm) -> None:
    complain(lenient, Authentication_Results=f"{MX}; dmarc=fail header.from=customer.example")
    assert to_customer(lenient) == 0
    assert lenient.value("SELECT state FROM deadline WHERE clock = 'acknowledge'") == "running"
    notice = told(lenient, "anna@firm.example")
    assert f"It may not be from whom it says: {MX} says dmarc=fail for customer.example." in notice
    assert "Please acknowledge it yourself." in notice


def test_a_customers_mail_without_any_result_is_answered(strict: Firm) -> None:
    complain(strict)
    assert to_customer(strict) == 1


def test_why_tells_what_the_server_said(lenient: Firm) -> None:
    complain(lenient, Authentication_Results=f"{MX}; dmarc=pass header.from=customer.example")
    with lenient.desk.store.begin() as tx:
        why = message_reasons(tx, ledger.entry(tx, 1), (), lenient.desk.firms["dsmart"].zone)
    assert f"Whether it is from whom it says: {MX} says dmarc=pass for customer.example." in str(why)
    assert why.to_json()["authentication"] == f"{MX} says dmarc=pass for customer.example"
