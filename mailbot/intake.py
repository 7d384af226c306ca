"""The inbound story: fetch, keep raw, then for each message read, match, decide, record, and only then file it away.

First commit: original bytes and ledger rows. Second commit, a message (or several through savepoints): everything it causes, or
nothing. A try is counted in a commit of its own before it starts, so that a message that kills the process is parked after three.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Protocol

from sqlalchemy import Connection

from mailbot.core.decide import decide
from mailbot.core.hand_sent import NOT_FOR_US
from mailbot.core.model import RawMessage
from mailbot.core.rules import Arrival
from mailbot.desk import gathering
from mailbot.desk.case_mailing import mail_case_files
from mailbot.desk.desk import Desk
from mailbot.desk.opening import Opened
from mailbot.desk.oversize import tell_of_size
from mailbot.desk.writing import Occasion
from mailbot.errors import MailbotError, StoreError
from mailbot.filing import file_away, to_move
from mailbot.log import event
from mailbot.mail.apart import Apart
from mailbot.setting_aside import park, park_unread, tell_of_gone, tell_of_stale
from mailbot.store import ledger, letters, mailboxes
from mailbot.store.statements import all_or_nothing

LOG = logging.getLogger(__name__)
TRIES = 3
BATCH_BYTES = 8_000_000
TOGETHER = 20
"""Messages of one commit: waiting for the disk is shared, and nobody else waits for the database longer than half a second."""


class Left(Protocol):
    """A message that the server would not give."""

    @property
    def uid(self) -> int: ...
    @property
    def because(self) -> str: ...


class Inbox(Protocol):
    """What the intake needs of a mailbox; mail/mailbox.py is the real one."""

    @property
    def uidvalidity(self) -> int: ...
    @property
    def folder(self) -> str: ...
    @property
    def skipped(self) -> Sequence[Left]: ...
    def uids(self, after: int = 0) -> tuple[int, ...]: ...
    def fetch(self, uids: Iterable[int]) -> Iterator[RawMessage]: ...
    def file_away(self, uids: Iterable[int], folder: str) -> object: ...


def take_in(
    desk: Desk, mailbox: str, inbox: Inbox, now: datetime, *, whole: bool = False, limit: int | None = None
) -> int:
    """What is new in the inbox, at most `limit` messages, dealt with and filed away. How many: 0 means that it was read to its end.

    `whole` looks at every UID, not only at those above the last one known: after a start, and after a renumbering. Raises
    TemporaryFailure when the server fails; what was kept until then is safe and goes on at the next call.
    """
    keep_new(desk, mailbox, inbox, now, whole=whole, limit=limit)
    if _nothing_waits(desk, mailbox, inbox, now):
        return 0
    worked = work(desk, mailbox, now, limit=limit)
    file_away(desk, mailbox, inbox)
    if not worked or limit is None:
        with desk.store.begin(mailbox) as tx:
            mailboxes.note(tx, mailbox, last_read_at=now, blind_told_at=None)
    return worked


def _nothing_waits(desk: Desk, mailbox: str, inbox: Inbox, now: datetime) -> bool:
    """Is nothing left to do, as at most readings? One look tells, which also notes that the mailbox was read to its end."""
    with desk.store.begin(mailbox) as tx:
        if ledger.fetched(tx, mailbox, 1) or letters.making(tx, mailbox) or to_move(desk, tx, mailbox, inbox):
            return False
        mailboxes.note(tx, mailbox, last_read_at=now, blind_told_at=None)
    return True


def keep_new(desk: Desk, mailbox: str, inbox: Inbox, now: datetime, *, whole: bool, limit: int | None) -> None:
    """Fetches what the ledger does not know and keeps it raw, a batch a commit. Never by UNSEEN (design 3)."""
    fetch_and_keep(desk, mailbox, inbox, unknown_uids(desk, mailbox, inbox, whole=whole)[:limit], now)
    missing = {left.uid for left in inbox.skipped if left.because == "gone"}
    if missing:
        there = missing.intersection(inbox.uids(min(missing) - 1))  # some servers list what they answer nothing for
        _keep_nothing(desk, mailbox, inbox, sorted(there), now)
        if gone := sorted(missing - there):
            tell_of_gone(desk, mailbox, gone, now)


def unknown_uids(desk: Desk, mailbox: str, inbox: Inbox, *, whole: bool) -> list[int]:
    """What stands in the folder and not in the ledger; without `whole`, of what is newer than the newest that is known."""
    with desk.store.begin(mailbox) as tx:
        last = 0 if whole else ledger.last_uid(tx, mailbox, inbox.folder, inbox.uidvalidity)
        known = ledger.known_uids(tx, mailbox, inbox.folder, inbox.uidvalidity) if whole else frozenset()
    return [uid for uid in inbox.uids(last) if uid not in known]


def fetch_and_keep(desk: Desk, mailbox: str, inbox: Inbox, uids: Iterable[int], now: datetime) -> None:
    batch: list[RawMessage] = []
    for raw in inbox.fetch(uids):
        batch.append(raw)
        if len(batch) >= 50 or sum(len(r.content) for r in batch) > BATCH_BYTES:
            _keep(desk, mailbox, batch, now)
            batch = []
    _keep(desk, mailbox, batch, now)
    _keep_nothing(desk, mailbox, inbox, [left.uid for left in inbox.skipped if left.because != "gone"], now)


def _keep_nothing(desk: Desk, mailbox: str, inbox: Inbox, uids: Iterable[int], now: datetime) -> None:
    """Messages that stand there and that the server does not give are parked, so that a person looks."""
    for uid in uids:
        nothing = RawMessage(
            mailbox=mailbox,
            folder=inbox.folder,
            uidvalidity=inbox.uidvalidity,
            uid=uid,
            received_at=now,
            content=b"",
            complete=False,
        )
        _keep(desk, mailbox, [nothing], now)


def _keep(desk: Desk, mailbox: str, batch: list[RawMessage], now: datetime) -> None:
    if not batch:
        return
    too_large = []
    with desk.store.begin(mailbox) as tx:
        for raw in batch:
            at = min(raw.received_at, now)  # days are counted from it, and a server's clock may be ahead
            ledger_id = ledger.keep(tx, replace(raw, received_at=at), now)
            if ledger_id is not None and not raw.complete and not (raw.sent and raw.content):
                too_large += [ledger_id] if park_unread(desk, tx, mailbox, raw, ledger_id, now) else []
    for ledger_id in too_large:
        tell_of_size(desk, mailbox, ledger_id, now)


def work(desk: Desk, mailbox: str, now: datetime, *, limit: int | None = None) -> int:
    """Deals with kept messages that are not done, from the stored bytes: also those that a dead process left behind."""
    worked = stale = 0
    while limit is None or worked < limit:
        with desk.store.begin(mailbox) as tx:
            ledger.take_back_attempts(tx, desk.excused.get(mailbox, ()))
            waiting = ledger.fetched(tx, mailbox, (limit or 500) - (worked if limit else 0))
        desk.excused.pop(mailbox, None)
        for first_try, group in groupby(waiting, lambda row: row.attempts == 0):
            ids = [row.id for row in group]
            if first_try:
                for start in range(0, len(ids), TOGETHER):
                    stale += work_together(desk, mailbox, ids[start : start + TOGETHER], now).count("stale")
            else:
                with desk.opener.apart() as apart:
                    stale += [work_one(desk, mailbox, ledger_id, apart, now) for ledger_id in ids].count("stale")
        worked += len(waiting)
        if not waiting:
            break
    if stale:
        tell_of_stale(desk, mailbox, now)
    mail_case_files(desk, mailbox, now)
    return worked


def work_together(desk: Desk, mailbox: str, ledger_ids: Sequence[int], now: datetime) -> list[str]:
    """Messages that were not tried before, in one commit; each all or nothing by a savepoint, so that a bad one takes no neighbour
    along. Their outcomes. If the process dies, each is tried again by itself: only the one that kills it is parked."""
    outcomes = []
    with _in_hand(desk, mailbox, ledger_ids):
        opened = desk.opener.open_kept(desk.store, ledger_ids)
        with desk.store.begin(mailbox) as tx:
            for ledger_id in ledger_ids:
                try:
                    with all_or_nothing(tx):
                        outcomes.append(_decide_and_record(desk, tx, mailbox, ledger_id, opened[ledger_id], now))
                except (MailbotError, LookupError, ValueError) as fault:
                    ledger.failed(tx, ledger_id, str(fault))
                    _tell_failed(mailbox, ledger_id, 1, fault)
                    outcomes.append("")
    for ledger_id, outcome in zip(ledger_ids, outcomes, strict=True):
        if outcome:
            event(LOG, "message.recorded", mailbox=mailbox, message=ledger_id, outcome=outcome)
    return outcomes


def work_one(desk: Desk, mailbox: str, ledger_id: int, apart: Apart, now: datetime) -> str:
    """One message that was tried before, all or nothing, read apart. Its outcome in a word; "" if it failed and will be tried again."""
    apart.make_ready()  # takes half a second, in which the message is not in hand: whatever ends the program then, it is not to blame
    with _in_hand(desk, mailbox, [ledger_id]) as tries:
        if tries > TRIES:
            return _give_up(desk, mailbox, ledger_id, "it stopped the program three times", now)
        opened = desk.opener.open_kept(desk.store, [ledger_id], suspects=apart)[ledger_id]
        try:
            with desk.store.begin(mailbox) as tx:
                outcome = _decide_and_record(desk, tx, mailbox, ledger_id, opened, now)
        except StoreError:
            raise
        except (MailbotError, LookupError, ValueError) as fault:
            _tell_failed(mailbox, ledger_id, tries, fault)
            if tries >= TRIES:
                return _give_up(desk, mailbox, ledger_id, str(fault), now)
            with desk.store.begin(mailbox) as tx:
                ledger.failed(tx, ledger_id, str(fault))
            return ""
    event(LOG, "message.recorded", mailbox=mailbox, message=ledger_id, outcome=outcome)
    return outcome


@contextmanager
def _in_hand(desk: Desk, mailbox: str, ledger_ids: Sequence[int]) -> Iterator[int]:
    """Counts a try of each before it begins, in a commit of its own; how many the one that had most has now.

    The database's trouble is not the message's: such a try is taken back as soon as the database lets us (`work`). A row that it
    will not store is (NotStorable): of several messages in hand each is then tried by itself."""
    with desk.store.begin(mailbox) as tx:
        tries = ledger.count_attempts(tx, ledger_ids)
    desk.in_hand[mailbox] = tuple(ledger_ids)
    try:
        yield tries
    except StoreError:
        desk.excused[mailbox] = tuple(ledger_ids)
        raise
    finally:
        del desk.in_hand[mailbox]


def put_down(desk: Desk) -> None:
    """The program is stopped and waits no longer for what is in hand: whatever that waits for, its messages are not to blame.
    Raises StoreError."""
    for mailbox, ledger_ids in tuple(desk.in_hand.items()):
        with desk.store.begin(mailbox) as tx:
            ledger.take_back_attempts(tx, ledger_ids)


def _tell_failed(mailbox: str, ledger_id: int, tries: int, fault: Exception) -> None:
    event(
        LOG,
        "message.failed",
        level=logging.WARNING,
        mailbox=mailbox,
        message=ledger_id,
        attempt=tries,
        exc_info=fault,
    )


def _give_up(desk: Desk, mailbox: str, ledger_id: int, why: str, now: datetime) -> str:
    with desk.store.begin(mailbox) as tx:
        park(tx, desk, desk.firms[mailbox], ledger_id, why, now)
    event(LOG, "message.parked", level=logging.ERROR, mailbox=mailbox, message=ledger_id)
    return "parked"


def _decide_and_record(desk: Desk, tx: Connection, mailbox: str, ledger_id: int, opened: Opened, now: datetime) -> str:
    firm = desk.firms[mailbox]
    entry = ledger.entry(tx, ledger_id, beginning=opened.beginning)
    if entry.state != "fetched":  # another process, which watched this mailbox until a moment ago, has dealt with it
        return entry.outcome
    if ledger.seen_before(tx, mailbox, entry.sha256, entry.id):
        ledger.done(tx, ledger_id, outcome="seen_before", now=now, decision={})
        return "seen_before"
    if opened.fault is not None:
        raise opened.fault
    arrival = desk.reader(mailbox, sent=entry.sent).understand(tx, entry, opened, now)
    decided = decide(arrival, firm.rules, now)
    case = arrival.match.case
    occasion = Occasion(arrival=arrival, screened=opened.screened)
    case_id = case.id if case else None
    applied = desk.apply(tx, firm, decided, now, case_id=case_id, case=case, entry=entry, occasion=occasion)
    if applied.outcome in gathering.TOGETHER:
        gathering.begin_gathering(tx, firm, applied.outcome, now)
    if applied.parked:
        park(tx, desk, firm, ledger_id, applied.parked, now)
        return "parked"
    message_id = arrival.message.message_id
    ledger.done(
        tx,
        ledger_id,
        outcome=applied.outcome,
        now=now,
        case_id=applied.case_id,
        message_id=message_id,
        decision=explain(arrival, apart=applied.apart),
    )
    if entry.sent and applied.outcome in NOT_FOR_US:
        ledger.forget(tx, entry)
    return applied.outcome


def explain(arrival: Arrival, *, apart: bool = False) -> dict[str, object]:
    """What `mailbot why` tells of a message, kept with its ledger row. `apart`: without a word of it."""
    return {
        "disposition": str(arrival.verdict.disposition),
        "rule": arrival.verdict.rule,
        "source": arrival.verdict.source,
        "may_auto_answer": arrival.verdict.may_auto_answer,
        "match": str(arrival.match.answer),
        "evidence": arrival.match.evidence,
        "authentication": arrival.authentication.because,
        "flags": {f.flag: "" if apart else f.because for f in arrival.flags},
        "references": list(arrival.message.references or arrival.message.in_reply_to),
    }
