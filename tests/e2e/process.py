"""The real daemon as a child process, told by its own log lines what it has done: nothing sleeps, everything waits for an event."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text

from mailbot.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Box:
    """A mailbox of the daemon under test."""

    name: str
    address: str
    host: str
    port: int
    procedure: str
    login: str = ""
    password: str = "test"
    done_folder: str = "Processed"
    poll_seconds: float = 5
    blind_after_minutes: float = 30
    folder: str = "INBOX"
    imap: str = ""  # more lines of [mailbox.imap], and tables below it

    def toml(self) -> str:
        domain = self.address.partition("@")[2]
        people = "".join(
            f'[[mailbox.person]]\nname = "{name}"\naddress = "{name.split()[0].lower()}@{domain}"\nroles = ["{role}"]\n'
            for name, role in (("Anna Field", "handler"), ("Dana Price", "director"), ("Hal Reed", "hr"))
        )
        return (
            f'[[mailbox]]\nname = "{self.name}"\naddress = "{self.address}"\n'
            f'procedure = "{ROOT}/config/procedures/{self.procedure}.toml"\nblind_after_minutes = {self.blind_after_minutes}\n'
            f'[mailbox.imap]\nhost = "{self.host}"\nport = {self.port}\nsecurity = "none"\nusername = "{self.login or self.address}"\n'
            f'folder = "{self.folder}"\ndone_folder = "{self.done_folder}"\npoll_seconds = {self.poll_seconds}\n{self.imap}\n{people}'
        )


class DaemonProcess:
    """`mailbot run` in its own process and folder. Leaving the block ends it."""

    def __init__(
        self,
        folder: Path,
        smtp_port: int,
        *boxes: Box,
        environment: Mapping[str, str] | None = None,
        http_port: int = 0,
        database: str = "",
        started: bool = True,
        smtp: str = 'auth = "none"',
    ) -> None:
        """`smtp`: more lines of [smtp]."""
        self.folder = folder
        self._started = started
        self.database = database or f"sqlite:///{folder}/mailbot.db"
        self.config = folder / "mailbot.toml"
        self.config.write_text(
            f'database = "{self.database}"\n[smtp]\nhost = "127.0.0.1"\nport = {smtp_port}\nsecurity = "none"\n{smtp}\n'
            f"[http]\nport = {http_port}\n" + "".join(box.toml() for box in boxes)
        )
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
        self.environment |= {
            "MAILBOT_SECRET": "a secret of a test",
            "MAILBOT_LOG": "json",
            "MAILBOT_LOG_LEVEL": "info",
        }
        for box in boxes:
            self.environment[f"MAILBOT_{box.name.upper()}_IMAP_PASSWORD"] = box.password
        self.environment |= environment or {}
        self.log = folder / "log"  # every line of every start
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.seen: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        if self._started:
            self.start()
        return self

    @property
    def number(self) -> int:
        """Of the process that runs now."""
        assert self._process is not None
        return self._process.pid

    def wait_for_quiet_outbox(self) -> None:
        """Until every letter that waits has been handed over."""
        while self.rows("SELECT count(*) FROM letter WHERE state IN ('queued', 'sending', 'awaiting_retry')")[0][0]:
            self.wait_for("letter.accepted")

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        command = [sys.executable, "-m", "mailbot", "run", "--config", str(self.config)]
        self._process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True
        )
        self._lines = queue.Queue()
        threading.Thread(target=self._read, args=(self._process, self._lines), daemon=True).start()

    def _read(self, process: subprocess.Popen[str], lines: queue.Queue[dict[str, Any] | None]) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            for line in process.stderr or ():
                log.write(line)
                if line.startswith("{"):
                    lines.put(json.loads(line))
        lines.put(None)

    def wait_for(
        self, event: str, count: int = 1, *, patience_seconds: float = PATIENCE_SECONDS, **fields: object
    ) -> list[dict[str, Any]]:
        """Blocks until `count` more log lines of that event, with those fields, have come. Fails if the process ends first."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            try:
                line = self._lines.get(timeout=patience_seconds)
            except queue.Empty:
                raise AssertionError(f"nothing more came while waiting for {event}: {self.seen[-5:]}") from None
            if line is None:
                raise AssertionError(f"the daemon ended while waiting for {event}: {self.seen[-5:]}")
            self.seen.append(line)
            if line.get("event") == event and all(line.get(key) == value for key, value in fields.items()):
                found.append(line)
        return found

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._end()

    def terminate(self, patience_seconds: float = 5) -> int:
        """SIGTERM; the exit code. Fails after the five seconds that stopping may take."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(timeout=patience_seconds)
        self._end()
        return code

    def _end(self) -> None:
        if self._process is not None:
            self._process.wait(timeout=PATIENCE_SECONDS)
            if self._process.stderr is not None:
                self._process.stderr.close()
            self._process = None

    def rows(self, statement: str) -> list[Any]:
        """What an SQL query finds in the database, read by another connection."""
        store = Store(self.database)
        try:
            with store.begin() as tx:
                return list(tx.execute(text(statement)).all())
        finally:
            store.close()
