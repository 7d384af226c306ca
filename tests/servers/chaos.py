"""A TCP proxy that does to a connection what networks do: cuts it at a chosen word, swallows answers, ends it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Literal, Self

from mailbot.demo.loopthread import LoopThread

Side = Literal["client", "server"]


class ChaosProxy:
    """Passes everything on until `word` comes from `side`; then, as often as `times`, does its deed.

    deed: "cut_before" ends the connection without passing the word on, "cut_after" passes it on, and no more,
    "swallow" keeps the connection and does not pass on what holds the word. `password` is what the server behind wants.
    """

    def __init__(
        self,
        upstream_port: int,
        *,
        word: bytes = b"",
        side: Side = "client",
        deed: Literal["cut_before", "cut_after", "swallow"] = "cut_before",
        times: int = 1,
        password: str = "",
    ) -> None:
        self.host = "127.0.0.1"
        self.password = password
        self.port = 0
        self.connections = 0
        self.said = bytearray()  # by clients, all connections together
        self._upstream = upstream_port
        self._word, self._side, self._deed, self._left = word, side, deed, times
        self._writers: set[asyncio.StreamWriter] = set()
        self._thread = LoopThread("chaos proxy")
        self._thread.call(self._serve())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._thread.call(self._close())
        self._thread.stop()

    def cut(self) -> None:
        """Ends every connection now."""
        self._thread.call(self._cut())

    async def _serve(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        await self._cut()

    async def _cut(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
        both = {writer, up_writer}
        self._writers |= both
        try:
            await asyncio.gather(self._pass("client", reader, up_writer), self._pass("server", up_reader, writer))
        except (OSError, asyncio.CancelledError):
            pass  # cut, or stopped; asyncio would report a cancelled handler as an error
        finally:
            self._writers -= both
            for one in both:
                one.transport.abort()

    async def _pass(self, side: Side, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if side == "client":
                self.said += data
            if side == self._side and self._word and self._word in data and self._left > 0:
                self._left -= 1
                if self._deed == "swallow":
                    continue
                if self._deed == "cut_after":
                    writer.write(data[: data.index(self._word) + len(self._word)])
                    await writer.drain()
                    await asyncio.sleep(0.05)  # the other end must get to read it before the connection goes
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()
        writer.close()
