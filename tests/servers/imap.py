"""Settings and mailboxes for the IMAP servers of the tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from mailbot.demo.world import MailWorld
from mailbot.mail.mailbox import ImapMailbox, ImapSettings, TokenProvider

USER = "info@company.test"


class ImapServer(Protocol):
    host: str
    port: int
    password: str


def settings_for(server: ImapServer | MailWorld, user: str = USER, **changes: Any) -> ImapSettings:
    """How to reach the server, unencrypted and impatient, with the changes that the test names."""
    port = server.imap_port if isinstance(server, MailWorld) else server.port
    usual = ImapSettings(
        host=server.host,
        port=port,
        security="none",
        username=user,
        password=server.password,
        connect_seconds=5.0,
        read_seconds=5.0,
    )
    return replace(usual, **changes)


class Mailboxes:
    """Opens mailboxes and, at the end of the test, closes them."""

    def __init__(self) -> None:
        self._made: list[ImapMailbox] = []

    def unconnected(self, settings: ImapSettings, token_provider: TokenProvider | None = None) -> ImapMailbox:
        self._made.append(ImapMailbox(settings, "company", token_provider))
        return self._made[-1]

    def opened(self, server: ImapServer | MailWorld, user: str = USER, **changes: Any) -> ImapMailbox:
        mailbox = self.unconnected(settings_for(server, user, **changes))
        mailbox.connect()
        return mailbox

    def close(self) -> None:
        for mailbox in self._made:
            mailbox.close()
