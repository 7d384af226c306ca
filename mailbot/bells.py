"""What rings in the running process: APScheduler, watched, for it counts by a clock that people may set back (decision 27)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

WATCH_SECONDS = 5.0
SLACK = timedelta(seconds=1)


class Bells:
    """Steps that are done again and again, one ring of each at a time. A step must not raise."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
        self._at_work: list[asyncio.Lock] = []

    def add(self, seconds: float, step: Callable[[], Awaitable[None]]) -> None:
        """`step` rings at once and then every so many seconds."""
        at_work = asyncio.Lock()
        self._at_work.append(at_work)

        async def ring() -> None:
            async with at_work:
                await step()

        self._scheduler.add_job(ring, "interval", seconds=seconds, next_run_time=datetime.now(UTC))

    async def ring(self, over: asyncio.Event, watch_seconds: float = WATCH_SECONDS) -> None:
        """Until `over` is set and what was begun is finished. The times between two looks at the bells are the monotonic clock's."""
        self._scheduler.start()
        while not over.is_set():
            self._mend()
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), timeout=watch_seconds)
        self._scheduler.pause()
        for at_work in self._at_work:
            async with at_work:
                pass
        self._scheduler.shutdown(wait=False)

    def _mend(self) -> None:
        now = datetime.now(UTC)
        for job in self._scheduler.get_jobs():
            if job.next_run_time is not None and job.next_run_time - now > job.trigger.interval + SLACK:
                job.modify(next_run_time=now)
