"""Moves what is dealt with out of the inbox."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import Connection

from mailbot.desk.desk import Desk
from mailbot.errors import ServerRefused
from mailbot.log import event
from mailbot.store import ledger

LOG = logging.getLogger(__name__)


class Holding(Protocol):
    """What the filing needs of a mailbox; mail/mailbox.py is the real one."""

    @property
    def uidvalidity(self) -> int: ...
    @property
    def folder(self) -> str: ...
    def file_away(self, uids: Iterable[int], folder: str) -> object: ...


def file_away(desk: Desk, mailbox: str, inbox: Holding) -> None:
    """Moves what is done out of the inbox, many at once, where a folder for that is configured; else it stays and the ledger knows it.
    What is kept apart, such as a grievance, has a folder of its own: what is done is read by the whole team."""
    with desk.store.begin(mailbox) as tx:
        moves = to_move(desk, tx, mailbox, inbox)
    for folder, uids in moves:
        _move(desk, mailbox, inbox, folder, uids)


def to_move(desk: Desk, tx: Connection, mailbox: str, inbox: Holding) -> list[tuple[str, tuple[int, ...]]]:
    """(folder, UIDs to put there), where there are any."""
    imap = desk.firms[mailbox].settings.imap
    return [
        (folder, uids)
        for folder, apart in ((imap.done_folder, False), (imap.private_folder, True))
        if folder and (uids := ledger.to_file_away(tx, mailbox, inbox.folder, inbox.uidvalidity, apart=apart))
    ]


def _move(desk: Desk, mailbox: str, inbox: Holding, folder: str, uids: tuple[int, ...]) -> None:
    try:
        inbox.file_away(uids, folder)
    except (
        ServerRefused
    ) as fault:  # over quota, perhaps: they are dealt with and may stand there; the next reading tries again
        event(LOG, "message.not_moved", level=logging.WARNING, mailbox=mailbox, count=len(uids), exc_info=fault)
        return
    with desk.store.begin(mailbox) as tx:
        ledger.filed_away(tx, mailbox, inbox.folder, inbox.uidvalidity, uids)
