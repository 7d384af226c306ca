"""A case told for its file: summary, promises, decisions, chronology, every contact. From papers to what is typeset; looks nothing up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from mailbot.core.bodies import writing_from
from mailbot.core.hearing import handlers
from mailbot.core.localtime import clock_time, in_words
from mailbot.core.model import Attachment, Channel, ClockState, Deadline, Direction, LetterState
from mailbot.core.procedure import Clock
from mailbot.core.workdays import Rule, Unit
from mailbot.desk.case_decisions import SENT, decided
from mailbot.desk.papers import Item, Papers
from mailbot.desk.reasons import at_in_words, clock_of, letter_told
from mailbot.letters.casefile import MOST_CHARACTERS, CaseFile, Entry, Section
from mailbot.store.case_papers import Link

_WAYS = {
    Channel.EMAIL: "Email",
    Channel.PHONE: "Telephone",
    Channel.POST: "Post",
    Channel.VISIT: "Visit",
    Channel.IN_PERSON: "In person",
    Channel.NOTE: "Note",
}
_RULE = re.compile(r"^[-=]{3,80}\n", re.MULTILINE)  # under the headings of a letter's plain text
_VERIFY = (
    "Each event of the record is one line of events.jsonl in the ZIP that goes with this document. The hash of an event is the SHA-256 "
    "of these six, each on a line of its own and without a last line end: chain, number, time (UTC, as given), type, digest, and the "
    "hash of the event before it (64 zeros for the first). The digest is the SHA-256 of the event's content as JSON, keys sorted, "
    "without spaces; a content that is left out here keeps its digest. Had any event been changed, added or taken away since, the "
    "last hash would differ from the one whose first 16 characters went to the firm's directors with the next morning's digest."
)


def case_file(papers: Papers) -> CaseFile:
    """The whole document, ready to be typeset."""
    local = papers.made_at.astimezone(papers.zone)
    made = f"{in_words(local.date())} at {clock_time(local.replace(second=0, microsecond=0))}"
    return CaseFile(
        reference=papers.case.reference,
        company=papers.procedure.company.name,
        subject=papers.case.subject or "(no subject)",
        audience=_audience(papers),
        made=f"Made {made}",
        made_at=papers.made_at,
        times=f"All times are local, in the zone {papers.zone.key} ({local:%Z} when this was made). A promise is kept to the end of "
        "the day on which it is due, or to the minute where hours are counted.",
        facts=tuple(_facts(papers)),
        sections=tuple(section for make in _SECTIONS if (section := make(papers)) is not None),
    )


def _audience(papers: Papers) -> str:
    if papers.body is None:
        return "The whole record, with internal notes: for use inside the firm."
    theirs = ", ".join(number for _, number in papers.numbers)
    known = f" (your number {theirs})" if theirs else ""
    return f"Prepared for {papers.body.name}{known}. Internal notes and mail inside the firm are not part of it."


def _facts(papers: Papers) -> Iterator[tuple[str, str]]:
    case, ending = papers.case, papers.ending
    yield "Complainant" if case.kind == "complaint" else "Enquirer", case.customer.called
    yield "Received", f"{at_in_words(case.received_at, papers.zone)}, by {_WAYS[case.channel].lower()}"
    yield "Procedure", f"{papers.procedure.title}, version {case.version}"
    people = ", ".join(person.name for person in handlers(case, papers.rules))
    state = f"{str(case.kind).capitalize()}, {case.state}{', at stage two' if case.stage == 2 else ''}"
    yield "State", f"{state}{f'; with {people}' if people and case.state == 'open' else ''}"
    if ending.closed_at:
        yield "Closed", f"{at_in_words(ending.closed_at, papers.zone)}: {ending.close_reason}"
    yield "Promises", _tally(papers)
    if case.visit_at:
        by = f", by {case.visitor}" if case.visitor else ""
        yield "Visit", f"{at_in_words(case.visit_at, papers.zone)}{by}"
    if ending.redress:
        yield "Redress", ending.redress
    if papers.body is None:
        yield from _facts_inside(papers)
    yield "Record", f"{len(papers.items)} contacts; sealed by {len(papers.links)} events (see the last part)"


def _facts_inside(papers: Papers) -> Iterator[tuple[str, str]]:
    case = papers.case
    for body, number in papers.numbers:
        yield f"Number at {body}", number
    if papers.ending.cause:
        yield "Cause", papers.ending.cause
    if case.about:
        yield "About", ", ".join(case.about)
    if case.restricted:
        yield "Restricted", "Only those named on the case hear of it."


def _tally(papers: Papers) -> str:
    ended = [d for d in papers.case.clocks if d.state is ClockState.STOPPED and d.stopped_at is not None]
    kept = sum(d.stopped_at is not None and d.stopped_at < d.due_at for d in ended)
    late = sum(c.open and c.due_at <= papers.made_at for c in papers.case.clocks)
    runs = sum(c.open for c in papers.case.clocks) - late
    found = [f"{kept} of {len(ended)} kept in time"] if ended else []
    found += [f"{late} overdue"] if late else []
    found += [f"{runs} still running"] if runs else []
    return "; ".join(found) or "None had to be kept."


# -------------------------------------------------------------------------------------------------------------- sections


def _parties(papers: Papers) -> Section:
    rows = tuple(
        (
            f"{p.called}\n({p.standing})",
            "\n".join(part for part in (p.address, p.phone, p.postal) if part),
            "; ".join(part for part in (p.organisation, p.relationship) if part)
            + ("Letters to this address come back." if p.undeliverable else ""),
        )
        for p in papers.parties
    )
    return Section(title="Parties", columns=(("Who", "2"), ("Reached at", "3"), ("More", "2")), rows=rows)


def _promises(papers: Papers) -> Section:
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


def _decisions(papers: Papers) -> Section:
    rows = tuple((at_in_words(at, papers.zone), what, clause) for at, what, clause in decided(papers))
    return Section(
        title="Decisions",
        columns=(("When", "auto"), ("What was decided", "1"), ("Clause", "auto")),
        rows=rows,
        empty="Nothing has been decided yet.",
    )


def _chronology(papers: Papers) -> Section:
    told = [(item.paper.at, f"{item.number}", _headline(item)) for item in papers.items]
    told += [(at, "", what) for at, what, _ in decided(papers) if not what.startswith(SENT)]
    told += [
        (link.at, "", f"A promise ran out: {_label(link, papers)}")
        for link in papers.links
        if link.type == "clock.breached"
    ]
    rows = tuple((at_in_words(at, papers.zone), number, what) for at, number, what in sorted(told, key=lambda t: t[0]))
    intro = "Everything in the order in which it happened. A number leads to the contact in full."
    return Section(
        title="Chronology", intro=intro, columns=(("When", "auto"), ("No.", "auto"), ("What", "1")), rows=rows
    )


def _label(link: Link, papers: Papers) -> str:
    name = str((link.content or {}).get("clock", ""))
    clock = clock_of(papers.procedure, name)
    return clock.label if clock else name


def _headline(item: Item) -> str:
    paper = item.paper
    subject = f": {paper.subject}" if paper.subject else ""
    if item.letter is not None:
        return f"Letter to {item.letter.recipient or 'the customer'}, {item.letter.name.replace('_', ' ')}{subject}"
    way = _WAYS[paper.channel]
    if paper.direction is Direction.INTERNAL:
        return f"Internal note by {paper.sender}{subject}"
    if paper.direction is Direction.OUT:
        tried = ", tried and not reached" if paper.attempted else ""
        return f"{way}, by {paper.sender}{tried}{subject}"
    return f"{way} from {paper.sender}{subject}"


def _contacts(papers: Papers) -> Section:
    intro = "Every contact in full, with the words as they were recorded. Quoted earlier mail is in the originals."
    return Section(
        title="Contacts in full", intro=intro, entries=tuple(_contact(item, papers) for item in papers.items)
    )


def _contact(item: Item, papers: Papers) -> Entry:
    paper, letter = item.paper, item.letter
    details = [f"{at_in_words(paper.at, papers.zone)}"]
    if paper.channel is not Channel.EMAIL and paper.recorded_at - paper.at > timedelta(hours=1):
        details[0] += f", written down {at_in_words(paper.recorded_at, papers.zone)}"
    rule = papers.procedure.letter_named(letter.name) if letter else None
    if rule is not None:
        who = "automatic" if letter and letter.automatic else "approved by a person"
        details.append(f"Letter “{rule.id.replace('_', ' ')}”, clause {rule.clause}, {who}")
    details += [f"Attached: {_attached(a)}" for a in paper.attachments]
    details += [f"Enclosed: {one['name']}" for one in (letter.enclosures if letter else ())]
    text = _RULE.sub("", paper.summary) if letter else paper.summary
    sha256 = letter.sha256 if letter else paper.sha256
    hashes = ((f"Original: {original_name(item)}, SHA-256", sha256),) if sha256 else ()
    head = f"{item.number}. {_headline(item)}"
    return Entry(
        head=head,
        details=tuple(details),
        text=text[:MOST_CHARACTERS],
        remarks=tuple(_remarks(item, papers)),
        hashes=hashes,
    )


def _remarks(item: Item, papers: Papers) -> Iterator[str]:
    paper, rest = item.paper, len(item.paper.summary) - MOST_CHARACTERS
    if rest > 0:
        yield f"{rest} more characters are in the original."
    if paper.unconfirmed and (body := writing_from(papers.rules.firm.bodies, paper.address)):
        yield f"From an outside body: {body.name}."
    elif paper.unconfirmed:
        yield "Not from a confirmed party of the case."
    if paper.machine:
        yield "A machine wrote this: it starts nothing and stops nothing."
    if paper.duplicate:
        yield "The same message had been recorded before."
    if item.letter is not None and item.letter.state == LetterState.BOUNCED:
        yield f"This letter came back ({item.letter.status or 'no status given'}): it counts as not given."


def _attached(attachment: Attachment) -> str:
    return f"{attachment.name or '(no name)'} ({attachment.type}, {attachment.size:,} bytes)"


def original_name(item: Item) -> str:
    """The member of the ZIP that holds the message as it came or went. Made of numbers only, never of a name from mail."""
    if item.paper.direction is Direction.INTERNAL:
        return f"internal/{item.number:03}.eml"
    return f"messages/{item.number:03}-{'out' if item.letter else 'in'}.eml"


def _letters(papers: Papers) -> Section:
    rows = tuple(
        (
            one.name.replace("_", " ") + (" (to staff)" if one.to_staff else ""),
            one.subject,
            letter_told(one, papers.zone),
        )
        for one in papers.letters
    )
    return Section(
        title="Every letter from us", columns=(("Letter", "2"), ("Subject", "3"), ("What became of it", "4")), rows=rows
    )


def _attachments(papers: Papers) -> Section:
    entries = tuple(
        Entry(
            head=a.name or "(no name)",
            details=(f"{a.type}, {a.size:,} bytes; with contact {item.number}",),
            hashes=(("SHA-256", a.sha256),),
        )
        for item in papers.items
        for a in item.paper.attachments
    )
    return Section(title="Attachments that came", entries=entries)


def _flags(papers: Papers) -> Section | None:
    if papers.body is not None:
        return None
    rows = tuple(
        (
            at_in_words(flag.raised_at, papers.zone),
            flag.flag.replace("_", " "),
            flag.because,
            f"{at_in_words(flag.cleared_at, papers.zone)} by {flag.cleared_by}: {flag.reason}"
            if flag.cleared_at
            else "",
        )
        for flag in papers.flags
    )
    return Section(
        title="What was noticed",
        columns=(("When", "2"), ("What", "2"), ("In the words", "3"), ("Cleared", "2")),
        rows=rows,
    )


def _counted(papers: Papers) -> Section:
    entries = []
    for deadline in papers.case.clocks:
        clock = clock_of(papers.procedure, deadline.clock)
        words = (f"Clause {clock.clause}: “{clock.words}” ({clock.within})",) if clock else ()
        head = clock.label[:1].upper() + clock.label[1:] if clock else deadline.clock
        entries.append(Entry(head=head, details=(*words, *deadline.steps)))
    return Section(title="How each date was counted", entries=tuple(entries), empty="No date was counted.")


def _seal(papers: Papers) -> Section:
    chains: dict[str, list[Link]] = {}
    for link in papers.links:
        chains.setdefault(link.chain, []).append(link)
    entries = tuple(
        Entry(
            head=f"Chain {name}: {len(links)} events, {at_in_words(links[0].at, papers.zone)} to "
            f"{at_in_words(links[-1].at, papers.zone)}",
            hashes=(("Hash of the last event", links[-1].hash),),
        )
        for name, links in chains.items()
    )
    if papers.broken is None:
        held = "When this document was made, every event of the record was counted again and the chain held."
    else:
        where = f"event {papers.broken.seq} of {papers.broken.chain}"
        held = f"WARNING: when this document was made, the chain did not hold at {where}: the record was changed."
    return Section(title="The seal of the record", intro=f"{held} {_VERIFY}", entries=entries)


_SECTIONS: tuple[Callable[[Papers], Section | None], ...] = (
    _parties,
    _promises,
    _decisions,
    _chronology,
    _contacts,
    _letters,
    _attachments,
    _flags,
    _counted,
    _seal,
)
