"""The papers of the periodic review (clause 12 / phase three): what was complained of, how promises were kept, what came of the last one.

Counts every case; names none that is restricted or about a person. Grievances of staff are no cases, so none is in here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection

from mailbot.core.commands import parse
from mailbot.core.model import CaseKind, Deadline, Enclosure, Picture
from mailbot.core.moments import Looks, Moment, read_moment
from mailbot.core.procedure import Clock
from mailbot.desk.firms import FirmDesk
from mailbot.desk.review_charts import charts
from mailbot.desk.review_sheets import sheets
from mailbot.letters.context import Agreed, Breach, Review, ReviewLine
from mailbot.store import mailboxes, review_rows
from mailbot.store.review_rows import Matter, Run

ENOUGH_FOR_A_NINETIETH = 10
LISTED = 20
"""Breaches that the letter names; the sheet that goes with it has them all."""
_LONGEST_WORDS = 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewPapers:
    """What goes to the directors."""

    review: Review
    since: datetime
    pictures: tuple[Picture, ...]
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Period:
    """A time that is looked back over, half-open, with what the record has of it."""

    since: datetime
    until: datetime
    matters: tuple[Matter, ...]
    runs: tuple[Run, ...]

    def within(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until

    @property
    def complaints(self) -> tuple[Matter, ...]:
        return tuple(m for m in self.matters if m.kind is CaseKind.COMPLAINT)

    @property
    def opened(self) -> tuple[Matter, ...]:
        return tuple(m for m in self.complaints if self.within(m.opened_at))

    @property
    def closed(self) -> tuple[Matter, ...]:
        return tuple(m for m in self.complaints if self.within(m.closed_at))


def review_of(tx: Connection, firm: FirmDesk, deadline: Deadline, now: datetime) -> ReviewPapers:
    """The review that is due at that deadline, as of `now`: of everything since the papers of the one before were made."""
    told = review_rows.told_at(tx, firm.name, deadline.started_at)
    period = _period(tx, firm, told[0] if told else deadline.started_at, now)
    before = _period(tx, firm, _began_before(tx, firm, told), told[0]) if told else None
    breaches = _breaches(tx, firm, period)
    known = {m.id for m in period.matters if not m.confidential}
    review = Review(
        since=period.since.astimezone(firm.zone).date(),
        until=now.astimezone(firm.zone).date(),
        opened=len(period.opened),
        closed=len(period.closed),
        open_now=sum(m.closed_at is None or m.closed_at >= now for m in period.complaints),
        opened_before=len(before.opened) if before else None,
        enquiries=sum(m.kind is CaseKind.ENQUIRY and period.within(m.opened_at) for m in period.matters),
        stage_two=sum(m.stage == 2 for m in period.complaints),
        channels=_counted(m.channel.replace("_", " ") for m in period.opened),
        lines=tuple(line for clock in firm.rules.procedure.clock if (line := _line(clock, period, before)) is not None),
        breaches=tuple(breach for case_id, breach in breaches if case_id in known)[:LISTED],
        confidential=sum(case_id not in known for case_id, _ in breaches),
        causes=_counted(m.cause for m in _concerned(period) if m.cause and not m.confidential),
        without_cause=sum(not m.cause for m in period.closed),
        redress=_counted(m.redress for m in _concerned(period) if m.redress and not m.confidential),
        repeats=_repeats(tx, firm, period),
        agreed=_agreed(tx, firm, period),
    )
    return ReviewPapers(
        review=review,
        since=period.since,
        pictures=charts(review),
        enclosures=sheets(review, period.matters, period.runs, firm, dict(_why(tx, firm, period))),
    )


def _began_before(tx: Connection, firm: FirmDesk, told: tuple[datetime, ...]) -> datetime:
    """Where the time before the last papers began: with the papers before those, else when mailbot first ran here."""
    return told[1] if len(told) > 1 else min(mailboxes.times(tx, firm.name).first_run_at, told[0])


def _period(tx: Connection, firm: FirmDesk, since: datetime, until: datetime) -> _Period:
    return _Period(
        since=since,
        until=until,
        matters=review_rows.matters(tx, firm.name, since, until),
        runs=review_rows.runs(tx, firm.name, since, until),
    )


def _concerned(period: _Period) -> tuple[Matter, ...]:
    """Complaints whose cause and redress belong to this review: closed in its time, or opened in it and not closed yet."""
    return tuple(
        m
        for m in period.complaints
        if period.within(m.closed_at) or (m.closed_at is None and period.within(m.opened_at))
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Each once with its number, the most frequent first; the same words in other capitals are the same."""
    spelt: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for word in words:
        key = word.casefold().strip(" .")
        spelt.setdefault(key, word)
        counts[key] += 1
    return tuple((spelt[key], count) for key, count in counts.most_common())


# -------------------------------------------------------------------------------------------------------------- promises


def _line(clock: Clock, period: _Period, before: _Period | None) -> ReviewLine | None:
    ended, kept, overdue = _kept(clock, period)
    if not ended and not overdue:
        return None
    spans = sorted(_span(run.deadline) for run in ended)
    earlier, earlier_kept, earlier_overdue = _kept(clock, before) if before else ((), 0, 0)
    total = len(earlier) + earlier_overdue
    return ReviewLine(
        clock=clock.id,
        label=clock.label,
        times=len(ended) + overdue,
        met=kept,
        overdue=overdue,
        median=_told(timedelta(seconds=median(s.total_seconds() for s in spans))) if spans else "",
        ninetieth=_told(spans[-(-len(spans) * 9 // 10) - 1]) if len(spans) >= ENOUGH_FOR_A_NINETIETH else "",
        longest=_told(spans[-1]) if spans else "",
        before=f"{earlier_kept} of {total}" if total else "",
    )


def _kept(clock: Clock, period: _Period) -> tuple[tuple[Run, ...], int, int]:
    """(runs that were met in the time, how many of them in time, how many were late at its end and not met). A chance is no promise."""
    mine = () if clock.optional or clock.every else tuple(r for r in period.runs if r.deadline.clock == clock.id)
    ended = tuple(r for r in mine if period.within(r.deadline.stopped_at))
    kept = sum(_late_by(r.deadline, period.until) < timedelta(0) for r in ended)
    return ended, kept, len(mine) - len(ended)


def _span(deadline: Deadline) -> timedelta:
    return (deadline.stopped_at or deadline.started_at) - deadline.started_at


def _late_by(deadline: Deadline, until: datetime) -> timedelta:
    """Negative if it was kept."""
    ended = deadline.stopped_at if deadline.stopped_at is not None and deadline.stopped_at < until else until
    return ended - deadline.due_at


def _told(span: timedelta) -> str:
    """ "40 minutes", "26 hours", "4.5 days": elapsed time."""
    minutes = round(span / timedelta(minutes=1))
    if minutes < 60:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    hours = round(span / timedelta(hours=1))
    if hours < 48:
        return "1 hour" if hours == 1 else f"{hours} hours"
    days = round(span / timedelta(days=1), 1)
    return f"{days:g} days"


def _breaches(tx: Connection, firm: FirmDesk, period: _Period) -> tuple[tuple[int, Breach], ...]:
    """(case, breach), the longest first."""
    references = {m.id: m.reference for m in period.matters}
    duties = {c.id: c.label for c in firm.rules.procedure.clock if not (c.optional or c.every)}
    late = [r for r in period.runs if r.deadline.clock in duties and _late_by(r.deadline, period.until) >= timedelta(0)]
    late.sort(key=lambda run: _late_by(run.deadline, period.until), reverse=True)
    why = dict(_why(tx, firm, period))
    found = []
    for run in late:
        waiting = not period.within(run.deadline.stopped_at)
        told = f"{_told(_late_by(run.deadline, period.until))} late{', and not done yet' if waiting else ''}"
        breach = Breach(
            reference=references.get(run.case_id, ""),
            label=duties[run.deadline.clock],
            late=told,
            why=why.get(run.case_id, ""),
        )
        found.append((run.case_id, breach))
    return tuple(found)


def _why(tx: Connection, firm: FirmDesk, period: _Period) -> Iterable[tuple[int, str]]:
    """(case, reason) as a colleague gave it with the last #delay or #progress on each case that was late."""
    late = {r.case_id for r in period.runs if _late_by(r.deadline, period.until) >= timedelta(0)}
    for case_id in sorted(late):
        reason = ""
        for at, words in review_rows.reasons(tx, case_id):
            for order in parse(words).orders:
                if order.word in ("delay", "progress"):
                    reason = _reason(order.argument, at, firm) or reason
        if reason:
            yield case_id, reason


def _reason(argument: str, at: datetime, firm: FirmDesk) -> str:
    found = read_moment(argument, at, firm.zone.key, Looks.AHEAD)
    return " ".join((found.rest if isinstance(found, Moment) else argument).split())


# ---------------------------------------------------------------------------------------------------------------- people


def _repeats(tx: Connection, firm: FirmDesk, period: _Period) -> tuple[tuple[str, ...], ...]:
    """The cases of each person who complained in this time and had done so before within a year. The person is not named."""
    year = period.until - relativedelta(years=1)
    by_person: dict[str, list[tuple[str, datetime]]] = {}
    for customer, reference, received in review_rows.complaints_since(tx, firm.name, year, period.until):
        if customer:
            by_person.setdefault(customer, []).append((reference, received))
    return tuple(
        tuple(reference for reference, _ in found)
        for found in by_person.values()
        if len(found) > 1 and any(received >= period.since for _, received in found)
    )


def _agreed(tx: Connection, firm: FirmDesk, period: _Period) -> tuple[Agreed, ...]:
    """What the directors answered to the papers before these."""
    return tuple(
        Agreed(at=at.astimezone(firm.zone), who=who, words=words[:_LONGEST_WORDS])
        for at, who, words in review_rows.agreed(tx, firm.name, period.since, period.until)
    )
