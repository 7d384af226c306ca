"""What people decided on a case, as its file tells it: when, what, and by which clause. Read from the record of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from mailbot.core.localtime import in_words
from mailbot.desk.papers import Papers
from mailbot.desk.reasons import clock_of

SENT = "Sent to the customer:"
Told = tuple[str, str] | None
"""(what, clause), or nothing where nobody decided anything."""


def decided(papers: Papers) -> Iterator[tuple[datetime, str, str]]:
    """(when, what, clause) of what people decided on the case, in order. Letters count that a person had to approve."""
    for link in papers.links:
        if link.content is None:
            continue
        tell = _DECISIONS.get(link.type)
        found = tell(link.content, papers) if tell else None
        if found is not None:
            yield link.at, *found


def _kind(content: Mapping[str, object], _: Papers) -> Told:
    return f"It is {'a complaint' if content.get('kind') == 'complaint' else 'an enquiry'} ({content.get('by')})", ""


def _stage(content: Mapping[str, object], papers: Papers) -> Told:
    stage = papers.procedure.stage_two
    return f"Stage {content.get('stage')} began: {content.get('why')}", stage.clause if stage else ""


def _moved(content: Mapping[str, object], papers: Papers) -> Told:
    clock = clock_of(papers.procedure, str(content.get("clock")))
    label = clock.label if clock else content.get("clock")
    due = datetime.fromisoformat(str(content.get("due"))).date()
    return f"New date to {label}: {in_words(due)}, because {content.get('why')}", clock.clause if clock else ""


def _letter(content: Mapping[str, object], papers: Papers) -> Told:
    rule = papers.procedure.letter_named(str(content.get("letter")))
    if rule is None or content.get("automatic"):
        return None
    told = f" ({rule.told})" if rule.told else ""
    return f"{SENT} {rule.id.replace('_', ' ')}{told}", rule.clause


def _changed(content: Mapping[str, object], papers: Papers) -> Told:
    field = str(content.get("field"))
    if field == "redress":
        return f"Redress: {content.get('value')}", ""
    if papers.body is not None or field not in ("delegate", "about", "assigned", "restricted", "named", "cause"):
        return None
    return f"{field.capitalize()}: {content.get('value') or 'nobody'}", ""


def _cleared(content: Mapping[str, object], papers: Papers) -> Told:
    said = f"{content.get('flag')} no longer holds, says {content.get('by')}: {content.get('reason')}"
    return (said, "") if papers.body is None else None


_DECISIONS: Mapping[str, Callable[[Mapping[str, object], Papers], Told]] = {
    "case.kind": _kind,
    "case.stage": _stage,
    "case.closed": lambda content, _: (f"The case was closed: {content.get('why')}", ""),
    "case.reopened": lambda content, _: (f"The case was taken up again: {content.get('why')}", ""),
    "case.changed": _changed,
    "clock.changed": _moved,
    "letter.sent": _letter,
    "flag.cleared": _cleared,
}
