"""Settings for the SMTP servers of the tests, and short stories of letters that are submitted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from mailbot.core.model import SubmissionResult
from mailbot.mail.connection import TokenProvider
from mailbot.mail.submission import SmtpSettings, Submission
from tests.servers.chaos import ChaosProxy
from tests.servers.sink import Sink

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


def play(settings: SmtpSettings, story: Story[T], token_provider: TokenProvider | None = None) -> T:
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


def to(address: str) -> Story[SubmissionResult]:
    async def story(submission: Submission) -> SubmissionResult:
        return await submission.submit(SENDER, address, LETTER)

    return story
