"""Tells a person when a mailbox cannot be read: clocks run while mailbot cannot see (design 15)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.core.model import Role
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.log import event
from mailbot.store import mailboxes
from mailbot.store.mailboxes import Times

LOG = logging.getLogger(__name__)


def tell_of_blindness(desk: Desk, now: datetime) -> int:
    """For each mailbox unread for `blind_after_minutes`, one task to the directors and the first handler. How many mailboxes."""
    told = 0
    with desk.store.begin() as tx:
        times = mailboxes.every(tx)
    for name in times.keys() & desk.firms.keys():
        if _is_to_tell(times[name], desk.firms[name], now):
            told += _tell_if_still_blind(desk, desk.firms[name], now)
    return told


def _is_to_tell(times: Times, firm: FirmDesk, now: datetime) -> bool:
    patience = timedelta(minutes=firm.settings.blind_after_minutes)
    return times.blind_told_at is None and now - _read_last(times) >= patience


def _tell_if_still_blind(desk: Desk, firm: FirmDesk, now: datetime) -> bool:
    with desk.store.begin(firm.name) as tx:
        times = mailboxes.times(tx, firm.name)
        if not _is_to_tell(times, firm, now):
            return False  # read, or told of by another process, since we looked
        _tell(desk, tx, firm, _read_last(times), "Please look at the mail server and at mailbot's log.", now)
        return True


def tell_of_refusal(desk: Desk, name: str, said: str, now: datetime) -> bool:
    """The mail server or the token endpoint refuses us: people hear of it at once, and once until the mailbox was read again.

    `said`: in whose words it was refused. Was anybody told now?
    """
    firm = desk.firms[name]
    with desk.store.begin(name) as tx:
        times = mailboxes.times(tx, name)
        if times.blind_told_at is not None:
            return False
        words = f"The login is refused: {said}. Whoever looks after mailbot must give it a new password or token."
        _tell(desk, tx, firm, _read_last(times), words, now)
    return True


def _read_last(times: Times) -> datetime:
    return max((at for at in (times.last_read_at, times.started_at) if at is not None), default=times.first_run_at)


def _tell(desk: Desk, tx: Connection, firm: FirmDesk, since: datetime, advice: str, now: datetime) -> None:
    words = (
        f"The mailbox {firm.settings.address} could not be read since {since.astimezone(firm.zone):%A %d %B %Y %H:%M}. "
        f"Messages that came since then are not answered, and the clocks run on. {advice}"
    )
    to = (*firm.rules.people(Role.DIRECTOR), *firm.rules.people(Role.HANDLER)[:1])
    title = "The mailbox cannot be read"
    desk.apply(tx, firm, tuple(staff_letter("task", p, title=title, words=words, off_case=True) for p in to), now)
    mailboxes.note(tx, firm.name, blind_told_at=now)
    event(LOG, "mailbox.blind", level=logging.ERROR, mailbox=firm.name)
