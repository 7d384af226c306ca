"""Many messages through the real program while everything fails at random; in the end nothing is lost and nothing is twice.

    .venv/bin/python -m tests.soak.soak --seed 7 --minutes 5 --messages 1000 --mailboxes 4 --processes 3 --database postgresql

What goes wrong and when is drawn from the seed. How far the programs are at that moment is the machine's affair, so a seed repeats
the weather and not every step. Waits of minutes between two tries of a letter are taken out of the database now and then.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import text

from mailbot.errors import StoreError
from mailbot.store.reading import Reading
from tests.e2e.process import Box, DaemonProcess
from tests.e2e.test_daemon import complaint
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import Postgres
from tests.soak.outcome import Outcome, faults_of, outcome_of
from tests.soak.weather import RoughProxy, RoughSink

SETTLE_SECONDS = 600.0
QUIET_SECONDS = 120.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    seed: int
    seconds: float
    messages: int
    mailboxes: int = 2
    processes: int = 1
    database: str = ""  # "" = a SQLite file
    rate: float = 0.01  # of the pieces that go through the network, how many are spoiled
    seconds_between_blows: float = 4.0


@dataclass(kw_only=True)
class Soak:
    """The servers and the processes of one soak."""

    plan: Plan
    dovecot: Dovecot
    sink: RoughSink
    imap: RoughProxy
    smtp: RoughProxy
    processes: list[DaemonProcess]
    random: Random
    blows: dict[str, int] = field(default_factory=dict)
    renamed: int = 0

    @property
    def addresses(self) -> list[str]:
        return [f"info{number}@company.test" for number in range(self.plan.mailboxes)]

    def storm(self) -> None:
        """Delivers everything, evenly over the time, and strikes at random moments meanwhile."""
        began = time.monotonic()
        moments = sorted(
            [(self.plan.seconds * number / self.plan.messages, number) for number in range(self.plan.messages)]
            + [(at, -1) for at in self._moments()]
        )
        for at, number in moments:
            time.sleep(max(0.0, began + at - time.monotonic()))
            if number < 0:
                self._strike()
            else:
                address = self.addresses[number % len(self.addresses)]
                self.dovecot.deliver(address, complaint(number, address))

    def _moments(self) -> Iterator[float]:
        at = self.random.expovariate(1 / self.plan.seconds_between_blows)
        while at < self.plan.seconds:
            yield at
            at += self.random.expovariate(1 / self.plan.seconds_between_blows)

    def _strike(self) -> None:
        blow = self.random.choice(("kill", "kill", "kick", "renumber", "rename", "impatience"))
        self.blows[blow] = self.blows.get(blow, 0) + 1
        address = self.random.choice(self.addresses)
        if blow == "kill":
            process = self.random.choice(self.processes)
            process.kill()
            process.start()
        elif blow == "kick":
            self.dovecot.try_doveadm("kick", address)
        elif blow == "renumber":
            self.dovecot.try_doveadm(
                "mailbox",
                "update",
                "-u",
                address,
                "--uid-validity",
                str(self.random.randrange(2_000_000_000, 2**32)),
                "INBOX",
            )
        elif blow == "rename":
            self.renamed += 1
            self.dovecot.try_doveadm("mailbox", "rename", "-u", address, "Processed", f"Processed-{self.renamed}")
        else:
            self._hurry_letters()

    def _hurry_letters(self) -> None:
        """What waits for minutes until its next try waits no more. Not while the program holds the database."""
        with suppress(StoreError):
            self.processes[0].rows(
                "UPDATE letter SET next_attempt_at = queued_at WHERE state = 'awaiting_retry' RETURNING id"
            )

    def settle(self) -> None:
        """The weather is fine again; returns when nothing is left to do. Raises TimeoutError."""
        self.sink.is_calm = True
        self.imap.calm()
        self.smtp.calm()
        until = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < until:
            for process in self.processes:
                process.kill()
            self._hurry_letters()
            self.processes[0].rows(
                "UPDATE ledger SET state = 'fetched', outcome = '', attempts = 0 WHERE state = 'parked' RETURNING id"
            )
            for process in self.processes:
                process.start()
                self.blows["settling"] = self.blows.get("settling", 0) + 1
            if self._gets_quiet():
                return
        raise TimeoutError(f"{self.left()} things are left after {SETTLE_SECONDS:.0f} seconds")

    def _gets_quiet(self) -> bool:
        """False when nothing has moved for a while: something waits for its time, or for somebody who has died."""
        left, moved = self.left(), time.monotonic()
        while left and time.monotonic() - moved < QUIET_SECONDS:
            time.sleep(0.5)
            now_left = self.left()
            if now_left < left:
                moved = time.monotonic()
            left = now_left
        return not left

    def left(self) -> int:
        """Messages and letters that still wait for something."""
        database = Reading(self.processes[0].database)  # which waits for nobody that writes
        with database.begin() as tx:
            waiting = tx.execute(
                text(
                    "SELECT (SELECT count(*) FROM ledger WHERE state <> 'done') + "
                    "(SELECT count(*) FROM letter WHERE state NOT IN ('sent', 'failed'))"
                )
            ).scalar_one()
        database.close()
        return int(waiting) + sum(self.dovecot.count(address, "INBOX") for address in self.addresses)


def run(plan: Plan, folder: Path) -> Outcome:
    """What had come of it when everything was quiet again."""
    random = Random(plan.seed)
    with ExitStack() as stack:
        dovecot = stack.enter_context(Dovecot(*(f"info{number}@company.test" for number in range(plan.mailboxes))))
        sink = stack.enter_context(RoughSink(Random(random.random())))
        imap = stack.enter_context(RoughProxy(dovecot.port, Random(random.random()), plan.rate))
        smtp = stack.enter_context(RoughProxy(sink.port, Random(random.random()), plan.rate))
        boxes = [
            Box(name=f"box{n}", address=f"info{n}@company.test", host="127.0.0.1", port=imap.port, procedure="dsmart")
            for n in range(plan.mailboxes)
        ]
        processes = []
        for number in range(plan.processes):
            (folder / str(number)).mkdir()
            process = DaemonProcess(folder / str(number), smtp.port, *boxes, database=plan.database)
            processes.append(stack.enter_context(process))
        processes[0].wait_for("daemon.started")
        soak = Soak(plan=plan, dovecot=dovecot, sink=sink, imap=imap, smtp=smtp, processes=processes, random=random)
        soak.storm()
        soak.settle()
        for process in processes:
            process.kill()
        return outcome_of(
            database=processes[0].database,
            received=list(sink.received),
            folders={a: {f: dovecot.count(a, f) for f in dovecot.folders(a)} for a in soak.addresses},
            spoiled={**imap.done, **{f"SMTP {k}": v for k, v in smtp.done.items()}, **sink.done, **soak.blows},
            delivered=plan.messages,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--mailboxes", type=int, default=2)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--database", default="sqlite", help="sqlite, postgresql (one of our own), or a URL of an empty one"
    )
    given = parser.parse_args()
    print(
        f"seed {given.seed}; again: python -m tests.soak.soak {' '.join(sys.argv[1:])} --seed {given.seed}", flush=True
    )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        url = "" if given.database == "sqlite" else given.database
        if given.database == "postgresql":
            url = stack.enter_context(Postgres()).database()
        plan = Plan(
            seed=given.seed,
            seconds=given.minutes * 60,
            messages=given.messages,
            mailboxes=given.mailboxes,
            processes=given.processes,
            database=url,
        )
        outcome = run(plan, folder)
    print(outcome.told())
    found = faults_of(outcome)
    print("\n".join(f"WRONG: {fault}" for fault in found) or "nothing lost, nothing twice")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
