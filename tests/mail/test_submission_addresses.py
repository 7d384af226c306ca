"""Whom a letter goes to: one plain address, exactly as given, or nobody."""

from __future__ import annotations

import pytest

from mailbot.core.model import Outcome, SubmissionResult
from mailbot.demo.world import MailWorld
from mailbot.mail.submission import SmtpSettings, Submission
from tests.servers.sink import Sink
from tests.servers.smtp import CUSTOMER, LETTER, SENDER, play, settings_for, to


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


@pytest.mark.parametrize(
    ("domain", "written"),
    [
        ("bücher.test", "xn--bcher-kva.test"),
        ("straße.test", "xn--strae-oqa.test"),  # and not strasse.test, which may be anybody's
        ("STRAẞE.test", "xn--strae-oqa.test"),
        ("βόλος.bücher.test", "xn--nxasmm1c.xn--bcher-kva.test"),
    ],
)
def test_a_foreign_domain_alone_needs_no_special_server_and_is_no_other(domain: str, written: str) -> None:
    with Sink(smtputf8=False) as sink:
        assert play(settings_for(sink), to(f"jo@{domain}")).outcome is Outcome.ACCEPTED

        assert sink.received[0].rcpt_tos == [f"jo@{written}"]


def test_a_null_reverse_path_is_possible(world: MailWorld) -> None:
    async def story(submission: Submission) -> SubmissionResult:
        return await submission.submit("", CUSTOMER, LETTER)

    settings = SmtpSettings(host=world.host, port=world.smtp_port, security="none", auth="none")

    assert play(settings, story).outcome is Outcome.ACCEPTED
    assert world.sent()[0].reverse_path == ""
