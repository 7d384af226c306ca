"""Messages that are not worked on as others are: parked, gone before they were read, too old. They are recorded and a person is told."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core.actions import Actions
from mailbot.core.model import RawMessage, Role
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.desk.gathering import end_gathering
from mailbot.log import event
from mailbot.store import deadlines, events, ledger

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


def park_unread(desk: Desk, tx: Connection, mailbox: str, raw: RawMessage, ledger_id: int, now: datetime) -> bool:
    """A message of which there is the header at most. Is its sender to be told that it is too large? Of one that stands there under
    another number since (design 3) people know already."""
    what = (
        "it is too large to be read; only its header was kept" if raw.content else "the mail server would not give it"
    )
    why = f"{what}; the message itself is still in the inbox"
    if raw.content and ledger.parked_before(tx, mailbox, ledger.sha256_of(tx, ledger_id), ledger_id):
        ledger.park(tx, ledger_id, why, now)
        return False
    park(tx, desk, desk.firms[mailbox], ledger_id, why, now)
    return bool(raw.content)


def tell_of_stale(desk: Desk, mailbox: str, now: datetime) -> None:
    """A first start on an old inbox: what was recorded without a letter is listed once for a person (design 3). A tick does so later
    if the program died before."""
    firm = desk.firms[mailbox]
    with desk.store.begin(mailbox) as tx:
        for row in deadlines.standing(tx, mailbox):
            if row.clock == deadlines.STALE:
                end_gathering(desk, tx, firm, row, now)


def _task(firm: FirmDesk, title: str, words: str) -> Actions:
    """A task about the mailbox for the first person there is."""
    to = (*firm.rules.people(Role.HANDLER), *firm.rules.people(Role.DIRECTOR))[:1]
    return tuple(staff_letter("task", person, title=title, words=words, off_case=True) for person in to)
