"""Runs of letters that a regular expression cannot match without: they tell which patterns a text can concern at all.

Knows patterns, not what they are for. A pattern is read only as far as its alternatives, groups, repetitions and plain letters; what
else stands in it (classes, look-arounds) is taken to need nothing. So where a need is not met the pattern cannot match, and where all
are met it may.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

#: Runs of which one must stand in a word of the text ([a-z0-9]+), written as "^word$": "^heat" begins a word, "ing$" ends one.
Need = frozenset[str]

NEEDS_KEPT = 4  # the most telling of an alternative; further ones hardly rule out any more
LONGEST = 8  # letters of a run; its beginning tells as much
_OF_A_GROUP = 2  # needs kept of what stands in brackets
_OPEN = "~"  # ends a run while it is not known whether the word ends there

_PIECE = re.compile(
    r"\(\?:[a-z0-9]+(?:\|[a-z0-9]+)*\)|[a-z0-9]+(?![a-z0-9*+?{])|\(\?[:=!]|\(\?<[=!]|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\\.|(?:[*+?]|\{\d+(?:,\d*)?\})\??|.",
    re.DOTALL,
)
_REPEATS = frozenset("*+?{")
_BETWEEN_WORDS = frozenset((r"\b", r"[^\w]", r"\.", "^", "$", *" -/,'"))
_FEW_LETTERS = re.compile(r"\[[a-z0-9]{1,4}\]")
_COMMON = frozenset(
    f"^{word}$"
    for word in "a about all am an and any are as at be been but by can do for from get got had has have he her him his i if im in is it"
    " its me my no not of on one or our she so some that the their them there they this to up us was we were what when who will with you"
    " your".split()
)


@dataclass(slots=True)
class _Branch:
    """One alternative, as far as it has been read."""

    at_start: bool  # does a word start with whatever comes next?
    needs: list[Need] = field(default_factory=list)
    run: str = ""
    last: tuple[Need, ...] = ()  # of the run or group just read, until it is known what follows

    def settle(self, end: str = "") -> None:
        """What was read last is needed; `end` is "$" where a word ends behind it."""
        self._end_run()
        self.needs.extend(frozenset(run.replace(_OPEN, end) for run in need) for need in self.last)
        self.last = ()

    def _end_run(self) -> None:
        if self.run:
            self.last = (*self.last, frozenset((_run(self.run),)))
        self.run = ""

    def read(self, letters: str, repeat: str) -> None:
        """More plain letters, and how they are repeated."""
        if _may_be_missing(repeat):
            self.settle()
        else:
            if self.last:
                self.settle()
            self.run += letters if self.run or not self.at_start else f"^{letters}"
            if repeat:
                self.settle()
        self.at_start = False

    def read_one_of(self, letters: str, repeat: str) -> None:
        self.settle()
        if not _may_be_missing(repeat):
            self.last = (frozenset(letters),)
        self.at_start = False

    def read_words(self, words: list[str], repeat: str) -> None:
        """A group of plain words: what `read_group` makes of it, the short way."""
        self.settle()
        if not _may_be_missing(repeat):
            start = "^" if self.at_start else ""
            self.last = (frozenset(_run(start + word) for word in words),)
        self.at_start = False

    def read_other(self, piece: str, repeat: str) -> None:
        certain = piece in _BETWEEN_WORDS and not _may_be_missing(repeat)
        self.settle("$" if certain else "")
        self.at_start = certain

    def read_group(self, branches: list[_Branch], repeat: str) -> None:
        missing = _may_be_missing(repeat)
        if not missing:
            self.last = _together(branches)
        self.at_start = all(branch.at_start for branch in branches) and (self.at_start or not missing)

    def best(self, count: int) -> tuple[Need, ...]:
        self._end_run()
        found = [*self.needs, *self.last]
        return tuple(found if len(found) < 2 else sorted(dict.fromkeys(found), key=_telling, reverse=True)[:count])


def alternatives(pattern: str) -> tuple[str, ...]:
    r"""The patterns that are tried in turn where this one is: for `\b(?:a|b)` and `\ba|\bb` these are `\ba` and `\bb`."""
    body, end = (pattern[:-2], r"\b") if pattern.endswith(r")\b") else (pattern, "")
    inner = _alternatives(body[5:-1]) if body.startswith(r"\b(?:") and body.endswith(")") else None
    if inner is not None:
        return tuple(rf"\b{one}{end}" for one in inner)
    return tuple(_alternatives(pattern) or (pattern,))


def _alternatives(body: str) -> list[str] | None:
    """What stands between the bars of `body`; None if it closes a bracket that it did not open."""
    found, depth = [""], 0
    for piece in _PIECE.findall(body):
        if len(piece) < 5:  # longer ones are whole groups
            depth += piece.startswith("(") - (piece == ")")
        if depth < 0:
            return None
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def needs(pattern: str) -> tuple[Need, ...]:
    """Up to NEEDS_KEPT needs, the most telling first: a text that the pattern, which has no flags, matches meets all. () needs nothing."""
    stack = [[_Branch(at_start=False)]]
    opened: list[
        tuple[bool, bool]
    ] = []  # of each open group: is it a look-around, and does a word start where it does?
    pieces = [*_PIECE.findall(pattern), ""]
    for piece, after in pairwise(pieces):
        repeat = after if after[:1] in _REPEATS else ""
        here = stack[-1][-1]
        if len(piece) > 4 and piece[0] == "(":
            here.read_words(piece[3:-1].split("|"), repeat)
        elif piece[0:1] == "(":
            here.settle()
            opened.append((piece not in ("(", "(?:"), here.at_start))
            stack.append([_Branch(at_start=here.at_start)])
        elif piece == ")":
            branches = stack.pop()
            if not opened.pop()[0]:
                stack[-1][-1].read_group(branches, repeat)
        elif piece == "|":
            stack[-1].append(_Branch(at_start=opened[-1][1] if opened else False))
        elif piece[0] in _REPEATS:
            here.settle()
        elif piece.isascii() and piece.isalnum():
            here.read(piece, repeat)
        elif _FEW_LETTERS.fullmatch(piece):
            here.read_one_of(piece[1:-1], repeat)
        else:
            here.read_other(piece, repeat)
    found = _together(stack.pop(), NEEDS_KEPT)
    return tuple(frozenset(run.replace(_OPEN, "") for run in need) for need in found)


def _run(letters: str) -> str:
    return letters[:LONGEST] if len(letters) > LONGEST else letters + _OPEN


def _may_be_missing(repeat: str) -> bool:
    return repeat.startswith(("*", "?", "{0", "{,"))


def _together(branches: list[_Branch], count: int = _OF_A_GROUP) -> tuple[Need, ...]:
    """The needs of alternatives: of each its most telling, then its next; () if one of them needs nothing."""
    found = [branch.best(count) for branch in branches]
    if not all(found):
        return ()
    longest = max(map(len, found))
    return tuple(frozenset().union(*(needs[min(at, len(needs) - 1)] for needs in found)) for at in range(longest))


@cache
def _telling(need: Need) -> tuple[int, int]:
    return min(map(_weight, need)), -len(need)


def _weight(run: str) -> int:
    return 1 if run.replace(_OPEN, "$") in _COMMON else min(6, len(run))
