"""One notice of many messages that got none of their own: of a sender who wrote often within an hour (core/flood.py), or too old."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.core.flood import GATHERED
from mailbot.core.model import ClockState, Deadline, Role
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.store import contacts, deadlines, mailboxes

AFTER = timedelta(hours=1)
TOGETHER = (GATHERED, deadlines.STALE)
"""Outcomes of messages that are told of together. Their row in the table of deadlines is called by the same word."""
_MOST_LISTED = {GATHERED: 100, deadlines.STALE: 200}


def begin_gathering(tx: Connection, firm: FirmDesk, outcome: str, now: datetime) -> None:
    """A message went without its notice: one of all of them is due within the hour, if it is not already."""
    if any(row.clock == outcome for row in deadlines.standing(tx, firm.name)):
        return
    at = now + AFTER
    deadlines.start(
        tx,
        mailbox=firm.name,
        case_id=None,
        clock=outcome,
        started_at=now,
        due=at.astimezone(firm.zone).date(),
        due_at=at,
        steps=(),
        next_action_at=at,
    )


def end_gathering(desk: Desk, tx: Connection, firm: FirmDesk, row: Deadline, now: datetime) -> None:
    """The notice: who wrote, when, and the subjects."""
    listed = contacts.listed(tx, firm.name, row.clock, row.started_at)
    deadlines.stop(tx, row.id, by="the notice of them", at=now, state=ClockState.STOPPED, letter=None)
    most = _MOST_LISTED[row.clock]
    more = f"\n- and {len(listed) - most} more" if len(listed) > most else ""
    handlers, directors = firm.rules.people(Role.HANDLER), firm.rules.people(Role.DIRECTOR)
    if row.clock == deadlines.STALE:
        title, to = "Old messages were found", (*handlers, *directors)[:1]
        why = _why_stale(tx, firm)
        words = f"{len(listed)} messages {why}. They are recorded; nobody was written to, and no command in them was obeyed."
    else:
        title, to = f"{len(listed)} more messages of frequent senders", handlers or directors
        words = (
            f"Within the last hour {len(listed)} messages came from senders who had written often just before, "
            "so that you got no notice of each. All are recorded, on their cases where they belong to one."
        )
    words += "\n\n" + "\n".join(f"- {line}" for line in listed[:most]) + more
    desk.apply(tx, firm, tuple(staff_letter("task", p, title=title, words=words, off_case=True) for p in to), now)


def _why_stale(tx: Connection, firm: FirmDesk) -> str:
    why = f"were older than {firm.settings.stale_after_days:g} days when mailbot first saw them"
    if mailboxes.times(tx, firm.name).quiet_until is None:
        return why
    return (
        f"{why}, or came in the time that is missing since the database was restored, and may have been answered then"
    )
