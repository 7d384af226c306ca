"""A stop for what is read in the program itself: code that does not return may hold every thread of it, and then nothing else can."""

from __future__ import annotations

import faulthandler
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import FileIO

PATIENCE_SECONDS = 60.0  # on the clock; a message that is read here takes one second at the worst

_lock = threading.Lock()
_reading = 0


@contextmanager
def patience(seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Ends the process with exit status 1 if no reading ends for so long, though one has begun.

    The interpreter's own timer does it, which needs no thread of Python's. The message was counted as tried before: after the restart it
    is suspect, and a child process reads it under limits (apart.py).
    """
    global _reading  # the timer is the process', too
    with _lock:
        _reading += 1
        _begin(seconds)
    try:
        yield
    finally:
        with _lock:
            _reading -= 1
            if _reading:
                _begin(seconds)
            else:
                faulthandler.cancel_dump_traceback_later()


def _begin(seconds: float) -> None:
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())


@cache
def _nowhere() -> FileIO:
    """Where the timer's traceback goes: nobody who runs the program is helped by one."""
    return FileIO(os.open(os.devnull, os.O_WRONLY), "w")
