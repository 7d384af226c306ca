"""Opens an IMAP connection, encrypted and logged in, and says in mailbot's words what went wrong. It reads no mail."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal, Protocol

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from mailbot.errors import LoginRefused, ServerRefused, TemporaryFailure

Security = Literal["starttls", "tls", "none"]
Auth = Literal["password", "xoauth2", "oauthbearer"]

# Response codes of RFC 5530 3 that say "not now" where the login itself may be right.
_NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]")


class TokenProvider(Protocol):
    """Gives OAuth 2 access tokens (mail/oauth.py)."""

    def __call__(self) -> str:
        """A token to log in with. May block. Raises LoginRefused, TemporaryFailure."""

    def refused(self) -> None:
        """The server did not take it: the next call gives another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImapSettings:
    """Where a mailbox is and how to get in. With `security="none"` the password goes in the clear: config decides."""

    host: str
    port: int = 993
    security: Security = "tls"
    username: str = ""
    password: str = field(default="", repr=False)
    auth: Auth = "password"
    folder: str = "INBOX"
    done_folder: str = ""  # "" = messages stay where they are
    private_folder: str = ""  # "" = what is kept apart stays where it is
    sent_folder: str = "auto"  # "auto" = by SPECIAL-USE (RFC 6154), "" = none
    idle: bool = True
    connect_seconds: float = 15.0
    read_seconds: float = 60.0  # silence for longer than this on any command ends the connection
    ca_file: str = ""  # certificates to trust instead of the system's


def open_connection(settings: ImapSettings, token_provider: TokenProvider | None) -> IMAPClient:
    """A logged-in connection. Never falls back to weaker security than the settings ask for (RFC 8314 3).

    Raises LoginRefused for refused credentials, TemporaryFailure for everything that the network or the server do.
    """
    with foreign_errors(settings.host, "connecting"):
        client = _connect(settings)
    try:
        with foreign_errors(settings.host, "starting TLS"):
            if settings.security == "starttls":
                _start_tls(client, settings)
        _log_in(client, settings, token_provider)
    except BaseException:
        throw_away(client)
        raise
    return client


def throw_away(client: IMAPClient) -> None:
    """Closes the socket without a word to the server, which may be long gone."""
    with suppress(OSError, imaplib.IMAP4.error):
        client.shutdown()


@contextmanager
def foreign_errors(host: str, doing: str) -> Iterator[None]:
    """Maps what imapclient, imaplib and the socket raise: ServerRefused for NO and BAD, TemporaryFailure for the rest.

    After a plain TemporaryFailure the connection is of no use: a late answer could be taken for the next one's.
    """
    try:
        yield
    except imaplib.IMAP4.abort as exc:
        raise TemporaryFailure(f"{host}: connection lost while {doing}: {exc}") from exc
    except imaplib.IMAP4.error as exc:
        raise ServerRefused(f"{host}: refused while {doing}: {exc}") from exc
    except TimeoutError as exc:
        raise TemporaryFailure(f"{host}: no answer while {doing}") from exc
    except OSError as exc:
        raise TemporaryFailure(f"{host}: {doing} failed: {exc}") from exc
    except ValueError as exc:  # an answer that imapclient cannot read, such as an impossible INTERNALDATE
        raise ServerRefused(f"{host}: unreadable answer while {doing}: {exc}") from exc


def _connect(settings: ImapSettings) -> IMAPClient:
    tls = settings.security == "tls"
    client = IMAPClient(
        settings.host,
        settings.port,
        ssl=tls,
        ssl_context=_context(settings) if tls else None,
        timeout=SocketTimeout(settings.connect_seconds, settings.read_seconds),
    )
    # imapclient sets 5, and imaplib then formats every byte received for a log that nobody reads: 5 times the CPU.
    client._imap.debug = 0
    client.normalise_times = False  # aware INTERNALDATE instead of naive local time
    # Commands go out in pieces; with Nagle's algorithm each piece waits 40 ms for the other side's delayed ACK.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return client


def _context(settings: ImapSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.ca_file or None)


def _start_tls(client: IMAPClient, settings: ImapSettings) -> None:
    if not client.has_capability("STARTTLS"):
        raise TemporaryFailure(f"{settings.host}: offers no STARTTLS, and mail is not read without encryption")
    client.starttls(_context(settings))


def _log_in(client: IMAPClient, settings: ImapSettings, token_provider: TokenProvider | None) -> None:
    token = ""
    if settings.auth != "password":
        token = token_provider() if token_provider else ""
        if not token:
            raise LoginRefused(f"{settings.host}: wants an access token, and nothing here provides one")
    try:
        with foreign_errors(settings.host, "logging in"):
            if token and settings.auth == "oauthbearer":
                client.oauthbearer_login(settings.username, token)
            elif token:
                client.oauth2_login(settings.username, token)
            elif client.has_capability("LOGINDISABLED"):  # RFC 3501 6.2.3: the password must not even be sent
                raise LoginRefused(f"{settings.host}: takes no password on this connection (LOGINDISABLED)")
            else:
                client.login(settings.username, settings.password)
    except ServerRefused as exc:
        failure = _login_failure(settings, exc)
        if token_provider and isinstance(failure, LoginRefused):
            token_provider.refused()
        raise failure from exc.__cause__


def _login_failure(settings: ImapSettings, refusal: ServerRefused) -> TemporaryFailure:
    """imapclient makes a LoginError of everything, a connection cut in the middle of it included."""
    cause = refusal.__cause__
    said = str(cause)
    if isinstance(cause, LoginError) and isinstance(cause.__context__, imaplib.IMAP4.abort):
        return TemporaryFailure(f"{settings.host}: connection lost while logging in: {said}")
    if any(code in said.upper() for code in _NOT_NOW):
        return TemporaryFailure(f"{settings.host}: cannot take the login now: {said}")
    return LoginRefused(f"{settings.host}: refused the login of {settings.username}: {said}")
