"""From a Write and the case as it now stands to what a template may speak of. Local times, plain values; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from mailbot.core import clocks
from mailbot.core.actions import StartClock, Write
from mailbot.core.afterwards import afterwards
from mailbot.core.clocks import Standing
from mailbot.core.hearing import handlers
from mailbot.core.model import Case, Enclosure, Flag, Person, Picture, Role
from mailbot.core.procedure import Body
from mailbot.core.rules import Arrival
from mailbot.core.workdays import Rule, due
from mailbot.desk.clock_lines import clock_line
from mailbot.desk.enclosing import documents
from mailbot.desk.firms import FirmDesk
from mailbot.desk.history import complained_at, history
from mailbot.desk.information import information
from mailbot.desk.screening import NOTHING_HANGS, Screened
from mailbot.desk.showing import message_line
from mailbot.letters.context import (
    CaseLine,
    CommandResult,
    Digest,
    LetterContext,
    Review,
)
from mailbot.store import cases, contacts, deadlines

_SAYS_WHEN = frozenset({"acknowledgement", "received", "stage_two_acknowledgement"})
"""Letters that tell the latest day of the answer; in any other a date is one that a person promised."""
_TELLS_HISTORY = frozenset({"response", "stage_two_decision", "informal_resolution", "reminder", "escalation"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Why letters are being written: the message decided on, the clock that is due, the papers of a digest or review."""

    arrival: Arrival | None = None
    digest: Digest | None = None
    review: Review | None = None
    pictures: tuple[Picture, ...] = ()
    screened: Screened = NOTHING_HANGS  # what hangs on the message decided on
    enclosures: tuple[Enclosure, ...] = ()  # what goes with the letters of this occasion
    going: tuple[
        tuple[str, date | None], ...
    ] = ()  # letters to the customer that leave with the same decision; what each promises


def context(
    tx: Connection, firm: FirmDesk, write: Write, case: Case | None, occasion: Occasion, now: datetime
) -> LetterContext:
    """What the template of that letter may use, as of now."""
    zone = firm.zone
    shown = None if write.off_case else case
    arrival = occasion.arrival
    sent = occasion.going if write.staff else ((write.letter, write.promised),)
    then = shown and _once_sent(shown, sent, firm, now, all_of_it=write.staff)
    started = {} if then is None else {line.clock: line for line in (clock_line(firm, d, now) for d in then.clocks)}
    about = deadlines.get(tx, write.clock).deadline if write.clock is not None else None
    people = handlers(shown, firm.rules)
    told = LetterContext(
        company=firm.rules.procedure.company,
        address=firm.settings.address,
        today=now.astimezone(zone),
        to=write.to_name,
        case=_case_line(shown, firm) if shown else None,
        customer=shown.customer if shown else None,
        handler=people[0] if people else None,
        reviewer=_reviewer(shown, firm),
        clocks=started,
        flags=_flags(shown, arrival, write),
        bodies=_bodies(shown, firm, now),
        body=next((b for b in firm.rules.procedure.body if b.id == write.body), None),
        words=write.words,
        author=write.author,
        received_items=contacts.received(tx, shown.id) if shown else (),  # clause 5
        enclosures=tuple(e.name for e in documents(firm, write.letter)),
        missing=_missing(shown, firm),
        history=history(tx, shown, firm, staff=write.staff) if write.letter in _TELLS_HISTORY else (),
        promised=write.promised or (_expected(then, firm, now) if write.letter in _SAYS_WHEN else None),
        windows=_windows(shown, write.letter, firm, now),
        reason=write.reason,
        visit=_local(write.visit or (shown.visit_at if shown else None), firm),
        visitor=shown.visitor if shown else "",
        message=message_line(write, arrival, occasion.screened, firm) if write.about_message and arrival else None,
        clock=clock_line(firm, about, now) if about else None,
        title=write.title,
        result=_result(tx, firm, write, shown, now),
        digest=occasion.digest,
        review=occasion.review,
        pictures={picture.name: picture for picture in occasion.pictures},
    )
    return _sealed(told) if write.sealed else told


def _sealed(told: LetterContext) -> LetterContext:
    """The same letter for somebody who must know that the case exists, and no more: its reference stays, and who deals with it."""
    case = replace(told.case, subject="") if told.case is not None else None
    return replace(told, sealed=True, case=case, customer=None, flags=(), history=(), words="", received_items=())


def _once_sent(
    case: Case, sent: tuple[tuple[str, date | None], ...], firm: FirmDesk, now: datetime, *, all_of_it: bool
) -> Case:
    """The case as it stands once these letters have left: a customer's letter tells the dates of clocks that it starts itself, and
    staff are not shown as due what leaves in the same minute (`all_of_it`: also what the letters meet)."""
    for letter, promised in sent:
        event = f"letter.{letter}.sent"
        moved = clocks.react(firm.rules.procedure, Standing.of(case), event, now, firm.rules.hours, promised=promised)
        case = afterwards(case, (a for a in moved if all_of_it or isinstance(a, StartClock)))
    return case


def _bodies(case: Case | None, firm: FirmDesk, now: datetime) -> dict[str, Body]:
    customer = case.customer if case else None
    today = now.astimezone(firm.zone).date()
    return {body.id: body for body in firm.rules.procedure.bodies_on(today, customer)}


def _windows(case: Case | None, letter: str, firm: FirmDesk, now: datetime) -> dict[str, date]:
    """The last day of each time that the customer has, such as six months for the ombudsman, where it has begun."""
    found: dict[str, date] = {}
    for window in firm.rules.procedure.window if case else ():
        begun = case.happened.get(window.starts) if case else None
        since = now if window.starts == f"letter.{letter}.sent" else begun
        if since is not None:
            found[window.id] = due(Rule.parse(window.within), since, firm.rules.procedure.plain_counting()).due
    return found


def _local(at: datetime | None, firm: FirmDesk) -> datetime | None:
    return at.astimezone(firm.zone) if at else None


def _case_line(case: Case, firm: FirmDesk) -> CaseLine:
    return CaseLine(
        reference=case.reference,
        subject=case.subject,
        kind=str(case.kind),
        stage=case.stage,
        channel=str(case.channel),
        received=complained_at(case).astimezone(firm.zone),
        state=str(case.state),
    )


def _reviewer(case: Case | None, firm: FirmDesk) -> Person | None:
    if case is None or case.stage != 2:
        return next(iter(firm.rules.people(Role.DIRECTOR)), None)
    return next(iter(handlers(case, firm.rules)), None)


def _flags(case: Case | None, arrival: Arrival | None, write: Write) -> tuple[Flag, ...]:
    raised = case.flags if case and not write.unconfirmed else ()  # a stranger's words say nothing of the case
    if write.about_message and arrival is not None:
        known = {f.flag for f in raised}
        raised = (*raised, *(f for f in arrival.flags if f.flag not in known and f.flag != "complaint"))
    return raised


def _missing(case: Case | None, firm: FirmDesk) -> tuple[str, ...]:
    """Details that the procedure asks for and that we do not have (procedure.receiver)."""
    if case is None:
        return ()
    return tuple(name for name in firm.rules.procedure.asks_for if not getattr(case.customer, name))


def _expected(case: Case | None, firm: FirmDesk, now: datetime) -> date | None:
    """The latest local day on which the answer may come; None where it has passed: a date gone by is no promise."""
    last = clocks.worst_reply(firm.rules.procedure, case.clocks) if case else None
    return last if last is not None and last >= now.astimezone(firm.zone).date() else None


def _result(tx: Connection, firm: FirmDesk, write: Write, case: Case | None, now: datetime) -> CommandResult | None:
    if write.letter != "command_result":
        return None
    about = cases.load(tx, write.of_case) if write.of_case is not None else case
    told = information(tx, firm, write.information, about, now) if write.information else ""
    return CommandResult(done=write.done, refused=write.refused, held=write.withheld, information=told)
