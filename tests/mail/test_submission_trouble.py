"""Trouble that is not the letter's: connection, encryption, login. No letter may fail for it."""

from __future__ import annotations

import pytest

from mailbot.core.model import Outcome, SubmissionResult
from mailbot.errors import TemporaryFailure
from mailbot.mail.submission import SmtpSettings, Submission
from tests.servers.certificates import Certificate
from tests.servers.ports import free_port
from tests.servers.sink import Misdeed, Sink
from tests.servers.smtp import one_letter, play, settings_for, submit
from tests.servers.tokens import FixedToken


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


def test_a_server_that_no_longer_knows_our_login_is_logged_in_to_anew() -> None:
    async def story(submission: Submission) -> list[SubmissionResult]:
        before = await one_letter(submission)
        sink.misdeeds.add(Misdeed.FORGETS_LOGIN)
        return [before, await one_letter(submission), await one_letter(submission)]

    with Sink() as sink:
        results = play(settings_for(sink), story)

        assert [(result.outcome, result.code) for result in results] == [
            (Outcome.ACCEPTED, 250), (Outcome.TEMPORARY, 530), (Outcome.ACCEPTED, 250),
        ]  # fmt: skip
        assert sink.connections == 2


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


def test_a_missing_file_of_certificates_is_our_own_trouble() -> None:
    settings = SmtpSettings(host="127.0.0.1", port=free_port(), auth="none", ca_file="/nonexistent/ca.pem")

    assert play(settings, one_letter).systemic


def test_a_host_without_an_address_is_the_servers_trouble() -> None:
    settings = SmtpSettings(host="no-such-host.invalid", port=587, security="none", auth="none")

    assert play(settings, one_letter).systemic


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


@pytest.mark.parametrize("auth", ["xoauth2", "oauthbearer"])
@pytest.mark.parametrize(("token", "outcome"), [("of-today", Outcome.ACCEPTED), ("of-yesterday", Outcome.TEMPORARY)])
def test_an_access_token_is_asked_for_and_logs_in(
    certificate: Certificate, auth: str, token: str, outcome: Outcome
) -> None:
    with Sink(user="info", token="of-today", certificate=certificate, implicit_tls=True) as sink:
        settings = settings_for(
            sink, security="tls", host="localhost", ca_file=str(certificate.cert), auth=auth, username="info"
        )
        tokens = FixedToken(token)
        result = play(settings, one_letter, tokens)

        assert result.outcome is outcome
        assert result.systemic is (outcome is Outcome.TEMPORARY)
        assert tokens.refusals == (outcome is Outcome.TEMPORARY)


def test_no_token_to_be_had_is_our_own_trouble() -> None:
    class NoToken(FixedToken):
        def __call__(self) -> str:
            raise TemporaryFailure("the token endpoint is away")

    with Sink() as sink:
        result = play(settings_for(sink, auth="xoauth2", username="info"), one_letter, NoToken(""))

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert "the token endpoint is away" in result.text


def test_without_an_access_token_nothing_is_tried() -> None:
    with Sink() as sink:
        result = submit(sink, auth="xoauth2", username="info")

        assert (result.outcome, result.systemic, sink.logins) == (Outcome.TEMPORARY, True, 0)


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
