"""A real PostgreSQL in a temporary folder, with as many empty databases as the tests want."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from tests.servers.ports import free_port, last_lines, program, wait_for_port

_numbers = count(1)


class Postgres:
    """Unless `durable`, nothing is kept on its disk in earnest (fsync is off), so that tests are quick; a crash of the server is tested by
    `restart`."""

    def __init__(self, *, durable: bool = False) -> None:
        self._fsync = "on" if durable else "off"
        self._bin = _programs()
        self.port = free_port()
        # Not pytest's folder: the server's user must be able to walk into it, and a socket's path is short.
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._data = self.folder / "data"
        self._as: tuple[str, ...] = ()
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._as = (program("runuser", "util-linux"), "-u", "postgres", "--")

    def __enter__(self) -> Self:
        self._run(
            "initdb", "-D", str(self._data), "-U", "mailbot", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync={self._fsync}"
        log = self.folder / "log"
        try:
            self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(log), "-o", options, "start")
        except subprocess.CalledProcessError as exc:
            raise RuntimeError(f"PostgreSQL did not start:\n{last_lines(log)}") from exc
        wait_for_port(self.port)

    @property
    def process(self) -> int:
        """The server's own process; the others are its children."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def restart(self) -> None:
        """As after a crash: every connection is cut in the middle of what it does."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        self.start()

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"mailbot{next(_numbers)}"
        with psycopg.connect(self._conninfo(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://mailbot@127.0.0.1:{self.port}/{name}"

    def cut(self) -> int:
        """Ends every connection but this one, as an administrator does. How many."""
        with psycopg.connect(self._conninfo(), autocommit=True) as connection:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname LIKE 'mailbot%'"
            return len(connection.execute(query).fetchall())

    def _conninfo(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=mailbot dbname=postgres"

    def _run(self, name: str, *arguments: str) -> None:
        command = [*self._as, str(self._bin / name), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def _programs() -> Path:
    """Debian keeps them out of PATH, a folder a version; the newest is taken."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else Path(program("initdb", "postgresql")).parent
