"""Many messages through the real program while everything fails at random; in the end nothing is lost and nothing is twice.

    .venv/bin/python -m tests.soak.soak --seed 7 --minutes 5 --messages 1000 --mailboxes 4 --processes 3 --database postgresql

What is delivered and what goes wrong when is drawn from the seed. How far the programs are at that moment is the machine's affair, so
a seed repeats the weather and not every step. Waits of minutes between two tries of a letter are taken out of the database now and then.
"""

from __future__ import annotations

import argparse
import pickle
import shutil
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import bindparam, text

from mailbot.store.columns import Instant
from mailbot.store.reading import Reading
from tests.e2e.process import Box, DaemonProcess
from tests.servers.dovecot import Dovecot
from tests.servers.postgres import Postgres
from tests.soak.blows import Blows
from tests.soak.outcome import Outcome, errors_in, faults_of, inside, taken
from tests.soak.post import Post
from tests.soak.weather import RoughProxy, RoughSink

SETTLE_SECONDS = 1200.0
SECONDS_A_MESSAGE = 0.3  # on top, where the machine is slow
QUIET_SECONDS = 180.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    seed: int
    seconds: float
    messages: int
    mailboxes: int = 2
    processes: int = 1
    postgres: Postgres | None = None  # None = a SQLite file
    rate: float = 0.01  # of the pieces that go through the network, how many are spoiled
    seconds_between_blows: float = 4.0


@dataclass(kw_only=True)
class Soak:
    """The servers and the processes of one soak."""

    plan: Plan
    post: Post
    dovecot: Dovecot
    sink: RoughSink
    imap: RoughProxy
    smtp: RoughProxy
    processes: list[DaemonProcess]
    blows: Blows
    random: Random

    def storm(self) -> None:
        """Delivers everything, evenly over the time, while somebody else strikes at random moments."""
        over = threading.Event()
        striking = threading.Thread(target=self._strike_until, args=(over,))
        striking.start()
        try:
            began = time.monotonic()
            for number, delivery in enumerate(self.post):
                time.sleep(max(0.0, began + self.plan.seconds * number / len(self.post) - time.monotonic()))
                self.dovecot.deliver(delivery.address, delivery.content)
        finally:
            over.set()
            striking.join()

    def _strike_until(self, over: threading.Event) -> None:
        """What ends by itself is started again, as a service manager does."""
        while not over.wait(self.random.expovariate(1 / self.plan.seconds_between_blows)):
            for process in self.processes:
                if not process.runs:
                    self.blows.done["started again"] += 1
                    process.kill()
                    process.start()
            self.blows.strike()

    def settle(self) -> None:
        """The weather is fine again; returns when nothing is left to do. Raises TimeoutError."""
        self.sink.is_calm = True
        self.blows.over()
        self.imap.calm()
        self.smtp.calm()
        patience = SETTLE_SECONDS + SECONDS_A_MESSAGE * self.plan.messages
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for process in self.processes:
                process.kill()
            self.blows.hurry()
            self.processes[0].rows(
                "UPDATE ledger SET state = 'fetched', outcome = '', attempts = 0 WHERE state = 'parked' RETURNING id"
            )
            for process in self.processes:
                process.start()
                self.blows.done["settling"] += 1
            if self._gets_quiet():
                return
        raise TimeoutError(f"{self.left()} things are left after {patience:.0f} seconds")

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
        """Messages, letters and clocks that still wait for something."""
        database = Reading(self.processes[0].database)  # which waits for nobody that writes
        with database.begin() as tx:
            waiting = tx.execute(
                text(
                    "SELECT (SELECT count(*) FROM ledger WHERE state <> 'done') + "
                    "(SELECT count(*) FROM letter WHERE state NOT IN ('sent', 'failed')) + "
                    "(SELECT count(*) FROM deadline WHERE next_action_at IS NOT NULL"
                    " AND (next_action_at <= :now OR due_at <= :now))"
                ).bindparams(bindparam("now", datetime.now(UTC), type_=Instant()))
            ).scalar_one()
        database.close()
        addresses = dict.fromkeys(delivery.address for delivery in self.post)
        return int(waiting) + sum(self.dovecot.count(address, "INBOX") for address in addresses)


def run(plan: Plan, folder: Path) -> Outcome:
    """What had come of it when everything was quiet again."""
    random = Random(plan.seed)
    addresses = [f"info{number}@company.test" for number in range(plan.mailboxes)]
    database = plan.postgres.database() if plan.postgres else ""
    with ExitStack() as stack:
        dovecot = stack.enter_context(Dovecot(*addresses))
        sink = stack.enter_context(RoughSink(Random(random.random())))
        imap = stack.enter_context(RoughProxy(dovecot.port, Random(random.random()), plan.rate))
        smtp = stack.enter_context(RoughProxy(sink.port, Random(random.random()), plan.rate))
        boxes = [
            Box(name=f"box{n}", address=address, host="127.0.0.1", port=imap.port, procedure="dsmart")
            for n, address in enumerate(addresses)
        ]
        processes = []
        for number in range(plan.processes):
            (folder / str(number)).mkdir()
            process = DaemonProcess(folder / str(number), smtp.port, *boxes, database=database)
            processes.append(stack.enter_context(process))
        processes[0].wait_for("daemon.started", patience_seconds=SETTLE_SECONDS)
        blows = Blows(
            random=Random(random.random()),
            dovecot=dovecot,
            imap=imap,
            smtp=smtp,
            processes=processes,
            postgres=plan.postgres,
            addresses=addresses,
        )
        soak = Soak(
            plan=plan,
            post=Post.drawn(Random(random.random()), plan.messages, addresses),
            dovecot=dovecot,
            sink=sink,
            imap=imap,
            smtp=smtp,
            processes=processes,
            blows=blows,
            random=random,
        )
        soak.storm()
        soak.settle()
        for process in processes:
            process.kill()
        return outcome_of(soak)


def outcome_of(soak: Soak) -> Outcome:
    """What the servers and the tables say, once everything is quiet."""
    addresses = sorted({delivery.address for delivery in soak.post})
    smtp = {f"SMTP {what}": times for what, times in soak.smtp.done.items()}
    return Outcome(
        post=soak.post,
        taken=tuple(taken(list(soak.sink.received))),
        answered=frozenset(soak.smtp.answered),
        held=tuple((address, *held) for address in addresses for held in soak.dovecot.message_ids(address)),
        inside=inside(soak.processes[0].database),
        late=tuple(soak.blows.late),
        digests=dict(soak.blows.digests),
        errors=errors_in(process.log for process in soak.processes),
        spoiled={**soak.imap.done, **smtp, **soak.sink.done, **soak.blows.done},
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--mailboxes", type=int, default=2)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--database", default="sqlite", choices=("sqlite", "postgresql"), help="a file, or a server of our own"
    )
    parser.add_argument("--seconds-between-blows", type=float, default=4.0)
    parser.add_argument("--keep", type=Path, help="where to leave the logs and a SQLite file")
    given = parser.parse_args()
    seed = [] if any(word.startswith("--seed") for word in sys.argv) else ["--seed", str(given.seed)]
    print(f"seed {given.seed}; again: python -m tests.soak.soak {' '.join([*sys.argv[1:], *seed])}", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        if given.keep:
            stack.callback(shutil.copytree, folder, given.keep, dirs_exist_ok=True)
        plan = Plan(
            seed=given.seed,
            seconds=given.minutes * 60,
            messages=given.messages,
            mailboxes=given.mailboxes,
            processes=given.processes,
            seconds_between_blows=given.seconds_between_blows,
            postgres=stack.enter_context(Postgres()) if given.database == "postgresql" else None,
        )
        outcome = run(plan, folder)
        (folder / "outcome.pickle").write_bytes(pickle.dumps(outcome))
    print(outcome.told())
    found = faults_of(outcome)
    print("\n".join(f"WRONG: {fault}" for fault in found) or "nothing lost, nothing twice")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
