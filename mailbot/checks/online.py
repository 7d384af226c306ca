"""Do the mail servers take us, and does the DNS vouch for our letters? It sends and moves no mail."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from mailbot import wiring
from mailbot.checks.finding import Finding, ok, wrong
from mailbot.checks.inbox import inbox_checks
from mailbot.checks.names import domain_checks
from mailbot.config import Mailbox, Settings
from mailbot.core.model import SubmissionResult
from mailbot.credentials import imap_prefix, variables
from mailbot.errors import FolderMissing, LoginRefused, MailbotError, TemporaryFailure
from mailbot.mail.mailbox import ImapMailbox
from mailbot.printable import without_numbers


def online_checks(settings: Settings) -> Iterator[Finding]:
    for mailbox in settings.configuration.mailbox:
        yield from _imap(settings, mailbox)
    yield _smtp(settings)
    domains = {m.address.partition("@")[2]: m.dkim_selectors for m in settings.configuration.mailbox}
    for domain, selectors in domains.items():
        yield from domain_checks(domain, selectors)


def _imap(settings: Settings, mailbox: Mailbox) -> Iterator[Finding]:
    about, imap = f"imap {mailbox.name}", mailbox.imap
    where = f"{imap.host}:{imap.port}"
    inbox = wiring.inbox(settings, mailbox)
    try:
        inbox.connect()
        uidvalidity, there = inbox.uidvalidity, inbox.uids()
        sent = inbox.sent()
    except LoginRefused as fault:
        yield wrong(about, f"{where}: {_plain(fault)}. See username, and {variables(imap_prefix(mailbox.name), imap)}")
        return
    except (FolderMissing, TemporaryFailure) as fault:
        yield wrong(about, f"{where}: {_plain(fault)}")
        return
    finally:
        inbox.close()
    done = f"what is done goes to {imap.done_folder}" if imap.done_folder else "what is done stays"
    held = f"{imap.folder} holds {len(there)} messages"
    yield ok(about, f"signed in at {where}; {held}; {done}; {_watched(imap.sent_folder, sent)}")
    yield from inbox_checks(settings.configuration, mailbox, uidvalidity, there)


def _watched(wanted: str, sent: ImapMailbox | None) -> str:
    if sent is not None:
        return f"sent mail is watched in {sent.folder}"
    return "sent mail is not watched" if not wanted else "it has no folder of sent mail to watch"


def _plain(fault: MailbotError) -> str:
    return without_numbers(str(fault)).rstrip(".")


def _smtp(settings: Settings) -> Finding:
    smtp = settings.configuration.smtp
    where = f"{smtp.host}:{smtp.port}"
    trouble = asyncio.run(_submission(settings))
    if trouble is None:
        signed = "signed in" if smtp.username and smtp.auth != "none" else "connected, without a login"
        return ok("smtp", f"{signed} at {where}, security {smtp.security}")
    said = " ".join(str(part) for part in (trouble.code or "", trouble.status, trouble.text) if part)
    hint = f". See username, and {variables('MAILBOT_SMTP', smtp)}" if trouble.code in (530, 534, 535) else ""
    return wrong("smtp", f"{where}: {without_numbers(said)}{hint}")


async def _submission(settings: Settings) -> SubmissionResult | None:
    wire = wiring.submission(settings)
    try:
        return await wire.check()
    finally:
        await wire.close()
