"""A stop for what is read in the program itself: code that does not return may hold every thread of it, and then nothing else can."""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import FileIO

PATIENCE_SECONDS = 60.0  # on the clock; a message that is read here takes one second at the worst
_SHORTER = (
    1 / 60
)  # of the time: a timer that runs so far already is not set anew, which ends a thread and begins another

_lock = threading.Lock()
_reading = 0
_ends = 0.0  # on the monotonic clock; 0 while no timer runs


@contextmanager
def patience(seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Ends the process with exit status 1 if no reading ends for so long, though one has begun.

    The interpreter's own timer does it, which needs no thread of Python's. The message was counted as tried before: after the restart it
    is suspect, and a child process reads it under limits (apart.py). Around several readings, each of which begins it anew, it spares
    most of what it costs.
    """
    global _reading, _ends  # the timer is the process', too
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
                _ends = 0.0
                faulthandler.cancel_dump_traceback_later()


def _begin(seconds: float) -> None:
    global _ends
    ends = time.monotonic() + seconds
    if abs(ends - _ends) > seconds * _SHORTER:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
        _ends = ends


@cache
def _nowhere() -> FileIO:
    """Where the timer's traceback goes: nobody who runs the program is helped by one."""
    return FileIO(os.open(os.devnull, os.O_WRONLY), "w")
