"""From a Write and the case as it now stands to what a template may speak of. Local times, plain values; decides nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from mailbot.core import clocks
from mailbot.core.actions import StartClock, Write
from mailbot.core.afterwards import afterwards
from mailbot.core.calendar_answers import ANSWERED
from mailbot.core.clock_policy import Clock
from mailbot.core.clocks import Standing
from mailbot.core.due_dates import plan_day
from mailbot.core.hearing import handlers
from mailbot.core.model import Case, Channel, Contact, Deadline, Direction, Enclosure, Flag, Person, Picture, Role
from mailbot.core.procedure import Body
from mailbot.core.rules import Arrival
from mailbot.core.workdays import Rule, Unit, due, working_days_between
from mailbot.desk.enclosing import documents
from mailbot.desk.firms import FirmDesk
from mailbot.desk.information import information
from mailbot.desk.screening import NOTHING_HANGS, Screened
from mailbot.desk.showing import message_line
from mailbot.letters.context import (
    CaseLine,
    ClockLine,
    CommandResult,
    Digest,
    HistoryLine,
    LetterContext,
    Review,
)
from mailbot.store import cases, contacts, deadlines

_LETTERS = {
    "acknowledgement": "We acknowledged your complaint by email",
    "received": "We confirmed that we had received your message",
    "put_in_writing": "We asked you to put your complaint in writing",
    "request_material": "We asked you for papers or other material",
    "visit_booked": "We told you when we would visit",
    "visit_cancelled": "We told you that our visit was cancelled",
    "visit_outcome": "We told you the outcome of our visit",
    "delay": "We told you of a delay",
    "response": "We sent you our findings",
    "informal_resolution": "We wrote down what we had agreed",
    "referral": "We told you where you can take your complaint",
    "stage_two_acknowledgement": "We acknowledged your request for a review",
    "stage_two_progress": "We told you how the review was going",
    "stage_two_decision": "We sent you our decision",
    "message": "We wrote to you by email",
    "safety": "We sent you safety advice",
}


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
    started = {} if then is None else {line.clock: line for line in _clock_lines(firm, then.clocks, now)}
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
        history=_history(tx, shown, firm, staff=write.staff) if write.letter in _TELLS_HISTORY else (),
        promised=write.promised or (_expected(then, firm, now) if write.letter in _SAYS_WHEN else None),
        windows=_windows(shown, write.letter, firm, now),
        reason=write.reason,
        visit=_local(write.visit or (shown.visit_at if shown else None), firm),
        visitor=shown.visitor if shown else "",
        message=message_line(write, arrival, occasion.screened, firm) if write.about_message and arrival else None,
        clock=_clock_line(firm, about, now) if about else None,
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
        received=_complained_at(case).astimezone(firm.zone),
        state=str(case.state),
    )


def _complained_at(case: Case) -> datetime:
    """When the complaint came: after the case was opened, where that was for an enquiry."""
    return case.happened.get("complaint.received", case.received_at)


def _reviewer(case: Case | None, firm: FirmDesk) -> Person | None:
    if case is None or case.stage != 2:
        return next(iter(firm.rules.people(Role.DIRECTOR)), None)
    return next(iter(handlers(case, firm.rules)), None)


def _clock_lines(firm: FirmDesk, running: tuple[Deadline, ...], now: datetime) -> list[ClockLine]:
    return [_clock_line(firm, d, now) for d in running]


def clock_line(firm: FirmDesk, deadline: Deadline, now: datetime) -> ClockLine:
    return _clock_line(firm, deadline, now)


def _clock_line(firm: FirmDesk, deadline: Deadline, now: datetime) -> ClockLine:
    clock = firm.rules.procedure.clock_named(deadline.clock)
    return ClockLine(
        clock=deadline.clock,
        label=clock.label,
        clause=clock.clause,
        due=deadline.due,
        due_at=deadline.due_at.astimezone(firm.zone),
        by_hour=Rule.parse(clock.within).unit is Unit.HOURS or clock.ends != "midnight",
        internal=clock.internal,
        late=deadline.open and now >= deadline.due_at,
        open=deadline.open,
        steps=deadline.steps,
        left=_left(firm, deadline, Rule.parse(clock.within), now),
        planned=_planned(firm, clock, deadline),
    )


def _planned(firm: FirmDesk, clock: Clock, deadline: Deadline) -> date | None:
    """The day that we work to, where it is not the last one itself."""
    day = plan_day(clock, firm.rules.procedure.counting(clock), deadline.due) if deadline.open else None
    return day if day != deadline.due else None


def _left(firm: FirmDesk, deadline: Deadline, rule: Rule, now: datetime) -> str:
    """ "2 working days left", "3 hours late": in the clock's own unit, so that the number means what the procedure means."""
    if not deadline.open:
        return ""
    if rule.unit is Unit.HOURS or abs(deadline.due_at - now) < timedelta(hours=1):
        hours = round(abs((deadline.due_at - now).total_seconds()) / 3600)
        amount = f"{hours} hour{'s' if hours != 1 else ''}" if hours else "less than an hour"
        return f"{amount} {'late' if now >= deadline.due_at else 'left'}"
    today = now.astimezone(firm.zone).date()
    working = rule.unit is Unit.WORKING_DAYS
    counting = firm.rules.procedure.counting(firm.rules.procedure.clock_named(deadline.clock))
    days = working_days_between(today, deadline.due, counting) if working else (deadline.due - today).days
    if deadline.due == today and now < deadline.due_at:
        return "due today"
    amount = f"{abs(days)} {'working ' if working else ''}day{'s' if abs(days) != 1 else ''}"
    return f"{amount} {'late' if now >= deadline.due_at else 'left'}" if days else "late"


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


def _history(tx: Connection, case: Case | None, firm: FirmDesk, *, staff: bool) -> tuple[HistoryLine, ...]:
    """Actions and communications in words a customer may read: no internal notes, no strangers, no machines (clause 8)."""
    if case is None:
        return ()
    lines = []
    for contact in contacts.of_case(tx, case.id):
        what = _told(contact, case, firm)
        if what:
            lines.append(HistoryLine(at=contact.at.astimezone(firm.zone), what=_to_staff(what) if staff else what))
    return tuple(lines)


def _to_staff(what: str) -> str:
    """The same line for a colleague: "We told you ..." is "We told them ..."."""
    for pattern, word in (
        (r"\bYou\b", "They"),
        (r"\byou (?=had agreed|can take)", "they "),
        (r"\byour\b", "their"),
        (r"\byou\b", "them"),
    ):
        what = re.sub(pattern, word, what)
    return what


def _told(contact: Contact, case: Case, firm: FirmDesk) -> str:
    if contact.direction is Direction.INTERNAL or contact.unconfirmed or contact.machine or contact.returned:
        return ""
    if contact.letter:
        rule = firm.rules.procedure.letter_named(contact.letter)
        return (rule.told if rule else "") or _LETTERS.get(contact.letter, "We wrote to you by email")
    if contact.direction is Direction.OUT:
        if contact.attempted:
            return "We tried to reach you by phone"
        return {
            Channel.PHONE: "We spoke by phone",
            Channel.POST: "We wrote to you by post",
            Channel.VISIT: "We visited you",
            Channel.IN_PERSON: "We met",
        }.get(contact.channel, "We contacted you")
    if contact.summary.startswith(contacts.NOTED):
        return f"We received from you: {contact.summary.removeprefix(contacts.NOTED)}"
    if contact.summary.startswith(ANSWERED):
        return "You answered our invitation to a visit"
    first = contact.at == _complained_at(case)
    by = {Channel.PHONE: "by phone", Channel.POST: "by post", Channel.IN_PERSON: "in person"}.get(
        contact.channel, "by email"
    )
    return f"We received your complaint {by}" if first else f"You contacted us {by}"
