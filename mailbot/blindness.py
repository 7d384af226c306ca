"""Tells a person when a mailbox has not been read for too long: clocks run while mailbot cannot see (design 15)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from mailbot.core.model import Role
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.log import event
from mailbot.store import ledger

LOG = logging.getLogger(__name__)


def tell_of_blindness(desk: Desk, now: datetime) -> int:
    """For each mailbox unread for `blind_after_minutes`, one task to the directors and the first handler. How many mailboxes."""
    told = 0
    for name, firm in desk.firms.items():
        with desk.store.begin() as tx:
            times = ledger.mailbox_times(tx, name)
            since = max(
                (at for at in (times.last_read_at, times.started_at) if at is not None), default=times.first_run_at
            )
            if times.blind_told_at is not None or now - since < timedelta(minutes=firm.settings.blind_after_minutes):
                continue
            words = (
                f"The mailbox {firm.settings.address} could not be read since {since.astimezone(firm.zone):%A %d %B %Y %H:%M}. "
                "Messages that came since then are not answered, and the clocks run on. "
                "Please look at the mail server and at mailbot's log."
            )
            to = (*firm.rules.people(Role.DIRECTOR), *firm.rules.people(Role.HANDLER)[:1])
            desk.apply(
                tx,
                firm,
                tuple(
                    staff_letter("task", p, title="The mailbox cannot be read", words=words, off_case=True) for p in to
                ),
                now,
            )
            ledger.set_mailbox(tx, name, blind_told_at=now)
        event(LOG, "mailbox.blind", level=logging.ERROR, mailbox=name)
        told += 1
    return told
