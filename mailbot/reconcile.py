"""Compares the ledger with the mail server, once a night: what stands in the inbox unread, and what has left it without us."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mailbot.desk.desk import Desk
from mailbot.log import event
from mailbot.store import comparing, events, mailboxes
from mailbot.store.comparing import Comparison

LOG = logging.getLogger(__name__)


class Listed(Protocol):
    """What is needed of a folder; mail/mailbox.py has the real one."""

    @property
    def uidvalidity(self) -> int: ...
    @property
    def folder(self) -> str: ...
    def uids(self, after: int = 0) -> Sequence[int]: ...


def is_due(desk: Desk, mailbox: str, now: datetime) -> bool:
    """True once a local day, whichever way the clock was set, and if it was never done. Whoever is told so reads the whole inbox
    first, which mends what it can."""
    firm = desk.firms[mailbox]
    with desk.store.begin(mailbox) as tx:
        compared = mailboxes.times(tx, mailbox).compared_at
    return compared is None or compared.astimezone(firm.zone).date() != now.astimezone(firm.zone).date()


def compare(desk: Desk, mailbox: str, inbox: Listed, now: datetime) -> Comparison:
    """The comparison, kept for the digest; each message that vanished is an event of the mailbox, told of once.

    Raises TemporaryFailure when the server fails.
    """
    there = inbox.uids()
    filing = bool(desk.firms[mailbox].settings.imap.done_folder)
    with desk.store.begin(mailbox) as tx:
        found = comparing.compare(tx, mailbox, inbox.folder, inbox.uidvalidity, there, filing=filing)
        for ledger_id, uid in found.vanished:
            content = {"why": "left the inbox without mailbot", "message": ledger_id, "uid": uid}
            events.append(tx, mailbox=mailbox, case_id=None, type="message.gone", at=now, content=content)
        comparing.no_longer_there(tx, (ledger_id for ledger_id, _ in found.vanished))
        known = found.on_server - len(found.unknown)
        mailboxes.note(tx, mailbox, compared_at=now, compared_on_server=found.on_server, compared_known=known)
    wrong = len(found.vanished) + len(found.unknown)
    level = logging.WARNING if wrong else logging.INFO
    event(LOG, "mailbox.compared", level=level, mailbox=mailbox, count=wrong)
    return found
