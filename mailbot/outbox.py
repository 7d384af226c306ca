"""The outbound story: claim a letter, submit it, record what the server said. Rows are the queue; bytes never change.

A crash between the server's 250 and our commit can at worst repeat the same bytes under the same Message-ID (design 4); a database that
fails there repeats nothing while the process lives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from mailbot.core.actions import Actions, Record
from mailbot.core.deadlines import decide_gone
from mailbot.core.hearing import besides, handlers
from mailbot.core.model import Channel, Direction, LetterState, Outcome, Role, SubmissionResult
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.errors import MailbotError, StoreError
from mailbot.log import event
from mailbot.store import blobs, cases, events, letters
from mailbot.store.letters import Queued
from mailbot.store.locks import hold

LOG = logging.getLogger(__name__)

RETRY_MINUTES = (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440)
"""How long to wait after each temporary refusal. After the last, a person is told; RFC 5321 4.5.4.1 gives up after 4 to 5 days."""


class Wire(Protocol):
    """What the outbox needs of a submission server; mail/submission.py is the real one."""

    async def submit(self, reverse_path: str, recipient: str, content: bytes) -> SubmissionResult: ...


LOST = SubmissionResult(outcome=Outcome.PERMANENT, text="its bytes are missing from the database, or damaged there")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What one round did. `stopped`: the server itself is in trouble, so the rest waits."""

    accepted: int = 0
    refused: int = 0
    stopped: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A letter that is ours to send. Its bytes are fixed, so that a retry sends the same ones; b"" where they are lost."""

    row: Queued
    content: bytes


def claim_next(desk: Desk, tx: Connection, now: datetime) -> Claimed | None:
    """The oldest letter whose time has come, now ours to send; None if there is none."""
    row = letters.claim_next(tx, desk.firms, now, desk.process)
    return Claimed(row=row, content=_bytes_of(tx, row)) if row is not None else None


def _bytes_of(tx: Connection, row: Queued) -> bytes:
    """b"" in a damaged database: this letter cannot go, the others can."""
    try:
        return blobs.get(tx, row.sha256)
    except LookupError:
        return b""


async def send_due(
    desk: Desk,
    wire: Wire,
    now: datetime,
    *,
    clock: Callable[[], datetime] | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Sent:
    """Every letter whose time has come, one after the other. Stops at trouble that is the server's and not the letter's.

    The loop waits for the database: for one that has nothing else to do. `clock` is asked when each answer has come, for a server may
    take minutes over a letter, and a promise is kept when it has left; None: no time passes.
    """
    accepted = refused = 0
    if not stopping():
        take_back(desk, now)
    letter = None if stopping() else first(desk, now)
    while letter is not None:
        row, content = letter.row, letter.content
        result = await wire.submit(row.reverse_path, row.recipient, content) if content else LOST
        go_on = not result.systemic and not stopping()
        letter = record(desk, row.id, result, clock() if clock is not None else now, go_on)
        accepted += result.outcome is Outcome.ACCEPTED
        refused += result.outcome is not Outcome.ACCEPTED
        if result.systemic:
            return Sent(accepted=accepted, refused=refused, stopped=True)
    return Sent(accepted=accepted, refused=refused)


def take_back(desk: Desk, now: datetime) -> int:
    """Letters that this process was sending when the database failed, and of which it does not know what became, go again with the
    same bytes; so do those that wait for a time that a clock set back has made too far off. How many.

    What the server answered before the database could be told of it is recorded first, as of then: that letter does not go again.
    For the one that sends, before it begins: nothing is on its way then.
    """
    for letter_id, (result, at) in tuple(desk.answered.items()):
        try:
            record(desk, letter_id, result, at, go_on=False)
        except StoreError:
            raise
        except (MailbotError, LookupError, ValueError) as fault:
            event(LOG, "letter.unrecorded", level=logging.ERROR, letter_id=letter_id, exc_info=fault)
    with desk.store.begin(urgent=True) as tx:
        revived = letters.revive(tx, (desk.process,), now, but=tuple(desk.answered))
        return revived + letters.bring_forward(tx, now, RETRY_MINUTES)


def first(desk: Desk, now: datetime) -> Claimed | None:
    with desk.store.begin(urgent=True) as tx:
        return claim_next(desk, tx, now)


def next_letter_at(desk: Desk) -> datetime | None:
    """When the next waiting letter is to be tried."""
    with desk.store.begin(urgent=True) as tx:
        return letters.next_at(tx, desk.firms)


def record(desk: Desk, letter_id: int, result: SubmissionResult, now: datetime, go_on: bool) -> Claimed | None:
    """What the server said, and what follows from it, in one transaction, which also claims the next letter if we `go_on`.

    If the database fails, the answer is remembered (`take_back`)."""
    desk.answered[letter_id] = result, now
    with desk.store.begin(urgent=True) as tx:
        if desk.store.shared:
            hold(tx, letters.mailbox_of(tx, letter_id))
        answered = {"code": result.code, "status": result.status, "answer": result.text[:500]}
        # Looked at anew: its case may have become part of another one meanwhile.
        gone = letters.sent(tx, letter_id, now, **answered) if result.outcome is Outcome.ACCEPTED else None
        row = gone or letters.get(tx, letter_id)
        firm = desk.firms[row.mailbox]
        if gone is not None:
            _accepted(desk, tx, firm, gone, now)
        elif result.outcome is not Outcome.ACCEPTED and _is_ours(desk, row):
            letters.set_fields(tx, row.id, **answered, claimed_by="")
            (_again if result.outcome is Outcome.TEMPORARY else _failed)(desk, tx, firm, row, result, now)
        following = claim_next(desk, tx, now) if go_on else None
    del desk.answered[letter_id]
    # What is wrong with the server or with our login there stops every letter: an operator must see it.
    trouble = logging.ERROR if result.systemic or result is LOST else logging.WARNING
    level = logging.INFO if result.outcome is Outcome.ACCEPTED else trouble
    event(
        LOG,
        f"letter.{result.outcome}",
        level=level,
        letter=row.name,
        letter_id=row.id,
        code=result.code,
        attempt=row.attempts,
    )
    return following


def _is_ours(desk: Desk, row: Queued) -> bool:
    """Not if another process has taken the letter over because we seemed dead: then only that it has left is news."""
    return row.state == LetterState.SENDING and row.claimed_by == desk.process


def _accepted(desk: Desk, tx: Connection, firm: FirmDesk, row: Queued, now: datetime) -> None:
    content = {
        "letter": row.name,
        "to": row.recipient,
        "subject": row.subject,
        "message_id": row.message_id,
        "automatic": row.automatic,
        "attachments": [e["name"] for e in row.enclosures],
        "sha256": row.sha256,
    }
    gone = events.NewEvent(
        mailbox=firm.name, case_id=row.case_id, type="letter.sent", at=now, content=content, letter_id=row.id
    )
    if row.case_id is None or row.to_staff:
        events.append_all(tx, (gone,))
        return
    kept = Record(
        direction=Direction.OUT,
        channel=Channel.EMAIL,
        at=now,
        sender=f"{firm.rules.procedure.company.name} <{firm.settings.address}>",
        address=row.recipient,
        subject=row.subject,
    )
    met = decide_gone(row.name, cases.standing(tx, row.case_id), firm.rules, now, row.promised)
    desk.apply(tx, firm, (kept, *met), now, case_id=row.case_id, letter_id=row.id, told=(gone,))


def _again(desk: Desk, tx: Connection, firm: FirmDesk, row: Queued, result: SubmissionResult, now: datetime) -> None:
    """A temporary refusal: again later, on a schedule that ends in a person being told. The server's own trouble uses up no try."""
    if result.systemic:
        wait = timedelta(minutes=1)
        letters.set_fields(
            tx, row.id, state=str(LetterState.AWAITING_RETRY), next_attempt_at=now + wait, attempts=row.attempts - 1
        )
        return
    if row.attempts > len(RETRY_MINUTES):
        _failed(desk, tx, firm, row, result, now)
        return
    wait = timedelta(minutes=RETRY_MINUTES[row.attempts - 1])
    letters.set_fields(tx, row.id, state=str(LetterState.AWAITING_RETRY), next_attempt_at=now + wait)


def _failed(desk: Desk, tx: Connection, firm: FirmDesk, row: Queued, result: SubmissionResult, now: datetime) -> None:
    """A permanent refusal: recorded, and a person is told at once. The clock that the letter would have met runs on."""
    letters.set_fields(tx, row.id, state=str(LetterState.FAILED), next_attempt_at=None)
    said = f"{result.code} {result.status} {result.text}".strip()
    content = {"letter": row.name, "to": row.recipient, "code": result.code, "status": result.status}
    events.append(
        tx, mailbox=firm.name, case_id=row.case_id, type="letter.failed", at=now, content=content, letter_id=row.id
    )
    words = f"The letter '{row.name}' to {row.recipient} was refused by the mail server: {said}. It was not sent."
    desk.apply(tx, firm, _tell(tx, firm, row, words), now, case_id=row.case_id)


def _tell(tx: Connection, firm: FirmDesk, row: Queued, words: str) -> Actions:
    """The handler for a customer's letter; somebody else for a letter to staff. A failed task makes no further task."""
    title = "A letter could not be sent"
    case = cases.load(tx, row.case_id) if row.case_id is not None else None
    if row.to_staff:
        if row.name == "task":
            return ()
        but = (row.recipient,)
        grievance = row.name == "grievance_redirect"
        others = firm.rules.people(Role.HR, but=but) if grievance else besides(case, firm.rules, but)
        return tuple(staff_letter("task", p, title=title, words=words, off_case=case is None) for p in others[:1])
    return tuple(staff_letter("task", p, title=title, words=words) for p in handlers(case, firm.rules)[:1])
