"""A daemon of many lives: each can be told at which step of which story to die. What dying.py does, from the test's side."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from tests.e2e.process import PATIENCE_SECONDS, ROOT, DaemonProcess

LAUNCHER = Path(__file__).with_name("dying.py")


class Lives(DaemonProcess):
    """`begin()` a life, `dies_at()` a step of it or not, `dies_before()` an event or not. One life at a time."""

    def __enter__(self) -> Self:
        self._order = self.folder / "order"
        self._order.write_text("intake 0")
        command = [sys.executable, str(LAUNCHER), str(self.config), str(self._order)]
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._child = 0
        threading.Thread(target=self._read, args=(self._process, self._lines), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
        self._input.close()  # the launcher ends with its input
        self._end()

    @property
    def _input(self) -> IO[str]:
        assert self._process is not None
        assert self._process.stdin is not None
        return self._process.stdin

    def begin(self, command: str = "run", at: str = "intake 0") -> None:
        """`command`: run or tick. `at`: "FILE N", dies before the N-th statement or commit of that file; 0 = does not die."""
        self._order.write_text(at)
        self._input.write(f"{command}\n")
        self._input.flush()
        self._child = int(self.wait_for("life.began")[0]["pid"])

    def dies_at(self, file: str, number: int) -> None:
        """From now on, counted from now."""
        self._order.write_text(f"{file} {number}")
        os.kill(self._child, signal.SIGUSR1)
        self.wait_for("life.armed")

    def dies_before(self, event: str, **fields: object) -> bool:
        """True when this life ends by SIGKILL, False when it comes to that event first."""
        while True:
            line = self.wait_for_any()
            if line.get("event") == "life.ended":
                self._child = 0
                assert line["code"] == -signal.SIGKILL, self.seen[-5:]
                return True
            if line.get("event") == event and all(line.get(key) == value for key, value in fields.items()):
                return False

    def ends(self) -> int:
        """By itself; how many steps it had counted."""
        line = self.wait_for("life.counted")[0]
        assert self.wait_for("life.ended")[0]["code"] == 0
        self._child = 0
        return int(line["number"])

    def stop(self) -> int:
        """SIGTERM; how many steps it had counted."""
        os.kill(self._child, signal.SIGTERM)
        return self.ends()

    def stop_or_die(self) -> bool:
        """SIGTERM, if the step at which it dies has not come yet. Did it die of that?"""
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGTERM)
        died = self.dies_before("life.counted")
        if not died:
            self.wait_for("life.ended")
            self._child = 0
        return died

    def wait_for_any(self) -> dict[str, object]:
        try:
            line = self._lines.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            raise AssertionError(f"nothing more came: {self.seen[-5:]}") from None
        assert line is not None, self.seen[-5:]
        self.seen.append(line)
        return line
