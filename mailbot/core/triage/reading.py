"""One mail read against the rule tables: which rule matches which sentence, and does the match stand.

Nothing here decides what a match means; triage.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from mailbot.core.model import Flag
from mailbot.core.triage import rules_sender as senders
from mailbot.core.triage import rules_tone as tone
from mailbot.core.triage import windows
from mailbot.core.triage.rules import Phrase, Rule
from mailbot.core.triage.rules_about import CODE, CONDUCT, DELIVERY, FAULT_IN_IT, KIT_NAMED, TECHNICAL
from mailbot.core.triage.rules_complaint import COMPLAINT_WORDS
from mailbot.core.triage.rules_data import DATA_COMPLAINT, DATA_REQUEST
from mailbot.core.triage.rules_fault import COMPLAINT_FACTS
from mailbot.core.triage.rules_heating import HEATING_ANAPHORA, HEATING_SPOKEN_OF, NO_HEATING
from mailbot.core.triage.rules_path import LEGAL, STAGE_TWO
from mailbot.core.triage.rules_people import CHILDREN_AT_RISK, OTHERS_CHILDREN, VULNERABLE
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
    *(rule for _, table in ABOUT for rule in table),
)
#: what is looked for besides the rules, in the whole mail or in a sentence
PHRASES: tuple[Phrase, ...] = (
    HEATING_SPOKEN_OF,
    HEATING_ANAPHORA,
    CHILDREN_AT_RISK,
    OTHERS_CHILDREN,
    KIT_NAMED,
    FAULT_IN_IT,
    windows.ELSEWHERE,
    windows.NOT_ELSEWHERE,
    senders.STAFF_MATTER,
    senders.STAFF_FIRST_PERSON,
    senders.NOT_STAFF,
    senders.CUSTOMER_SPEAKS,
    senders.NEWSLETTER_MARKS,
    senders.BOUNCE_MARKS,
    senders.REGULATOR,
    *senders.SALES_MARKS,
    *senders.PHISH_MARKS,
    tone.CLOSING,
    tone.HARMLESS,
    tone.ENERGY_WORDS,
    tone.DIGITAL_WORDS,
)


@cache
def _screen() -> Screen:
    return Screen([*(rule.phrase.text for rule in RULES), *(phrase.text for phrase in PHRASES)])


def _bits_by_flag() -> dict[str, int]:
    masks: dict[str, int] = {}
    for at, rule in enumerate(RULES):
        masks[rule.flag] = masks.get(rule.flag, 0) | 1 << at
    return masks


_BITS = _bits_by_flag()
_BIT_OF = {phrase: 1 << (len(RULES) + at) for at, phrase in enumerate(PHRASES)}


class Reading:
    """One mail's sentences with what may match each; asks the tables and remembers nothing else."""

    def __init__(self, sentences: tuple[Sentence, ...], subject: Sentence | None) -> None:
        self.sentences = sentences
        self.subject = subject
        self.plain = "\n".join(s.plain for s in sentences)
        self.words = frozenset(word for s in sentences for word in s.words)
        screen = _screen()
        met = [screen.met_by_all(s.words) for s in sentences]
        self._open = [screen.open(one) for one in met]
        self._open_in_any = 0
        for one in self._open:
            self._open_in_any |= one
        self._open_in_all = screen.open(screen.met_by_all(self.words))

    def hits(self, flag: str) -> Iterator[tuple[int, Rule, re.Match[str]]]:
        """The first match of each rule of that flag in each sentence, windows apart: (number, rule, match)."""
        wanted = _BITS[flag]
        if not self._open_in_any & wanted:
            return
        for number, rules_open in enumerate(self._open):
            left = rules_open & wanted
            while left:
                rule = RULES[(left & -left).bit_length() - 1]
                left &= left - 1
                if match := rule.phrase.search(self.sentences[number].plain):
                    yield number, rule, match

    def standing(self, flag: str) -> Iterable[tuple[int, Rule, re.Match[str]]]:
        """The hits that no window of their own sentence voids."""
        return (hit for hit in self.hits(flag) if not windows.voided(hit[1], self.sentences[hit[0]], hit[2]))

    def first(self, flag: str) -> Flag | None:
        for number, _, match in self.standing(flag):
            return self.flag(flag, number, match)
        return None

    def flag(self, name: str, number: int, match: re.Match[str]) -> Flag:
        return Flag(flag=name, because=self.sentences[number].because(match.start(), match.end()))

    def says(self, phrase: Phrase) -> bool:
        """Whether one of PHRASES stands anywhere in the mail."""
        return bool(self._open_in_all & _BIT_OF[phrase]) and phrase.search(self.plain) is not None

    def sayings(self, phrase: Phrase) -> set[str]:
        """Which words of one of PHRASES stand in the mail."""
        return set(phrase.compiled.findall(self.plain)) if self._open_in_all & _BIT_OF[phrase] else set()

    def said_in(self, number: int, phrase: Phrase) -> re.Match[str] | None:
        """The first match of one of PHRASES in the sentence of that number."""
        return phrase.search(self.sentences[number].plain) if self._open[number] & _BIT_OF[phrase] else None

    def found(self, name: str, phrase: Phrase) -> Flag | None:
        for number in range(len(self.sentences)):
            if match := self.said_in(number, phrase):
                return self.flag(name, number, match)
        return None
