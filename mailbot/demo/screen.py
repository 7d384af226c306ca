"""What the demo prints: the story as it happens, wrapped to the terminal, in colour only on a terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mailbot.core.localtime import in_words
from mailbot.demo.balance import Balance, Count
from mailbot.demo.cast import COMPANIES, CUSTOMERS
from mailbot.demo.narrator import Entry, Moment
from mailbot.demo.papers import Paper
from mailbot.demo.tale import LEFT_OUT, after_the_gap
from mailbot.timeline import Mark

WIDEST = 100
_INDENT = " " * 7
_LEADS = {Mark.LETTER: "-> ", Mark.LATE: "!! "}
_COLOURS = {Mark.MESSAGE: "1", Mark.LETTER: "36", Mark.LATE: "1;31", Mark.KEPT: "32", Mark.CLOCK: "33"}

INTRO = (
    "This is a story of two made-up companies, played on this machine alone: an IMAP server and an SMTP server "
    "run on loopback, and mailbot does its real work on them. Only the clock runs ahead, so weeks take "
    "seconds. Every line below is read from the record that mailbot kept; none was written for it.",
    "People write mails, as they always did. mailbot opens a case for each complaint, acknowledges it, starts "
    "the clocks that the company's written procedure promises, shows each message to the person who deals with "
    "it (the handler), reminds, and raises the alarm with a director when a promise is broken.",
)
TO_LOOK_FOR = (
    "Jo Simmons has no heating: a visit within 24 hours is promised, it comes late, and a director hears of it at once.",
    "Anna Field answers by plain reply, by # commands, and by pressing buttons in the mails that mailbot sends her.",
    "Tom Webb gets an invitation to a visit, declines it in his calendar, and accepts the next one.",
    "Ruth Hall answers her morning list line by line: 1 note ..., 1 assign Anna.",
    "Sam Okafor writes to a customer past mailbot: it is found in the folder of sent mail, kept, and asked about.",
    "Maria Lopez wants a review; a director decides it. At the end the directors get the papers of the quarterly review.",
)


class Screen:
    """Prints to stdout. A character that the terminal cannot show becomes "?"."""

    def __init__(self) -> None:
        self._colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._width = max(40, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))
        self._day: date | None = None
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")

    def introduce(self) -> None:
        for paragraph in INTRO:
            self._say(paragraph)
            self._say("")
        self._say("What to look for:")
        for point in TO_LOOK_FOR:
            self._say(point, indent="    ", first="  - ")
        self._say("")
        for company in COMPANIES:
            staff = ", ".join(f"{p.name} ({p.role})" for p in company.staff)
            self._say(f"{company.title}, {company.address}, {company.what}: {staff}", indent="  ")
        outside = "; ".join(f"{person.name} ({person.what})" for person in CUSTOMERS)
        self._say(f"They write: {outside}", indent="  ")

    def show(self, moment: Moment) -> None:
        if moment.at.date() != self._day:
            if self._day is not None and after_the_gap(self._day, moment.at):
                self._say("")
                self._say(LEFT_OUT)
            self._day = moment.at.date()
            self._say("")
            self._say(in_words(self._day), style="1;4")
        case = f", case {moment.case}" if moment.case else ""
        self._say("")
        self._say(f"{moment.at:%H:%M}  {moment.company}{case}", style="2")
        for entry in moment.entries:
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        lead = _LEADS.get(entry.mark, "")
        self._say(
            entry.words, indent=_INDENT + " " * len(lead), first=_INDENT + lead, style=_COLOURS.get(entry.mark, "")
        )

    def sum_up(self, figures: Balance, papers: tuple[Paper, ...], folder: Path) -> None:
        self.heading("What the database holds now")
        for count in figures.counts:
            self._say(f"{count.company}: {_counted(count)}", indent="  ")
        promises = "promise was" if figures.late == 1 else "promises were"
        late = f"{figures.late} {promises} broken, and a director was told at once."
        self._say(late, indent="  ", style=_COLOURS[Mark.LATE] if figures.late else "")
        held = "every one verifies" if not figures.faults else f"FAULTS: {'; '.join(figures.faults)}"
        self._say(f"{figures.events} events in {figures.chains} hash chains: {held}.", indent="  ")
        self._say(f"{len(papers)} mails crossed the two servers, and all of them are in {folder}.", indent="  ")
        self.heading("What to look at")
        for words, paper in _worth_a_look(papers):
            self._say(f"{words}: {paper.file}", indent="  ")
        self.heading("The same story as a page, with every letter as its reader sees it")
        print(f"  {(folder / 'index.html').resolve()}")

    def heading(self, words: str) -> None:
        self._say("")
        self._say(words, style="1")

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._say(line, indent="  ")

    def to_copy(self, lines: Iterable[str]) -> None:
        """Lines that somebody copies whole: not broken."""
        for line in lines:
            print(f"  {line}", flush=True)

    def _say(self, words: str, *, indent: str = "", first: str | None = None, style: str = "") -> None:
        begun = indent if first is None else first
        wrapped = textwrap.fill(
            words, self._width, initial_indent=begun, subsequent_indent=indent, break_on_hyphens=False
        )
        print(f"\x1b[{style}m{wrapped}\x1b[0m" if self._colour and style else wrapped, flush=True)


def _counted(count: Count) -> str:
    cases = f"{count.opened} case{'s' if count.opened != 1 else ''}, {count.closed} closed"
    mail = f"{count.received} messages received, {count.accounted} accounted for"
    back = f" ({count.came_back} came back)" if count.came_back else ""
    rest = f", {count.not_sent} letters NOT SENT" if count.not_sent else ""
    aside = f", {count.parked} messages SET ASIDE" if count.parked else ""
    return f"{cases}; {mail}; {count.sent} letters sent{back}{rest}{aside}."


_WORTH_A_LOOK = (
    ("An acknowledgement", "acknowledgement", False),
    ("Another, with the procedure attached", "acknowledgement", True),
    ("What the handler gets, with its buttons", "notice", False),
    ("The handler's reply, on its way in", "relayed", False),
    ("and as the customer gets it", "message", False),
    ("The alarm", "escalation", False),
    ("A director's morning list", "digest", False),
    ("An invitation to a visit", "visit_booked", True),
    ("The findings", "response", False),
    ("The whole case as a file, asked for with #file", "command_result", True),
    ("The papers of the quarterly review", "review", True),
)
"""What to say, the kind of mail, and whether it has documents with it."""


def _worth_a_look(papers: tuple[Paper, ...]) -> Iterable[tuple[str, Paper]]:
    """The first mail of each kind that a newcomer should see."""
    for words, what, enclosed in _WORTH_A_LOOK:
        found = next((paper for paper in papers if paper.what == what and bool(paper.attachments) is enclosed), None)
        if found is not None:
            yield words, found
