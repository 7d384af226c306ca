"""Counts what happens in this process, by the events that are logged, whatever the log's level. It serves nothing (outside.py does).

Counts begin at zero with the process, as Prometheus counters do; how things stand is asked of the database instead (store/gauges.py).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A counter and its labels. Each label is a field of the event; one that an event lacks is ""."""

    name: str
    help: str
    labels: tuple[str, ...]


MESSAGES = Counted(
    name="mailbot_messages", help="Messages dealt with, by what became of them.", labels=("mailbox", "outcome")
)
SUBMISSIONS = Counted(
    name="mailbot_submissions",
    help="Letters handed to the submission server, by its answer.",
    labels=("letter", "answer"),
)
EVENTS = Counted(
    name="mailbot_events",
    help="Everything that was logged, by event; see docs/operations.md.",
    labels=("event", "mailbox"),
)
_SUBMITTED = frozenset({"letter.accepted", "letter.temporary", "letter.permanent"})

_counts: Counter[tuple[Counted, tuple[str, ...]]] = Counter()
_lock = threading.Lock()


def count(event: str, fields: Mapping[str, object]) -> None:
    """One more of that event. Called for every log line; any thread."""
    with _lock:
        _counts[EVENTS, (event, str(fields.get("mailbox", "")))] += 1
        if event == "message.recorded":
            _counts[MESSAGES, (str(fields.get("mailbox", "")), str(fields.get("outcome") or "failed"))] += 1
        elif event in _SUBMITTED:
            _counts[SUBMISSIONS, (str(fields.get("letter", "")), event.partition(".")[2])] += 1


def counts() -> dict[tuple[Counted, tuple[str, ...]], int]:
    """What was counted until now: (counter, values of its labels) to number."""
    with _lock:
        return dict(_counts)


def reset() -> None:
    """Begins at zero again, as a new process does."""
    with _lock:
        _counts.clear()
