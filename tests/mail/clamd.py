"""A clamd for tests: it speaks INSTREAM over loopback and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from types import TracebackType
from typing import Self

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        server.clamd.scanned.append(data)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in data else b"stream: OK\0"
        self.wfile.write(found if server.clamd.says is None else server.clamd.says)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    clamd: FakeClamd


class FakeClamd:
    """Enter it to start it. `scanned`: what it was sent; `says`: what it answers instead of the truth."""

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        self.says: bytes | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.clamd = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
