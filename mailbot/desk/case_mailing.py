"""The answers to `#file`: each is promised with the command's own commit, and made here, between transactions.

To set a document and ask a scanner about every message takes seconds, in which nobody else could use the database. A promise is kept once:
the enclosures and the change of the letter's state are one commit. A try is counted before it begins, so that a file which kills the
process is given up after three.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core.bodies import named
from mailbot.core.model import Enclosure, LetterState
from mailbot.desk.case_post import by_hand_of, by_mail, gather
from mailbot.desk.desk import Desk
from mailbot.desk.papers import Papers, papers_of
from mailbot.errors import MailbotError
from mailbot.log import event
from mailbot.store import cases, letters
from mailbot.store.letters import Making

LOG = logging.getLogger(__name__)
TRIES = 3


def mail_case_files(desk: Desk, mailbox: str, now: datetime) -> None:
    """Every case file that was promised and is not made, also by a process that died since."""
    while True:
        with desk.store.begin() as tx:
            promised = letters.making(tx, mailbox)
        if not promised:
            return
        for one in promised:
            _mail(desk, mailbox, one, now)


def _mail(desk: Desk, mailbox: str, promised: Making, now: datetime) -> None:
    with desk.store.begin(mailbox) as tx:
        letters.set_fields(tx, promised.id, attempts=promised.attempts + 1)
    with desk.store.begin() as tx:
        papers = _papers(desk, tx, mailbox, promised, now)
        gathered = gather(tx, papers) if papers is not None and promised.attempts < TRIES else None
    enclosed: tuple[Enclosure, ...] = ()
    said = (
        f"nothing is attached: {_for_whom(promised)} is no longer an outside body that we know"
        if papers is None
        else f"the case file could not be made, and nothing is attached: please try {by_hand_of(papers)}"
    )
    if gathered is not None:
        try:
            enclosed, said = by_mail(gathered, desk.opener)
        except (MailbotError, LookupError, ValueError, RuntimeError) as fault:  # RuntimeError: of the typesetter
            event(LOG, "letter.not_made", level=logging.ERROR, mailbox=mailbox, letter="command_result", exc_info=fault)
            return
    with desk.store.begin(mailbox) as tx:
        if letters.get(tx, promised.id).state == LetterState.MAKING:  # another process may have made it meanwhile
            letters.set_fields(tx, promised.id, attempts=0)
            desk.outgoing.finish(tx, desk.firms[mailbox], promised, enclosed, said, now)


def _papers(desk: Desk, tx: Connection, mailbox: str, promised: Making, now: datetime) -> Papers | None:
    """None if they were to be for a body that was taken out of the configuration since: what is left out for it must not go instead."""
    rules = desk.firms[mailbox].rules
    short = _for_whom(promised)
    body = named(rules.firm.bodies, short)
    if short and body is None:
        return None
    return papers_of(tx, rules, cases.load(tx, int(str(promised.draft["of_case"]))), now, body)


def _for_whom(promised: Making) -> str:
    """The short name of the outside body that is to get it; "" for the firm itself."""
    return str(promised.draft["information"]).partition(" ")[2]
