"""Can every letter of a procedure be written? Each template is rendered with sample data; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mailbot.checks.finding import Finding, note, ok, wrong
from mailbot.core.procedure import Procedure
from mailbot.errors import ConfigError
from mailbot.letters.render import Writer
from mailbot.letters.source import COMMON
from mailbot.wiring import enclosures_of

ALWAYS = (
    "notice",
    "reminder",
    "escalation",
    "digest",
    "review",
    "command_result",
    "task",
    "person_informed",
    "too_large",
)
"""Letters that every procedure needs, whatever it promises."""


def letter_checks(path: Path, procedure: Procedure, roots: Sequence[Path]) -> Iterator[Finding]:
    about = f"letters {procedure.id}"
    writer = Writer(tuple(roots))
    found = [wrong(about, fault) for fault in writer.faults(procedure.id, procedure)]
    for name in _needed(procedure):
        found += _there(about, writer, procedure, name)
    found += _strays(about, writer, procedure)
    found += _dead_clocks(about, writer, procedure)
    found += _enclosed(about, path, procedure)
    if not any(one.wrong for one in found):
        count = len(writer.letters(procedure.id))
        yield ok(about, f"{count} templates rendered with sample data, all that the procedure demands are there")
    yield from found


def _dead_clocks(about: str, writer: Writer, procedure: Procedure) -> Iterator[Finding]:
    """Letters that tell a date only by clocks that the procedure does not have: they would never tell one."""
    ours = {clock.id for clock in procedure.clock}
    for rule in procedure.letter:
        try:
            asked = writer.clocks(procedure.id, rule.id)
        except ConfigError:
            continue  # told with the letter
        if asked and not asked & ours:
            yield note(
                about,
                f"letter {rule.id}: its template asks for the clock {' or '.join(sorted(asked))}, and the procedure has none of "
                "that name: it tells no date",
            )


def _needed(procedure: Procedure) -> tuple[str, ...]:
    named = {rule.id for rule in procedure.letter}
    diverted = tuple(d.letter for d in procedure.divert if d.letter)
    promised = tuple(c.or_progress.letter for c in procedure.clock if c.or_progress)
    return tuple(name for name in dict.fromkeys((*ALWAYS, *diverted, *promised)) if name not in named)


def _there(about: str, writer: Writer, procedure: Procedure, name: str) -> list[Finding]:
    try:
        writer.blocks(procedure.id, name)
    except ConfigError as fault:
        return [wrong(about, one) for one in fault.faults]
    return []


def _strays(about: str, writer: Writer, procedure: Procedure) -> Iterator[Finding]:
    """A template that no letter of the procedure uses is often one with a slip in its name."""
    own = set(writer.letters(procedure.id)) - set(writer.letters(COMMON))
    used = {rule.id for rule in procedure.letter} | set(_needed(procedure))
    for name in sorted(own - used):
        yield note(about, f"templates/{procedure.id}/{name}.md.j2 belongs to no [[letter]], so it is never sent")


def _enclosed(about: str, path: Path, procedure: Procedure) -> list[Finding]:
    try:
        enclosures_of(path, procedure)
    except ConfigError as fault:
        return [wrong(about, one) for one in fault.faults]
    return []
