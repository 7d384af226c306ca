"""Everything that is kept of a case, as one value for its file: all of it, or what an outside body is given. Decides nothing else.

What a body is given (clause 10; UK GDPR article 5.1 c): what was said between the customer and the firm, and between that body and the
firm. No internal note, no mail among colleagues, no stranger's mail, no flag: flags are our own reading, some of them of health. Of a call
or a visit it is told that it was, and not what a colleague noted about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.core.bodies import OutsideBody
from mailbot.core.model import Case, Direction, Party, PartyStanding
from mailbot.core.procedure import Procedure
from mailbot.core.rules import Rules
from mailbot.mail.identity import without_tokens
from mailbot.store import body_numbers, case_papers, reading
from mailbot.store.case_papers import Link, Paper
from mailbot.store.reading import Ending, FlagHistory, LetterRecord

_TOLD_TO_A_BODY = frozenset(
    {"case.opened", "case.kind", "case.stage", "case.closed", "case.reopened"}
    | {"clock.started", "clock.changed", "clock.stopped", "clock.breached"}
)
"""Events whose content a body may read; of the others it gets the digest, with which the chain still holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A contact with its number in the file, and the letter that it is, if it is one."""

    number: int
    paper: Paper
    letter: LetterRecord | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Papers:
    """A case's papers as of `made_at`. `body`: for whom; None = for the firm itself, everything."""

    case: Case
    rules: Rules
    made_at: datetime
    body: OutsideBody | None
    items: tuple[Item, ...]
    letters: tuple[LetterRecord, ...]
    parties: tuple[Party, ...]
    flags: tuple[FlagHistory, ...]
    ending: Ending
    numbers: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    broken: Link | None

    @property
    def procedure(self) -> Procedure:
        return self.rules.procedure

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.procedure.calendar.zone)

    @property
    def name(self) -> str:
        """What its files are called: `DS-2026-0042-K`, `DS-2026-0042-K-for-napit`."""
        if self.body is None:
            return self.case.reference
        short = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in self.body.short.lower()).split())
        return f"{self.case.reference}-for-{short[:30] or 'body'}"


def papers_of(tx: Connection, rules: Rules, case: Case, made_at: datetime, body: OutsideBody | None = None) -> Papers:
    """Everything on the case, or what that body is given of it."""
    letters = tuple(one for one in reading.letters_of(tx, case.id) if body is None or not one.to_staff)
    by_id = {letter.id: letter for letter in letters}
    contacts = [_plain(one) for one in case_papers.of_case(tx, case.id)]
    if body is not None:
        contacts = [_without_words(one) for one in contacts if _for_body(one, body)]
    links = case_papers.chains(tx, case.id)
    return Papers(
        case=case,
        rules=rules,
        made_at=made_at,
        body=body,
        items=tuple(
            Item(number=number, paper=one, letter=by_id.get(one.letter_id or 0))
            for number, one in enumerate(contacts, 1)
        ),
        letters=letters,
        parties=tuple(p for p in case.parties if body is None or p.standing is not PartyStanding.UNCONFIRMED),
        flags=reading.flags(tx, case.id) if body is None else (),
        ending=_ending(reading.ending_of(tx, case.id), body),
        numbers=tuple(n for n in body_numbers.of_case(tx, case.id) if body is None or n[0] == body.short),
        links=links if body is None else tuple(_without_inside(link, by_id) for link in links),
        broken=case_papers.broken_at(links),
    )


def _for_body(contact: Paper, body: OutsideBody) -> bool:
    if contact.direction is Direction.INTERNAL or contact.machine or contact.duplicate:
        return False
    return not contact.unconfirmed or body.writes_from(contact.address)


def _without_words(contact: Paper) -> Paper:
    """A call or a meeting that a colleague noted: that it was is told, and their note of it stays inside."""
    noted = contact.direction is Direction.OUT and contact.letter_id is None
    return replace(contact, summary="") if noted else contact


def _plain(contact: Paper) -> Paper:
    """Without the addresses by which our letters are answered: whoever reads the file could write as the letter's recipient."""
    return replace(contact, summary=without_tokens(contact.summary), subject=without_tokens(contact.subject))


def _ending(ending: Ending, body: OutsideBody | None) -> Ending:
    return ending if body is None else replace(ending, cause="")


def _without_inside(link: Link, letters: Mapping[int, LetterRecord]) -> Link:
    shown = link.type in _TOLD_TO_A_BODY or (
        link.type in ("letter.sent", "letter.bounced") and link.letter_id in letters
    )
    return link if shown else replace(link, content=None)
