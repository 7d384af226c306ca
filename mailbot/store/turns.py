"""Threads take turns with a database that has one writer: in the order of coming, and whoever is urgent first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident


class Turns:
    """A lock that is handed on instead of being let go: an ordinary one goes to whoever is awake, and under twenty watchers with a
    backlog the outbox never was. A thread that has the turn may take it again."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._holder = 0  # a thread's number; 0 = nobody
        self._depth = 0
        self._urgent: deque[tuple[int, Lock]] = deque()
        self._others: deque[tuple[int, Lock]] = deque()

    @contextmanager
    def taken(self, *, urgent: bool = False) -> Iterator[None]:
        self._take(urgent)
        try:
            yield
        finally:
            self._hand_on()

    @property
    def waiting(self) -> int:
        with self._guard:
            return len(self._urgent) + len(self._others)

    def _take(self, urgent: bool) -> None:
        me = get_ident()
        with self._guard:
            if self._holder in (0, me):
                self._holder, self._depth = me, self._depth + 1
                return
            called = Lock()
            called.acquire()
            (self._urgent if urgent else self._others).append((me, called))
        called.acquire()

    def _hand_on(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            self._holder = 0
            line = self._urgent or self._others
            if line:
                self._holder, called = line.popleft()
                self._depth = 1
                called.release()
