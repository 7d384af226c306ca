"""A case told for its file: summary, promises, decisions, chronology, every contact. From papers to what is typeset; looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailbot.core.hearing import handlers
from mailbot.core.localtime import clock_time, in_words
from mailbot.desk.case_contacts import WAYS, attachments, contacts, headline, letters
from mailbot.desk.case_decisions import SENT, decided
from mailbot.desk.case_promises import counted, promises, tally
from mailbot.desk.papers import Papers
from mailbot.desk.reasons import at_in_words, clock_of
from mailbot.letters.casefile import CaseFile, Entry, Section
from mailbot.store.case_papers import Link

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
    yield "Received", f"{at_in_words(case.received_at, papers.zone)}, by {WAYS[case.channel].lower()}"
    yield "Procedure", f"{papers.procedure.title}, version {case.version}"
    people = ", ".join(person.name for person in handlers(case, papers.rules))
    state = f"{str(case.kind).capitalize()}, {case.state}{', at stage two' if case.stage == 2 else ''}"
    yield "State", f"{state}{f'; with {people}' if people and case.state == 'open' else ''}"
    if ending.closed_at:
        yield "Closed", f"{at_in_words(ending.closed_at, papers.zone)}: {ending.close_reason}"
    yield "Promises", tally(papers)
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


def _decisions(papers: Papers) -> Section:
    rows = tuple((at_in_words(at, papers.zone), what, clause) for at, what, clause in decided(papers))
    return Section(
        title="Decisions",
        columns=(("When", "auto"), ("What was decided", "1"), ("Clause", "auto")),
        rows=rows,
        empty="Nothing has been decided yet.",
    )


def _chronology(papers: Papers) -> Section:
    told = [(item.paper.at, f"{item.number}", headline(item)) for item in papers.items]
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
    promises,
    _decisions,
    _chronology,
    contacts,
    letters,
    attachments,
    _flags,
    counted,
    _seal,
)
