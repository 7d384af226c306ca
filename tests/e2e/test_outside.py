"""The pages of a running daemon, asked for as a monitor does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.e2e.process import DaemonProcess
from tests.e2e.test_daemon import box, complaint
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_port
from tests.servers.sink import Sink

pytestmark = pytest.mark.server


def page(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def test_a_running_daemon_tells_how_it_is(dovecot: Dovecot, account: Callable[[Dovecot], str], tmp_path: Path) -> None:
    address, port = account(dovecot), free_port()
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address), http_port=port) as daemon:
        dovecot.deliver(address, complaint(1, address))
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        assert page(port, "/health") == "ok\n"
        numbers = page(port, "/metrics")
        assert 'mailbot_submissions_total{answer="accepted",letter="acknowledgement"} 1.0' in numbers
        assert "process_resident_memory_bytes" in numbers
        assert daemon.terminate() == 0
