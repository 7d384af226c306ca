"""The database under the running program takes no writes for a while, or its server restarts: it says so, loses nothing, and goes on."""

from __future__ import annotations

import logging
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from mailbot.config import load
from mailbot.daemon import Daemon
from tests.e2e.process import DaemonProcess
from tests.e2e.test_daemon import box, complaint, sent_to_customers
from tests.servers.dovecot import Dovecot
from tests.servers.ports import program
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink

pytestmark = pytest.mark.server


def test_a_postgresql_that_takes_no_writes_and_one_that_restarts_cost_nothing(
    dovecot: Dovecot, account: Callable[[Dovecot], str], postgres: Postgres, tmp_path: Path
) -> None:
    address, url = account(dovecot), postgres.database()
    with (
        Sink() as sink,
        DaemonProcess(tmp_path, sink.port, box(dovecot, address), database=url) as daemon,
        psycopg.connect(url.replace("+psycopg", "").rpartition("/")[0] + "/postgres", autocommit=True) as other,
    ):
        daemon.wait_for("mailbox.compared")
        name = url.rpartition("/")[2]
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        postgres.cut()
        dovecot.deliver(address, complaint(1, address))
        said = daemon.wait_for("mailbox.failed", error="StoreError")
        other.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
        postgres.cut()
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        other.close()
        postgres.restart()
        dovecot.deliver(address, complaint(2, address))
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        daemon.wait_for_quiet_outbox()
        assert daemon.rows("SELECT count(*) FROM contact WHERE direction = 'in'") == [(2,)]
        assert daemon.terminate() == 0
    assert "ReadOnlySqlTransaction" in str(said)
    assert sorted(to for to, _, _ in sent_to_customers(sink)) == [f"customer{n}@customer.example" for n in (1, 2)]


@contextmanager
def immutable(*files: Path) -> Iterator[None]:
    """Nobody may write to these files, root neither, nor a process that has them open."""
    chattr = program("chattr", "e2fsprogs")
    if subprocess.run([chattr, "+i", *files], capture_output=True).returncode:
        pytest.skip(f"no file can be made immutable in {files[0].parent}")
    try:
        yield
    finally:
        subprocess.run([chattr, "-i", *files], check=True)


def test_a_sqlite_file_that_takes_no_writes_is_said_and_costs_nothing(
    dovecot: Dovecot, account: Callable[[Dovecot], str], tmp_path: Path
) -> None:
    address, file = account(dovecot), tmp_path / "mailbot.db"
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as daemon:
        daemon.wait_for("mailbox.compared")
        with immutable(file, file.with_name("mailbot.db-wal")):
            dovecot.deliver(address, complaint(1, address))
            said = daemon.wait_for("mailbox.lost", error="StoreError")
            assert dovecot.count(address, "INBOX") == 1
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        daemon.wait_for_quiet_outbox()
        assert daemon.rows("SELECT count(*) FROM contact WHERE direction = 'in'") == [(1,)]
        assert daemon.terminate() == 0
    assert said[-1]["level"] == "error"
    assert re.search(r"SQLITE_\w+", str(said[-1]["trace"]))
    assert [to for to, _, _ in sent_to_customers(sink)] == ["customer1@customer.example"]


def test_a_database_cut_off_while_the_program_starts_is_waited_for(
    dovecot: Dovecot,
    account: Callable[[Dovecot], str],
    postgres: Postgres,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address, url = account(dovecot), postgres.database()
    server, _, name = url.replace("+psycopg", "").rpartition("/")
    with Sink() as sink, psycopg.connect(f"{server}/postgres", autocommit=True) as other:
        process = DaemonProcess(tmp_path, sink.port, box(dovecot, address), database=url, started=False)
        daemon = Daemon(load(process.config, process.environment), health=None)  # the database is open from here
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        postgres.cut()
        failed = threading.Event()

        def notice(record: logging.LogRecord) -> bool:
            if record.msg == "database.failed":
                failed.set()
            return True

        caplog.handler.addFilter(notice)

        def story() -> None:
            with suppress(TimeoutError):
                failed.wait(60)
                other.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
                postgres.cut()
                dovecot.deliver(address, complaint(1, address))
                sink.wait_for_received(2)
            daemon.stop()

        telling = threading.Thread(target=story)
        telling.start()
        daemon.run()  # here, for signals reach the main thread alone
        telling.join()
    assert failed.is_set()
    assert [to for to, _, _ in sent_to_customers(sink)] == ["customer1@customer.example"]
