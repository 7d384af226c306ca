"""The story of sent mail: what colleagues wrote from the shared mailbox itself, without mailbot, is read out of its sent folder.

What stood there before mailbot first looked is only noted: it is no news. Our own letters, which providers copy there, are known again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from mailbot.core.model import RawMessage
from mailbot.desk.desk import Desk
from mailbot.intake import Inbox, fetch_and_keep, unknown_uids, work
from mailbot.store import ledger, mailboxes


class Sentbox(Inbox, Protocol):
    """What is needed of the folder of sent mail; mail/mailbox.py has the real one."""

    def dates(self, uids: Iterable[int]) -> Sequence[tuple[int, datetime]]: ...


def take_in_sent(desk: Desk, mailbox: str, folder: Sentbox, now: datetime, *, whole: bool = False) -> int:
    """What is new among sent mail is kept and dealt with. How many messages.

    `whole` looks at every UID: after a start, and after a renumbering. Raises TemporaryFailure when the server fails.
    """
    since = _watched_since(desk, mailbox, now)
    new = unknown_uids(desk, mailbox, folder, whole=whole)
    dated = folder.dates(new) if new else ()
    fetch_and_keep(desk, mailbox, folder, [uid for uid, at in dated if at >= since], now)
    _note(desk, mailbox, folder, [(uid, at) for uid, at in dated if at < since], now)
    return work(desk, mailbox, now) if any(at >= since for _, at in dated) else 0


def _watched_since(desk: Desk, mailbox: str, now: datetime) -> datetime:
    """When mailbot first looked into this mailbox's sent mail, to the second as servers date it: now, where it never has."""
    with desk.store.begin(mailbox) as tx:
        since = mailboxes.times(tx, mailbox).sent_since
        if since is None:
            since = now.replace(microsecond=0)
            mailboxes.note(tx, mailbox, sent_since=since)
    return since


def _note(desk: Desk, mailbox: str, folder: Sentbox, old: Sequence[tuple[int, datetime]], now: datetime) -> None:
    with desk.store.begin(mailbox) as tx:
        for uid, at in old:
            raw = RawMessage(
                mailbox=mailbox,
                folder=folder.folder,
                uidvalidity=folder.uidvalidity,
                uid=uid,
                received_at=at,
                content=b"",
                sent=True,
            )
            ledger.keep_unread(tx, raw, now, "sent_before")
