"""More than one `mailbot run`: on PostgreSQL they share the work, on SQLite the second waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.process import DaemonProcess
from tests.e2e.test_daemon import box, complaint, sent_to_customers
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink

pytestmark = pytest.mark.server
Account = Callable[[Dovecot], str]


def folder(root: Path, name: str) -> Path:
    made = root / name
    made.mkdir()
    return made


def test_when_a_process_dies_another_takes_its_mailbox_over(
    dovecot: Dovecot, account: Account, postgres: Postgres, tmp_path: Path
) -> None:
    address, url = account(dovecot), postgres.database()
    with (
        Sink() as sink,
        DaemonProcess(folder(tmp_path, "a"), sink.port, box(dovecot, address), database=url) as first,
        DaemonProcess(folder(tmp_path, "b"), sink.port, box(dovecot, address), database=url, started=False) as second,
    ):
        first.wait_for("mailbox.read")
        second.start()
        second.wait_for("mailbox.watched_elsewhere")
        dovecot.deliver(address, complaint(1, address))
        first.wait_for("message.recorded", outcome="new_complaint")
        first.kill()
        dovecot.deliver(address, complaint(2, address))
        second.wait_for("message.recorded", outcome="new_complaint")
        second.wait_for_quiet_outbox()
        assert second.rows("SELECT count(*) FROM case_file")[0][0] == 2
        assert second.terminate() == 0
    by_letter = {message_id: to for to, message_id, _ in sent_to_customers(sink)}
    assert sorted(by_letter.values()) == ["customer1@customer.example", "customer2@customer.example"]


def test_the_second_process_on_a_sqlite_file_says_so_and_waits(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as first:
        first.wait_for("mailbox.read")
        with DaemonProcess(folder(tmp_path, "b"), sink.port, box(dovecot, address), database=first.database) as second:
            second.wait_for("database.taken", process=str(first.number))
            assert first.terminate() == 0
            second.wait_for("mailbox.read")
            assert second.terminate() == 0


def test_a_process_that_waits_for_a_sqlite_file_can_be_stopped(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as first:
        first.wait_for("mailbox.read")
        with DaemonProcess(folder(tmp_path, "b"), sink.port, box(dovecot, address), database=first.database) as second:
            second.wait_for("database.taken")
            assert second.terminate() == 0
