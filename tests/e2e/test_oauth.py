"""Signing in by access token, as Microsoft 365 and Google demand it: the whole program, a real Dovecot, a token endpoint."""

from __future__ import annotations

import email
from pathlib import Path

import pytest

from tests.e2e.process import Box, DaemonProcess
from tests.e2e.test_daemon import complaint
from tests.servers.dovecot import Dovecot
from tests.servers.imap import USER
from tests.servers.sink import Sink
from tests.servers.tokens import CLIENT, SECRET, TokenEndpoint

pytestmark = pytest.mark.server

OAUTH = 'auth = "xoauth2"\n[mailbox.imap.oauth]\ntoken_url = "{url}"\nclient_id = "{client}"\ngrant = "refresh_token"\n'


def test_a_refresh_token_opens_the_mailbox_and_its_end_is_told_at_once(tmp_path: Path) -> None:
    with TokenEndpoint(USER) as endpoint:
        endpoint.refresh_token = "refresh-0"
        with Dovecot(USER, introspection_url=f"http://127.0.0.1:{endpoint.port}/introspect") as dovecot:
            imap = OAUTH.format(url=endpoint.url, client=CLIENT)
            box = Box(name="dsmart", address=USER, host=dovecot.host, port=dovecot.port, procedure="dsmart", imap=imap)
            secrets = {"MAILBOT_DSMART_IMAP_REFRESH_TOKEN": "refresh-0", "MAILBOT_DSMART_IMAP_CLIENT_SECRET": SECRET}
            with Sink() as sink, DaemonProcess(tmp_path, sink.port, box, environment=secrets) as daemon:
                daemon.wait_for("mailbox.read")
                dovecot.deliver(USER, complaint(1, USER))
                daemon.wait_for("letter.accepted", letter="acknowledgement")

                endpoint.refresh_token = ""  # revoked by an administrator, and every token with it
                endpoint.revoke_all()
                dovecot.doveadm("kick", USER)
                daemon.wait_for("mailbox.failed", error="TokenRefused", level="error")
                daemon.wait_for("letter.accepted", 2, letter="task")
                told = [
                    email.message_from_bytes(e.content)
                    for e in sink.received
                    if "dana" in e.rcpt_tos[0] and isinstance(e.content, bytes)
                ]
                endpoint.refresh_token = "refresh-0"  # put right again: the next attempt reads the mailbox
                daemon.wait_for("mailbox.read")
                assert daemon.terminate() == 0
    (task,) = [m for m in told if "cannot be read" in str(m["Subject"])]
    text = next(p for p in task.walk() if p.get_content_type() == "text/plain").get_payload(decode=True)
    assert b"invalid_grant" in bytes(text)
    assert SECRET.encode() not in bytes(text)
