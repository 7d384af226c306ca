"""Handing letters over: a test for each row of the outcome table, on a server that misbehaves by name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from mailbot.core.model import Outcome, SubmissionResult
from mailbot.demo.world import MailWorld
from mailbot.errors import TemporaryFailure
from mailbot.mail.submission import SmtpSettings, Submission
from tests.servers.certificates import Certificate
from tests.servers.chaos import ChaosProxy
from tests.servers.ports import free_port
from tests.servers.sink import Misdeed, Sink

SENDER = "info+b42@company.test"
CUSTOMER = "jo@customer.test"
LETTER = b"From: info@company.test\r\nSubject: Your complaint\r\n\r\nWe have it.\r\n.one dot\r\n"

T = TypeVar("T")
Story = Callable[[Submission], Awaitable[T]]


def settings_for(server: Sink | ChaosProxy, **changes: Any) -> SmtpSettings:
    usual = SmtpSettings(
        host="127.0.0.1",
        port=server.port,
        security="none",
        auth="none",
        ehlo_name="mailbot.test",
        connect_seconds=5.0,
        command_seconds=5.0,
        data_seconds=5.0,
    )
    return replace(usual, **changes)


def play(settings: SmtpSettings, story: Story[T], token_provider: Callable[[], str] | None = None) -> T:
    """Runs a story with a submission that is closed at its end."""

    async def whole() -> T:
        submission = Submission(settings, token_provider)
        try:
            return await story(submission)
        finally:
            await submission.close()

    return asyncio.run(whole())


async def one_letter(submission: Submission) -> SubmissionResult:
    return await submission.submit(SENDER, CUSTOMER, LETTER)


async def two_letters(submission: Submission) -> list[SubmissionResult]:
    return [await one_letter(submission), await one_letter(submission)]


def submit(server: Sink | ChaosProxy, **changes: Any) -> SubmissionResult:
    return play(settings_for(server, **changes), one_letter)


# ----------------------------------------------------------------------------------------------------------- accepted


def test_an_accepted_letter_arrives_as_it_was_written() -> None:
    with Sink() as sink:
        result = submit(sink)

        assert (result.outcome, result.code, result.status) == (Outcome.ACCEPTED, 250, "2.0.0")
        assert not result.systemic
        (envelope,) = sink.received
        assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [CUSTOMER])
        assert envelope.original_content == LETTER


def test_the_mail_world_delivers_a_letter_to_the_inbox(world: MailWorld) -> None:
    settings = SmtpSettings(host=world.host, port=world.smtp_port, security="none", auth="none")

    assert play(settings, one_letter).outcome is Outcome.ACCEPTED

    (delivered,) = world.messages(CUSTOMER)
    assert delivered.content == f"Return-Path: <{SENDER}>\r\nDelivered-To: {CUSTOMER}\r\n".encode() + LETTER


def test_letters_go_over_one_connection() -> None:
    with Sink() as sink:
        results = play(settings_for(sink), two_letters)

        assert [result.outcome for result in results] == [Outcome.ACCEPTED] * 2
        assert (sink.connections, len(sink.received)) == (1, 2)


def test_letters_submitted_at_once_go_one_after_the_other() -> None:
    async def five(submission: Submission) -> list[SubmissionResult]:
        return await asyncio.gather(*(one_letter(submission) for _ in range(5)))

    with Sink() as sink:
        results = play(settings_for(sink), five)

        assert {result.outcome for result in results} == {Outcome.ACCEPTED}
        assert (sink.connections, len(sink.received)) == (1, 5)


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again() -> None:
    with Sink(Misdeed.CLOSES_AFTER_EACH) as sink:
        results = play(settings_for(sink), two_letters)

        assert [result.outcome for result in results] == [Outcome.ACCEPTED] * 2
        assert (sink.connections, len(sink.received)) == (2, 2)


def test_a_kept_connection_that_answers_421_is_opened_again_and_the_letter_goes_once() -> None:
    async def story(submission: Submission) -> SubmissionResult:
        await one_letter(submission)
        sink.misdeeds = {Misdeed.ANSWERS_421_ONCE}
        return await one_letter(submission)

    with Sink() as sink:
        result = play(settings_for(sink), story)

        assert result.outcome is Outcome.ACCEPTED
        assert (sink.connections, len(sink.received)) == (2, 2)


def test_after_closing_the_next_letter_opens_another_connection() -> None:
    async def story(submission: Submission) -> SubmissionResult:
        await one_letter(submission)
        await submission.close()
        return await one_letter(submission)

    with Sink() as sink:
        assert play(settings_for(sink), story).outcome is Outcome.ACCEPTED
        assert sink.connections == 2


# ---------------------------------------------------------------------------------------------- the letter's own fault


@pytest.mark.parametrize(
    ("misdeed", "outcome", "code", "status"),
    [
        pytest.param(Misdeed.GREYLISTS_ONCE, Outcome.TEMPORARY, 450, "4.7.1", id="greylisted"),
        pytest.param(Misdeed.MAILBOX_IS_FULL_FOR_NOW, Outcome.TEMPORARY, 452, "4.2.2", id="full for now"),
        pytest.param(Misdeed.REFUSES_RECIPIENT, Outcome.PERMANENT, 550, "5.1.1", id="no such user"),
        pytest.param(Misdeed.MAILBOX_IS_FULL, Outcome.PERMANENT, 552, "5.2.2", id="full"),
        pytest.param(Misdeed.DEFERS_MESSAGE, Outcome.TEMPORARY, 451, "4.3.0", id="deferred after the body"),
        pytest.param(Misdeed.REFUSES_MESSAGE, Outcome.PERMANENT, 554, "5.7.1", id="refused after the body"),
    ],
)
def test_a_refusal_is_as_lasting_as_its_code_and_the_connection_is_kept(
    misdeed: Misdeed, outcome: Outcome, code: int, status: str
) -> None:
    async def story(submission: Submission) -> tuple[SubmissionResult, SubmissionResult]:
        refused = await one_letter(submission)
        sink.misdeeds.clear()
        return refused, await one_letter(submission)

    with Sink(misdeed) as sink:
        refused, after = play(settings_for(sink), story)

        assert (refused.outcome, refused.code, refused.status) == (outcome, code, status)
        assert not refused.systemic
        assert after.outcome is Outcome.ACCEPTED
        assert (sink.connections, len(sink.received)) == (1, 1)


def test_a_greylisted_letter_goes_at_the_second_attempt() -> None:
    with Sink(Misdeed.GREYLISTS_ONCE) as sink:
        first, second = play(settings_for(sink), two_letters)

        assert (first.outcome, second.outcome) == (Outcome.TEMPORARY, Outcome.ACCEPTED)


def test_a_letter_larger_than_the_server_takes_is_refused_before_it_is_sent() -> None:
    with Sink(size_limit=20) as sink:
        result = submit(sink)

        assert (result.outcome, result.code, result.systemic) == (Outcome.PERMANENT, 552, False)
        assert f"SIZE={len(LETTER)}" in sink.commands[0]
        assert "DATA" not in sink.commands


# ----------------------------------------------------------------------------------------------------- outcome unknown


def test_when_the_answer_to_a_letter_is_lost_the_outcome_is_unknown_and_it_is_tried_again() -> None:
    with Sink(Misdeed.DROPS_AFTER_DATA) as sink:
        result = submit(sink)

        assert (result.outcome, result.code, result.systemic) == (Outcome.TEMPORARY, 0, False)
        assert "outcome unknown" in result.text
        assert len(sink.received) == 1  # it was kept: a repeat carries the same Message-ID


def test_when_the_letter_is_cut_off_the_outcome_is_unknown_too() -> None:
    """The client cannot tell this from the case above: both end the same way."""
    with Sink() as sink, ChaosProxy(sink.port, word=b"We have it") as proxy:
        result = submit(proxy)

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, False)
        assert "outcome unknown" in result.text
        assert sink.received == []


def test_when_the_server_is_silent_after_the_letter_the_outcome_is_unknown() -> None:
    with Sink(Misdeed.SLOW_REPLY) as sink:
        result = submit(sink, data_seconds=0.1)

        assert (result.outcome, result.code, result.systemic) == (Outcome.TEMPORARY, 0, False)
        assert "outcome unknown" in result.text
        assert len(sink.received) == 1


def test_after_a_silent_server_the_next_letter_goes_over_another_connection() -> None:
    """A late answer must never be taken for the answer to the next letter."""

    async def story(submission: Submission) -> SubmissionResult:
        await one_letter(submission)
        sink.misdeeds.clear()
        return await one_letter(submission)

    with Sink(Misdeed.SLOW_REPLY) as sink:
        result = play(settings_for(sink, data_seconds=0.1), story)

        assert result.outcome is Outcome.ACCEPTED
        assert sink.connections == 2


def test_a_cut_before_the_server_asked_for_the_letter_is_tried_again() -> None:
    with Sink(Misdeed.DROPS_BEFORE_354) as sink:
        result = submit(sink)

        assert result.outcome is Outcome.TEMPORARY
        assert sink.received == []


def test_a_cancelled_submission_leaves_no_connection_in_the_middle_of_a_letter() -> None:
    async def story(submission: Submission) -> SubmissionResult:
        task = asyncio.create_task(one_letter(submission))
        while "DATA" not in sink.commands:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        sink.misdeeds.clear()
        return await one_letter(submission)

    with Sink(Misdeed.SLOW_REPLY) as sink:
        assert play(settings_for(sink), story).outcome is Outcome.ACCEPTED
        assert sink.connections == 2


# ------------------------------------------------------------------------------------------- the server's trouble, ours


@pytest.mark.parametrize(
    ("misdeed", "code"),
    [
        pytest.param(Misdeed.REFUSES_CONNECTION, 554, id="no greeting"),
        pytest.param(Misdeed.DROPS_AT_MAIL, 0, id="cut at MAIL"),
        pytest.param(Misdeed.DROPS_AT_RCPT, 0, id="cut at RCPT"),
        pytest.param(Misdeed.ANSWERS_421, 421, id="shutting down"),
        pytest.param(Misdeed.REFUSES_SENDER, 553, id="our sender is not allowed"),
        pytest.param(Misdeed.WANTS_LOGIN_AT_RCPT, 530, id="log in first"),
    ],
)
def test_trouble_that_is_not_the_letters_fails_no_letter(misdeed: Misdeed, code: int) -> None:
    with Sink(misdeed) as sink:
        result = submit(sink)

        assert (result.outcome, result.code, result.systemic) == (Outcome.TEMPORARY, code, True)
        assert result.text
        assert sink.received == []


def test_silence_at_a_command_is_the_servers_trouble_and_nothing_was_sent() -> None:
    with Sink(Misdeed.SLOW_AT_RCPT) as sink:
        result = submit(sink, command_seconds=0.1)

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert "DATA" not in sink.commands


def test_nobody_listening_is_the_servers_trouble() -> None:
    settings = SmtpSettings(host="127.0.0.1", port=free_port(), security="none", auth="none")

    result = play(settings, one_letter)

    assert (result.outcome, result.code, result.systemic) == (Outcome.TEMPORARY, 0, True)
    assert "127.0.0.1" in result.text


def test_a_host_without_an_address_is_the_servers_trouble() -> None:
    settings = SmtpSettings(host="no-such-host.invalid", port=587, security="none", auth="none")

    assert play(settings, one_letter).systemic


# ------------------------------------------------------------------------------------------------------ TLS and login


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_encrypted_and_logged_in(certificate: Certificate, security: str) -> None:
    tls = security == "tls"
    with Sink(user="info", password="secret", certificate=certificate, implicit_tls=tls) as sink:
        login = {"auth": "password", "username": "info", "password": "secret"}
        result = submit(sink, security=security, host="localhost", ca_file=str(certificate.cert), **login)

        assert (result.outcome, sink.logins) == (Outcome.ACCEPTED, 1)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_not_trusted_is_refused(
    certificate: Certificate, other_certificate: Certificate, security: str
) -> None:
    with Sink(certificate=certificate, implicit_tls=security == "tls") as sink:
        result = submit(sink, security=security, host="localhost", ca_file=str(other_certificate.cert))

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert "CERTIFICATE_VERIFY_FAILED" in result.text
        assert sink.commands == []


def test_a_trusted_certificate_for_another_host_is_refused(misnamed_certificate: Certificate) -> None:
    with Sink(certificate=misnamed_certificate, implicit_tls=True) as sink:
        result = submit(sink, security="tls", host="localhost", ca_file=str(misnamed_certificate.cert))

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert sink.commands == []


def test_a_server_without_starttls_gets_nothing() -> None:
    with Sink() as sink:
        result = submit(sink, security="starttls")

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert "STARTTLS" in result.text
        assert sink.commands == []


def test_a_wrong_password_is_tried_once_and_fails_no_letter(certificate: Certificate) -> None:
    with Sink(user="info", password="secret", certificate=certificate, implicit_tls=True) as sink:
        login = {"auth": "password", "username": "info", "password": "wrong"}
        result = submit(sink, security="tls", host="localhost", ca_file=str(certificate.cert), **login)

        assert (result.outcome, result.code, result.systemic) == (Outcome.TEMPORARY, 535, True)
        assert result.status == "5.7.8"
        assert sink.logins == 1


def test_a_server_that_offers_no_login_is_named(certificate: Certificate) -> None:
    with Sink(certificate=certificate) as sink:
        result = submit(sink, auth="password", username="info", password="secret")

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert "no login by password" in result.text


@pytest.mark.parametrize(("token", "outcome"), [("of-today", Outcome.ACCEPTED), ("of-yesterday", Outcome.TEMPORARY)])
def test_an_access_token_is_asked_for_and_logs_in(certificate: Certificate, token: str, outcome: Outcome) -> None:
    with Sink(user="info", token="of-today", certificate=certificate, implicit_tls=True) as sink:
        settings = settings_for(
            sink, security="tls", host="localhost", ca_file=str(certificate.cert), auth="xoauth2", username="info"
        )
        result = play(settings, one_letter, lambda: token)

        assert result.outcome is outcome
        assert result.systemic is (outcome is Outcome.TEMPORARY)


def test_no_token_to_be_had_is_our_own_trouble() -> None:
    def no_token() -> str:
        raise TemporaryFailure("the token endpoint is away")

    with Sink() as sink:
        result = play(settings_for(sink, auth="xoauth2", username="info"), one_letter, no_token)

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert "the token endpoint is away" in result.text


def test_checking_logs_in_and_sends_nothing() -> None:
    async def check(submission: Submission) -> SubmissionResult | None:
        return await submission.check()

    with Sink() as sink:
        assert play(settings_for(sink), check) is None
        wrong = play(settings_for(sink, security="starttls"), check)

        assert wrong is not None
        assert "STARTTLS" in wrong.text
        assert sink.commands == []


def test_a_password_is_not_shown_when_the_settings_are_printed() -> None:
    assert "topsecret" not in repr(SmtpSettings(host="mail.company.test", password="topsecret"))


# ----------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("", id="none"),
        pytest.param("jo", id="no domain"),
        pytest.param("@customer.test", id="no local part"),
        pytest.param("jo@customer.test>\r\nRCPT TO:<victim@elsewhere.test", id="injection"),
        pytest.param("jo@customer.test, victim@elsewhere.test", id="two"),
        pytest.param("jo,victim@elsewhere.test", id="two by a comma"),
        pytest.param("Jo <jo@customer.test>", id="with a name"),
        pytest.param("jo(work)@customer.test", id="with a comment"),
        pytest.param("jo\x00@customer.test", id="control character"),
        pytest.param("jo@customer.test ", id="space"),
    ],
)
def test_what_is_not_one_plain_address_is_never_sent_to(address: str) -> None:
    async def story(submission: Submission) -> SubmissionResult:
        return await submission.submit(SENDER, address, LETTER)

    with Sink() as sink:
        result = play(settings_for(sink), story)

        assert (result.outcome, result.status, result.systemic) == (Outcome.PERMANENT, "5.1.3", False)
        assert sink.connections == 0


def to(address: str) -> Story[SubmissionResult]:
    async def story(submission: Submission) -> SubmissionResult:
        return await submission.submit(SENDER, address, LETTER)

    return story


def test_an_address_with_foreign_letters_needs_a_server_that_takes_it() -> None:
    """RFC 6531 3.2."""
    with Sink(smtputf8=False) as sink:
        result = play(settings_for(sink), to("jürgen@kunde.test"))

        assert (result.outcome, result.status, result.systemic) == (Outcome.PERMANENT, "5.6.7", False)
        assert "non-ASCII" in result.text
        assert sink.commands == []


def test_an_address_with_foreign_letters_goes_to_a_server_that_takes_it() -> None:
    with Sink(smtputf8=True) as sink:
        assert play(settings_for(sink), to("jürgen@kunde.test")).outcome is Outcome.ACCEPTED

        assert sink.received[0].rcpt_tos == ["jürgen@kunde.test"]
        assert "SMTPUTF8" in sink.commands[0]


def test_a_foreign_domain_alone_needs_no_special_server() -> None:
    with Sink(smtputf8=False) as sink:
        assert play(settings_for(sink), to("jo@bücher.test")).outcome is Outcome.ACCEPTED

        assert sink.received[0].rcpt_tos == ["jo@xn--bcher-kva.test"]


def test_a_null_reverse_path_is_possible(world: MailWorld) -> None:
    async def story(submission: Submission) -> SubmissionResult:
        return await submission.submit("", CUSTOMER, LETTER)

    settings = SmtpSettings(host=world.host, port=world.smtp_port, security="none", auth="none")

    assert play(settings, story).outcome is Outcome.ACCEPTED
    assert world.sent()[0].reverse_path == ""


# ------------------------------------------------------------------------------------------------------- notifications


def test_bounces_and_delays_are_asked_for_where_the_server_knows_how() -> None:
    """RFC 3461 4.1 and 4.3."""
    with Sink(dsn=True) as sink:
        assert submit(sink).outcome is Outcome.ACCEPTED

        assert sink.commands[0].endswith(" RET=HDRS")
        assert sink.commands[1] == f"RCPT TO:<{CUSTOMER}> NOTIFY=FAILURE,DELAY"


def test_nothing_is_asked_of_a_server_that_does_not_know_how() -> None:
    with Sink(dsn=False) as sink:
        assert submit(sink).outcome is Outcome.ACCEPTED

        assert sink.commands[1] == f"RCPT TO:<{CUSTOMER}>"
