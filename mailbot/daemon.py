"""The running process: a watcher thread a mailbox, one loop for the way out and for the bells; signals and health.

The only file with a broad `except`: whatever goes wrong in one place is logged, waited out and tried again; the rest goes on.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_not_exception_type, wait_exponential_jitter
from tenacity.nap import sleep_using_event

from mailbot import reconcile, wiring
from mailbot.blindness import tell_of_blindness, tell_of_refusal
from mailbot.config import Settings
from mailbot.errors import FolderMissing, LoginRefused, MailbotError
from mailbot.intake import take_in
from mailbot.log import event
from mailbot.mail.mailbox import ImapMailbox
from mailbot.outbox import next_letter_at, send_due
from mailbot.printable import without_numbers
from mailbot.sentbox import take_in_sent
from mailbot.sharing import RENEW_SECONDS, Sharing
from mailbot.store import ledger
from mailbot.store.alone import Alone
from mailbot.tick import ensure_standing, tick

LOG = logging.getLogger(__name__)
T = TypeVar("T")
TICK_SECONDS = 5
REFUSED_TWICE = 2  # a login refused once may be the server's own passing trouble, which looks the same
BATCH = 50  # messages between two looks at whether to stop
TAKEN_SECONDS = 1.0  # between two looks at whether the other mailbot on this database has gone
GRACE_SECONDS = 4.0  # what stopping may take: the issue allows five
HEALTH = Path("var/health")


def wall_clock() -> datetime:
    return datetime.now(UTC)


class Stopping(Exception):
    """The process was asked to stop while it waited to try again."""


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
        self._tokens = {m.name: wiring.imap_tokens(settings, m) for m in settings.configuration.mailbox}
        self._inboxes: dict[str, ImapMailbox] = {}
        self._ticked_at: datetime | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._post = asyncio.Event()  # set when letters may be waiting
        self._over = asyncio.Event()  # set when the process is to stop

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
        for inbox in self._inboxes.values():
            inbox.wake()
        self._call(self._over.set)
        self._ring()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self.stop)
        if not await self._until_alone():
            return
        await asyncio.to_thread(self._start)
        watchers = [
            threading.Thread(target=self._watch, args=(name,), name=f"watch {name}", daemon=True)
            for name in self._desk.firms
        ]
        for watcher in watchers:
            watcher.start()
        event(LOG, "daemon.started", count=len(watchers))
        async with asyncio.TaskGroup() as going:
            going.create_task(self._every(TICK_SECONDS, self._tick))
            if self._desk.store.shared:
                going.create_task(self._every(RENEW_SECONDS, self._renew))
            with self._seen_from_outside():
                await self._send_until_stopped()
        deadline = self._loop.time() + GRACE_SECONDS
        for watcher in watchers:
            await asyncio.to_thread(watcher.join, max(0.0, deadline - self._loop.time()))
        await self._safely("lease.failed", asyncio.to_thread(self._sharing.give_up))

    async def _every(self, seconds: float, step: Callable[[], Awaitable[None]]) -> None:
        """Rings a bell, now and so often, until the process is to stop. Counts by a clock that nobody sets back or forward."""
        while not self._stop.is_set():
            await step()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), timeout=seconds)

    async def _until_alone(self) -> bool:
        """Waits while another mailbot runs on the same SQLite database. False if it was stopped meanwhile."""
        told = False
        while not self._stop.is_set():
            if self._alone.take():
                return True
            if not told:
                event(LOG, "database.taken", level=logging.WARNING, process=self._alone.holder())
                told = True
            await self._pause(TAKEN_SECONDS)
        return False

    def _start(self) -> None:
        """What a dead process left is taken up: letters it was sending go again with the same bytes."""
        for name in self._desk.firms:
            ensure_standing(self._desk, name, self._clock())
            self._begin_to_watch(name)
        self._sharing.renew()
        self._sharing.revive()

    def _begin_to_watch(self, name: str) -> bool:
        """Is the mailbox ours to watch? Then it counts as unread until it has been read to its end (design 15)."""
        if not self._sharing.take(name):
            return False
        with self._desk.store.begin(name) as tx:
            ledger.set_mailbox(tx, name, started_at=self._clock())
        return True

    async def _renew(self) -> None:
        """The bell for the others: a sign of life, and whatever they left when they died."""
        await self._safely("lease.failed", asyncio.to_thread(self._sharing.renew))
        if await self._safely("lease.failed", asyncio.to_thread(self._sharing.revive)):
            self._post.set()

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

    # ------------------------------------------------------------------------------------------------------- the way in

    def _watch(self, name: str) -> None:
        """One mailbox, for good: connect, read to the end, wait for more; after a failure wait with growing pauses and begin again."""
        retrying = Retrying(
            wait=wait_exponential_jitter(initial=1, max=60, jitter=1),
            sleep=sleep_using_event(self._stop),
            retry=retry_if_not_exception_type(Stopping),
            before_sleep=lambda state: self._trouble(name, state),
        )
        while not self._stop.is_set():
            try:
                retrying(self._wait_for_turn, name)
                retrying(self._read_until_lost, name)
            except Stopping:
                return
            self._sharing.leave(name)

    def _wait_for_turn(self, name: str) -> None:
        """Returns once the mailbox is ours to watch. Raises StoreError, Stopping."""
        told = self._sharing.holds(name)
        while not self._sharing.holds(name) and not self._begin_to_watch(name):
            if not told:
                event(LOG, "mailbox.watched_elsewhere", mailbox=name)
                told = True
            if self._stop.wait(RENEW_SECONDS):
                raise Stopping

    def _trouble(self, name: str, state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        level = (
            logging.ERROR
            if isinstance(fault, LoginRefused | FolderMissing) or not isinstance(fault, MailbotError)
            else logging.WARNING
        )
        event(
            LOG,
            "mailbox.failed",
            level=level,
            mailbox=name,
            error=type(fault).__name__,
            attempt=state.attempt_number,
            exc_info=fault,
        )
        if isinstance(fault, LoginRefused) and state.attempt_number >= REFUSED_TWICE:
            self._tell_of_refusal(name, fault)

    def _tell_of_refusal(self, name: str, fault: LoginRefused) -> None:
        try:
            told = tell_of_refusal(self._desk, name, without_numbers(str(fault)), self._clock())
        except Exception as trouble:  # the mailbox is tried again all the same
            event(LOG, "mailbox.failed", level=logging.ERROR, mailbox=name, error=type(trouble).__name__)
            return
        if told:
            self._ring()

    def _read_until_lost(self, name: str) -> None:
        """Returns after a connection that worked was lost, so that pauses start small again; raises for one that never did."""
        if self._stop.is_set():
            raise Stopping
        mailbox = self._desk.firms[name].settings
        inbox = wiring.inbox(self._settings, mailbox, self._tokens[name])
        self._inboxes[name] = inbox
        worked = False
        try:
            inbox.connect()
            sent = self._sent_folder(name, inbox)
            whole = True
            while not self._stop.is_set() and self._sharing.holds(name):
                whole = whole or reconcile.is_due(self._desk, name, self._clock())
                if sent is not None and take_in_sent(self._desk, name, sent, self._clock(), whole=whole):
                    self._ring()
                self._read_to_the_end(name, inbox, whole=whole)
                if whole and not self._stop.is_set():
                    reconcile.compare(self._desk, name, inbox, self._clock())
                worked, whole = True, False
                inbox.wait(mailbox.imap.poll_seconds)
        except Exception as fault:
            if not worked or not isinstance(fault, MailbotError):
                raise
            event(LOG, "mailbox.lost", level=logging.WARNING, mailbox=name, error=type(fault).__name__)
        finally:
            inbox.close()
        if self._stop.is_set():
            raise Stopping

    @staticmethod
    def _sent_folder(name: str, inbox: ImapMailbox) -> ImapMailbox | None:
        """Where sent mail is watched; None where there is no such folder: the inbox is read all the same."""
        try:
            return inbox.sent()
        except FolderMissing as fault:
            event(LOG, "mailbox.no_sent_folder", level=logging.ERROR, mailbox=name, exc_info=fault)
            return None

    def _read_to_the_end(self, name: str, inbox: ImapMailbox, *, whole: bool) -> None:
        total = 0
        while not self._stop.is_set() and self._sharing.holds(name):
            worked = take_in(self._desk, name, inbox, self._clock(), whole=whole, limit=BATCH)
            if not worked:
                break
            total += worked
            self._ring()
        event(LOG, "mailbox.read", level=logging.INFO if total or whole else logging.DEBUG, mailbox=name, count=total)

    # ------------------------------------------------------------------------------------------------------ the way out

    def _ring(self) -> None:
        self._call(self._post.set)

    def _call(self, step: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(step)

    async def _send_until_stopped(self) -> None:
        wire = wiring.submission(self._settings)
        try:
            while not self._stop.is_set():
                self._post.clear()
                await self._safely(
                    "outbox.failed", send_due(self._desk, wire, self._clock(), stopping=self._stop.is_set)
                )
                await self._until_post()
        finally:
            await wire.close()

    async def _until_post(self) -> None:
        at = await self._safely("outbox.failed", asyncio.to_thread(next_letter_at, self._desk))
        seconds = 60.0 if at is None else max(0.05, min(60.0, (at - self._clock()).total_seconds()))
        if not self._stop.is_set():
            await self._pause(seconds)

    async def _pause(self, seconds: float) -> None:
        """Until letters may be waiting, the process is to stop, or that long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._post.wait(), timeout=seconds)

    async def _tick(self) -> None:
        """The bell: whatever time has brought is decided on; letters may be waiting afterwards."""
        now = self._clock()
        looked_at = await self._safely("tick.failed", asyncio.to_thread(tick, self._desk, now))
        told = await self._safely("tick.failed", asyncio.to_thread(tell_of_blindness, self._desk, now))
        if looked_at or told:
            self._post.set()
        if looked_at is not None:
            self._ticked_at = now
        if looked_at is not None and self._health is not None:
            await self._safely("tick.failed", asyncio.to_thread(self._touch, self._health))

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
