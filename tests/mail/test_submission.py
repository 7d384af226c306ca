"""Handing letters over: a test for each row of the outcome table, on a server that misbehaves by name."""

from __future__ import annotations

import asyncio

import pytest

from mailbot.core.model import Outcome, SubmissionResult
from mailbot.demo.world import MailWorld
from mailbot.mail.submission import SmtpSettings, Submission
from tests.servers.chaos import ChaosProxy
from tests.servers.sink import Misdeed, Sink
from tests.servers.smtp import CUSTOMER, LETTER, SENDER, one_letter, play, settings_for, submit, two_letters


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


def test_a_kept_connection_that_fell_silent_is_opened_again() -> None:
    """As firewalls do with connections that were idle for long."""

    async def story(submission: Submission) -> SubmissionResult:
        await one_letter(submission)
        return await submission.submit("second@company.test", CUSTOMER, LETTER)

    with Sink() as sink, ChaosProxy(sink.port, word=b"second@company.test", deed="swallow") as proxy:
        result = play(settings_for(proxy, command_seconds=0.2), story)

        assert result.outcome is Outcome.ACCEPTED
        assert (proxy.connections, len(sink.received)) == (2, 2)


def test_after_closing_the_next_letter_opens_another_connection() -> None:
    async def story(submission: Submission) -> SubmissionResult:
        await one_letter(submission)
        await submission.close()
        return await one_letter(submission)

    with Sink() as sink:
        assert play(settings_for(sink), story).outcome is Outcome.ACCEPTED
        assert sink.connections == 2


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


@pytest.mark.parametrize("misdeed", [Misdeed.SLOW_REPLY, Misdeed.TALKS_NONSENSE])
def test_after_an_answer_that_was_none_the_next_letter_goes_over_another_connection(misdeed: Misdeed) -> None:
    """A late answer must never be taken for the answer to the next letter."""

    async def story(submission: Submission) -> tuple[SubmissionResult, SubmissionResult]:
        first = await one_letter(submission)
        sink.misdeeds.clear()
        return first, await one_letter(submission)

    with Sink(misdeed) as sink:
        first, second = play(settings_for(sink, data_seconds=0.2), story)

        assert "outcome unknown" in first.text
        assert second.outcome is Outcome.ACCEPTED
        assert sink.connections == 2


def test_a_cut_before_the_server_asked_for_the_letter_is_tried_again() -> None:
    with Sink(Misdeed.DROPS_BEFORE_354) as sink:
        result = submit(sink)

        assert result.outcome is Outcome.TEMPORARY
        assert sink.received == []


def test_a_yes_before_the_letter_was_sent_takes_no_letter() -> None:
    with Sink(Misdeed.TAKES_DATA_AT_ONCE) as sink:
        result = submit(sink)

        assert (result.outcome, result.systemic) == (Outcome.TEMPORARY, True)
        assert sink.received == []


@pytest.mark.parametrize(
    ("content", "arrives"),
    [
        pytest.param(
            b"A: b\n\none\r\n.two\rthree\n..\n", b"A: b\r\n\r\none\r\n.two\r\nthree\r\n..\r\n", id="mixed ends"
        ),
        pytest.param(b"A: b\r\n\r\n.\r\n.\r\nend", b"A: b\r\n\r\n.\r\n.\r\nend\r\n", id="lone dots, no end"),
        pytest.param(b".A: b\r\n\r\none\r\n", b".A: b\r\n\r\none\r\n", id="a dot first"),
    ],
)
def test_a_letter_arrives_with_the_ends_of_lines_that_mail_has_and_with_its_dots(
    content: bytes, arrives: bytes
) -> None:
    async def story(submission: Submission) -> SubmissionResult:
        return await submission.submit(SENDER, CUSTOMER, content)

    with Sink() as sink:
        assert play(settings_for(sink), story).outcome is Outcome.ACCEPTED
        assert sink.received[0].content == arrives


def test_a_cancelled_submission_leaves_no_connection_in_the_middle_of_a_letter() -> None:
    async def story(submission: Submission) -> SubmissionResult:
        task = asyncio.create_task(one_letter(submission))
        while not sink.received:  # it has the letter, and will not answer
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        sink.misdeeds.clear()
        return await one_letter(submission)

    with Sink(Misdeed.SLOW_REPLY) as sink:
        assert play(settings_for(sink), story).outcome is Outcome.ACCEPTED
        assert sink.connections == 2


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
