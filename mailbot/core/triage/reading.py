"""One mail read against the rule tables: which rule matches which sentence, and does the match stand.

Nothing here decides what a match means; triage.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, reduce
from itertools import chain
from operator import or_

from mailbot.core.model import Flag
from mailbot.core.pattern import Pattern
from mailbot.core.triage import rules_sender as senders
from mailbot.core.triage import rules_tone as tone
from mailbot.core.triage import windows
from mailbot.core.triage.rules import Rule
from mailbot.core.triage.rules_about import CODE, CONDUCT, DELIVERY, KIT_NAMED, TECHNICAL
from mailbot.core.triage.rules_complaint import COMPLAINT_WORDS
from mailbot.core.triage.rules_data import DATA_COMPLAINT, DATA_REQUEST
from mailbot.core.triage.rules_dealings import COMPLAINT_DEALINGS
from mailbot.core.triage.rules_fault import COMPLAINT_FACTS
from mailbot.core.triage.rules_heating import HEATING_ANAPHORA, HEATING_SPOKEN_OF, NO_HEATING
from mailbot.core.triage.rules_path import LEGAL, STAGE_TWO
from mailbot.core.triage.rules_people import OTHERS_CHILDREN, VULNERABLE
from mailbot.core.triage.rules_safety import SAFETY
from mailbot.core.triage.screen import Screen
from mailbot.core.triage.text import Sentence

ABOUT = (
    ("about:technical", TECHNICAL),
    ("about:code", CODE),
    ("about:delivery", DELIVERY),
    ("about:conduct", CONDUCT),
)
RULES: tuple[Rule, ...] = (
    *NO_HEATING,
    *SAFETY,
    *VULNERABLE,
    *STAGE_TWO,
    *LEGAL,
    *DATA_REQUEST,
    *DATA_COMPLAINT,
    *COMPLAINT_WORDS,
    *COMPLAINT_FACTS,
    *COMPLAINT_DEALINGS,
    *(rule for _, table in ABOUT for rule in table),
)
#: what is looked for besides the rules: in each sentence by itself
IN_A_SENTENCE: tuple[Pattern, ...] = (
    HEATING_SPOKEN_OF,
    HEATING_ANAPHORA,
    OTHERS_CHILDREN,
    KIT_NAMED,
    windows.ELSEWHERE,
    windows.NOT_ELSEWHERE,
    senders.REGULATOR,
    senders.NOT_STAFF,
    senders.CUSTOMER_SPEAKS,
    senders.NEWSLETTER_MARKS,
    senders.BOUNCE_MARKS,
    tone.CLOSING,
    tone.HARMLESS,
    tone.ENERGY_WORDS,
    tone.DIGITAL_WORDS,
)
#: and in the whole mail
IN_THE_MAIL: tuple[Pattern, ...] = (senders.STAFF_FIRST_PERSON, *senders.SALES_MARKS, *senders.PHISH_MARKS)
_TRIED = (*(rule.pattern for rule in RULES), *IN_A_SENTENCE)
_NUMBER_OF = {phrase: number for phrases in (_TRIED, IN_THE_MAIL) for number, phrase in enumerate(phrases)}


@cache
def _sentence_screen() -> Screen:
    return Screen([phrase.written for phrase in _TRIED])


@cache
def _mail_screen() -> Screen:
    return Screen([phrase.written for phrase in IN_THE_MAIL])


@cache
def _ways_of_flag(flag: str) -> int:
    return _sentence_screen().ways_of(number for number, rule in enumerate(RULES) if rule.flag == flag)


@cache
def _ways_of_phrase(phrase: Pattern) -> int:
    """One of IN_A_SENTENCE."""
    return _sentence_screen().ways_of([_NUMBER_OF[phrase]])


class Reading:
    """One mail's sentences with what may match each; asks the tables and remembers nothing else."""

    def __init__(self, sentences: tuple[Sentence, ...], subject: Sentence | None) -> None:
        self.sentences = sentences
        self.subject = subject
        self.plain = "\n".join(s.plain for s in sentences)
        self.words = frozenset(chain.from_iterable(s.words for s in sentences))
        self._screen = _sentence_screen()
        self._open = [self._screen.open_to(s.words) for s in sentences]
        self._open_in_any = reduce(or_, self._open, 0)

    @cached_property
    def _open_in_all(self) -> int:
        return _mail_screen().open_to(self.words)

    @cached_property
    def is_digital(self) -> bool:
        """Whether the mail is about software or a tracker, and nothing in it about a house's energy."""
        return self.says(tone.DIGITAL_WORDS) and not self.says(tone.ENERGY_WORDS)

    def hits(self, flag: str) -> Iterator[tuple[int, Rule, re.Match[str]]]:
        """The first match of each rule of that flag in each sentence, windows apart: (number, rule, match)."""
        wanted = _ways_of_flag(flag)
        if not self._open_in_any & wanted:
            return
        for number, ways_open in enumerate(self._open):
            ways = ways_open & wanted
            for at in self._screen.patterns_of(ways) if ways else ():
                if match := self._screen.search(at, ways, self.sentences[number].plain):
                    yield number, RULES[at], match

    def standing(self, flag: str) -> Iterable[tuple[int, Rule, re.Match[str]]]:
        """The hits that no window of their own sentence voids."""
        return (hit for hit in self.hits(flag) if not windows.voided(hit[1], self.sentences[hit[0]], hit[2]))

    def first(self, flag: str) -> Flag | None:
        for number, _, match in self.standing(flag):
            return self.flag(flag, number, match)
        return None

    def flag(self, name: str, number: int, match: re.Match[str]) -> Flag:
        return Flag(flag=name, because=self.sentences[number].because(match.start(), match.end()))

    def may_hold(self, phrase: Pattern) -> bool:
        """Whether one of IN_THE_MAIL can stand in the mail at all, told by its words alone."""
        return bool(_mail_screen().ways_of([_NUMBER_OF[phrase]]) & self._open_in_all)

    def holds(self, phrase: Pattern) -> bool:
        """Whether one of IN_THE_MAIL stands in the mail."""
        return self.may_hold(phrase) and phrase.search(self.plain) is not None

    def says(self, phrase: Pattern) -> bool:
        """Whether one of IN_A_SENTENCE stands in the mail."""
        return any(True for _ in self.said_anywhere(phrase))

    def sayings(self, phrase: Pattern) -> set[str]:
        """Which words of one of IN_A_SENTENCE stand in the mail."""
        return set(phrase.compiled.findall(self.plain)) if self.says(phrase) else set()

    def said_in(self, number: int, phrase: Pattern) -> re.Match[str] | None:
        """The first match of one of IN_A_SENTENCE in the sentence of that number."""
        ways = self._open[number] & _ways_of_phrase(phrase)
        return self._screen.search(_NUMBER_OF[phrase], ways, self.sentences[number].plain) if ways else None

    def said_anywhere(self, phrase: Pattern) -> Iterator[tuple[int, re.Match[str]]]:
        """The first match of one of IN_A_SENTENCE in each sentence that has one."""
        if self._open_in_any & _ways_of_phrase(phrase):
            for number in range(len(self.sentences)):
                if match := self.said_in(number, phrase):
                    yield number, match

    def found(self, name: str, phrase: Pattern) -> Flag | None:
        """The flag, for the first sentence in which the phrase stands."""
        for number, sentence in enumerate(self.sentences):
            if match := phrase.search(sentence.plain):
                return self.flag(name, number, match)
        return None
