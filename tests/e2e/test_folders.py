"""Folders go and come back under the running program, and the server says BYE: said at once, and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.process import Box, DaemonProcess
from tests.e2e.test_daemon import box, complaint, sent_to_customers
from tests.servers.dovecot import Dovecot
from tests.servers.imap import USER
from tests.servers.scripted import Answer, ScriptedImap
from tests.servers.sink import Sink

pytestmark = pytest.mark.server


def test_the_watched_folder_is_renamed_and_comes_back_and_the_done_folder_is_deleted(
    dovecot: Dovecot, account: Callable[[Dovecot], str], tmp_path: Path
) -> None:
    address = account(dovecot)
    dovecot.doveadm("mailbox", "create", "-u", address, "Complaints")
    watched = replace(box(dovecot, address), folder="Complaints", poll_seconds=1)
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, watched) as daemon:
        daemon.wait_for("mailbox.compared")
        put(dovecot, address, 1)
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        dovecot.doveadm("mailbox", "rename", "-u", address, "Complaints", "Elsewhere")
        dovecot.doveadm("mailbox", "delete", "-u", address, "Processed")
        dovecot.try_doveadm("kick", address)
        said = daemon.wait_for("mailbox.failed", error="FolderMissing")
        dovecot.doveadm("mailbox", "rename", "-u", address, "Elsewhere", "Complaints")
        put(dovecot, address, 2)
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        daemon.wait_for_quiet_outbox()
        assert daemon.terminate() == 0
    assert said[0]["level"] == "error"
    assert sorted(to for to, _, _ in sent_to_customers(sink)) == [f"customer{n}@customer.example" for n in (1, 2)]
    assert dovecot.count(address, "Complaints") == 0
    assert dovecot.count(address, "Processed") == 1  # the first one's folder was deleted with what it held


@pytest.mark.parametrize("refused", ["EXAMINE", "UID SEARCH"])
def test_a_folder_of_sent_mail_that_the_server_will_not_show_keeps_no_complaint_waiting(
    refused: str, tmp_path: Path
) -> None:
    content, opened = complaint(1, USER).decode(), ""

    def opening(command: str) -> str:
        nonlocal opened
        opened = "sent" if "Sent" in command else "inbox"
        if (refused, opened) == ("EXAMINE", "sent"):
            return "{tag} NO [NOPERM] not for you"
        return "* 1 EXISTS\n* OK [UIDVALIDITY 7] valid\n{tag} OK [READ-ONLY] opened"

    def search(_: str) -> str:
        return "{tag} NO [NOPERM] not for you" if opened == "sent" else "* SEARCH 1\n{tag} OK done"

    received = f'RFC822.SIZE {len(content)} INTERNALDATE "{datetime.now(UTC):%d-%b-%Y %H:%M:%S} +0000"'
    answers: dict[str, Answer] = {
        "LIST": '* LIST () "/" INBOX\n* LIST (\\Sent) "/" Sent\n{tag} OK done',
        "EXAMINE": opening,
        "UID SEARCH": search,
        "UID FETCH": f"* 1 FETCH (UID 1 {received} BODY[] {{{len(content)}}}\n{content})\n{{tag}} OK done".replace(
            "\r", ""
        ),
    }
    with ScriptedImap(answers) as server, Sink() as sink:
        box = Box(name="dsmart", address=USER, host=server.host, port=server.port, procedure="dsmart", done_folder="")
        with DaemonProcess(tmp_path, sink.port, box) as daemon:
            daemon.wait_for("mailbox.no_sent_folder", level="error")
            daemon.wait_for("letter.accepted", letter="acknowledgement")
            assert daemon.terminate() == 0


def put(dovecot: Dovecot, address: str, number: int) -> None:
    dovecot.deliver(address, complaint(number, address))
    dovecot.doveadm("move", "-u", address, "Complaints", "mailbox", "INBOX", "all")
