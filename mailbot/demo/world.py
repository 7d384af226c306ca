"""A mail world on loopback: an IMAP server and an SMTP server that delivers into it. Nothing ever leaves the machine.

`mailbot demo` plays its story here, and tests that need no particular server use it. Both servers run in one thread.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session

from mailbot.demo.inboxes import Inboxes, StoredMessage
from mailbot.demo.loopthread import LoopThread

T = TypeVar("T")
Accept = Callable[["SentMessage"], Coroutine[Any, Any, None]]

HOST = "127.0.0.1"
PASSWORD = "demo"  # noqa: S105 it is printed for whoever wants to look in


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class SentMessage:
    """A message as the SMTP server took it: the envelope and the bytes, untouched."""

    reverse_path: str
    recipients: tuple[str, ...]
    content: bytes
    received_at: datetime


def inbox_of(address: str) -> str:
    """The address whose inbox takes this mail: lower case, without the `+tag` of a sub-address (RFC 5233 1)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def as_delivered(message: SentMessage, recipient: str) -> bytes:
    """The message with what a delivering server puts on top: Return-Path (RFC 5321 4.4) and Delivered-To."""
    trace = f"Return-Path: <{message.reverse_path}>\r\nDelivered-To: {recipient}\r\n"
    return trace.encode("utf-8", "surrogateescape") + message.content


class MailWorld:
    """Every address has an inbox, opened by the first mail to it; one password opens them all.

    `clock` gives the INTERNALDATE of what arrives (aware UTC), so that a story can run on its own time.
    """

    def __init__(
        self,
        *,
        password: str = PASSWORD,
        imap_port: int = 0,
        smtp_port: int = 0,
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.host = HOST
        self.password = password
        self.imap_port = imap_port
        self.smtp_port = smtp_port
        self._clock = clock
        self._inboxes = Inboxes(password)
        self._sent: list[SentMessage] = []
        self._lock = threading.Lock()
        self._thread: LoopThread | None = None
        self._servers: list[asyncio.Server] = []

    def start(self) -> None:
        """Opens both ports; `imap_port` and `smtp_port` then say which, where they were 0. Raises OSError if taken."""
        self._thread = LoopThread("mailbot demo world")
        try:
            self._call(self._serve())
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Closes both ports and every connection. Mail that came stays readable through `sent()`."""
        if self._thread is None:
            return
        self._call(self._close())
        self._thread.stop()
        self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def add_user(self, address: str) -> None:
        """Gives an address an empty inbox before any mail came for it."""
        self._inboxes.add(inbox_of(address))

    def add_folder(self, address: str, folder: str) -> None:
        """Gives an address an empty folder beside its inbox; does nothing where it is there."""
        self._call(self._inboxes.add_folder(inbox_of(address), folder))

    def users(self) -> tuple[str, ...]:
        return self._inboxes.users()

    def deliver(
        self, address: str, content: bytes, received_at: datetime | None = None, *, folder: str = "INBOX"
    ) -> int:
        """Drops a mail into the inbox of an address, or another folder, bytes as they are, and returns its UID.

        `received_at` (aware) becomes its INTERNALDATE; None is now by the world's clock.
        """
        return self._call(self._inboxes.store(inbox_of(address), content, received_at or self._clock(), folder))

    def messages(self, address: str, folder: str = "INBOX") -> tuple[StoredMessage, ...]:
        """What lies in a folder of an address, oldest first; nothing where either does not exist."""
        return self._call(self._inboxes.read(inbox_of(address), folder))

    def change_uidvalidity(self, address: str, uidvalidity: int) -> None:
        """Renumbers an inbox, as after a restore from backup."""
        self._call(self._inboxes.renumber(inbox_of(address), uidvalidity))

    def sent(self) -> tuple[SentMessage, ...]:
        """Every message the SMTP server accepted, in order."""
        with self._lock:
            return tuple(self._sent)

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        if self._thread is None:
            coroutine.close()
            raise RuntimeError("the mail world is not running")
        return self._thread.call(coroutine)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        imap = await self._inboxes.serve(HOST, self.imap_port)
        self._servers.append(imap)
        smtp = await loop.create_server(self._smtp_session, HOST, self.smtp_port)
        self._servers.append(smtp)
        self.imap_port = imap.sockets[0].getsockname()[1]
        self.smtp_port = smtp.sockets[0].getsockname()[1]

    def _smtp_session(self) -> SMTP:
        handler = _Delivery(self._accept, self._clock)
        loop = asyncio.get_running_loop()
        return SMTP(handler, hostname="demo.mailbot.invalid", enable_SMTPUTF8=True, loop=loop)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()

    async def _accept(self, message: SentMessage) -> None:
        for recipient in message.recipients:
            content = as_delivered(message, recipient)
            await self._inboxes.store(inbox_of(recipient), content, message.received_at)
        with self._lock:
            self._sent.append(message)


class _Delivery:
    """What aiosmtpd asks about a session: here only what to do with a message (aiosmtpd's name for that is fixed)."""

    def __init__(self, accept: Accept, clock: Callable[[], datetime]) -> None:
        self._accept = accept
        self._clock = clock

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        recipients = tuple(envelope.rcpt_tos)
        reverse_path = (envelope.mail_from or "").removeprefix("<>")  # aiosmtpd gives the null one in its brackets
        await self._accept(
            SentMessage(reverse_path=reverse_path, recipients=recipients, content=content, received_at=self._clock())
        )
        return "250 2.0.0 Ok, delivered"
