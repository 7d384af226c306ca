"""Which of many phrases can stand in a text at all, told by its words: the others need not be tried.

Knows no rule and no mail. What it leaves out could not have matched (letters.py), so that the answers are those of trying every one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from operator import or_

from mailbot.core.triage.letters import LONGEST, NEEDS_KEPT, ways

_LONGEST_WRITTEN = LONGEST + 2  # "^" and "$" stand round a word
_WORDS_REMEMBERED = 8_192


class Screen:
    """Each way in which one of the patterns can match has NEEDS_KEPT needs, so many bits apart; a word's number tells the needs it
    meets, and the numbers of a text's words taken together tell the ways that are open."""

    def __init__(self, patterns: Sequence[str]) -> None:
        found = [(at, needs) for at, pattern in enumerate(patterns) for needs in ways(pattern)]
        self._size = len(found)
        self._pattern_of = tuple(1 << at for at, _ in found)
        self._always = 0
        self._met_by: dict[str, int] = {}
        for way, (_, needs) in enumerate(found):
            self._enter(way, needs)
        self._met_by_word = lru_cache(_WORDS_REMEMBERED)(self._met)

    def _enter(self, way: int, needs: tuple[frozenset[str], ...]) -> None:
        for slot in range(NEEDS_KEPT):
            bit = 1 << (way + slot * self._size)
            if slot >= len(needs):
                self._always |= bit
                continue
            for run in needs[slot]:
                self._met_by[run] = self._met_by.get(run, 0) | bit

    def _met(self, word: str) -> int:
        """The needs that a word ([a-z0-9]+) meets."""
        written, met = f"^{word}$", 0
        for start in range(len(written)):
            for end in range(start + 1, min(start + _LONGEST_WRITTEN, len(written)) + 1):
                met |= self._met_by.get(written[start:end], 0)
        return met

    def open_to(self, words: Iterable[str]) -> int:
        """A bit for each of the patterns, in their order: may it match a text of these words?"""
        size = self._size
        met = reduce(or_, map(self._met_by_word, words), self._always)
        left = met & (met >> size) & (met >> 2 * size) & (met >> 3 * size) & ((1 << size) - 1)
        found = 0
        while left:
            found |= self._pattern_of[(left & -left).bit_length() - 1]
            left &= left - 1
        return found
