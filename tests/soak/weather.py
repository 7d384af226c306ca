"""Bad weather by chance: a proxy that spoils connections at random, and an SMTP sink that refuses at random. Calm when told."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

from tests.servers.chaos import ChaosProxy, Side
from tests.servers.sink import Misdeed, Sink

REFUSALS = {
    Misdeed.ANSWERS_421: 0.01,
    Misdeed.DROPS_AT_MAIL: 0.01,
    Misdeed.DROPS_AT_RCPT: 0.01,
    Misdeed.GREYLISTS_ONCE: 0.02,
    Misdeed.MAILBOX_IS_FULL_FOR_NOW: 0.02,
    Misdeed.DROPS_BEFORE_354: 0.01,
    Misdeed.DEFERS_MESSAGE: 0.02,
    Misdeed.DROPS_AFTER_DATA: 0.02,
    Misdeed.CLOSES_AFTER_EACH: 0.05,
    Misdeed.REFUSES_RECIPIENT: 0.005,
}
"""How often each stage of a submission goes wrong."""


class RoughProxy(ChaosProxy):
    """Of the pieces that go through it, the part `rate` is delayed, held up, cut in two, or lost with the connection."""

    def __init__(self, upstream_port: int, random: Random, rate: float) -> None:
        self.done: Counter[str] = Counter()
        self._random, self._rate = random, rate
        super().__init__(upstream_port)

    def calm(self) -> None:
        """Nothing more goes wrong; what was connected is cut a last time."""
        self._rate = 0.0
        self.cut()

    async def _pass(self, side: Side, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self._random.random() < self._rate:
                data = await self._spoiled(data, writer)
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _spoiled(self, data: bytes, writer: asyncio.StreamWriter) -> bytes:
        deed = self._random.choice(("delayed", "held up", "truncated", "cut"))
        self.done[deed] += 1
        if deed == "delayed":
            await asyncio.sleep(self._random.uniform(0.01, 0.5))
            return data
        if deed == "held up":
            await asyncio.sleep(self._random.uniform(1, 4))
        if deed == "truncated":
            writer.write(data[: self._random.randrange(len(data))])
            await writer.drain()
            await asyncio.sleep(0.01)
        raise ConnectionResetError


class RoughSink(Sink):
    """Each stage goes wrong as often as REFUSALS says, until `calm` is set."""

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
