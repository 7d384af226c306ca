"""Bad weather by chance: a proxy that spoils connections at random, and an SMTP sink that refuses at random. Calm when told."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from random import Random

from tests.servers.chaos import ChaosProxy, Side
from tests.servers.sink import Misdeed, Sink

REFUSALS = {
    Misdeed.REFUSES_CONNECTION: 0.02,
    Misdeed.DEFERS_CONNECTION: 0.02,
    Misdeed.ANSWERS_421: 0.01,
    Misdeed.DEFERS_SENDER: 0.01,
    Misdeed.REFUSES_SENDER: 0.005,
    Misdeed.DROPS_AT_MAIL: 0.01,
    Misdeed.DROPS_AT_RCPT: 0.01,
    Misdeed.GREYLISTS_ONCE: 0.02,
    Misdeed.DEFERS_RECIPIENT: 0.01,
    Misdeed.MAILBOX_IS_FULL_FOR_NOW: 0.02,
    Misdeed.WANTS_LOGIN_AT_RCPT: 0.002,
    Misdeed.REFUSES_RECIPIENT: 0.005,
    Misdeed.MAILBOX_IS_FULL: 0.002,
    Misdeed.DROPS_BEFORE_354: 0.01,
    Misdeed.DEFERS_DATA: 0.01,
    Misdeed.REFUSES_DATA: 0.002,
    Misdeed.DEFERS_MESSAGE: 0.02,
    Misdeed.HAS_NO_ROOM: 0.01,
    Misdeed.REFUSES_MESSAGE: 0.002,
    Misdeed.DROPS_AFTER_DATA: 0.02,
    Misdeed.TALKS_NONSENSE: 0.01,
    Misdeed.CLOSES_AFTER_EACH: 0.05,
}
"""How often each stage of a submission goes wrong."""

_TAKEN = re.compile(rb"queued as (\d+)\r\n")


class RoughProxy(ChaosProxy):
    """Of the pieces that go through it, the part `rate` is spoiled; of the connections, the part `rate` is refused.

    `silence`: how long a connection that has fallen silent stays open, at most. `answered`: the numbers of the messages whose 250
    went through to the client.
    """

    DEEDS = ("delayed", "dripped", "held up", "truncated", "ended", "cut", "cut") * 6 + ("silent",)

    def __init__(self, upstream_port: int, random: Random, rate: float, silence: float = 70.0) -> None:
        self.done: Counter[str] = Counter()
        self.answered: set[int] = set()
        self._random, self._rate, self._silence = random, rate, silence
        self._away_until = 0.0
        super().__init__(upstream_port)

    def calm(self) -> None:
        """Nothing more goes wrong; what was connected is cut a last time."""
        self._rate = self._away_until = 0.0
        self.cut()

    def go_away(self, seconds: float) -> None:
        """Every connection is cut, and none is taken for so long."""
        self._away_until = time.monotonic() + seconds
        self.cut()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if time.monotonic() < self._away_until or self._random.random() < self._rate:
            self.done["not let in"] += 1
            writer.transport.abort()
            return
        await super()._connected(reader, writer)

    async def _pass(self, side: Side, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            taken = _TAKEN.findall(data) if side == "server" else ()
            if self._random.random() < self._rate:
                data = await self._spoiled(data, writer)
            writer.write(data)
            self.answered.update(int(number) for number in taken)
            await writer.drain()
        writer.close()

    async def _spoiled(self, data: bytes, writer: asyncio.StreamWriter) -> bytes:
        """What is left of the piece to be passed on. Raises ConnectionResetError where the connection ends by it."""
        deed = self._random.choice(self.DEEDS)
        self.done[deed] += 1
        if deed == "delayed":
            await asyncio.sleep(self._random.uniform(0.01, 2))
            return data
        if deed == "dripped":
            return await self._dripped(data, writer)
        if deed == "held up":
            await asyncio.sleep(self._random.uniform(1, 4))
        if deed == "silent":
            await asyncio.sleep(self._silence)
        if deed in ("truncated", "ended"):
            writer.write(data[: self._random.randrange(len(data))])
            await writer.drain()
            if deed == "ended":
                writer.close()  # politely: an end of file in the middle of a line
            await asyncio.sleep(0.01)
        raise ConnectionResetError

    async def _dripped(self, data: bytes, writer: asyncio.StreamWriter) -> bytes:
        """Passed on in small pieces with pauses between them; the last of them is left."""
        size = max(1, len(data) // 20)
        while len(data) > size:
            writer.write(data[:size])
            await writer.drain()
            await asyncio.sleep(0.02)
            data = data[size:]
        return data


class RoughSink(Sink):
    """Each stage goes wrong as often as REFUSALS says, until `is_calm` is set."""

    def __init__(self, random: Random) -> None:
        self.done: Counter[str] = Counter()
        self.is_calm = False
        self._random = random
        super().__init__()

    def does(self, misdeed: Misdeed, *, once: bool = False) -> bool:
        if self.is_calm or self._random.random() >= REFUSALS.get(misdeed, 0.0):
            return False
        self.done[misdeed.value] += 1
        return True
