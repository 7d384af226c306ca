"""Several processes on one PostgreSQL: who watches which mailbox, and whose letters may be taken back (design 5)."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime

from mailbot.log import event
from mailbot.store import leases, letters
from mailbot.store.leases import SECONDS
from mailbot.store.store import Store

LOG = logging.getLogger(__name__)
RENEW_SECONDS = SECONDS / 4
MARGIN_SECONDS = 5.0  # a watcher stops that long before its lease runs out


class Sharing:
    """Leases of this process. Where the database is its own (SQLite) every mailbox is its to watch and nothing is written.

    `process`: "host:pid:random". A process of this host that is gone is known to be dead at once, another when its lease runs out.
    """

    def __init__(self, store: Store, process: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._process = process
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, float] = {}  # mailbox -> monotonic seconds until which it is surely ours

    def take(self, mailbox: str) -> bool:
        """Is the mailbox ours to watch from now on? Raises StoreError."""
        if not self._store.shared:
            return True
        asked = time.monotonic()
        with self._store.begin() as tx:
            ours = leases.take(tx, f"mailbox:{mailbox}", self._process, self._clock(), self._is_dead)
        if ours:
            with self._lock:
                self._held[mailbox] = asked + SECONDS - MARGIN_SECONDS
        return ours

    def holds(self, mailbox: str) -> bool:
        """Is it surely still ours? Asks nobody, so that a watcher stops when the database cannot be reached either."""
        if not self._store.shared:
            return True
        with self._lock:
            return time.monotonic() < self._held.get(mailbox, 0.0)

    def leave(self, mailbox: str) -> None:
        with self._lock:
            self._held.pop(mailbox, None)

    def renew(self) -> None:
        """A sign of life, and every mailbox that we watch for another while. Raises StoreError."""
        if not self._store.shared:
            return
        with self._store.begin() as tx:
            leases.take(tx, f"process:{self._process}", self._process, self._clock(), self._is_dead)
        with self._lock:
            held = list(self._held)
        for mailbox in held:
            if not self.take(mailbox):
                event(LOG, "mailbox.taken_over", level=logging.WARNING, mailbox=mailbox)
                self.leave(mailbox)

    def revive(self) -> int:
        """Letters that a dead process was sending go again, with the same bytes (design 4). How many. Raises StoreError."""
        now = self._clock()
        with self._store.begin() as tx:
            living = leases.living(tx, now) if self._store.shared else frozenset[str]()
            others = letters.senders(tx, but=self._process)
            # On SQLite, which has one process, whoever else had claimed a letter is dead.
            dead = [p for p in others if p not in living or self._is_dead(p)]
            revived = letters.revive(tx, dead, now) if dead else 0
        if revived:
            event(LOG, "letters.revived", count=revived)
        return revived

    def give_up(self) -> None:
        """The others need not wait for our leases to run out. Raises StoreError."""
        if self._store.shared:
            with self._store.begin() as tx:
                leases.give_up(tx, self._process)

    def _is_dead(self, process: str) -> bool:
        host, _, rest = process.partition(":")
        return host == socket.gethostname() and not _alive(rest.partition(":")[0])


def _alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError, OverflowError):
        return True  # somebody else's, or no number that we wrote
    return True
