"""Waits for mail: by IDLE (RFC 2177) where the server has it, otherwise by waiting. Can be rung from another thread."""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import suppress

from imapclient import IMAPClient

# RFC 2177 3: a server may log an idling client out after 30 minutes; many routers forget a silent connection earlier.
RENEW_SECONDS = 25 * 60.0


class Bell:
    """`wait()` belongs to the thread of the connection, `ring()` to any other. A ring before the wait is not lost."""

    def __init__(self) -> None:
        self._hear, self._pull = socket.socketpair()
        self._hear.setblocking(False)
        self._pull.setblocking(False)

    def ring(self) -> None:
        """Ends the present or next `wait()` at once."""
        with suppress(OSError):  # full (rung often enough) or closed
            self._pull.send(b"!")

    def close(self) -> None:
        self._hear.close()
        self._pull.close()

    def wait(self, client: IMAPClient, seconds: float, *, idle: bool, renew_seconds: float = RENEW_SECONDS) -> bool:
        """True as soon as mail may have arrived or somebody rang; False when the time passed and the server saw none.

        Without IDLE the server says nothing, so that "may have arrived" is always true at the end.
        Raises what imapclient and the socket raise.
        """
        until = time.monotonic() + seconds
        if self._rung() or told_of_mail(client):
            return True
        idle = idle and client.has_capability("IDLE")
        while (left := until - time.monotonic()) > 0:
            if not idle or not _start_idle(client):
                self._listen(None, left)
                self._rung()
                return True
            if not told_of_mail(client) and not _has_unread(client):
                self._listen(client.socket(), min(left, renew_seconds))
            # DONE tells a dead connection (it raises) from an idle one, which reading alone does not.
            _, news = client.idle_done()
            if self._rung() or told_of_mail(client) or any(b"EXISTS" in line for line in news):
                return True
        return False

    def _listen(self, connection: socket.socket | None, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._hear, selectors.EVENT_READ)
            if connection is not None:
                selector.register(connection, selectors.EVENT_READ)
            selector.select(seconds)

    def _rung(self) -> bool:
        try:
            return bool(self._hear.recv(4096))
        except BlockingIOError:
            return False


def told_of_mail(client: IMAPClient) -> bool:
    """Has the server announced new mail (EXISTS) beside the answer to some other command? It will not say so twice."""
    return "EXISTS" in client._imap.untagged_responses


def forget_news(client: IMAPClient) -> None:
    """What the server has announced so far is known; `told_of_mail` looks for what comes after this."""
    client._imap.untagged_responses.pop("EXISTS", None)


def _start_idle(client: IMAPClient) -> bool:
    """False where the server offers IDLE and then refuses it. Unlike IMAPClient.idle(), bears news before the "+"."""
    imap = client._imap
    tag = imap._command("IDLE")
    while imap._get_response() is not None:
        if imap.tagged_commands[tag]:
            del imap.tagged_commands[tag]
            return False
    client._idle_tag = tag
    return True


def _has_unread(client: IMAPClient) -> bool:
    """Was more read from the socket than one line? A selector does not show what lies in a buffer already."""
    imap = client._imap
    connection = client.socket()
    if getattr(imap, "_readbuf", None) or (hasattr(connection, "pending") and connection.pending()):
        return True
    timeout = connection.gettimeout()
    connection.setblocking(False)
    try:
        return bool(imap.file.peek(1))
    except OSError:  # TLS says "nothing yet" by an exception
        return False
    finally:
        connection.settimeout(timeout)
