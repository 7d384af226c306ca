"""A person with a mail client: waits for mail in an account, reads it, answers it."""

from __future__ import annotations

import email
import email.policy
import email.utils
import time
from collections.abc import Callable
from email.message import EmailMessage

from imapclient import IMAPClient

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

PATIENCE_SECONDS = 60.0


class MailReader:
    """Reads at `server`, writes through `exchange`, as one address."""

    def __init__(self, server: Dovecot, exchange: Postfix, address: str) -> None:
        self._server, self._exchange, self.address = server, exchange, address

    def wait_for(self, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
        """The first message of the inbox that is wanted, as soon as it is there."""
        until = time.monotonic() + PATIENCE_SECONDS
        with IMAPClient(self._server.host, self._server.port, ssl=False, timeout=PATIENCE_SECONDS) as client:
            client.login(self.address, self._server.password)
            while time.monotonic() < until:
                found = [message for message in self._read(client) if wanted(message)]
                if found:
                    return found[0]
                client.idle()
                client.idle_check(timeout=2)
                client.idle_done()
        raise AssertionError(f"nothing of the kind came to {self.address}")

    def all(self) -> list[EmailMessage]:
        with IMAPClient(self._server.host, self._server.port, ssl=False, timeout=PATIENCE_SECONDS) as client:
            client.login(self.address, self._server.password)
            return self._read(client)

    @staticmethod
    def _read(client: IMAPClient) -> list[EmailMessage]:
        client.select_folder("INBOX", readonly=True)
        uids = client.search()
        rows = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        policy = email.policy.SMTP
        return [email.message_from_bytes(rows[uid][b"BODY[]"], policy=policy) for uid in sorted(rows)]

    def write(self, to: str, subject: str, text: str, message_id: str, **headers: str) -> None:
        message = EmailMessage(policy=email.policy.SMTP)
        fields = {"From": self.address, "To": to, "Subject": subject, "Message-ID": message_id, **headers}
        for name, value in fields.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        recipient = email.utils.parseaddr(to)[1]
        self._exchange.submit(self.address, recipient, message.as_bytes())

    def answer(self, letter: EmailMessage, text: str, message_id: str) -> None:
        """To whom the letter says, quoting nothing."""
        to, named = str(letter["Reply-To"] or letter["From"]), str(letter["Message-ID"])
        subject = f"Re: {letter['Subject']}"
        self.write(to, subject, text, message_id, In_Reply_To=named, References=named)


def words(message: EmailMessage) -> str:
    """The plain text of a message."""
    part = message.get_body(("plain",))
    return part.get_content() if part is not None else ""
