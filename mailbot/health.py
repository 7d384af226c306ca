"""Is all well? Judged from how the mailboxes stand and when the clocks were last looked at, in sentences an operator can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from mailbot.config import Mailbox
from mailbot.store.gauges import Gauges

TICK_LATE = timedelta(minutes=1)  # the bell rings every five seconds
LETTER_LATE = timedelta(hours=1)  # greylisting takes minutes; what takes an hour, somebody should look at


def problems(
    standing: Iterable[Gauges], mailboxes: Mapping[str, Mailbox], ticked_at: datetime | None, now: datetime
) -> tuple[str, ...]:
    """What is wrong, a sentence each; nothing if all is well. All instants in UTC."""
    found = []
    if ticked_at is None or now - ticked_at > TICK_LATE:
        since = f"since {_at(ticked_at)}" if ticked_at else "yet"
        found.append(f"no deadline has been looked at {since}")
    for box in standing:
        patience = timedelta(minutes=mailboxes[box.mailbox].blind_after_minutes)
        read_at = max(box.read_at or box.known_since, box.known_since)
        if now - read_at > patience:
            found.append(f"mailbox {box.mailbox} has not been read to its end since {_at(read_at)}")
        if box.oldest_unsent is not None and now - box.oldest_unsent > LETTER_LATE:
            unsent = sum(box.unsent.values())
            found.append(
                f"mailbox {box.mailbox} has {unsent} unsent letters, the oldest since {_at(box.oldest_unsent)}"
            )
    return tuple(found)


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%SZ}"
