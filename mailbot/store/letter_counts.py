"""How many letters there were: what caps on automatic mail, the digest and the checks ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, String, cast, func, select

from mailbot.core.model import LetterState
from mailbot.store.cases import LETTER
from mailbot.store.events import EVENT
from mailbot.store.statements import given, run, value

_TO = (given(LETTER.c.mailbox), given(LETTER.c.recipient))
# Not what a clock that was ahead has dated later than now.
_LATELY = (LETTER.c.queued_at >= value("since_"), LETTER.c.queued_at <= value("now_"))
_AUTOMATIC_LATELY = select(func.count()).where(
    given(LETTER.c.mailbox),
    LETTER.c.automatic.is_(True),
    LETTER.c.to_staff.is_(False),
    LETTER.c.state != str(LetterState.WITHHELD),
    *_LATELY,
)
_AUTOMATIC_TO_ADDRESS = _AUTOMATIC_LATELY.where(given(LETTER.c.recipient))
_AUTOMATIC_TO_DOMAIN = _AUTOMATIC_LATELY.where(LETTER.c.recipient.like(value("domain_")))
_EVER = select(LETTER.c.id).where(*_TO).limit(1)
_IN_STATE = select(func.count()).where(given(LETTER.c.mailbox), given(LETTER.c.state))
_FAILED_SINCE = (
    select(func.count())
    .join_from(LETTER, EVENT, EVENT.c.letter_id == LETTER.c.id)
    .where(
        given(LETTER.c.mailbox), LETTER.c.queued_at >= value("queued_since_"), LETTER.c.state == str(LetterState.FAILED)
    )
    .where(EVENT.c.chain == func.coalesce("case:" + cast(LETTER.c.case_id, String), "mailbox:" + LETTER.c.mailbox))
    .where(EVENT.c.type == "letter.failed", EVENT.c.at >= value("since_"))
)
_WITHHELD_LATELY = select(func.count()).where(
    *_TO, *_LATELY, LETTER.c.automatic.is_(True), LETTER.c.state == str(LetterState.WITHHELD)
)
_COUNT_TO = select(func.count()).where(*_TO, given(LETTER.c.name), *_LATELY)


def automatic_lately(
    tx: Connection, mailbox: str, now: datetime, within: timedelta, *, address: str = "", domain: str = ""
) -> int:
    """How many automatic letters were queued to that address, or to the whole domain, in that time before now."""
    wanted: dict[str, object] = {"mailbox_": mailbox, "since_": now - within, "now_": now}
    if address:
        found = run(tx, _AUTOMATIC_TO_ADDRESS, wanted | {"recipient_": address.lower()})
    elif domain:
        found = run(tx, _AUTOMATIC_TO_DOMAIN, wanted | {"domain_": f"%@{domain.lower()}"})
    else:
        found = run(tx, _AUTOMATIC_LATELY, wanted)
    return int(found.scalar_one())


def ever_written_to(tx: Connection, mailbox: str, address: str) -> bool:
    return run(tx, _EVER, {"mailbox_": mailbox, "recipient_": address.lower()}).first() is not None


def count_in_state(tx: Connection, mailbox: str, state: LetterState) -> int:
    return int(run(tx, _IN_STATE, {"mailbox_": mailbox, "state_": str(state)}).scalar_one())


def failed_since(tx: Connection, mailbox: str, since: datetime) -> int:
    """How many letters were given up since then, of those that had not been tried for longer than a month."""
    wanted = {"mailbox_": mailbox, "since_": since, "queued_since_": since - timedelta(days=31)}
    return int(run(tx, _FAILED_SINCE, wanted).scalar_one())


def withheld_lately(tx: Connection, mailbox: str, recipient: str, now: datetime, within: timedelta) -> int:
    """How many automatic letters to that address, queued in that time before now, did not go."""
    wanted = {"mailbox_": mailbox, "recipient_": recipient.lower(), "since_": now - within, "now_": now}
    return int(run(tx, _WITHHELD_LATELY, wanted).scalar_one())


def any_between(tx: Connection, mailbox: str, name: str, recipient: str, start: datetime, end: datetime) -> bool:
    """Was a letter of that name queued to that address from `start` to before `end`?"""
    where = (LETTER.c.mailbox == mailbox, LETTER.c.name == name, LETTER.c.recipient == recipient.lower())
    query = select(LETTER.c.id).where(*where, LETTER.c.queued_at >= start, LETTER.c.queued_at < end)
    return tx.execute(query.limit(1)).first() is not None


def count_to(tx: Connection, mailbox: str, name: str, recipient: str, now: datetime, within: timedelta) -> int:
    """How many letters of that name were queued to that address in that time before now."""
    wanted = {
        "mailbox_": mailbox,
        "name_": name,
        "recipient_": recipient.lower(),
        "since_": now - within,
        "now_": now,
    }
    return int(run(tx, _COUNT_TO, wanted).scalar_one())
