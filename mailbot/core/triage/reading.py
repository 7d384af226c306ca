"""One mail read against the rule tables: which rule matches which sentence, and does the match stand.

Nothing here decides what a match means; triage.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from mailbot.core.model import Flag
from mailbot.core.triage.rules import Rule
from mailbot.core.triage.rules_about import CODE, CONDUCT, DELIVERY, TECHNICAL
from mailbot.core.triage.rules_complaint import COMPLAINT_WORDS
from mailbot.core.triage.rules_data import DATA_COMPLAINT, DATA_REQUEST
from mailbot.core.triage.rules_fault import COMPLAINT_FACTS
from mailbot.core.triage.rules_heating import NO_HEATING
from mailbot.core.triage.rules_path import LEGAL, STAGE_TWO
from mailbot.core.triage.rules_people import VULNERABLE
from mailbot.core.triage.rules_safety import SAFETY
from mailbot.core.triage.text import Sentence
from mailbot.core.triage.windows import voided

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
_CUE_LENGTHS = range(3, 15)


@cache
def _cue_index() -> dict[str, int]:
    """A bit mask of rules by cue, so that a sentence tries only the rules that one of its words may concern."""
    index: dict[str, int] = {}
    for bit, rule in enumerate(RULES):
        for cue in rule.cues:
            index[cue] = index.get(cue, 0) | 1 << bit
    return index  # a cue of one or two letters counts as a whole word only: "no" must not call for every "now"


@cache
def _bits() -> dict[str, int]:
    masks: dict[str, int] = {}
    for bit, rule in enumerate(RULES):
        masks[rule.flag] = masks.get(rule.flag, 0) | 1 << bit
    return masks


@lru_cache(maxsize=20_000)
def _word_mask(word: str) -> int:
    index = _cue_index()
    mask = index.get(word[:1], 0) if word[:1].isdigit() else index.get(word, 0)
    for length in _CUE_LENGTHS[: max(0, len(word) - 2)]:
        mask |= index.get(word[:length], 0)
    return mask


class Reading:
    """One mail's sentences with the rules that may concern each; asks the tables and remembers nothing else."""

    def __init__(self, sentences: tuple[Sentence, ...], subject: Sentence | None) -> None:
        self.sentences = sentences
        self.subject = subject
        self.plain = "\n".join(s.plain for s in sentences)
        self.words = frozenset(word for s in sentences for word in s.words)
        self._masks = tuple(self._mask(s) for s in sentences)

    @staticmethod
    def _mask(sentence: Sentence) -> int:
        mask = 0
        for word in sentence.words:
            mask |= _word_mask(word)
        return mask

    def hits(self, flag: str) -> Iterable[tuple[int, Rule, re.Match[str]]]:
        """The first match of each rule of that flag in each sentence, windows apart: (number, rule, match)."""
        wanted = _bits()[flag]
        for number, mask in enumerate(self._masks):
            left = mask & wanted
            while left:
                rule = RULES[(left & -left).bit_length() - 1]
                left &= left - 1
                if match := rule.pattern.search(self.sentences[number].plain):
                    yield number, rule, match

    def standing(self, flag: str) -> Iterable[tuple[int, Rule, re.Match[str]]]:
        """The hits that no window of their own sentence voids."""
        return (hit for hit in self.hits(flag) if not voided(hit[1], self.sentences[hit[0]], hit[2]))

    def first(self, flag: str) -> Flag | None:
        for number, _, match in self.standing(flag):
            return self.flag(flag, number, match)
        return None

    def flag(self, name: str, number: int, match: re.Match[str]) -> Flag:
        return Flag(flag=name, because=self.sentences[number].because(match.start(), match.end()))

    def found(self, name: str, pattern: re.Pattern[str]) -> Flag | None:
        for number, sentence in enumerate(self.sentences):
            if match := pattern.search(sentence.plain):
                return self.flag(name, number, match)
        return None
