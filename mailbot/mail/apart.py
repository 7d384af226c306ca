"""Reads messages; large and suspect ones in a child process under limits, so that none can hold up or take down the program.

A child takes one message after the other and is kept as long as the object is entered; see child.py for its side.
"""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from functools import cache
from types import TracebackType
from typing import IO, Self

from pydantic import TypeAdapter

from mailbot.core.model import InboundMessage
from mailbot.errors import TemporaryFailure, Unreadable
from mailbot.mail.attachments import attachments_bytes, bytes_in
from mailbot.mail.parse import parse_with_parts
from mailbot.mail.patience import PATIENCE_SECONDS, patience

APART_BYTES = (
    512_000  # what is smaller is read here: that costs less than a second whatever it holds (test_parse_hostile)
)

# NAMES, the digests, come before FILES; READY asks only whether the child is there.
READ, NAMES, FILES, READY = b"R", b"N", b"F", b"Y"
DONE, FAULT = b"D", b"U"
OUT_OF_MEMORY = 77  # the child's exit status
_ASKED_TO_END = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # before it could say that it does not heed them
FRAME = struct.Struct(">cQ")  # what it is, how many bytes follow
Frame = tuple[bytes, bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingLimits:
    """What one message may cost: seconds of processor time, bytes of memory beside what the program takes itself."""

    cpu_seconds: float = 2.0
    memory_bytes: int = 200_000_000


USUAL = ReadingLimits()


@cache
def answer_type() -> TypeAdapter[InboundMessage]:
    return TypeAdapter(InboundMessage)


class Apart:
    """Reads messages as parse.py and attachments.py do. Belongs to one thread; enter it to use it."""

    def __init__(self, limits: ReadingLimits = USUAL, *, apart_bytes: int = APART_BYTES) -> None:
        self._limits = limits
        self._apart_bytes = apart_bytes
        self._child: subprocess.Popen[bytes] | None = None
        self._last: tuple[bytes, Message] | None = None  # what was read here: whoever wants its files asks next

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def child_id(self) -> int | None:
        """The process id of the child, while there is one."""
        return self._child.pid if self._child is not None else None

    def read(self, content: bytes, *, suspect: bool = False) -> InboundMessage:
        """The message. `suspect`: reading it failed before, so that even a small one is read by a child.

        Raises Unreadable if there is nothing to read, or if it cost more than the limits allow; TemporaryFailure if somebody ended the
        child meanwhile.
        """
        if not suspect and len(content) <= self._apart_bytes:
            with patience():
                message, parts = parse_with_parts(content)
            self._last = content, parts
            return message
        return answer_type().validate_json(self._ask((READ, content))[0])

    def files(self, content: bytes, sha256s: Sequence[str], *, suspect: bool = False) -> tuple[bytes, ...]:
        """The attachments of a message that have these digests, in this order. Raises Unreadable as `read`."""
        if not sha256s:
            return ()
        if not suspect and len(content) <= self._apart_bytes:
            last = self._last
            with patience():
                if last is not None and last[0] is content:
                    return bytes_in(last[1], sha256s)
                return attachments_bytes(content, sha256s)
        return self._ask((NAMES, "\n".join(sha256s).encode()), (FILES, content), answers=len(sha256s))

    def make_ready(self) -> None:
        """Begins the child, if there is none, and waits until it takes questions. If it does not, the next reading tells why."""
        if self._child is None:
            with contextlib.suppress(Unreadable, TemporaryFailure):
                self._ask((READY, b""))

    def _ask(self, *question: Frame, answers: int = 1) -> tuple[bytes, ...]:
        child = self._child or self._begin()
        self._child = child
        stuck = threading.Timer(PATIENCE_SECONDS, child.kill)
        stuck.start()
        try:
            found = _talk(child, question, answers)
        finally:
            stuck.cancel()
        if not found:
            status = self._end()
            if -status in _ASKED_TO_END:
                raise TemporaryFailure("the program that reads it was asked to end")
            raise Unreadable(self._obituary(status))
        kind, told = found[-1]
        if kind == FAULT:
            raise Unreadable(told.decode("utf-8", "replace"))
        return tuple(content for _, content in found)

    def _begin(self) -> subprocess.Popen[bytes]:
        # Whatever a message makes of the child, no secret is in its reach.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
        limits = (str(self._limits.cpu_seconds), str(self._limits.memory_bytes))
        return subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-m", "mailbot.mail.child", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def _end(self) -> int:
        """Ends the child, if there is one. How it ended: negative for a signal."""
        child, self._child = self._child, None
        if child is None:
            return 0
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return child.wait()

    def _obituary(self, status: int) -> str:
        if status == -signal.SIGPROF:
            return f"reading it took more than {self._limits.cpu_seconds:g} seconds of processor time"
        if status == OUT_OF_MEMORY:
            return f"reading it took more than {self._limits.memory_bytes // 1_000_000} MB of memory"
        if status == -signal.SIGKILL:
            return f"reading it did not end within {PATIENCE_SECONDS:g} seconds, or took all the memory there was"
        return f"reading it stopped the program that reads ({status})"


def _talk(child: subprocess.Popen[bytes], question: Sequence[Frame], answers: int) -> list[Frame]:
    """The child's answers, up to one that is a fault; none if it died over the question."""
    found: list[Frame] = []
    if child.stdin is None or child.stdout is None:
        return found
    try:
        for kind, content in question:
            send(child.stdin, kind, content)
    except OSError:
        return found
    while len(found) < answers:
        answer = receive(child.stdout)
        if answer is None:
            return []
        found.append(answer)
        if answer[0] != DONE:
            break
    return found


def send(stream: IO[bytes], kind: bytes, content: bytes) -> None:
    stream.write(FRAME.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> Frame | None:
    """The next frame; None at the end of the stream."""
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    kind, size = FRAME.unpack(head)
    content = stream.read(size)
    return (kind, content) if len(content) == size else None
