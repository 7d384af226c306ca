"""Is a procedure's file sound as of today, and does it say what the procedure's own text says? It changes nothing.

What makes a file unusable at any time is core/procedure.py's and config.py's business, and stops every command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.checks.finding import Finding, note, ok, wrong
from mailbot.core.due_dates import AHEAD, lengths
from mailbot.core.procedure import Procedure
from mailbot.core.triage.triage import FLAGS
from mailbot.core.workdays import PastHorizon, due, in_words

_FLAG_EVENT = re.compile(r"flag\.(?P<flag>[a-z_:]{1,40})(\.cleared)?")
_ITEM = re.compile(r"(?P<number>[0-9]{1,3})[.)][ \t]")
_HEADING = re.compile(r"#{1,6}[ \t]")
_NUMBERED = re.compile(r"(?P<list>[0-9]{1,3}\.)?(?P<item>[0-9]{1,3})")


def procedure_checks(path: Path, procedure: Procedure, now: datetime) -> Iterator[Finding]:
    about = f"procedure {procedure.id}"
    found = [
        *_validity(about, procedure, now),
        *_horizon(about, procedure, now),
        *_flags(about, procedure),
        *_stages(about, procedure),
        *_bodies(about, procedure, now),
        *_against_its_text(about, path, procedure),
    ]
    if not any(one.wrong for one in found):
        counts = f"{len(procedure.clause)} clauses, {len(procedure.clock)} clocks, {len(procedure.letter)} letters"
        known = in_words(procedure.calendar.known_to)
        yield ok(
            about, f"version {procedure.version}, {counts}; its calendar ({procedure.calendar.nation}) ends {known}"
        )
    yield from found


def _validity(about: str, procedure: Procedure, now: datetime) -> Iterator[Finding]:
    today = now.astimezone(ZoneInfo(procedure.calendar.zone)).date()
    if today < procedure.valid_from:
        yield wrong(about, f"valid_from: version {procedure.version} begins on {in_words(procedure.valid_from)}")
    if procedure.valid_to is not None and today > procedure.valid_to:
        yield wrong(about, f"valid_to: version {procedure.version} ended on {in_words(procedure.valid_to)}")


def _horizon(about: str, procedure: Procedure, now: datetime) -> Iterator[Finding]:
    """A date past what the calendar knows is an error and not a guess, so it must be noticed before it is needed."""
    counting = procedure.plain_counting()
    for name, rule in lengths(procedure):
        try:
            due(rule, now, counting)
        except PastHorizon as fault:
            yield wrong(about, f"calendar.known_to: {name} ({rule}) cannot be counted from today: {fault}")
            continue
        try:
            due(rule, now + AHEAD, counting)
        except PastHorizon:
            yield note(about, f"calendar.known_to: {name} ({rule}) can be counted for less than {AHEAD.days} days more")


def _flags(about: str, procedure: Procedure) -> Iterator[Finding]:
    """A flag that nothing raises would leave a clock or a diversion dead."""
    named = [(f"clock {c.id}: unless", c.unless) for c in procedure.clock if c.unless]
    named += [(f"divert {d.flag}: flag", d.flag) for d in procedure.divert]
    named += [(f"body {b.id}: when", flag) for b in procedure.body for flag in b.when]
    named += [("begins_with", flag) for flag in procedure.begins_with if flag != "any"]
    events = [(f"clock {c.id}: {key}", event) for c in procedure.clock for key, event in c.event_names()]
    events += [(f"letter {rule.id}: on", rule.on) for rule in procedure.letter if rule.on]
    events += [(f"window {w.id}: starts", w.starts) for w in procedure.window]
    named += [(key, match["flag"]) for key, event in events if (match := _FLAG_EVENT.fullmatch(event))]
    for key, flag in named:
        if flag not in FLAGS:
            yield wrong(about, f"{key}: there is no flag '{flag}'; there are: {', '.join(FLAGS)}")


def _stages(about: str, procedure: Procedure) -> Iterator[Finding]:
    for clock in procedure.clock:
        if procedure.stage_two is None and clock.starts == "stage_two.requested":
            yield wrong(about, f"clock {clock.id}: starts with stage two, and the procedure has no [stage_two]")
    for rule in procedure.letter:
        if procedure.stage_two is None and rule.on == "stage_two.requested":
            yield wrong(about, f"letter {rule.id}: goes out with stage two, and the procedure has no [stage_two]")
        if rule.on is not None and not rule.automatic:
            yield note(about, f"letter {rule.id}: has `on` but not `automatic = true`, so it waits for a person")


def _bodies(about: str, procedure: Procedure, now: datetime) -> Iterator[Finding]:
    today = now.astimezone(ZoneInfo(procedure.calendar.zone)).date()
    for body in procedure.body:
        if not (body.phone or body.email or body.website):
            yield wrong(about, f"body {body.id}: has no phone, email or website, so nobody could turn to it")
        if not body.valid_on(today):
            yield note(about, f"body {body.id}: is not valid today, so no letter names it")


# --------------------------------------------------------------------------------------------------------- the own text


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnText:
    """The procedure as the company wrote it: its words in one line, and its numbered items, list by list."""

    words: str
    lists: tuple[tuple[int, ...], ...]

    def has_item(self, clause: str) -> bool:
        """Whether a clause such as "6" or "1.2" (second item of the first list) stands in the text."""
        named = _NUMBERED.fullmatch(clause)
        if named is None:
            return True  # not a number: nothing in the text can be told to be it
        item = int(named["item"])
        if named["list"]:
            place = int(named["list"].rstrip("."))
            return place <= len(self.lists) and item in self.lists[place - 1]
        return any(item in numbers for numbers in self.lists)


def own_text(markdown: str) -> OwnText:
    lists: list[list[int]] = []
    fresh = True
    for line in markdown.splitlines():
        if _HEADING.match(line):
            fresh = True
        elif item := _ITEM.match(line):
            if fresh:
                lists.append([])
            fresh = False
            lists[-1].append(int(item["number"]))
    return OwnText(words=_plain(markdown), lists=tuple(tuple(numbers) for numbers in lists))


def _plain(text: str) -> str:
    """Words alone: without marks of Markdown, in small letters, one space between two."""
    without_links = re.sub(r"\]\([^()\n]{0,500}\)", "", text)
    return " ".join(re.sub(r"[*_`>\[\]]", "", without_links).replace("’", "'").lower().split())


def _against_its_text(about: str, path: Path, procedure: Procedure) -> Iterator[Finding]:
    """Each numbered item of the text has its clause, each such clause its item, and what is quoted stands there."""
    source = path.with_suffix(".md")
    try:
        text = own_text(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        yield note(about, f"{source}: there is no text of the procedure to compare it with")
        return
    for clause in procedure.clause:
        if not text.has_item(clause.id):
            yield wrong(about, f"clause {clause.id}: {source.name} has no item of that number")
    ids = {clause.id for clause in procedure.clause}
    for place, numbers in enumerate(text.lists, start=1):
        for number in numbers:
            if not ids & {f"{place}.{number}", str(number)} and ids:
                yield wrong(about, f"{source.name}: item {number} of list {place} has no [[clause]]")
    quoted = [(f"clock {c.id}", c.words) for c in procedure.clock]
    quoted += [(f"guard {g.forbid}", g.words) for g in procedure.guard]
    quoted += [(f"window {w.id}", w.words) for w in procedure.window]
    for key, words in quoted:
        if _plain(words) not in text.words:
            yield wrong(about, f'{key}: its words do not stand in {source.name}: "{words}"')
