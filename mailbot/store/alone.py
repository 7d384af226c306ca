"""A SQLite database belongs to one running mailbot: the second waits until the first has gone (design 5)."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from sqlalchemy import make_url

from mailbot.errors import StoreError


class Alone:
    """The operating system's lock on a file beside the database; it goes with the process, however that ends."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        shared = parsed.get_backend_name() != "sqlite" or not parsed.database
        self.path = None if shared else Path(f"{parsed.database}.lock")
        self._file: int | None = None

    def take(self) -> bool:
        """True if the database is ours now, or need not be. Raises StoreError if the file cannot be made."""
        if self.path is None or self._file is not None:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as fault:
            raise StoreError(f"{self.path}: cannot be made: {fault.strerror}") from fault
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        except OSError as fault:
            os.close(file)
            raise StoreError(f"{self.path}: cannot be locked: {fault.strerror}") from fault
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        self._file = file
        return True

    def holder(self) -> str:
        """The number of the process that holds it; "" if it did not say."""
        try:
            return self.path.read_text(encoding="ascii", errors="replace").strip() if self.path else ""
        except OSError:
            return ""

    def give_up(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
