"""The child's side of apart.py: reads messages from standard input, under limits that it sets itself, until there are no more.

A message that takes too much processor time ends the process by SIGPROF, one that takes too much memory with OUT_OF_MEMORY.
"""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

from mailbot.errors import Unreadable
from mailbot.mail.apart import DONE, FAULT, FILES, NAMES, OUT_OF_MEMORY, READY, Frame, answer_type, receive, send
from mailbot.mail.attachments import attachments_bytes
from mailbot.mail.parse import parse

_STATM = Path("/proc/self/statm")


def main(cpu_seconds: float, memory_bytes: int) -> int:
    answer_type()  # built before the clock runs and the memory is counted
    # The terminal and systemd stop the whole group. A message is in hand, and whoever started us closes the pipe when we are to end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _limit_memory(memory_bytes)
    try:
        return _serve(cpu_seconds)
    except MemoryError:
        return OUT_OF_MEMORY


def _serve(cpu_seconds: float) -> int:
    names: list[str] = []
    while True:
        question = receive(sys.stdin.buffer)
        if question is None:
            return 0
        if question[0] == NAMES:
            names = question[1].decode().split("\n")
            continue
        if question[0] == READY:
            send(sys.stdout.buffer, DONE, b"")
            continue
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        answers = _answers(question[1], names if question[0] == FILES else None)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del question
        for kind, told in answers:
            send(sys.stdout.buffer, kind, told)


def _answers(content: bytes, names: list[str] | None) -> list[Frame]:
    """The message, or the attachments of it that have these digests."""
    try:
        if names is None:
            return [(DONE, answer_type().dump_json(parse(content)))]
        return [(DONE, data) for data in attachments_bytes(content, names)]
    except Unreadable as fault:
        return [(FAULT, str(fault).encode("utf-8", "replace"))]


def _limit_memory(memory_bytes: int) -> None:
    """So much beside what the program and its libraries take already; where that is unknown, beside nothing worth naming."""
    taken = int(_STATM.read_text().split()[0]) * resource.getpagesize() if _STATM.exists() else 0
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    most = taken + memory_bytes if taken else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_AS, (most, hardest))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2])))
