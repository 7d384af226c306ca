"""What is done to the programs and their servers in a soak, one blow at a time, each drawn from the seed."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from random import Random

from sqlalchemy import select, text, update

from mailbot.errors import StoreError
from mailbot.store.cases import CASE, DEADLINE
from mailbot.store.locks import hold
from mailbot.store.store import Store
from tests.e2e.process import DaemonProcess
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import Postgres
from tests.soak.weather import RoughProxy

HELD_SECONDS = 12.0  # longer than anybody waits for SQLite's lock
FULL_SECONDS = 5.0


class Blows:
    """`done` counts them; `late` has the reference of each case whose clock was made to run out, `digests` each mailbox that was to
    have its digest early, as often."""

    def __init__(
        self,
        *,
        random: Random,
        dovecot: Dovecot,
        imap: RoughProxy,
        smtp: RoughProxy,
        processes: Sequence[DaemonProcess],
        postgres: Postgres | None,
        addresses: Sequence[str],
    ) -> None:
        self.done: Counter[str] = Counter()
        self.late: list[str] = []
        self.digests: Counter[str] = Counter()
        self._random, self._dovecot, self._imap, self._smtp = random, dovecot, imap, smtp
        self._processes, self._postgres, self._addresses = processes, postgres, addresses
        self._asides: list[threading.Timer] = []
        self._kinds: tuple[Callable[[], None], ...] = (
            *(self.kill, self.kill, self.kill, self.stop, self.freeze, self.kick, self.renumber, self.rename),
            *(self.imap_away, self.smtp_away, self.hurry, self.run_out, self.run_out, self.early_digest),
            *((self.restart_postgres, self.cut_postgres) if postgres else (self.hold_database, self.fill_disk)),
        )

    def strike(self) -> None:
        kind = self._random.choice(self._kinds)
        self.done[kind.__name__.replace("_", " ")] += 1
        kind()

    def over(self) -> None:
        """Waits for what still lasts."""
        for aside in self._asides:
            aside.join()
        self._asides.clear()

    # -------------------------------------------------------------------------------------------------------- processes

    def kill(self) -> None:
        process = self._random.choice(self._processes)
        process.kill()
        process.start()

    def stop(self) -> None:
        """SIGTERM, and SIGKILL where that takes too long."""
        process = self._random.choice(self._processes)
        with suppress(subprocess.TimeoutExpired):
            process.terminate(patience_seconds=30)
        process.kill()
        process.start()

    def freeze(self) -> None:
        """The process stands still: longer than its leases last, now and then, and then goes on as if nothing had been."""
        number = self._random.choice(self._processes).number
        seconds = self._random.choice((2.0, 10.0, 60.0))
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGSTOP)
        self._later(seconds, lambda: _signal(number, signal.SIGCONT))

    # ---------------------------------------------------------------------------------------------------- mail servers

    def kick(self) -> None:
        self._dovecot.try_doveadm("kick", self._random.choice(self._addresses))

    def renumber(self) -> None:
        address, number = self._random.choice(self._addresses), str(self._random.randrange(2_000_000_000, 2**32))
        self._dovecot.try_doveadm("mailbox", "update", "-u", address, "--uid-validity", number, "INBOX")

    def rename(self) -> None:
        address, number = self._random.choice(self._addresses), self.done["rename"]
        self._dovecot.try_doveadm("mailbox", "rename", "-u", address, "Processed", f"Processed-{number}")

    def imap_away(self) -> None:
        self._imap.go_away(self._random.uniform(1, 15))

    def smtp_away(self) -> None:
        self._smtp.go_away(self._random.uniform(1, 15))

    # ------------------------------------------------------------------------------------------------------------- time

    def hurry(self) -> None:
        """What waits for minutes until its next try waits no more."""
        self._write("UPDATE letter SET next_attempt_at = queued_at WHERE state = 'awaiting_retry'")

    def run_out(self) -> None:
        """The time for the findings of one case is over."""
        with suppress(StoreError), closing(Store(self._processes[0].database)) as store:
            late = self._one_late(store)
            self.late += [late] if late else []

    def _one_late(self, store: Store) -> str:
        now = datetime.now(UTC)
        with store.begin() as tx:
            running = (
                DEADLINE.c.clock == "findings",
                DEADLINE.c.stopped_at.is_(None),
                DEADLINE.c.breached_at.is_(None),
            )
            query = select(DEADLINE.c.id, DEADLINE.c.mailbox, CASE.c.reference).join(
                CASE, CASE.c.id == DEADLINE.c.case_id
            )
            rows = tx.execute(query.where(*running, DEADLINE.c.due_at > now).order_by(DEADLINE.c.id)).all()
            if not rows:
                return ""
            row = self._random.choice(rows)
            hold(tx, row.mailbox)
            tx.execute(update(DEADLINE).where(DEADLINE.c.id == row.id).values(due_at=now, next_action_at=now))
            return str(row.reference)

    def early_digest(self) -> None:
        """The time of one mailbox's daily digest has come."""
        name = f"box{self._random.randrange(len(self._addresses))}"
        with suppress(StoreError), closing(Store(self._processes[0].database)) as store:
            with store.begin(name) as tx:
                where = (DEADLINE.c.clock == "digest", DEADLINE.c.mailbox == name)
                moved = tx.execute(update(DEADLINE).where(*where).values(next_action_at=datetime.now(UTC))).rowcount
            self.digests[self._addresses[int(name[3:])]] += moved

    # -------------------------------------------------------------------------------------------------------- databases

    def restart_postgres(self) -> None:
        assert self._postgres is not None
        self._postgres.restart()

    def cut_postgres(self) -> None:
        assert self._postgres is not None
        self._postgres.cut()

    def hold_database(self) -> None:
        """Somebody else writes to the SQLite file, for longer than mailbot waits."""
        path = self._processes[0].database.removeprefix("sqlite:///")

        def held() -> None:
            with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                threading.Event().wait(HELD_SECONDS)
                other.execute("ROLLBACK")

        self._later(0.0, held)

    def fill_disk(self) -> None:
        """No file of the process may grow, as on a full disk."""
        number = self._random.choice(self._processes).number
        with suppress(ProcessLookupError):
            hard = resource.prlimit(number, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(number, resource.RLIMIT_FSIZE, (4096, hard))
            self._later(FULL_SECONDS, lambda: _make_room(number, hard))

    # --------------------------------------------------------------------------------------------------------- inwardly

    def _later(self, seconds: float, what: Callable[[], object]) -> None:
        timer = threading.Timer(seconds, what)
        timer.start()
        self._asides.append(timer)

    def _write(self, statement: str) -> None:
        """Not while the program holds the database."""
        with suppress(StoreError), closing(Store(self._processes[0].database)) as store, store.begin() as tx:
            tx.execute(text(statement))


def _signal(number: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, which)


def _make_room(number: int, hard: int) -> None:
    with suppress(ProcessLookupError):
        resource.prlimit(number, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, hard))
