"""Messages that are not worked on as others are: parked, gone before they were read, too old. They are recorded and a person is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core.actions import Actions
from mailbot.core.model import Role
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.log import event
from mailbot.store import contacts, events, ledger, mailboxes

LOG = logging.getLogger(__name__)


def tell_of_gone(desk: Desk, mailbox: str, uids: Sequence[int], now: datetime) -> None:
    """Somebody deleted or moved messages before we could read them: said in the log and in the digest, for nothing else is left."""
    with desk.store.begin(mailbox) as tx:
        for uid in uids:
            content = {"why": "left the inbox before it could be read", "uid": uid}
            events.append(tx, mailbox=mailbox, case_id=None, type="message.gone", at=now, content=content)
    event(LOG, "message.gone", level=logging.WARNING, mailbox=mailbox, count=len(uids))


def park(tx: Connection, desk: Desk, firm: FirmDesk, ledger_id: int, why: str, now: datetime) -> None:
    """The message is kept and a person is told; its neighbours go on."""
    ledger.park(tx, ledger_id, why, now)
    events.append(
        tx, mailbox=firm.name, case_id=None, type="message.parked", at=now, content={"why": why, "message": ledger_id}
    )
    words = (
        f"Message {ledger_id} could not be handled: {why}. It is kept. Look at it with: mailbot park show {ledger_id}"
    )
    desk.apply(tx, firm, _task(firm, "A message could not be handled", words), now)


def tell_of_stale(desk: Desk, mailbox: str, stale: int, now: datetime) -> None:
    """A first start on an old inbox: what was recorded without a letter is listed once for a person (design 3)."""
    firm = desk.firms[mailbox]
    with desk.store.begin(mailbox) as tx:
        listed = contacts.listed(tx, mailbox, "stale", now)
        lines = "\n".join(f"- {line}" for line in listed[:200])
        days = firm.settings.stale_after_days
        why = f"were older than {days:g} days when mailbot first saw them"
        if mailboxes.times(tx, mailbox).quiet_until is not None:
            why += (
                ", or came in the time that is missing since the database was restored, and may have been answered then"
            )
        words = f"{stale} messages {why}. They are recorded; nobody was written to, and no command in them was obeyed.\n\n{lines}"
        desk.apply(tx, firm, _task(firm, "Old messages were found", words), now)


def _task(firm: FirmDesk, title: str, words: str) -> Actions:
    """A task about the mailbox for the first person there is."""
    to = (*firm.rules.people(Role.HANDLER), *firm.rules.people(Role.DIRECTOR))[:1]
    return tuple(staff_letter("task", person, title=title, words=words, off_case=True) for person in to)
