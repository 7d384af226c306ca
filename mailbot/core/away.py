"""A colleague's absence notice: kept, answered by nobody; whoever can give their cases to somebody else hears of it.

The next digest lists the cases that are theirs alone (desk/digests.py). What ends before that is told at once, once a day: absence notices
that answer each other's news would never end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.core.actions import Actions, Outcome, Write
from mailbot.core.hearing import besides, handlers
from mailbot.core.model import Case, Person
from mailbot.core.rights import not_believed
from mailbot.core.rules import URGENT, Arrival, Rules
from mailbot.core.steps import contact, staff_letter

AWAY = "staff_away"
AWAY_TOLD = "staff_away_told"
"""The outcome of a colleague's absence notice; of one that somebody was told of at once."""
SOON = timedelta(hours=24)
"""What ends within this time cannot wait for a digest."""


def away(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    author, case = arrival.match.staff, arrival.match.case
    kept = contact(arrival, internal=True, off_case=case is None)
    if author is None or not_believed(arrival, rules):
        return (kept, Outcome(word="out_of_office"))
    waits = case is None or arrival.away_told or not _cannot_wait(author, case, rules, now)
    told = () if case is None or waits else _told(author, case, arrival, rules)
    return (kept, *told, Outcome(word=AWAY_TOLD if told else AWAY))


def _cannot_wait(author: Person, case: Case, rules: Rules, now: datetime) -> bool:
    if handlers(case, rules)[:1] != (author,):
        return False
    urgent = any(case.has(flag) for flag in URGENT)
    return any(clock.open and (urgent or clock.due_at <= now + SOON) for clock in case.clocks)


def _told(author: Person, case: Case, arrival: Arrival, rules: Rules) -> tuple[Write, ...]:
    said = arrival.message.fresh or arrival.message.text or arrival.message.subject
    words = (
        f"{author.name}, who deals with this case, has an absence notice, and a promise on the case ends soon or is urgent. "
        f"#assign NAME, or #delegate NAME in a review, gives it to somebody who is there.\n\n{said}"
    )
    apart = tuple(dict.fromkeys((author.address, *author.also)))
    return tuple(
        staff_letter("task", person, title=f"{author.name} is away", words=words)
        for person in besides(case, rules, apart)
        if person != author
    )
