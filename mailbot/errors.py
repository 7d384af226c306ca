"""What can go wrong, by what must happen next. Adapters map foreign exceptions to these once, at the edge, `from` the cause."""

from __future__ import annotations


class MailbotError(Exception):
    """Base of everything mailbot raises on purpose. `str()` is a sentence for the person who runs it."""


class ConfigError(MailbotError):
    """The configuration, a procedure, a template or the command line is wrong: stop, exit code 2.

    `faults` lists every fault found, each naming file and key (and line where it is known).
    """

    def __init__(self, *faults: str) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


class Unreadable(MailbotError):
    """A message cannot be read at all: keep its bytes, park it, tell a person."""


class TemporaryFailure(MailbotError):
    """Somebody else's trouble that may pass (connection, time-out, 4xx): try again later."""


class LoginRefused(TemporaryFailure):
    """The mail server refused our credentials. It may pass (a server's own trouble looks the same), but the operator is told at once."""


class ServerRefused(TemporaryFailure):
    """The IMAP server answered a command with NO or BAD, as for a mailbox over its quota. The connection can be used further."""


class FolderMissing(MailbotError):
    """The folder to watch does not exist on the server."""


class StoreError(MailbotError):
    """The database cannot be used: unwritable, of another version, or damaged. The message says which and what to do."""


class NotStorable(MailbotError):
    """The database is well and will not take one value or row: whatever that came from is at fault, and nothing else need wait."""
