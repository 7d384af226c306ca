"""The disk under the running program is full, or somebody else holds its database: it says so, loses nothing, and goes on by itself."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.process import DaemonProcess
from tests.e2e.test_daemon import box, complaint, sent_to_customers
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

pytestmark = pytest.mark.server
Account = Callable[[Dovecot], str]


def limit_files(process: int, octets: int) -> None:
    """No file of that process may grow beyond that, as on a full disk."""
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (octets, hard))


def test_a_full_disk_is_said_and_what_came_meanwhile_is_answered_when_there_is_room(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as daemon:
        daemon.wait_for("mailbox.compared")
        limit_files(daemon.number, 4096)
        dovecot.deliver(address, complaint(1, address))
        daemon.wait_for("mailbox.lost", error="StoreError")
        assert dovecot.count(address, "INBOX") == 1
        limit_files(daemon.number, resource.RLIM_INFINITY)
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        daemon.wait_for_quiet_outbox()
        assert daemon.rows("SELECT count(*) FROM contact WHERE direction = 'in'") == [(1,)]
        assert daemon.terminate() == 0
    assert len(sent_to_customers(sink)) == 1
    assert dovecot.count(address, "INBOX") == 0


def test_a_database_that_somebody_else_holds_is_waited_for(dovecot: Dovecot, account: Account, tmp_path: Path) -> None:
    address = account(dovecot)
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as daemon:
        daemon.wait_for("mailbox.compared")
        with closing(sqlite3.connect(tmp_path / "mailbot.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            dovecot.deliver(address, complaint(1, address))
            daemon.wait_for("mailbox.lost", error="StoreError")
            other.execute("ROLLBACK")
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        assert daemon.terminate() == 0
    assert len(sent_to_customers(sink)) == 1
