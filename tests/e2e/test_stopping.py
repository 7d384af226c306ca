"""Stopping the program in the middle of what takes long: nobody is to blame for it."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.e2e.process import DaemonProcess
from tests.e2e.test_daemon import box, complaint
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

pytestmark = pytest.mark.server


def test_stops_while_a_scanner_is_waited_for_are_not_held_against_the_message(
    dovecot: Dovecot, account: Callable[[Dovecot], str], tmp_path: Path
) -> None:
    address = account(dovecot)
    message = email.message_from_bytes(complaint(1, address), policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(b"\xff\xd8\xff tile", maintype="image", subtype="jpeg", filename="tile.jpg")
    dovecot.deliver(address, message.as_bytes())
    with socket.create_server(("127.0.0.1", 0)) as silent, Sink() as sink:
        silent.settimeout(20)
        scanner = f'auth = "none"\n[scanner]\nhost = "127.0.0.1"\nport = {silent.getsockname()[1]}\n'
        daemon = DaemonProcess(tmp_path, sink.port, box(dovecot, address), smtp=scanner, started=False)
        with daemon:
            for _ in range(2):
                daemon.start()
                asked, _ = silent.accept()
                with asked:
                    assert daemon.terminate() == 0
            assert daemon.rows("SELECT state, attempts FROM ledger") == [("fetched", 0)]
