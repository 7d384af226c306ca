"""The bells of the running process: they ring on, whatever the machine's clock does, and finish what they are at."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest

from mailbot.bells import Bells


class Settable(datetime):
    """The machine's clock, which people can set."""

    ahead = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.ahead


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Settable]:
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Settable)
    monkeypatch.setattr("mailbot.bells.datetime", Settable)
    monkeypatch.setattr(Settable, "ahead", timedelta(days=3))
    return Settable


def test_a_clock_set_back_by_days_stops_no_bell(clock: type[Settable]) -> None:
    async def story() -> int:
        rings, over = asyncio.Queue[None](), asyncio.Event()

        async def step() -> None:
            rings.put_nowait(None)

        bells = Bells()
        bells.add(0.02, step)
        ringing = asyncio.create_task(bells.ring(over, watch_seconds=0.02))
        await rings.get()
        clock.ahead = timedelta(0)
        while not rings.empty():
            rings.get_nowait()
        for _ in range(3):
            await asyncio.wait_for(rings.get(), timeout=20)
        over.set()
        await ringing
        return 3

    assert asyncio.run(story()) == 3


def test_what_a_bell_began_is_finished_before_the_end() -> None:
    async def story() -> list[str]:
        told: list[str] = []
        begun, go_on, over = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def step() -> None:
            told.append("begun")
            begun.set()
            await go_on.wait()
            told.append("finished")

        bells = Bells()
        bells.add(3600, step)
        ringing = asyncio.create_task(bells.ring(over))
        await begun.wait()
        over.set()
        await asyncio.sleep(0)
        go_on.set()
        await ringing
        return told

    assert asyncio.run(story()) == ["begun", "finished"]
