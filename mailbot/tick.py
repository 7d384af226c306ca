"""The time story: whatever deadline has come is decided on, once, and moved on. Costs what is due, not what is open."""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from mailbot.core.actions import NextAction, Write
from mailbot.core.clocks import start_recurring
from mailbot.core.deadlines import decide_deadline, decide_review
from mailbot.core.model import Deadline, Role
from mailbot.core.reminders import next_digest
from mailbot.core.steps import staff_letter
from mailbot.core.workdays import Settings
from mailbot.desk.desk import Desk
from mailbot.desk.digests import digest_of, worth_sending
from mailbot.desk.firms import FirmDesk
from mailbot.desk.gathering import TOGETHER, end_gathering
from mailbot.desk.reviews import review_of
from mailbot.desk.writing import Occasion
from mailbot.errors import MailbotError, StoreError
from mailbot.log import event
from mailbot.store import cases, deadlines, letter_counts, mailboxes
from mailbot.store.locks import hold
from mailbot.store.mailboxes import Times

LOG = logging.getLogger(__name__)
ASIDE = timedelta(days=1)


def tick(desk: Desk, now: datetime) -> int:
    """Every deadline whose next action has come. How many were looked at."""
    looked_at = 0
    with desk.store.begin() as tx:
        times = mailboxes.every(tx)
    for mailbox in desk.firms.keys() - times.keys():
        ensure_standing(desk, mailbox, now)
    seeing = [name for name, firm in desk.firms.items() if name not in times or not _blind(times[name], firm, now)]
    while True:
        with desk.store.begin() as tx:
            come = deadlines.to_look_at(tx, seeing, now)
        if not come:
            return looked_at
        for deadline_id in come:
            try:
                looked_at += _look_at(desk, deadline_id, now)
            except StoreError:
                raise
            except (MailbotError, LookupError, ValueError) as fault:
                _set_aside(desk, deadline_id, fault, now)


def ensure_standing(desk: Desk, mailbox: str, now: datetime) -> None:
    """The rows that belong to no case: the daily digest, and the procedure's recurring clocks, each from when it first ran here with it."""
    firm = desk.firms[mailbox]
    with desk.store.begin(mailbox) as tx:
        if mailboxes.first_run(tx, mailbox, now):
            _start_digest(tx, firm, now)
        running = {row.clock for row in deadlines.standing(tx, mailbox)}
        for clock in firm.rules.procedure.clock:
            if clock.every and clock.id not in running:
                desk.apply(tx, firm, (start_recurring(firm.rules.procedure, clock, now, firm.rules.hours),), now)


def _start_digest(tx: Connection, firm: FirmDesk, now: datetime) -> None:
    at = next_digest(_counting(firm), firm.rules.hours, now)
    deadlines.start(
        tx,
        mailbox=firm.name,
        case_id=None,
        clock=deadlines.DIGEST,
        started_at=now,
        due=at.astimezone(firm.zone).date(),
        due_at=at,
        steps=(),
        next_action_at=at,
    )


def _look_at(desk: Desk, deadline_id: int, now: datetime) -> bool:
    """One deadline, claimed and decided in one transaction. False if somebody else has dealt with it."""
    with desk.store.begin() as tx:
        if desk.store.shared:
            hold(tx, deadlines.mailbox_of(tx, deadline_id))
        row = deadlines.get(tx, deadline_id)
        firm = desk.firms[row.mailbox]
        at = row.deadline.next_action_at
        if at is None or at > now or not deadlines.claim(tx, row.deadline):
            return False  # another process was here since we looked what had come
        if row.deadline.clock == deadlines.DIGEST:
            _digest(desk, tx, firm, row.deadline, now)
        elif row.deadline.clock in TOGETHER:
            end_gathering(desk, tx, firm, row.deadline, now)
        elif row.case_id is None:
            _review(desk, tx, firm, row.deadline, now)
        else:
            case = cases.load(tx, row.case_id)
            desk.apply(tx, firm, decide_deadline(row.deadline, case, firm.rules, now), now, case_id=case.id)
        event(LOG, "deadline.seen", mailbox=firm.name, deadline_id=deadline_id, clock=row.deadline.clock)
        return True


def _set_aside(desk: Desk, deadline_id: int, fault: Exception, now: datetime) -> None:
    """This one waits a day and a person is told: the clocks behind it go on."""
    event(LOG, "deadline.failed", level=logging.ERROR, deadline_id=deadline_id, exc_info=fault)
    with desk.store.begin() as tx:
        firm = desk.firms[deadlines.mailbox_of(tx, deadline_id)]
        hold(tx, firm.name)
        deadlines.set_next(tx, deadline_id, now + ASIDE, reminded=False)
        words = f"Clock number {deadline_id} could not be looked at: {fault}. mailbot tries again tomorrow; its log says more."
        to = (*firm.rules.people(Role.HANDLER), *firm.rules.people(Role.DIRECTOR))[:1]
        title = "A clock could not be looked at"
        told = tuple(staff_letter("task", person, title=title, words=words, off_case=True) for person in to)
        desk.apply(tx, firm, told, now)


def _blind(times: Times, firm: FirmDesk, now: datetime) -> bool:
    """After a start or a blind time nothing is announced until the mailbox has been read to its end once, or has been blind for so
    long that waiting would hide a breach (design 15)."""
    patience = timedelta(minutes=firm.settings.blind_after_minutes)
    if times.started_at is None or now - times.started_at >= patience:
        return False
    return times.last_read_at is None or times.last_read_at < times.started_at


def _digest(desk: Desk, tx: Connection, firm: FirmDesk, deadline: Deadline, now: datetime) -> None:
    """One letter to each director on a working morning while something is overdue or due today, or must be said."""
    following = NextAction(deadline=deadline.id, at=next_digest(_counting(firm), firm.rules.hours, now), reminded=True)
    desk.apply(tx, firm, (following,), now)
    morning = datetime.combine(now.astimezone(firm.zone), time(), firm.zone)
    for director in firm.rules.people(Role.DIRECTOR):
        if letter_counts.any_between(tx, firm.name, "digest", director.address, morning, morning + timedelta(days=1)):
            continue  # the clock was set back since, and its time came again
        papers = digest_of(tx, firm, deadline, now, director)
        if worth_sending(papers, firm):
            desk.apply(
                tx, firm, (staff_letter("digest", director, off_case=True),), now, occasion=Occasion(digest=papers)
            )


def _review(desk: Desk, tx: Connection, firm: FirmDesk, deadline: Deadline, now: datetime) -> None:
    decided = decide_review(deadline, firm.rules, now)
    occasion = Occasion()
    if any(isinstance(action, Write) and action.letter == "review" for action in decided):
        papers = review_of(tx, firm, deadline, now)
        occasion = Occasion(review=papers.review, pictures=papers.pictures, enclosures=papers.enclosures)
    desk.apply(tx, firm, decided, now, occasion=occasion)


def _counting(firm: FirmDesk) -> Settings:
    return firm.rules.procedure.counting(firm.rules.procedure.clock[0])
