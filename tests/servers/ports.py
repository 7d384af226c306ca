"""Free ports, and whether what a test needs is on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path
from typing import NoReturn

import pytest


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str, package: str) -> str:
    """Path of a program. Where it is not installed the test is skipped, or fails if MAILBOT_REQUIRE_SERVERS=1."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        missing(name, package)
    return found


def missing(name: str, package: str) -> NoReturn:
    """Skips the test, or fails it if MAILBOT_REQUIRE_SERVERS=1."""
    reason = f"{name} is not installed (Debian: apt-get install {package})"
    if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def wait_for_port(port: int, timeout_seconds: float = 10.0) -> None:
    """Returns when something listens there. Raises TimeoutError."""
    until = time.monotonic() + timeout_seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.005)  # the server is another process: there is nothing to wait on but the port
    raise TimeoutError(f"nothing listens on port {port}")


def last_lines(log: Path, count: int = 20) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-count:])
