"""`mailbot poll`, `tick` and `send`: one step by hand, with a sentence on what it did."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mailbot import wiring
from mailbot.config import Mailbox, Settings, load
from mailbot.core.model import LetterState
from mailbot.credentials import imap_prefix, variables
from mailbot.desk.desk import Desk
from mailbot.errors import FolderMissing, LoginRefused, MailbotError, ServerRefused, TemporaryFailure
from mailbot.intake import take_in
from mailbot.mail.mailbox import ImapMailbox
from mailbot.mail.submission import Submission
from mailbot.outbox import Sent, send_due
from mailbot.printable import one_line, without_numbers
from mailbot.sentbox import take_in_sent
from mailbot.store import ledger, letters, reading
from mailbot.tick import ensure_standing, tick

Environment = Mapping[str, str]


@contextmanager
def _desk(config: Path, environment: Environment) -> Iterator[tuple[Settings, Desk]]:
    settings = load(config, environment)
    desk = wiring.build(settings)
    try:
        yield settings, desk
    finally:
        desk.store.close()


# ----------------------------------------------------------------------------------------------------------------- poll


@dataclass(frozen=True, kw_only=True, slots=True)
class Polled:
    """What came of one mailbox."""

    mailbox: str
    address: str
    said: str
    wrong: bool


def poll_each(config: Path, environment: Environment, now: datetime | None = None) -> tuple[Polled, ...]:
    """Reads every mailbox once. One that fails takes no other along."""
    told = []
    with _desk(config, environment) as (settings, desk):
        for mailbox in settings.configuration.mailbox:
            said, wrong = _poll(desk, settings, mailbox, now or datetime.now(UTC))
            told.append(Polled(mailbox=mailbox.name, address=mailbox.address, said=said, wrong=wrong))
    return tuple(told)


def poll_once(config: Path, environment: Environment, now: datetime | None = None) -> str:
    """The same, a sentence for each mailbox. Raises MailbotError with all of them at the end if any failed."""
    polled = poll_each(config, environment, now)
    told = "\n".join(f"{one.mailbox} ({one.address}): {one.said}" for one in polled)
    if any(one.wrong for one in polled):
        raise MailbotError(told)
    return told


def _take_in_sent(desk: Desk, mailbox: Mailbox, inbox: ImapMailbox, now: datetime) -> str:
    """Sent mail is read first; why it cannot be, else ""."""
    try:
        sent = inbox.sent()
        if sent is not None:
            take_in_sent(desk, mailbox.name, sent, now, whole=True)
    except (FolderMissing, ServerRefused) as fault:
        return f"Sent mail is not watched: {_plain(fault)}. See [mailbox.imap] sent_folder."
    return ""


def _poll(desk: Desk, settings: Settings, mailbox: Mailbox, now: datetime) -> tuple[str, bool]:
    """What came of one mailbox, and whether something is wrong."""
    inbox = wiring.inbox(settings, mailbox)
    ensure_standing(desk, mailbox.name, now)
    try:
        inbox.connect()
        unwatched = _take_in_sent(desk, mailbox, inbox, now)
        worked = take_in(desk, mailbox.name, inbox, now, whole=True)
    except LoginRefused as fault:
        return (
            f"{_plain(fault)}. See [mailbox.imap] username and {variables(imap_prefix(mailbox.name), mailbox.imap)}. {_SAFE}",
            True,
        )
    except FolderMissing as fault:
        return f"{_plain(fault)}. See [mailbox.imap] folder. {_SAFE}", True
    except TemporaryFailure as fault:
        return f"it could not be read: {_plain(fault)}. {_SAFE}", True
    finally:
        inbox.close()
    dealt = f"{_many(worked, 'message')} dealt with." if worked else "nothing new."
    if unwatched:
        return f"{dealt} {unwatched}", True
    left = [f"UID {one.uid} ({one.because})" for one in inbox.skipped if one.because != "gone"]
    if left:
        return f"{dealt} The server would not give {_many(len(left), 'message')}, still there: {', '.join(left)}.", True
    with desk.store.begin() as tx:
        parked = len(ledger.parked(tx, mailbox.name))
    if parked:
        return f"{dealt} {_many(parked, 'message')} could not be handled: mailbot park list", True
    return dealt, False


def _plain(fault: MailbotError) -> str:
    return one_line(without_numbers(str(fault))).rstrip(".")


_SAFE = "Nothing is lost: what has not been fetched is still on the server."

# ----------------------------------------------------------------------------------------------------------------- tick


def tick_once(config: Path, environment: Environment, now: datetime | None = None) -> str:
    """Looks once at every deadline that has come."""
    with _desk(config, environment) as (_, desk):
        looked_at = tick(desk, now or datetime.now(UTC))
        with desk.store.begin() as tx:
            waiting = reading.letters_waiting(tx).count
    seen = f"{_many(looked_at, 'deadline')} looked at" if looked_at else "No deadline has come"
    return f"{seen}; {_many(waiting, 'letter')} in the outbox{' (mailbot send)' if waiting else ''}."


# ----------------------------------------------------------------------------------------------------------------- send


def send_once(config: Path, environment: Environment, now: datetime | None = None) -> tuple[str, bool]:
    """Sends what waits. What came of it, and whether something is wrong."""
    at = now or datetime.now(UTC)
    with _desk(config, environment) as (settings, desk):
        _take_back(desk, at)
        with desk.store.begin() as tx:
            next_at = letters.next_at(tx, desk.firms)
        if next_at is None or next_at > at:
            return f"No letter is due to be sent.{_later(desk)}", False
        smtp = settings.configuration.smtp
        clock = partial(datetime.now, UTC) if now is None else None
        return asyncio.run(_send(desk, wiring.submission(settings), f"{smtp.host}:{smtp.port}", at, clock))


async def _send(
    desk: Desk, wire: Submission, host: str, now: datetime, clock: Callable[[], datetime] | None
) -> tuple[str, bool]:
    try:
        trouble = await wire.check()
        if trouble is not None:
            said = " ".join(str(part) for part in (trouble.code or "", trouble.status, trouble.text) if part)
            why = one_line(without_numbers(said)).rstrip(".")
            return f"No letter could be handed to {host}: {why}.{_later(desk)} Nothing is lost.", True
        sent = await send_due(desk, wire, now, clock=clock)
    finally:
        await wire.close()
    return f"{_told(sent, host)}{_later(desk)}", bool(sent.refused or sent.stopped)


def _told(sent: Sent, host: str) -> str:
    told = f"{_many(sent.accepted, 'letter')} handed to {host}."
    if sent.stopped:
        return f"{told} Then the server failed; the rest waits."
    if sent.refused:
        return f"{told} {_many(sent.refused, 'letter')} refused: mailbot why REFERENCE tells which and why."
    return told


def _later(desk: Desk) -> str:
    with desk.store.begin() as tx:
        waiting = reading.letters_waiting(tx)
    if not waiting.count:
        return ""
    since = f", next try {waiting.since:%Y-%m-%d %H:%M} UTC" if waiting.since else ""
    return f" {_many(waiting.count, 'letter')} in the outbox{since}."


def _take_back(desk: Desk, now: datetime) -> None:
    """Letters that a dead process of this machine had claimed wait again; a living one keeps its own (design 4)."""
    with desk.store.begin() as tx:
        for letter_id, process in reading.sending(tx):
            host, _, rest = process.partition(":")
            if host == socket.gethostname() and not _alive(rest.partition(":")[0]):
                state = str(LetterState.AWAITING_RETRY)
                letters.set_fields(tx, letter_id, state=state, next_attempt_at=now, claimed_by="")


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError, OverflowError):
        return True  # somebody else's, or not a number that we wrote
    return True


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
