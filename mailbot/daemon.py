"""The running process: a watcher thread a mailbox, a thread for the way out, a loop for the bells; signals and health.

With watcher.py the only file with a broad `except`: what goes wrong in one place is logged, waited out and tried again; the rest goes on.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from mailbot import wiring
from mailbot.bells import Bells
from mailbot.blindness import tell_of_blindness
from mailbot.config import Settings
from mailbot.errors import StoreError
from mailbot.intake import put_down
from mailbot.log import event
from mailbot.outbox import next_letter_at, send_due
from mailbot.setback import put_right
from mailbot.sharing import RENEW_SECONDS, Sharing
from mailbot.store.alone import Alone
from mailbot.tick import ensure_standing, tick
from mailbot.watcher import Watcher

LOG = logging.getLogger(__name__)
T = TypeVar("T")
TICK_SECONDS = 5
TAKEN_SECONDS = 1.0  # between two looks at whether the database is ours and answers
GRACE_SECONDS = 4.0  # what stopping may take: the issue allows five
HEALTH = Path("var/health")


def wall_clock() -> datetime:
    return datetime.now(UTC)


class Daemon:
    """Watches, ticks and sends until it is told to stop. `health` is touched while all goes well, for a HEALTHCHECK."""

    def __init__(
        self, settings: Settings, clock: Callable[[], datetime] = wall_clock, health: Path | None = HEALTH
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._health = health
        self._desk = wiring.build(settings)
        self._stop = threading.Event()
        self._alone = Alone(settings.configuration.database)
        self._sharing = Sharing(self._desk.store, self._desk.process, clock)
        self._ticked_at: datetime | None = None
        self._clock_said: datetime | None = None  # when the program began, then at each tick
        self._loop: asyncio.AbstractEventLoop | None = None
        self._way_out: asyncio.AbstractEventLoop | None = None
        self._post = asyncio.Event()  # of the way out: set when letters may be waiting
        self._over = asyncio.Event()  # set when the process is to stop
        watching = partial(Watcher, settings=settings, desk=self._desk, sharing=self._sharing, clock=clock)
        self._watchers = [watching(name, stop=self._stop, ring=self._ring) for name in self._desk.firms]

    def run(self) -> None:
        """Until SIGTERM or SIGINT; what is in hand is finished. Raises nothing that a server or a message can cause."""
        try:
            asyncio.run(self._main())
        finally:
            self._desk.store.close()
            self._alone.give_up()
        event(LOG, "daemon.stopped")

    def stop(self) -> None:
        """Asks everything to finish what is in hand. May be called from any thread, more than once."""
        self._stop.set()
        for watcher in self._watchers:
            watcher.wake()
        self._call(self._loop, self._over.set)
        self._ring()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self.stop)
        if not (await self._until_alone() and await self._until_started()):
            return
        for watcher in self._watchers:
            watcher.start()
        event(LOG, "daemon.started", count=len(self._watchers))
        bells = Bells()
        bells.add(TICK_SECONDS, self._tick)
        if self._desk.store.shared:
            bells.add(RENEW_SECONDS, self._renew)
        async with asyncio.TaskGroup() as going:
            going.create_task(bells.ring(self._over))
            with self._seen_from_outside():
                try:
                    await asyncio.to_thread(asyncio.run, self._send_until_stopped())
                finally:
                    self.stop()
        deadline = self._loop.time() + GRACE_SECONDS
        for watcher in self._watchers:
            await asyncio.to_thread(watcher.join, max(0.0, deadline - self._loop.time()))
        await self._safely("mailbox.failed", asyncio.to_thread(put_down, self._desk))
        await self._safely("lease.failed", asyncio.to_thread(self._sharing.give_up))

    async def _until_alone(self) -> bool:
        """Waits while another mailbot runs on the same SQLite database. False if it was stopped meanwhile."""
        told = False
        while not self._stop.is_set():
            if self._alone.take():
                return True
            if not told:
                event(LOG, "database.taken", level=logging.WARNING, process=self._alone.holder())
                told = True
            await self._pause(self._over, TAKEN_SECONDS)
        return False

    async def _until_started(self) -> bool:
        """Waits while the database answers nothing, as at any time after. False if it was stopped meanwhile."""
        while not self._stop.is_set():
            self._clock_said = self._clock()
            try:
                await asyncio.to_thread(self._start)
            except StoreError as fault:
                event(LOG, "database.failed", level=logging.ERROR, error=type(fault).__name__, exc_info=fault)
                await self._pause(self._over, TAKEN_SECONDS)
            else:
                return True
        return False

    def _start(self) -> None:
        """What a dead process left is taken up: letters it was sending go again, the same bytes. Raises StoreError; may be repeated."""
        for name in self._desk.firms:
            ensure_standing(self._desk, name, self._clock())
            put_right(self._desk, name, self._clock())
        for watcher in self._watchers:
            watcher.begin()
        self._sharing.renew()
        self._sharing.revive()

    async def _renew(self) -> None:
        """The bell for the others: a sign of life, and whatever they left when they died."""
        await self._safely("lease.failed", asyncio.to_thread(self._sharing.renew))
        if await self._safely("lease.failed", asyncio.to_thread(self._sharing.revive)):
            self._ring()

    @contextmanager
    def _seen_from_outside(self) -> Iterator[None]:
        """Health and numbers over HTTP, where the configuration wants them; mailbot runs on without."""
        http = self._settings.configuration.http
        if not http.port:
            yield
            return
        from mailbot.outside import Outside, Serving  # prometheus_client, for the daemon alone

        outside = Outside(self._settings.configuration, self._clock, lambda: self._ticked_at)
        serving = Serving(outside, http.address, http.port)
        try:
            yield
        finally:
            serving.close()
            outside.close()

    # ------------------------------------------------------------------------------------------------------ the way out

    def _ring(self) -> None:
        self._call(self._way_out, self._post.set)

    @staticmethod
    def _call(loop: asyncio.AbstractEventLoop | None, step: Callable[[], None]) -> None:
        if loop is not None:
            with suppress(RuntimeError):  # it has ended
                loop.call_soon_threadsafe(step)

    async def _send_until_stopped(self) -> None:
        """In a thread and a loop of its own, which may wait for the database: hops between threads would cost as much as sending."""
        self._way_out = asyncio.get_running_loop()
        wire = wiring.submission(self._settings)
        in_trouble = 0  # rounds in a row that came to nothing by the server's own trouble
        try:
            while not self._stop.is_set():
                self._post.clear()
                now, stopping = self._clock(), self._stop.is_set
                sending = send_due(self._desk, wire, now, clock=self._clock, stopping=stopping)
                sent = await self._safely("outbox.failed", sending)
                in_trouble = in_trouble + 1 if sent is not None and sent.stopped and not sent.accepted else 0
                # Each letter would try the server anew, and a wrong password often enough to be locked out.
                if in_trouble:
                    await asyncio.to_thread(self._stop.wait, min(60.0, 2.0 ** (in_trouble - 1)))
                await self._until_post()
        finally:
            await wire.close()

    async def _until_post(self) -> None:
        at = await self._safely("outbox.failed", asyncio.to_thread(next_letter_at, self._desk))
        seconds = 60.0 if at is None else max(0.05, min(60.0, (at - self._clock()).total_seconds()))
        if not self._stop.is_set():
            await self._pause(self._post, seconds)

    @staticmethod
    async def _pause(until: asyncio.Event, seconds: float) -> None:
        """Until that happens, or that long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), timeout=seconds)

    async def _tick(self) -> None:
        """The bell: whatever time has brought is decided on; letters may be waiting afterwards."""
        now = self._clock()
        set_back = self._clock_said is not None and now < self._clock_said
        if not set_back or await self._safely("tick.failed", asyncio.to_thread(self._put_right, now)):
            self._clock_said = now
        looked_at = await self._safely("tick.failed", asyncio.to_thread(tick, self._desk, now))
        told = await self._safely("tick.failed", asyncio.to_thread(tell_of_blindness, self._desk, now))
        if looked_at or told:
            self._ring()
        if looked_at is not None:
            self._ticked_at = now
        if looked_at is not None and self._health is not None:
            await self._safely("tick.failed", asyncio.to_thread(self._touch, self._health))

    def _put_right(self, now: datetime) -> bool:
        """The machine's clock was set back since the last tick, or since the start. True once all is put right."""
        for name in self._desk.firms:
            put_right(self._desk, name, now)
        return True

    @staticmethod
    def _touch(health: Path) -> None:
        health.parent.mkdir(parents=True, exist_ok=True)
        health.touch()

    async def _safely(self, name: str, step: Awaitable[T]) -> T | None:
        """The step's result; None, with a log line, if it failed: the next bell tries again."""
        try:
            return await step
        except Exception as fault:
            event(LOG, name, level=logging.ERROR, error=type(fault).__name__, exc_info=fault)
            await asyncio.sleep(0 if self._stop.is_set() else 1)
            return None
