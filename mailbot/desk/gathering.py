"""One notice of the many messages that a sender sent within an hour (core/flood.py): when it is due, and what it says."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.core.flood import GATHERED
from mailbot.core.model import ClockState, Deadline, Role
from mailbot.core.steps import staff_letter
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.store import contacts, deadlines

AFTER = timedelta(hours=1)
_MOST_LISTED = 100


def begin_gathering(tx: Connection, firm: FirmDesk, now: datetime) -> None:
    """A message went without its notice: one of all of them is due within the hour, if it is not already."""
    if any(row.clock == deadlines.GATHERED for row in deadlines.standing(tx, firm.name)):
        return
    at = now + AFTER
    deadlines.start(
        tx,
        mailbox=firm.name,
        case_id=None,
        clock=deadlines.GATHERED,
        started_at=now,
        due=at.astimezone(firm.zone).date(),
        due_at=at,
        steps=(),
        next_action_at=at,
    )


def end_gathering(desk: Desk, tx: Connection, firm: FirmDesk, row: Deadline, now: datetime) -> None:
    """The notice, to every handler: who wrote how often, and the subjects."""
    listed = contacts.listed(tx, firm.name, GATHERED, row.started_at)
    deadlines.stop(tx, row.id, by="the notice of them", at=now, state=ClockState.STOPPED, letter=None)
    more = f"\n- and {len(listed) - _MOST_LISTED} more" if len(listed) > _MOST_LISTED else ""
    words = (
        f"Within the last hour {len(listed)} messages came from senders who had written often just before, "
        "so that you got no notice of each. All are recorded, on their cases where they belong to one.\n\n"
        + "\n".join(f"- {line}" for line in listed[:_MOST_LISTED])
        + more
    )
    title = f"{len(listed)} more messages of frequent senders"
    to = firm.rules.people(Role.HANDLER) or firm.rules.people(Role.DIRECTOR)
    desk.apply(tx, firm, tuple(staff_letter("task", p, title=title, words=words, off_case=True) for p in to), now)
