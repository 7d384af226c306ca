"""The inbound story: fetch, keep raw, then for each message read, match, decide, record, and only then file it away.

First commit: original bytes and ledger rows. Second commit, a message: everything it causes, or nothing. A try is counted in a commit
of its own before it starts, so that a message that kills the process is parked after three.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from mailbot.core.actions import Actions
from mailbot.core.decide import decide
from mailbot.core.model import RawMessage, Role
from mailbot.core.rules import Arrival
from mailbot.core.steps import staff_letter
from mailbot.desk import Desk
from mailbot.errors import MailbotError
from mailbot.firms import FirmDesk
from mailbot.log import event
from mailbot.store import events, ledger
from mailbot.writing import Occasion

LOG = logging.getLogger(__name__)
TRIES = 3


class Inbox(Protocol):
    """What the intake needs of a mailbox; mail/mailbox.py is the real one."""

    @property
    def uidvalidity(self) -> int: ...
    @property
    def folder(self) -> str: ...
    def uids(self, after: int = 0) -> tuple[int, ...]: ...
    def fetch(self, uids: Iterable[int]) -> Iterator[RawMessage]: ...
    def file_away(self, uids: Iterable[int]) -> object: ...


def take_in(desk: Desk, mailbox: str, inbox: Inbox, now: datetime, *, whole: bool = False) -> int:
    """Everything new in the inbox, dealt with. How many messages. `whole`: look at every UID, not only those above the last one known.

    Raises TemporaryFailure when the server fails; what was kept until then is safe and goes on at the next call.
    """
    keep_new(desk, mailbox, inbox, now, whole=whole)
    worked = work(desk, mailbox, now)
    file_away(desk, mailbox, inbox)
    with desk.store.begin() as tx:
        ledger.set_mailbox(tx, mailbox, last_read_at=now, blind_told_at=None)
    return worked


def keep_new(desk: Desk, mailbox: str, inbox: Inbox, now: datetime, *, whole: bool) -> None:
    """Fetches what the ledger does not know and keeps it raw, a batch a commit. Never by UNSEEN (design 3)."""
    with desk.store.begin() as tx:
        last = 0 if whole else ledger.last_uid(tx, mailbox, inbox.folder, inbox.uidvalidity)
        known = ledger.known_uids(tx, mailbox, inbox.folder, inbox.uidvalidity) if whole else frozenset()
    batch: list[RawMessage] = []
    for raw in inbox.fetch(uid for uid in inbox.uids(last) if uid not in known):
        batch.append(raw)
        if len(batch) >= 50 or sum(len(r.content) for r in batch) > 8_000_000:
            _keep(desk, batch, now)
            batch = []
    _keep(desk, batch, now)


def _keep(desk: Desk, batch: list[RawMessage], now: datetime) -> None:
    if batch:
        with desk.store.begin() as tx:
            for raw in batch:
                ledger.keep(tx, raw, now)


def work(desk: Desk, mailbox: str, now: datetime) -> int:
    """Deals with every kept message that is not done, from the stored bytes: also those that a dead process left behind."""
    worked = stale = 0
    while True:
        with desk.store.begin() as tx:
            waiting = ledger.fetched(tx, mailbox)
        if not waiting:
            if stale:
                _tell_of_stale(desk, mailbox, stale, now)
            return worked
        for ledger_id in waiting:
            stale += work_one(desk, mailbox, ledger_id, now) == "stale"
            worked += 1


def work_one(desk: Desk, mailbox: str, ledger_id: int, now: datetime) -> str:
    """One message, all or nothing. Its outcome in a word; "" if it failed and will be tried again."""
    with desk.store.begin() as tx:
        tries = ledger.count_attempt(tx, ledger_id)
    if tries > TRIES:
        return _give_up(desk, mailbox, ledger_id, "it stopped the program three times", now)
    try:
        outcome = _decide_and_record(desk, mailbox, ledger_id, now)
    except (MailbotError, LookupError, ValueError) as fault:
        event(
            LOG,
            "message.failed",
            level=logging.WARNING,
            mailbox=mailbox,
            message=ledger_id,
            attempt=tries,
            exc_info=fault,
        )
        if tries >= TRIES:
            return _give_up(desk, mailbox, ledger_id, str(fault), now)
        with desk.store.begin() as tx:
            ledger.failed(tx, ledger_id, str(fault))
        return ""
    event(LOG, "message.recorded", mailbox=mailbox, message=ledger_id, outcome=outcome)
    return outcome


def _give_up(desk: Desk, mailbox: str, ledger_id: int, why: str, now: datetime) -> str:
    with desk.store.begin() as tx:
        _park(tx, desk, desk.firms[mailbox], ledger_id, why, now)
    event(LOG, "message.parked", level=logging.ERROR, mailbox=mailbox, message=ledger_id)
    return "parked"


def _decide_and_record(desk: Desk, mailbox: str, ledger_id: int, now: datetime) -> str:
    firm = desk.firms[mailbox]
    with desk.store.begin() as tx:
        entry = ledger.entry(tx, ledger_id)
        if ledger.seen_before(tx, mailbox, entry.sha256, entry.id):
            ledger.done(tx, ledger_id, outcome="seen_before", now=now, decision={})
            return "seen_before"
        arrival = desk.reader(mailbox).understand(tx, entry, ledger.blob(tx, entry.sha256), now)
        decided = decide(arrival, firm.rules, now)
        case = arrival.match.case
        applied = desk.apply(
            tx, firm, decided, now, case_id=case.id if case else None, entry=entry, occasion=Occasion(arrival=arrival)
        )
        if applied.parked:
            _park(tx, desk, firm, ledger_id, applied.parked, now)
            return "parked"
        message_id = arrival.message.message_id
        ledger.done(
            tx,
            ledger_id,
            outcome=applied.outcome,
            now=now,
            case_id=applied.case_id,
            message_id=message_id,
            decision=explain(arrival),
        )
        return applied.outcome


def explain(arrival: Arrival) -> dict[str, object]:
    """What `mailbot why` tells of a message, kept with its ledger row."""
    return {
        "disposition": str(arrival.verdict.disposition),
        "rule": arrival.verdict.rule,
        "source": arrival.verdict.source,
        "may_auto_answer": arrival.verdict.may_auto_answer,
        "match": str(arrival.match.answer),
        "evidence": arrival.match.evidence,
        "flags": {f.flag: f.because for f in arrival.flags},
        "references": list(arrival.message.references or arrival.message.in_reply_to),
    }


def file_away(desk: Desk, mailbox: str, inbox: Inbox) -> None:
    """Moves what is done out of the inbox, many at once, where a folder for that is configured; else it stays and the ledger knows it."""
    if not desk.firms[mailbox].settings.imap.done_folder:
        return
    with desk.store.begin() as tx:
        ready = ledger.to_file_away(tx, mailbox, inbox.folder, inbox.uidvalidity)
    if ready:
        inbox.file_away(ready)
        with desk.store.begin() as tx:
            ledger.filed_away(tx, mailbox, inbox.folder, inbox.uidvalidity, ready)


def _park(tx: Connection, desk: Desk, firm: FirmDesk, ledger_id: int, why: str, now: datetime) -> None:
    """The message is kept and a person is told; its neighbours go on."""
    ledger.park(tx, ledger_id, why, now)
    events.append(
        tx, mailbox=firm.name, case_id=None, type="message.parked", at=now, content={"why": why, "message": ledger_id}
    )
    words = (
        f"Message {ledger_id} could not be handled: {why}. It is kept. Look at it with: mailbot park show {ledger_id}"
    )
    desk.apply(tx, firm, _task(firm, "A message could not be handled", words), now)


def _tell_of_stale(desk: Desk, mailbox: str, stale: int, now: datetime) -> None:
    """A first start on an old inbox: what was recorded without a letter is listed once for a person (design 3)."""
    firm = desk.firms[mailbox]
    with desk.store.begin() as tx:
        listed = ledger.stale_list(tx, mailbox, now)
        lines = "\n".join(f"- {line}" for line in listed[:200])
        words = f"{stale} messages were older than {firm.settings.stale_after_days:g} days when mailbot first saw them. They are recorded; nobody was written to.\n\n{lines}"
        desk.apply(tx, firm, _task(firm, "Old messages were found", words), now)


def _task(firm: FirmDesk, title: str, words: str) -> Actions:
    """A task about the mailbox for the first person there is."""
    to = (*firm.rules.people(Role.HANDLER), *firm.rules.people(Role.DIRECTOR))[:1]
    return tuple(staff_letter("task", person, title=title, words=words, off_case=True) for person in to)
