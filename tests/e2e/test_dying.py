"""The real process dies at a step of each story, again and again; nothing is lost and nothing is done twice, seen from outside too."""

from __future__ import annotations

import email
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.store import events
from mailbot.store.store import Store
from tests.e2e.lives import Lives
from tests.e2e.test_daemon import box, complaint
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Sink

pytestmark = pytest.mark.server
Account = Callable[[Dovecot], str]


@dataclass(frozen=True, kw_only=True)
class Letterbox:
    """What the submission server was given: each letter by its Message-ID, and how often."""

    times: Counter[str]
    recipients: dict[str, str]
    contents: dict[str, set[str]]

    @classmethod
    def of(cls, sink: Sink) -> Letterbox:
        times: Counter[str] = Counter()
        recipients: dict[str, str] = {}
        contents: dict[str, set[str]] = defaultdict(set)
        for envelope in list(sink.received):
            assert isinstance(envelope.content, bytes)
            message_id = str(email.message_from_bytes(envelope.content)["Message-ID"])
            times[message_id] += 1
            recipients[message_id] = envelope.rcpt_tos[0]
            contents[message_id].add(hashlib.sha256(envelope.content).hexdigest())
        return cls(times=times, recipients=recipients, contents=contents)

    @property
    def repeats(self) -> int:
        return sum(self.times.values()) - len(self.times)


def some_of(steps: int, how_many: int) -> Iterable[int]:
    """Numbers from 1 to `steps`, spread evenly."""
    return sorted({1 + (steps - 1) * n // (how_many - 1) for n in range(how_many)})


def chain_faults(url: str) -> tuple[str, ...]:
    store = Store(url)
    with store.begin() as tx:
        found = events.faults(tx)
    store.close()
    return found


class Story:
    """Complaints delivered one at a time to a daemon that dies at a step of dealing with each, and is started again."""

    def __init__(self, dovecot: Dovecot, address: str, daemon: Lives) -> None:
        self._dovecot, self._address, self._daemon = dovecot, address, daemon
        self.delivered = 0

    def begin(self) -> None:
        self._daemon.begin()
        self._daemon.wait_for("mailbox.read")
        self._daemon.wait_for_quiet_outbox()

    def deliver(self) -> None:
        self.delivered += 1
        self._dovecot.deliver(self._address, complaint(self.delivered, self._address))

    def steps_of(self, file: str) -> int:
        """How many steps of that file one complaint takes, by one that nobody dies of."""
        self.begin()
        self._daemon.dies_at(file, 0)
        self.deliver()
        self._daemon.wait_for("letter.accepted", letter="acknowledgement")
        self._daemon.wait_for_quiet_outbox()
        return self._daemon.stop()

    def die_at_some_steps_of(self, file: str, how_many: int) -> int:
        """How many deaths there were."""
        deaths = 0
        steps = self.steps_of(file)
        for step in some_of(steps, how_many):
            self.begin()
            self._daemon.dies_at(file, step)
            self.deliver()
            deaths += self._daemon.dies_before("letter.accepted", letter="notice") or self._daemon.stop_or_die()
        return deaths


def test_wherever_the_process_dies_over_a_complaint_it_is_recorded_once_and_answered_once(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    with Sink() as sink, Lives(tmp_path, sink.port, box(dovecot, address)) as daemon:
        story = Story(dovecot, address, daemon)
        within_intake = story.die_at_some_steps_of("intake", 8)
        within_outbox = story.die_at_some_steps_of("outbox", 5)
        story.begin()
        daemon.stop()
    assert within_intake >= 7
    assert within_outbox >= 4
    said = Letterbox.of(sink)
    customers = [
        to for to, message_id in ((said.recipients[i], i) for i in said.times) if to.endswith("customer.example")
    ]
    assert sorted(customers) == sorted(f"customer{n}@customer.example" for n in range(1, story.delivered + 1))
    assert {len(digests) for digests in said.contents.values()} == {1}, "a letter went again with other bytes"
    assert said.repeats <= within_outbox, "a letter went again though its answer had been recorded"
    assert (dovecot.count(address, "INBOX"), dovecot.count(address, "Processed")) == (0, story.delivered)
    counted = "SELECT (SELECT count(*) FROM {}), (SELECT count(*) FROM {})"
    assert daemon.rows(counted.format("case_file", "contact WHERE direction = 'in'")) == [(story.delivered,) * 2]
    assert daemon.rows("SELECT state, count(*) FROM ledger WHERE filed_away GROUP BY state") == [
        ("done", story.delivered)
    ]
    assert daemon.rows("SELECT count(*) FROM letter WHERE state <> 'sent'") == [(0,)]
    assert len(said.times) == daemon.rows("SELECT count(*) FROM letter")[0][0] == 2 * story.delivered
    assert daemon.rows("SELECT count(*) FROM event WHERE type = 'letter.sent'") == [(2 * story.delivered,)]
    assert chain_faults(daemon.database) == ()


def test_wherever_the_process_dies_over_a_deadline_its_breach_is_announced_once(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address, points = account(dovecot), 5
    with Sink() as sink, Lives(tmp_path, sink.port, box(dovecot, address)) as daemon:
        story = Story(dovecot, address, daemon)
        for _ in range(points + 1):
            story.deliver()
        story.begin()
        daemon.stop()
        daemon.begin("tick", at="tick 0")
        before = daemon.ends()
        make_late(daemon, 1)
        daemon.begin("tick", at="tick 0")
        steps = daemon.ends()
        deaths = 0
        for case, step in enumerate(some_of(steps, points), start=2):
            make_late(daemon, case)
            daemon.begin("tick", at=f"tick {step}")
            if daemon.dies_before("life.counted"):
                deaths += 1
                daemon.begin("tick", at="tick 0")
                daemon.wait_for("life.counted")
            daemon.wait_for("life.ended", code=0)
        story.begin()
        daemon.stop()
    assert steps > before
    assert deaths >= points - 1
    late = daemon.rows("SELECT case_id FROM deadline WHERE breached_at IS NOT NULL ORDER BY case_id")
    assert [row.case_id for row in late] == list(range(1, points + 2))
    assert daemon.rows("SELECT count(*) FROM event WHERE type = 'clock.breached'") == [(points + 1,)]
    escalated = daemon.rows("SELECT message_id FROM letter WHERE name = 'escalation'")
    assert len(escalated) == 2 * (points + 1)  # director and handler
    said = Letterbox.of(sink)
    assert [said.times[row.message_id] for row in escalated] == [1] * len(escalated)
    assert chain_faults(daemon.database) == ()


def make_late(daemon: Lives, case: int) -> None:
    """Its visit should have been two days ago."""
    moment = "1000000 * strftime('%s', 'now', '-2 days')"  # as store/columns.py writes one
    daemon.rows(
        f"UPDATE deadline SET due = date('now', '-2 days'), due_at = {moment}, next_action_at = {moment} "  # noqa: S608
        f"WHERE case_id = {case} AND clock = 'visit' RETURNING id"
    )
