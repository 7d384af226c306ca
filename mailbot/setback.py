"""Puts right what a machine's clock that was ahead has left behind once it is set back: nothing waits for the wrong time to come."""

from __future__ import annotations

import logging
from datetime import datetime

from mailbot.core.reminders import next_digest
from mailbot.desk.desk import Desk
from mailbot.desk.gathering import AFTER, TOGETHER
from mailbot.log import event
from mailbot.store import deadlines, mailboxes

LOG = logging.getLogger(__name__)


def put_right(desk: Desk, mailbox: str, now: datetime) -> bool:
    """What was noted with a time after `now` counts as of now, the digest comes next morning, and the notice of many messages at once.
    Was anything to be put right?"""
    firm = desk.firms[mailbox]
    with desk.store.begin(mailbox) as tx:
        times = mailboxes.times(tx, mailbox)
        noted = {
            "started_at": times.started_at,
            "last_read_at": times.last_read_at,
            "blind_told_at": times.blind_told_at,
            "compared_at": times.compared_at,
            "quiet_until": times.quiet_until,
            "sent_since": times.sent_since,
        }
        ahead = {name: now for name, at in noted.items() if at is not None and at > now}
        if ahead:
            mailboxes.note(tx, mailbox, **ahead)
        counting = firm.rules.procedure.counting(firm.rules.procedure.clock[0])
        coming = next_digest(counting, firm.rules.hours, now)
        latest = {deadlines.DIGEST: coming, **dict.fromkeys(TOGETHER, now + AFTER)}
        late = [
            row
            for row in deadlines.standing(tx, mailbox)
            if row.next_action_at is not None and row.next_action_at > latest.get(row.clock, row.next_action_at)
        ]
        for row in late:  # what was gathered in the wrong time is told at once, and gathering begins anew
            if row.clock == deadlines.DIGEST:
                deadlines.set_next(tx, row.id, coming, reminded=False)
            else:
                deadlines.begin_again(tx, row.id, min(row.started_at, now), now)
    if ahead or late:
        event(LOG, "clock.set_back", level=logging.WARNING, mailbox=mailbox)
    return bool(ahead or late)
