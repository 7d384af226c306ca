"""Hands letters to the submission server, one at a time over one connection that is kept. It retries nothing.

MAIL, RCPT and DATA go separately, because only from DATA on can the outcome be unknown. `verdicts.py` has the table.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from base64 import b64encode
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib
from aiosmtplib.email import parse_address, quote_address

from mailbot.core.international import in_ascii
from mailbot.core.model import SubmissionResult
from mailbot.errors import TemporaryFailure
from mailbot.mail.connection import Security, TokenProvider
from mailbot.mail.verdicts import accepted, impossible, refused, sender_refused, trouble, unknown

_LINE_END = re.compile(rb"\r\n|\n|\r")
_PLAIN = re.compile(r"[\w+=-]+(?:\.[\w+=-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)
"""Addresses that need no parser, which is nearly every one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SmtpSettings:
    """Where to submit. With `security="none"` a password would go in the clear: config decides."""

    host: str
    port: int = 587
    security: Security = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    auth: Literal["password", "xoauth2", "oauthbearer", "none"] = "password"
    ehlo_name: str = ""  # "" = this host's name
    connect_seconds: float = 30.0
    command_seconds: float = 60.0
    data_seconds: float = 600.0  # RFC 5321 4.5.3.2.6: giving up earlier makes outcomes unknown that would be known
    ca_file: str = ""  # certificates to trust instead of the system's


class Submission:
    """The way out. Use it from one event loop; several `submit` calls at once wait for one another."""

    def __init__(self, settings: SmtpSettings, token_provider: TokenProvider | None = None) -> None:
        self._settings = settings
        self._token_provider = token_provider
        self._lock = asyncio.Lock()
        self._smtp: aiosmtplib.SMTP | None = None
        self._transport: asyncio.BaseTransport | None = None

    async def submit(self, reverse_path: str, recipient: str, content: bytes) -> SubmissionResult:
        """What the server said to this letter. Raises nothing that a server or the network can cause.

        The bytes go out as they are, apart from line endings (RFC 5321 2.3.8). An address is never tried twice
        within one call, except on a new connection when a kept one turned out to be closed before MAIL was answered.
        """
        unusable = _unusable(recipient)
        if unusable:
            return unusable
        async with self._lock:
            return await self._submit(_with_ascii_domain(reverse_path), _with_ascii_domain(recipient), content)

    async def check(self) -> SubmissionResult | None:
        """None if connecting and logging in work; otherwise what went wrong. Sends no letter."""
        async with self._lock:
            try:
                await self._connected()
            except _Failed as failed:
                return failed.result
            return None

    async def close(self) -> None:
        """Ends the session politely, or at all. The next `submit` opens another."""
        async with self._lock:
            if self._smtp is not None and self._smtp.is_connected:
                with suppress(aiosmtplib.SMTPException, OSError):
                    await self._smtp.quit(timeout=5.0)
            self._drop()

    async def _submit(self, reverse_path: str, recipient: str, content: bytes) -> SubmissionResult:
        finished = False
        try:
            smtp = await self._sender_named(reverse_path, recipient, content)
            await self._recipient_named(smtp, recipient)
            result = await self._data_sent(smtp, content)
            finished = True
        except _Failed as failed:
            result = failed.result
            # Only a proper refusal leaves both sides in step; after silence or nonsense nobody knows. Where the server is in trouble,
            # or knows our login no longer (530), the connection may stay so for as long as it is kept.
            finished = result.code >= 400 and not result.systemic and await self._reset()
        finally:
            # After a time-out, a cancellation or anything else that left the dialogue in the middle, a late answer
            # could be taken for the answer to the next letter.
            if not finished:
                self._drop()
        return result

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        self._drop()
        try:
            self._smtp = smtp = _client(self._settings)
            await smtp.connect(timeout=self._settings.connect_seconds)
            self._transport = smtp.transport
            await smtp.ehlo()
            await self._log_in(smtp)
        except (aiosmtplib.SMTPException, OSError, TemporaryFailure) as exc:
            self._drop()
            raise _Failed(self._trouble(exc)) from exc
        except BaseException:  # cancelled half-way: connected, and not logged in
            self._drop()
            raise
        return smtp

    async def _log_in(self, smtp: aiosmtplib.SMTP) -> None:
        """One attempt by one mechanism: SMTP.login() tries them all, and three wrong passwords lock some accounts."""
        settings = self._settings
        if settings.auth == "none":
            return
        if settings.auth in ("xoauth2", "oauthbearer"):
            await self._log_in_by_token(smtp)
            return
        offered = smtp.server_auth_methods
        if "plain" in offered:
            await smtp.auth_plain(settings.username, settings.password)
        elif "login" in offered:
            await smtp.auth_login(settings.username, settings.password)
        elif "cram-md5" in offered:
            await smtp.auth_crammd5(settings.username, settings.password)
        else:
            raise TemporaryFailure("the server offers no login by password here")

    async def _log_in_by_token(self, smtp: aiosmtplib.SMTP) -> None:
        if self._token_provider is None:
            raise TemporaryFailure("the server wants an access token, and nothing here provides one")
        token = await asyncio.to_thread(self._token_provider)
        try:
            if self._settings.auth == "oauthbearer":
                await _auth_oauthbearer(smtp, self._settings.username, token)
            else:
                await smtp.auth_xoauth2(self._settings.username, token)
        except aiosmtplib.SMTPAuthenticationError:
            self._token_provider.refused()
            raise

    async def _sender_named(self, reverse_path: str, recipient: str, content: bytes) -> aiosmtplib.SMTP:
        kept = self._smtp is not None and self._smtp.is_connected
        try:
            return await self._mail(reverse_path, recipient, content)
        except _Closed:
            if not kept:
                raise
            self._drop()
        # The server ended the connection that we had kept, as it may; no letter was begun on it.
        return await self._mail(reverse_path, recipient, content)

    async def _mail(self, reverse_path: str, recipient: str, content: bytes) -> aiosmtplib.SMTP:
        smtp = await self._connected()
        needs_utf8 = not (reverse_path + recipient).isascii()
        if needs_utf8 and not smtp.supports_extension("smtputf8"):  # RFC 6531 3.2
            raise _Failed(impossible("5.6.7", f"{self._settings.host} takes no address with non-ASCII characters"))
        try:
            options = _mail_options(smtp, content, needs_utf8)
            answer = await self._asked(smtp, b"MAIL", b"FROM:" + _path(reverse_path), *options)
        except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError) as exc:
            raise _Closed(self._trouble(exc)) from exc
        except (aiosmtplib.SMTPException, OSError, ValueError) as exc:  # ValueError: an unusable sender
            raise _Failed(self._trouble(exc)) from exc
        if answer.code != aiosmtplib.SMTPStatus.completed:
            raise (_Closed if answer.code == 421 else _Failed)(sender_refused(answer.code, answer.message))
        return smtp

    async def _recipient_named(self, smtp: aiosmtplib.SMTP, recipient: str) -> None:
        options = [b"NOTIFY=FAILURE,DELAY"] if smtp.supports_extension("dsn") else []
        try:
            answer = await self._asked(smtp, b"RCPT", b"TO:" + _path(recipient), *options)
        except (aiosmtplib.SMTPException, OSError) as exc:
            raise _Failed(self._trouble(exc)) from exc
        if answer.code not in (aiosmtplib.SMTPStatus.completed, aiosmtplib.SMTPStatus.will_forward):
            raise _Failed(refused(answer.code, answer.message))

    async def _data_sent(self, smtp: aiosmtplib.SMTP, content: bytes) -> SubmissionResult:
        """`SMTP.data()` would look through the bytes twice with patterns, which took a third of what submitting cost (decision 31)."""
        seconds = self._settings.data_seconds
        try:
            answer = await self._asked(smtp, b"DATA", seconds=seconds)
            if answer.code != aiosmtplib.SMTPStatus.start_input:
                raise _Failed(refused(answer.code, answer.message))
            if smtp.protocol is None:
                raise aiosmtplib.SMTPServerDisconnected("Connection lost")
            smtp.protocol.write(_as_data(content))
            answer = await _in_time(seconds, smtp.protocol.read_response())
        except (aiosmtplib.SMTPException, OSError) as exc:
            raise _Failed(unknown(f"{self._settings.host}: {_said(exc)}")) from exc
        if 200 <= answer.code <= 299:  # any 2xx takes the letter (RFC 5321 4.2.1)
            return accepted(answer.code, answer.message)
        if 400 <= answer.code <= 599:
            raise _Failed(refused(answer.code, answer.message))
        raise _Failed(unknown(f"{self._settings.host}: {answer.message}"))

    async def _asked(self, smtp: aiosmtplib.SMTP, *words: bytes, seconds: float = 0.0) -> aiosmtplib.SMTPResponse:
        return await _in_time(seconds or self._settings.command_seconds, smtp.execute_command(*words, timeout=None))

    def _trouble(self, exc: Exception) -> SubmissionResult:
        code = exc.code if isinstance(exc, aiosmtplib.SMTPResponseException) else 0
        return trouble(_said(exc), code, host=self._settings.host)

    async def _reset(self) -> bool:
        """Makes the connection fit for the next letter (RSET); False if there is none that could be."""
        if self._smtp is None or not self._smtp.is_connected:
            return False
        try:
            await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            return False
        return True

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()  # close() alone waits up to 30 s for the other side to end TLS politely
        self._transport = None


async def _in_time(seconds: float, answer: Awaitable[aiosmtplib.SMTPResponse]) -> aiosmtplib.SMTPResponse:
    """The library's own time limit takes a second future and a round of the loop for each answer. What it is told is the same."""
    try:
        async with asyncio.timeout(seconds):
            return await answer
    except TimeoutError as exc:
        raise aiosmtplib.SMTPReadTimeoutError("Timed out waiting for server response") from exc


class _Failed(Exception):
    """The letter did not go; `result` says what it comes to."""

    def __init__(self, result: SubmissionResult) -> None:
        super().__init__(result.text)
        self.result = result


class _Closed(_Failed):
    """... because the connection ended, or fell silent, before MAIL was answered."""


def _client(settings: SmtpSettings) -> aiosmtplib.SMTP:
    context = None if settings.security == "none" else ssl.create_default_context(cafile=settings.ca_file or None)
    return aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        local_hostname=settings.ehlo_name or socket.gethostname(),
        timeout=settings.command_seconds,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",  # True or False: aiosmtplib's default can be stripped
        tls_context=context,
    )


async def _auth_oauthbearer(smtp: aiosmtplib.SMTP, username: str, token: str) -> None:
    """RFC 7628 3.1, which aiosmtplib has not. A refusal comes as a challenge that wants one more line (3.2.3)."""
    identity = username.replace("=", "=3D").replace(",", "=2C")
    said = b64encode(f"n,a={identity},\x01auth=Bearer {token}\x01\x01".encode())
    answer = await smtp.execute_command(b"AUTH", b"OAUTHBEARER", said)
    if answer.code == aiosmtplib.SMTPStatus.auth_continue:
        answer = await smtp.execute_command(b64encode(b"\x01"))
    if answer.code != aiosmtplib.SMTPStatus.auth_successful:
        raise aiosmtplib.SMTPAuthenticationError(answer.code, answer.message)


def _path(address: str) -> bytes:
    """Raises ValueError for what would end the address within the command."""
    return (f"<{address}>" if _PLAIN.fullmatch(address) else quote_address(address)).encode()


def _as_data(content: bytes) -> bytes:
    """As DATA takes it: lines end in CRLF (RFC 5321 2.3.8), a dot that begins one is doubled, a dot alone is the end (4.5.2)."""
    if not content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r"):
        content = _LINE_END.sub(b"\r\n", content)
    ended = b"" if content.endswith(b"\r\n") else b"\r\n"
    first = b"." if content.startswith(b".") else b""
    return first + content.replace(b"\r\n.", b"\r\n..") + ended + b".\r\n"


def _mail_options(smtp: aiosmtplib.SMTP, content: bytes, needs_utf8: bool) -> list[bytes]:
    options = [b"SIZE=%d" % len(content)] if smtp.supports_extension("size") else []
    options += [b"BODY=8BITMIME"] if smtp.supports_extension("8bitmime") and not content.isascii() else []
    options += [b"SMTPUTF8"] if needs_utf8 else []
    # RFC 3461 4.3: a bounce then carries our header, by which it finds its letter, and not the whole letter.
    options += [b"RET=HDRS"] if smtp.supports_extension("dsn") else []
    return options


def _unusable(recipient: str) -> SubmissionResult | None:
    if _PLAIN.fullmatch(recipient):
        return None
    local, _, domain = recipient.rpartition("@")
    try:
        # aiosmtplib takes the address out of what it is given, "a,b@c" being two: it must find exactly what we said.
        exact = parse_address(recipient) == recipient and recipient.isprintable()
    except ValueError:
        exact = False
    if local and domain and exact:
        return None
    return impossible("5.1.3", f"{recipient!r} is no address that mail can be sent to")


def _with_ascii_domain(address: str) -> str:
    """The address with its domain in ASCII (RFC 5890 A-labels): a foreign domain alone needs no SMTPUTF8."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{in_ascii(domain)}"
    except UnicodeError:
        return address


def _said(exc: Exception) -> str:
    return exc.message if isinstance(exc, aiosmtplib.SMTPResponseException) else str(exc) or type(exc).__name__
