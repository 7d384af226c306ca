"""What a triage rule is, and how a table of them is written. The tables are the rules_*.py beside this file.

A rule is tried on a sentence in plain form (text.py). `source` names the line of domain.md section 6 that it comes from. Patterns bound
every repetition, and each is compiled when it is first tried: most mails concern few.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.pattern import Pattern


class Window(StrEnum):
    """Surroundings in which a match does not count."""

    NEGATED = "negated"  # "no smell of gas"
    PAST = "past"  # "last winter"
    HYPOTHETICAL = "hypothetical"  # "if it goes off again"
    IF_EVER = "if_ever"  # "what do I do if I ever smell gas"; a plain "if I touch it" is an account of danger
    ELSEWHERE = "elsewhere"  # "power cut"
    RESOLVED = "resolved"  # "back on now"
    ASKING = "asking"  # "how would I ..."
    JOKE = "joke"  # "my brother-in-law says ... lol"
    DIGITAL = "digital"  # a mail about software: its children, sensors and panels are records


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    flag: str
    name: str
    source: str
    pattern: Pattern
    unless: Pattern | None = None  # tried on the whole sentence
    windows: frozenset[Window] = frozenset()


def gap(words: int) -> str:
    """A pattern for up to so many words in between, nearest first."""
    return rf"(?:[^\w]{{1,6}}\w{{1,30}}){{0,{words}}}?[^\w]{{1,6}}"


def rules(
    flag: str, source: str, windows: tuple[Window, ...], *rows: tuple[str, str] | tuple[str, str, str]
) -> tuple[Rule, ...]:
    """One Rule a row of (name, pattern[, exceptions])."""
    return tuple(
        Rule(
            flag=flag,
            name=row[0],
            source=source,
            pattern=Pattern(rf"\b(?:{row[1]})"),
            unless=Pattern(rf"\b(?:{row[2]})") if len(row) == 3 else None,
            windows=frozenset(windows),
        )
        for row in rows
    )
