"""Case references, PREFIX-YYYY-NNNN-C: making them, and finding them in what people write. Knows nothing of cases.

C is the check character of ISO 7064 MOD 37,36 over PREFIX, YYYY and NNNN together: one wrong character is always
noticed, and nearly every two exchanged ones. Nobody can tell O from 0, or I from 1, in every typeface. To accept one
for the other would let a second mistake through, so a number whose check character would be one of them is written with
a leading zero more, which changes it: NNNN has 4 to 6 digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from stdnum.iso7064 import mod_37_36

_WIDTHS: Final = (4, 5, 6)
_LARGEST_NUMBER: Final = 999_999
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2099

_PREFIX: Final = re.compile(r"[A-Z]{2,5}")

# What stands between the parts: hyphens and dashes of every kind, spaces of every kind, a folded line, an underscore.
_GAP: Final = "[-_\u2010-\u2015\u2212\ufe58\ufe63\uff0d \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]{1,3}"

# A part of a longer word, or of a longer hyphenated number such as an order's, is no reference.
_SHAPE: Final = re.compile(
    r"(?<![^\W_])(?<![0-9]-)"
    rf"(?:([A-Za-z]{{2,5}}){_GAP}(20[0-9]{{2}}){_GAP}([0-9]{{4,6}}){_GAP}([0-9A-Za-z])"
    r"|([A-Za-z]{2,5})(20[0-9]{2})([0-9]{4,6})([0-9A-Za-z]))"
    r"(?![^\W_])(?!-[0-9])"
)

# The same with what the eye or the hand puts in a digit's place, with parts run together, or a digit too few.
_BLUR: Final = "0-9OoQqIiLlSsBbZzGg|"
_BLURRED: Final = re.compile(
    r"(?<![^\W_])(?<![0-9]-)"
    rf"([A-Za-z]{{2,5}}){_GAP}([2Zz][0OoQq][{_BLUR}]{{2}})(?:{_GAP})?([{_BLUR}]{{2,6}})(?:{_GAP})?([0-9A-Za-z])"
    r"(?![^\W_])(?!-[0-9])"
)
_DIGIT_OF: Final = str.maketrans("OQILSBZG|", "001158261")

# Characters that nobody sees but that mail programs put between letters: soft hyphen, zero-width and direction marks.
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_WITHOUT_UNSEEN: Final = str.maketrans("", "", _UNSEEN)

_HARD_TO_READ: Final = frozenset("0O1I")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """A text shaped like a reference, in capitals, plainly hyphened; `right` is the reference it stands for, or ""."""

    prefix: str
    written: str
    right: str


def make(prefix: str, year: int, number: int) -> str:
    """The reference of that case, such as "DS-2026-0047-Q"; the same three always give the same one.

    `prefix` has 2 to 5 letters, `year` is 2000 to 2099, `number` 1 to 999999; ValueError for anything else.
    """
    letters = prefix.upper()
    if not _PREFIX.fullmatch(letters):
        raise ValueError(f"'{prefix[:80]}' cannot begin a reference: it takes 2 to 5 letters from A to Z")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"{year} cannot stand in a reference: it takes a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    if not 1 <= number <= _LARGEST_NUMBER:
        raise ValueError(f"{number} cannot stand in a reference: it takes a number from 1 to {_LARGEST_NUMBER}")
    written = [_with_check(letters, year, f"{number:0{width}d}") for width in _WIDTHS]
    # Rarely every width reads badly (and above 99999 there is but one). The check still notices a misreading.
    return next((one for one in written if one[-1] not in _HARD_TO_READ), written[0])


def find(text: str, *prefixes: str) -> tuple[str, ...]:
    """The references in any text, as `make` writes them, in order, each once; with `prefixes`, only those beginning so.

    Small letters, other dashes, spaces or nothing in place of the hyphens are accepted, the parts in their order and of
    their lengths. What fails the check is not found: see `nearly`.
    """
    return tuple(dict.fromkeys(reading.right for reading in _readings(_seen(text, prefixes)) if reading.right))


def nearly(text: str, *prefixes: str) -> tuple[str, ...]:
    """What is shaped like a reference but is none, with plain hyphens and in capitals, in order, each once: it fails its check, or
    has a letter for a digit, a digit too few, or parts run together."""
    seen = _seen(text, prefixes)
    readings = tuple(_readings(seen))
    right = {reading.right for reading in readings}
    found = {reading.written: None for reading in readings if not reading.right}
    found |= {"-".join(part.upper() for part in shape.groups()): None for shape in seen.shaped(_BLURRED)}
    return tuple(written for written in found if written not in right)


def meant_by(written: str) -> tuple[str, ...]:
    """The references that one slip makes into `written` (as `nearly` gives it), the likeliest first: a letter read as a digit, a
    missing zero, one wrong digit, two exchanged ones, or a wrong check character. A person chooses; nothing is taken for another."""
    parts = written.upper().split("-")
    if len(parts) != 4 or not _PREFIX.fullmatch(parts[0]) or len(parts[3]) != 1:
        return ()
    prefix, year, digits, check = parts[0], parts[1].translate(_DIGIT_OF), parts[2].translate(_DIGIT_OF), parts[3]
    if not (year + digits).isascii() or not (year + digits).isdigit() or len(year) != 4:
        return ()
    slips = [(year, digits), *_one_digit_off(year, digits)]
    made = {one: None for y, d in slips for one in _made(prefix, y, d) if _same_check(one[-1], check)}
    made.update(dict.fromkeys(_made(prefix, year, digits)))  # the check character itself is wrong
    return tuple(made)


def _one_digit_off(year: str, digits: str) -> Iterator[tuple[str, str]]:
    both = year + digits
    for at in range(2, len(both)):
        for other in "0123456789":
            changed = both[:at] + other + both[at + 1 :]
            yield changed[:4], changed[4:]
        swapped = both[:at] + both[at : at + 2][::-1] + both[at + 2 :]
        yield swapped[:4], swapped[4:]


def _made(prefix: str, year: str, digits: str) -> tuple[str, ...]:
    if int(digits) == 0 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return ()
    return (make(prefix, int(year), int(digits)),)


def _same_check(right: str, written: str) -> bool:
    return right == written or right.translate(_DIGIT_OF) == written.translate(_DIGIT_OF)


def reference_of(text: str, *prefixes: str) -> str:
    """The one reference that the text names; "" if it names none, or more than one."""
    found = find(text, *prefixes)
    return found[0] if len(found) == 1 else ""


class _Seen:
    """A text as it is seen, and where in it a reference with one of the prefixes may begin: nowhere in most of what people write."""

    def __init__(self, text: str, prefixes: tuple[str, ...]) -> None:
        plain = text.isascii() or not any(mark in text for mark in _UNSEEN)
        self._text = text if plain else text.translate(_WITHOUT_UNSEEN)
        self._begins = tuple(match.start() for match in _beginning(frozenset(prefixes)).finditer(self._text))

    def shaped(self, shape: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What has that shape, in order, none overlapping."""
        end = 0
        for start in self._begins:
            if start >= end and (match := shape.match(self._text, start)):
                end = match.end()
                yield match


@lru_cache(maxsize=4)
def _seen(text: str, prefixes: tuple[str, ...]) -> _Seen:
    """Remembered, for what has no reference is asked next whether it has a damaged one."""
    return _Seen(text, prefixes)


@cache
def _beginning(prefixes: frozenset[str]) -> re.Pattern[str]:
    """A prefix, large or small, and behind it the first two digits of a year, or what passes for them."""
    either = ("".join(f"[{letter.upper()}{letter.lower()}]" for letter in prefix) for prefix in sorted(prefixes))
    return re.compile(rf"(?:{'|'.join(either) or '[A-Za-z]{2,5}'})(?=(?:{_GAP})?[2Zz][0OoQq])")


def _readings(seen: _Seen) -> Iterator[_Reading]:
    return (_read(*(part.upper() for part in shape.groups() if part)) for shape in seen.shaped(_SHAPE))


def _read(prefix: str, year: str, digits: str, check: str) -> _Reading:
    written = f"{prefix}-{year}-{digits}-{check}"
    # Another width than `make` chooses may carry a right check, but we never wrote it.
    ours = int(digits) > 0 and make(prefix, int(year), int(digits)) == written
    return _Reading(prefix=prefix, written=written, right=written if ours else "")


def _with_check(prefix: str, year: int, digits: str) -> str:
    return f"{prefix}-{year}-{digits}-{mod_37_36.calc_check_digit(f'{prefix}{year}{digits}')}"
