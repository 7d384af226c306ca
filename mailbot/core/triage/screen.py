"""Which of many phrases can stand in a text at all, told by its words: the others need not be tried.

Knows no rule and no mail. What it leaves out could not have matched (letters.py), so that the answers are those of trying every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import accumulate
from operator import or_

from mailbot.core.pattern import Pattern
from mailbot.core.triage.letters import NEEDS_KEPT, alternatives, needs

_WORDS_REMEMBERED = 8_192


class Screen:
    """The alternatives of some patterns, a bit each, and what of them is open to a text.

    A need is a bit too: first stand the first needs of the alternatives, then the second ones, and so on. Alternatives with many needs come
    first, so that each has the same place among the nth needs as among all. A word's number tells the needs it meets; the numbers of a
    text's words taken together tell which alternatives are open.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        found = [
            (needs(one), at, place, Pattern(one))
            for at, pattern in enumerate(patterns)
            for place, one in enumerate(alternatives(pattern))
        ]
        found.sort(key=lambda way: -len(way[0]))
        self._every = (1 << len(found)) - 1
        self._ways = tuple(way[1:] for way in found)  # of which pattern, which place among its alternatives, itself
        self._ways_of = [0] * len(patterns)
        for way, (at, *_) in enumerate(self._ways):
            self._ways_of[at] |= 1 << way
        having = [sum(len(way[0]) > nth for way in found) for nth in range(NEEDS_KEPT)]
        begins = [0, *accumulate(having)]
        #: of the nth needs: where their bits begin, and the alternatives that have none
        self._nth = [(begin, self._every & -(1 << count)) for begin, count in zip(begins, having, strict=False)]
        self._met_by_run: dict[str, int] = {}
        for way, (its_needs, *_) in enumerate(found):
            for begin, need in zip(begins, its_needs, strict=False):
                for run in need:
                    self._met_by_run[run] = self._met_by_run.get(run, 0) | 1 << (begin + way)
        self._met_by_word = _Remembered(self._met_by_run)

    def open_to(self, words: Iterable[str]) -> int:
        """The alternatives that may match a text of these words, a bit each."""
        met = reduce(or_, map(self._met_by_word.__getitem__, words), 0)
        left = self._every
        for begin, without in self._nth:
            left &= met >> begin | without
        return left

    def ways_of(self, numbers: Iterable[int]) -> int:
        """The alternatives of the patterns with these numbers."""
        return reduce(or_, map(self._ways_of.__getitem__, numbers), 0)

    def patterns_of(self, ways: int) -> list[int]:
        """The numbers of the patterns that these alternatives belong to, in their order."""
        found = set()
        while ways:
            found.add(self._ways[(ways & -ways).bit_length() - 1][0])
            ways &= ways - 1
        return sorted(found)

    def search(self, number: int, open_ways: int, text: str) -> re.Match[str] | None:
        """The pattern's first match in a text to which these alternatives are open: the leftmost, of those that begin there the first
        alternative's, as if the whole pattern were tried."""
        left, first, best = open_ways & self._ways_of[number], (len(text) + 1, 0), None
        while left:
            _, place, pattern = self._ways[(left & -left).bit_length() - 1]
            left &= left - 1
            match = pattern.search(text)
            if match is not None and (match.start(), place) < first:
                first, best = (match.start(), place), match
        return best


class _Remembered(dict[str, int]):
    """The needs that a word ([a-z0-9]+) meets, found when it is first asked for."""

    def __init__(self, met_by_run: dict[str, int]) -> None:
        super().__init__()
        beginnings = {run[:end] for run in met_by_run for end in range(1, len(run))}
        self._met_by_run = (
            dict.fromkeys(beginnings, 0) | met_by_run
        )  # where a beginning is not among them, no run goes on

    def __missing__(self, word: str) -> int:
        written, met = f"^{word}$", 0
        for start in range(len(written)):
            for end in range(start + 1, len(written) + 1):
                meets = self._met_by_run.get(written[start:end])
                if meets is None:
                    break
                met |= meets
        if len(self) >= _WORDS_REMEMBERED:
            self.clear()
        self[word] = met
        return met
