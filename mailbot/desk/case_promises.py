"""The clocks of a case, told for its file: what was promised, how it was kept, how each date was counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.core.localtime import in_words
from mailbot.core.model import ClockState, Deadline
from mailbot.core.procedure import Clock
from mailbot.core.workdays import Rule, Unit
from mailbot.desk.papers import Papers
from mailbot.desk.reasons import at_in_words, clock_of
from mailbot.letters.casefile import Entry, Section


def tally(papers: Papers) -> str:
    ended = [d for d in papers.case.clocks if d.state is ClockState.STOPPED and d.stopped_at is not None]
    kept = sum(d.stopped_at is not None and d.stopped_at < d.due_at for d in ended)
    late = sum(c.open and c.due_at <= papers.made_at for c in papers.case.clocks)
    runs = sum(c.open for c in papers.case.clocks) - late
    found = [f"{kept} of {len(ended)} kept in time"] if ended else []
    found += [f"{late} overdue"] if late else []
    found += [f"{runs} still running"] if runs else []
    return "; ".join(found) or "None had to be kept."


def promises(papers: Papers) -> Section:
    rows = tuple(_promise(d, papers) for d in papers.case.clocks)
    return Section(
        title="What the procedure promises, and how it was kept",
        columns=(("Promise", "3"), ("Began, and due", "3"), ("Met", "3"), ("Result", "auto")),
        rows=rows,
        empty="No promise with a time has begun.",
    )


def _promise(deadline: Deadline, papers: Papers) -> tuple[str, ...]:
    clock = clock_of(papers.procedure, deadline.clock)
    label = clock.label[:1].upper() + clock.label[1:] if clock else deadline.clock
    where = f" (clause {clock.clause}{', our own target' if clock.internal else ''})" if clock else ""
    due = at_in_words(deadline.due_at, papers.zone) if _by_hour(clock) else in_words(deadline.due)
    met = ""
    if deadline.state is ClockState.STOPPED and deadline.stopped_at is not None:
        met = f"{at_in_words(deadline.stopped_at, papers.zone)}: {_event_told(deadline.stopped_by)}"
    began_and_due = f"{at_in_words(deadline.started_at, papers.zone)}\nDue {due}"
    return label + where, began_and_due, met, _result(deadline, clock, papers.made_at)


def _by_hour(clock: Clock | None) -> bool:
    return clock is not None and Rule.parse(clock.within).unit is Unit.HOURS


def _event_told(event: str) -> str:
    """ "letter.response.sent" -> "letter sent: response"."""
    first, _, rest = event.partition(".")
    if first == "letter" and rest.endswith(".sent"):
        return f"letter sent: {rest.removesuffix('.sent').replace('_', ' ')}"
    return event.replace(".", ", ").replace("_", " ")


def _result(deadline: Deadline, clock: Clock | None, now: datetime) -> str:
    if deadline.state is ClockState.SUPERSEDED:
        return f"Gave way: {_event_told(deadline.stopped_by)}"
    ended = deadline.stopped_at if deadline.state is ClockState.STOPPED else None
    late_by = (ended or now) - deadline.due_at
    if late_by < timedelta(0):
        return "Kept" if ended else "Running"
    amount = _amount(late_by, hours=_by_hour(clock))
    return f"LATE by {amount}" if ended else f"OVERDUE by {amount}"


def _amount(span: timedelta, *, hours: bool) -> str:
    """A day begun is a day; an hour begun is an hour."""
    if hours and span < timedelta(days=3):
        count = int(span / timedelta(hours=1)) + 1
        return f"{count} hour{'s' if count > 1 else ''}"
    count = span.days + 1
    return f"{count} day{'s' if count > 1 else ''}"


def counted(papers: Papers) -> Section:
    entries = []
    for deadline in papers.case.clocks:
        clock = clock_of(papers.procedure, deadline.clock)
        words = (f"Clause {clock.clause}: “{clock.words}” ({clock.within})",) if clock else ()
        head = clock.label[:1].upper() + clock.label[1:] if clock else deadline.clock
        entries.append(Entry(head=head, details=(*words, *deadline.steps)))
    return Section(title="How each date was counted", entries=tuple(entries), empty="No date was counted.")
