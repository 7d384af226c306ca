"""A company with mailboxes on the bench's Dovecot, and the real `mailbot run` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from compileall import compile_dir
from pathlib import Path

from sqlalchemy import create_engine, text

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "complaints@desk.example"
PATIENCE_SECONDS = 900.0


def configure(folder: Path, database: str, imap: tuple[str, int], smtp_port: int, boxes: int, procedure: str) -> Path:
    """A configuration file with that many mailboxes; the first one's login is `bench1`."""
    lines = [f'database = "{database}"', "[smtp]", 'host = "127.0.0.1"', f"port = {smtp_port}"]
    lines += ['security = "none"', 'auth = "none"', "[http]", "port = 0"]
    for number in range(1, boxes + 1):
        address = ADDRESS if number == 1 else f"complaints{number}@desk.example"
        lines += ["[[mailbox]]", f'name = "bench{number}"', f'address = "{address}"']
        lines += [f'procedure = "{ROOT}/config/procedures/{procedure}.toml"', "stale_after_days = 100000"]
        lines += ["[mailbox.imap]", f'host = "{imap[0]}"', f"port = {imap[1]}", 'security = "none"']
        lines += [f'username = "bench{number}"', 'sent_folder = ""']
        lines += ["[mailbox.caps]", "per_domain_in_an_hour = 1000000", "in_an_hour = 1000000"]
        for name, role in (("Anna Field", "handler"), ("Dana Price", "director")):
            address = f"{name.split()[0].lower()}@desk.example"
            lines += ["[[mailbox.person]]", f'name = "{name}"', f'address = "{address}"', f'roles = ["{role}"]']
    path = folder / "mailbot.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


class Daemon:
    """`mailbot run`, measured: its whole CPU time, start included, is known when it has ended."""

    def __init__(self, folder: Path, config: Path, database: str, boxes: int = 1) -> None:
        compile_dir(ROOT / "mailbot", quiet=2)  # as where it is installed: pip writes bytecode
        self.engine = create_engine(database)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILBOT_")}
        environment |= {"MAILBOT_SECRET": "a secret of the bench", "MAILBOT_LOG_LEVEL": "warning"}
        environment |= {f"MAILBOT_BENCH{number}_IMAP_PASSWORD": "bench" for number in range(1, boxes + 1)}
        self._log = (folder / "log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mailbot", "run", "--config", str(config)],
            env=environment,
            cwd=folder,
            stdout=self._log,
            stderr=self._log,
        )
        self.cpu_seconds = 0.0

    def number(self, query: str) -> int:
        """The answer to a query; 0 while the tables are not there yet."""
        try:
            with self.engine.connect() as tx:
                return int(tx.execute(text(query)).scalar() or 0)
        except Exception:  # noqa: BLE001  # the daemon is still making its tables
            return 0

    def wait_until(self, query: str, wanted: int) -> None:
        """Until the query answers at least that. Ends the program when the daemon dies or takes too long."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.number(query) < wanted:
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"the daemon did not get there: {query}: {self.number(query)} of {wanted}")
            time.sleep(0.1)

    def wait_until_dealt_with(self, messages: int) -> None:
        """Until so many messages are recorded and no letter waits any more."""
        self.wait_until("select count(*) from ledger where state <> 'fetched'", messages)
        waiting = "select count(*) from letter where state in ('queued', 'sending', 'awaiting_retry')"
        self.wait_until(f"select case when ({waiting}) = 0 then 1 else 0 end", 1)

    def peak_kib(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))

    def stop(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            _, status, used = os.wait4(self.process.pid, 0)
            self.process.returncode = os.waitstatus_to_exitcode(status)
            self.cpu_seconds = used.ru_utime + used.ru_stime
        self.engine.dispose()
        self._log.close()


def database_bytes(database: str) -> int:
    """What the database takes on disk."""
    engine = create_engine(database)
    try:
        if engine.dialect.name == "sqlite":
            files = (Path(f"{engine.url.database}{end}") for end in ("", "-wal"))
            return sum(file.stat().st_size for file in files if file.exists())
        with engine.connect() as tx:
            return int(tx.execute(text("select pg_database_size(current_database())")).scalar_one())
    finally:
        engine.dispose()
