"""The clock of the machine under the running program is set back: it goes on ticking, and puts right what waited for the wrong time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import load
from mailbot.daemon import Daemon
from tests.e2e.process import DaemonProcess
from tests.e2e.test_daemon import box, complaint, sent_to_customers
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

pytestmark = pytest.mark.server


class WrongClock:
    """Ahead by so long, until it is set right."""

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def wait_for_letter_to(sink: Sink, address: str) -> None:
    """Raises TimeoutError. By its recipient, for in the wrong days clocks may run out and be told of as well."""
    while address not in [to for to, _, _ in sent_to_customers(sink)]:
        sink.wait_for_received(len(sink.received) + 1)


def test_a_clock_set_back_before_the_first_tick_is_noticed(
    dovecot: Dovecot, account: Callable[[Dovecot], str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A machine that starts with a wrong time and asks for the right one a moment later."""
    address = account(dovecot)
    clock = WrongClock(timedelta(days=3))
    caplog.set_level(logging.INFO)
    with Sink() as sink:
        process = DaemonProcess(tmp_path, sink.port, box(dovecot, address), started=False)
        daemon = Daemon(load(process.config, process.environment), clock=clock, health=None)

        def hear(record: logging.LogRecord) -> bool:
            if record.msg == "daemon.started":
                clock.ahead = timedelta(0)
            if record.msg == "clock.set_back":
                daemon.stop()
            return True

        caplog.handler.addFilter(hear)
        giving_up = threading.Timer(60, daemon.stop)
        giving_up.start()
        daemon.run()
        giving_up.cancel()
        ((started,),) = process.rows("SELECT started_at FROM mailbox")
    assert "clock.set_back" in [record.msg for record in caplog.records]
    assert datetime.fromtimestamp(started / 1_000_000, UTC) <= datetime.now(UTC)


def test_a_clock_set_back_by_days_stops_no_bell_and_nothing_waits_for_the_wrong_time(
    dovecot: Dovecot,
    account: Callable[[Dovecot], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("mailbot.daemon.TICK_SECONDS", 0.2)
    address = account(dovecot)
    clock = WrongClock(timedelta(days=3))
    noticed = threading.Event()

    def hear(record: logging.LogRecord) -> bool:
        if record.msg == "clock.set_back":
            noticed.set()
        return True

    caplog.handler.addFilter(hear)
    with Sink() as sink:
        process = DaemonProcess(tmp_path, sink.port, box(dovecot, address), started=False)
        daemon = Daemon(load(process.config, process.environment), clock=clock, health=None)

        def story() -> None:
            with suppress(TimeoutError):
                dovecot.deliver(address, complaint(1, address))
                wait_for_letter_to(sink, "customer1@customer.example")
                clock.ahead = timedelta(0)
                noticed.wait(60)  # by a tick: others may ask for the time before
                dovecot.deliver(address, complaint(2, address))
                wait_for_letter_to(sink, "customer2@customer.example")
            daemon.stop()

        telling = threading.Thread(target=story)
        telling.start()
        daemon.run()  # here, for signals reach the main thread alone
        telling.join()
        started, read = process.rows("SELECT started_at, last_read_at FROM mailbox")[0]
    assert sorted(to for to, _, _ in sent_to_customers(sink)) == [f"customer{n}@customer.example" for n in (1, 2)]
    assert started <= read
    assert datetime.fromtimestamp(started / 1_000_000, UTC) <= datetime.now(UTC)
