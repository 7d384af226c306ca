"""A policy service as Postfix asks one about each recipient (SMTPD_POLICY_README): greylists whom the test names, once."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from mailbot.demo.loopthread import LoopThread


class GreylistingPolicy:
    def __init__(self) -> None:
        self.port = 0
        self._deferred: set[str] = set()
        self._thread = LoopThread("policy")
        self._thread.call(self._serve())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.close()
        self._thread.stop()

    def defers(self, recipient: str) -> None:
        """The next time somebody wants to send there, and then never again."""
        self._deferred.add(recipient)

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._asked, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A request is lines name=value and an empty one; so is the answer. A connection serves many."""
        recipient = ""
        while line := await reader.readline():
            name, _, value = line.decode().strip().partition("=")
            if name == "recipient":
                recipient = value
            if not name:
                deferred = recipient in self._deferred
                self._deferred.discard(recipient)
                writer.write(b"action=450 4.7.1 Greylisted, come back\n\n" if deferred else b"action=dunno\n\n")
        writer.close()
