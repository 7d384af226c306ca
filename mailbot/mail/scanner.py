"""Asks a virus scanner (clamd) whether a file may be passed on: its INSTREAM command over TCP or a local socket."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import Protocol

from mailbot.errors import TemporaryFailure

_PIECE = 65_536
_LONGEST_ANSWER = 4_096


class Scanner(Protocol):
    def scan(self, data: bytes) -> str:
        """The name of what was found in the file; "" if nothing. Raises TemporaryFailure if the scanner cannot tell."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clamd:
    """A clamd at `host` and `port`, or at the local socket `path` where that is given."""

    host: str = "127.0.0.1"
    port: int = 3310
    path: str = ""
    timeout_seconds: float = 30.0

    def scan(self, data: bytes) -> str:
        try:
            with self._connected() as talk:
                talk.sendall(b"zINSTREAM\0")
                for start in range(0, len(data), _PIECE):
                    piece = data[start : start + _PIECE]
                    talk.sendall(struct.pack("!L", len(piece)) + piece)
                talk.sendall(struct.pack("!L", 0))
                answer = _answer(talk)
        except OSError as fault:
            raise TemporaryFailure(f"the virus scanner at {self._place} cannot be asked: {fault}") from fault
        return _found(answer, self._place)

    @property
    def _place(self) -> str:
        return self.path or f"{self.host}:{self.port}"

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=self.timeout_seconds)
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(self.timeout_seconds)
        try:
            talk.connect(self.path)
        except OSError:
            talk.close()
            raise
        return talk


def _answer(talk: socket.socket) -> str:
    got = b""
    while not got.endswith(b"\0") and len(got) < _LONGEST_ANSWER:
        piece = talk.recv(_LONGEST_ANSWER)
        if not piece:
            break
        got += piece
    return got.rstrip(b"\0\n").decode("utf-8", "replace")


def _found(answer: str, place: str) -> str:
    """ "stream: OK", "stream: Eicar-Signature FOUND"; anything else ("INSTREAM size limit exceeded. ERROR") tells nothing."""
    said = answer.partition(": ")[2] or answer
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise TemporaryFailure(f"the virus scanner at {place} cannot tell: {answer[:200] or 'it said nothing'}")
