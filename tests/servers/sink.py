"""A recording SMTP server with named misdeeds. What it kept is in `received`, what it was told in `commands`."""

from __future__ import annotations

import asyncio
import threading
from base64 import b64decode
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailbot.demo.loopthread import LoopThread
from tests.servers.certificates import Certificate


class Misdeed(StrEnum):
    GREYLISTS_ONCE = "greylists_once"  # 450 to the first RCPT, then never again
    REFUSES_RECIPIENT = "refuses_recipient"  # 550 5.1.1 at RCPT
    MAILBOX_IS_FULL_FOR_NOW = "mailbox_is_full_for_now"  # 452 4.2.2 at RCPT
    MAILBOX_IS_FULL = "mailbox_is_full"  # 552 5.2.2 at RCPT
    REFUSES_SENDER = "refuses_sender"  # 553 5.7.1 at MAIL
    DEFERS_SENDER = "defers_sender"  # 451 4.3.0 at MAIL
    ANSWERS_421 = "answers_421"  # 421 at MAIL, and closes
    ANSWERS_421_ONCE = "answers_421_once"
    DROPS_AT_MAIL = "drops_at_mail"
    DROPS_AT_RCPT = "drops_at_rcpt"
    DEFERS_RECIPIENT = "defers_recipient"  # 451 4.3.0 at RCPT
    DROPS_BEFORE_354 = "drops_before_354"
    DEFERS_DATA = "defers_data"  # 451 4.3.0 instead of 354
    REFUSES_DATA = "refuses_data"  # 554 5.5.1 instead of 354
    TAKES_DATA_AT_ONCE = "takes_data_at_once"  # 250 instead of 354: nothing was sent yet
    DROPS_AFTER_DATA = "drops_after_data"  # keeps the message, loses the answer
    REFUSES_MESSAGE = "refuses_message"  # 554 5.7.1 after the body
    DEFERS_MESSAGE = "defers_message"  # 451 4.3.0 after the body
    HAS_NO_ROOM = "has_no_room"  # 452 4.3.1 after the body
    SLOW_REPLY = "slow_reply"  # keeps the message, answers when nobody listens any more
    SLOW_AT_RCPT = "slow_at_rcpt"
    TALKS_NONSENSE = "talks_nonsense"  # keeps the message, answers with no code at all
    CLOSES_AFTER_EACH = "closes_after_each"  # ends the session when a message was taken, as idle servers do
    REFUSES_CONNECTION = "refuses_connection"  # 554 instead of the greeting
    DEFERS_CONNECTION = "defers_connection"  # 421 instead of the greeting
    FORGETS_LOGIN = "forgets_login"  # 530 5.7.0 at MAIL on the first connection, for as long as that lasts
    WANTS_LOGIN_AT_RCPT = "wants_login_at_rcpt"  # 530 5.7.0 at RCPT


_AT_RCPT = {
    Misdeed.REFUSES_RECIPIENT: "550 5.1.1 No such user here",
    Misdeed.MAILBOX_IS_FULL_FOR_NOW: "452 4.2.2 Mailbox full, try later",
    Misdeed.MAILBOX_IS_FULL: "552 5.2.2 Mailbox full",
    Misdeed.WANTS_LOGIN_AT_RCPT: "530 5.7.0 Authentication required",
    Misdeed.DEFERS_RECIPIENT: "451 4.3.0 Try again later",
}
_AT_DATA = {
    Misdeed.DEFERS_DATA: "451 4.3.0 Try again later",
    Misdeed.TAKES_DATA_AT_ONCE: "250 2.0.0 Ok",
    Misdeed.REFUSES_DATA: "554 5.5.1 No valid recipients",
}
_AFTER_BODY = {
    Misdeed.REFUSES_MESSAGE: "554 5.7.1 Message content rejected",
    Misdeed.DEFERS_MESSAGE: "451 4.3.0 Try again later",
    Misdeed.HAS_NO_ROOM: "452 4.3.1 Insufficient system storage",
}


class Sink:
    """Takes everything unless told otherwise. `misdeeds` may be changed between two letters."""

    def __init__(
        self,
        *misdeeds: Misdeed,
        user: str = "",
        password: str = "",
        token: str = "",
        certificate: Certificate | None = None,
        implicit_tls: bool = False,
        dsn: bool = False,
        smtputf8: bool = False,
        size_limit: int = 33_554_432,
    ) -> None:
        self.misdeeds = set(misdeeds)
        self.received: list[Envelope] = []
        self._news = threading.Condition()
        self.commands: list[str] = []
        self.connections = 0
        self.logins = 0
        self.port = 0
        self._done: set[Misdeed] = set()
        self._user, self._password, self._token = user, password, token
        self._dsn, self._smtputf8, self._size_limit = dsn, smtputf8, size_limit
        self._context = certificate.server_context() if certificate else None
        self._implicit_tls = implicit_tls
        self._thread = LoopThread("smtp sink")
        self._thread.call(self._serve())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._thread.call(self._close())
        self._thread.stop()

    def wait_for_received(self, count: int, timeout_seconds: float = 60.0) -> None:
        """Until so many messages were kept, since the start. Raises TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.received) >= count, timeout_seconds):
                raise TimeoutError(f"{len(self.received)} of {count} messages came")

    async def _close(self) -> None:
        self._server.close()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        context = self._context if self._implicit_tls else None
        self._server = await loop.create_server(self._session, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]

    def _session(self) -> SMTP:
        self.connections += 1
        starttls = self._context is not None and not self._implicit_tls
        return _Session(
            self,
            hostname="sink.test",
            enable_SMTPUTF8=self._smtputf8,
            data_size_limit=self._size_limit,
            tls_context=self._context if starttls else None,
            auth_required=bool(self._user) and starttls,  # aiosmtpd knows nothing of implicit TLS, and would warn
            auth_require_tls=starttls,
            authenticator=self._authenticate,
            auth_exclude_mechanism=() if self._token else ("XOAUTH2", "OAUTHBEARER"),
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.logins += 1
        right = LoginPassword(self._user.encode(), self._password.encode())
        # handled=False, or aiosmtpd sends no answer at all
        return AuthResult(success=data == right, handled=False)

    def does(self, misdeed: Misdeed, *, once: bool = False) -> bool:
        if misdeed not in self.misdeeds or (once and misdeed in self._done):
            return False
        self._done.add(misdeed)
        return True

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        self.logins += 1
        wanted = f"user={self._user}\x01auth=Bearer {self._token}\x01\x01"
        if b64decode(args[1]).decode() == wanted:
            return AuthResult(success=True, auth_data=self._user)
        await server.challenge_auth('{"status":"401"}')
        return AuthResult(success=False, handled=False)

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:
        self.logins += 1
        wanted = f"n,a={self._user},\x01auth=Bearer {self._token}\x01\x01"
        if b64decode(args[1]).decode() == wanted:
            return AuthResult(success=True, auth_data=self._user)
        await server.challenge_auth('{"status":"invalid_token"}')
        return AuthResult(success=False, handled=False)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        return [*answers[:-1], "250-DSN", answers[-1]] if self._dsn else answers

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        for misdeed, answer in _AFTER_BODY.items():
            if self.does(misdeed):
                return answer
        with self._news:
            self.received.append(envelope)
            self._news.notify_all()
            number = len(self.received)
        if self.does(Misdeed.DROPS_AFTER_DATA):
            _hang_up(server)
        if self.does(Misdeed.TALKS_NONSENSE):
            return "Thank you very much"
        if self.does(Misdeed.SLOW_REPLY):
            await asyncio.Event().wait()
        return f"250 2.0.0 Ok: queued as {number}"


class _Session(SMTP):
    """One connection. The options of RFC 3461, which aiosmtpd refuses, are noted and taken off."""

    @property
    def _sink(self) -> Sink:
        sink: Sink = self.event_handler
        return sink

    async def push(self, status: Any) -> None:
        if str(status).startswith("220 sink.test") and self._sink.does(Misdeed.REFUSES_CONNECTION):
            status = "554 5.7.1 Go away"
        elif str(status).startswith("220 sink.test") and self._sink.does(Misdeed.DEFERS_CONNECTION):
            status = "421 4.3.2 Too many connections"
        await super().push(status)
        if str(status).startswith("250 2.0.0") and self._sink.does(Misdeed.CLOSES_AFTER_EACH):
            _hang_up(self)

    async def smtp_MAIL(self, arg: str | None) -> None:
        self._sink.commands.append(f"MAIL {arg}")
        if self._sink.does(Misdeed.DROPS_AT_MAIL):
            _hang_up(self)
        elif self._sink.does(Misdeed.ANSWERS_421) or self._sink.does(Misdeed.ANSWERS_421_ONCE, once=True):
            await self.push("421 4.3.2 Shutting down")
            _hang_up(self)
        elif self._sink.connections == 1 and self._sink.does(Misdeed.FORGETS_LOGIN):
            await self.push("530 5.7.0 Authentication expired")
        elif self._sink.does(Misdeed.DEFERS_SENDER):
            await self.push("451 4.3.0 Try again later")
        elif self._sink.does(Misdeed.REFUSES_SENDER):
            await self.push("553 5.7.1 Sender address rejected: not owned by user")
        else:
            await super().smtp_MAIL(_without(arg or "", "RET="))

    async def smtp_RCPT(self, arg: str | None) -> None:
        self._sink.commands.append(f"RCPT {arg}")
        answer = next((text for misdeed, text in _AT_RCPT.items() if self._sink.does(misdeed)), "")
        if self._sink.does(Misdeed.GREYLISTS_ONCE, once=True):
            answer = "450 4.7.1 Greylisted, come back"
        if self._sink.does(Misdeed.DROPS_AT_RCPT):
            _hang_up(self)
        elif self._sink.does(Misdeed.SLOW_AT_RCPT):
            await asyncio.Event().wait()
        elif answer:
            await self.push(answer)
        else:
            await super().smtp_RCPT(_without(arg or "", "NOTIFY="))

    async def smtp_DATA(self, arg: str) -> None:
        self._sink.commands.append("DATA")
        answer = next((text for misdeed, text in _AT_DATA.items() if self._sink.does(misdeed)), "")
        if self._sink.does(Misdeed.DROPS_BEFORE_354):
            _hang_up(self)
        elif answer:
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.abort()  # type: ignore[attr-defined]


def _without(arg: str, option: str) -> str:
    return " ".join(word for word in arg.split(" ") if not word.upper().startswith(option))
