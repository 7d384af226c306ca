"""Runs mailbot in child after child, each of which can be made to die by SIGKILL before the n-th thing it asks the database for.

A launcher of the tests: what runs is the real program, which knows nothing of it. Modules are imported once and children forked,
because starting Python anew for every death takes longer than the story. Commands come on standard input, one a line:

    run                 the daemon
    tick                one tick, as `mailbot tick`

The file ORDER says "FILE N": only statements and commits that FILE.py causes count, and the N-th never happens (0: none dies).
It is read when a child begins and again at SIGUSR1. What was counted is told on standard error when a child ends by itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from sqlalchemy import Engine, event

import mailbot.byhand
import mailbot.daemon  # noqa: F401 - so that no child has to
from mailbot import cli


class Counter:
    """Statements and commits of one of mailbot's files."""

    def __init__(self, order: Path) -> None:
        self._order = order
        self.counted = 0
        self.take_order()
        event.listen(Engine, "before_cursor_execute", self._one_more)
        event.listen(Engine, "commit", self._one_more)

    def take_order(self, *_: object) -> None:
        name, number = self._order.read_text().split()
        self._file, self._fatal, self.counted = f"/mailbot/{name}.py", int(number), 0
        say("life.armed", file=name, number=int(number))

    def _one_more(self, *_: object) -> None:
        if not self._caused():
            return
        self.counted += 1
        if self.counted == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def _caused(self) -> bool:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename.endswith(self._file):
                return True
            frame = frame.f_back
        return False


def say(name: str, **fields: object) -> None:
    os.write(2, (json.dumps({"event": name, **fields}) + "\n").encode())


def live(command: str, config: Path, order: Path) -> NoReturn:
    counter = Counter(order)
    signal.signal(signal.SIGUSR1, counter.take_order)
    sys.argv = ["mailbot", command, "--config", str(config)]
    with suppress(SystemExit):
        cli.main()
    say("life.counted", number=counter.counted)
    os._exit(0)


def main(config: Path, order: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(line.strip(), config, order)
        say("life.began", pid=child)
        _, status = os.waitpid(child, 0)
        say("life.ended", code=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
