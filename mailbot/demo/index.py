"""The page that the demo leaves: the timeline, and every letter as its reader sees it. One file that loads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mailbot.core.localtime import in_words
from mailbot.demo.balance import Balance
from mailbot.demo.cast import COMPANIES, CUSTOMERS
from mailbot.demo.narrator import Moment
from mailbot.demo.papers import Paper
from mailbot.demo.screen import INTRO, TO_LOOK_FOR
from mailbot.demo.tale import LEFT_OUT, QUIET_UNTIL
from mailbot.errors import ConfigError

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The mails of one case, or of one company's business without a case."""

    anchor: str
    heading: str
    about: str
    papers: tuple[Paper, ...]


def write(path: Path, moments: tuple[Moment, ...], papers: tuple[Paper, ...], figures: Balance) -> None:
    """The page. Raises ConfigError if the file cannot be written."""
    page = (
        _environment()
        .get_template("index.html.j2")
        .render(
            intro=INTRO,
            to_look_for=TO_LOOK_FOR,
            companies=COMPANIES,
            customers=CUSTOMERS,
            days=_days(moments),
            resumed=in_words(QUIET_UNTIL.date()),
            left_out=LEFT_OUT,
            bundles=bundles(papers),
            figures=figures,
            total=len(papers),
            by_message_id=_by_message_id(papers),
        )
    )
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as fault:
        raise ConfigError(f"demo: {path}: it cannot be written: {fault.strerror}") from fault


def bundles(papers: tuple[Paper, ...]) -> tuple[Bundle, ...]:
    """The mails by case in the order of the cases' first mails, then what belongs to none, by company."""
    found: dict[tuple[str, str], list[Paper]] = {}
    for paper in papers:
        found.setdefault((paper.case, "" if paper.case else paper.company), []).append(paper)
    ordered = sorted(found.items(), key=lambda item: (item[0][0] == "", item[1][0].number))
    return tuple(_bundle(case, company, tuple(some)) for (case, company), some in ordered)


def _bundle(case: str, company: str, papers: tuple[Paper, ...]) -> Bundle:
    first = papers[0]
    if not case:
        about = "What mailbot writes to staff that is about no single case."
        return Bundle(
            anchor=f"of-{first.company.lower().replace(' ', '-')}",
            heading=f"{company}: lists",
            about=about,
            papers=papers,
        )
    return Bundle(
        anchor=case.lower(),
        heading=f"{case}: {first.subject}",
        about=f"{first.sender} and {first.company}",
        papers=papers,
    )


def _days(moments: tuple[Moment, ...]) -> tuple[tuple[str, tuple[Moment, ...]], ...]:
    def day(moment: Moment) -> date:
        return moment.at.date()

    return tuple((in_words(when), tuple(some)) for when, some in groupby(moments, key=day))


def _by_message_id(papers: tuple[Paper, ...]) -> Mapping[str, Paper]:
    return {paper.message_id: paper for paper in papers}


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
