"""mail/scanner.py against a clamd that speaks its protocol over loopback."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.errors import TemporaryFailure
from mailbot.mail.scanner import Clamd
from tests.mail.clamd import EICAR, FakeClamd


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with FakeClamd() as server:
        yield server


def test_a_clean_file_is_clean_and_arrives_whole(clamd: FakeClamd) -> None:
    data = bytes(range(256)) * 1_000
    assert Clamd(port=clamd.port).scan(data) == ""
    assert clamd.scanned == [data]


def test_what_is_found_is_named(clamd: FakeClamd) -> None:
    assert Clamd(port=clamd.port).scan(EICAR) == "Win.Test.EICAR_HDB-1"


def test_a_scanner_that_cannot_tell_is_no_clean_file(clamd: FakeClamd) -> None:
    clamd.says = b"INSTREAM size limit exceeded. ERROR\0"
    with pytest.raises(TemporaryFailure, match="size limit exceeded"):
        Clamd(port=clamd.port).scan(b"x")
    clamd.says = b""
    with pytest.raises(TemporaryFailure, match="it said nothing"):
        Clamd(port=clamd.port).scan(b"x")


def test_a_scanner_that_is_down_or_silent_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        with pytest.raises(TemporaryFailure, match=f"127.0.0.1:{port} cannot be asked"):
            Clamd(port=port, timeout_seconds=0.2).scan(b"x")
    with pytest.raises(TemporaryFailure, match="cannot be asked"):
        Clamd(port=port).scan(b"x")


def test_a_local_socket_will_do(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.read(len(b"zINSTREAM\0") + 4 + 1 + 4)
            self.wfile.write(b"stream: OK\0")

    with socketserver.UnixStreamServer(str(path), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert Clamd(path=str(path)).scan(b"x") == ""
        thread.join()
    with pytest.raises(TemporaryFailure):
        Clamd(path=str(tmp_path / "none")).scan(struct.pack("!L", 0))
