"""A time limit as a procedure words it: "10 working days". Knows no calendar; workdays.py counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

_RULE: Final = re.compile(r"([0-9]{1,4})\s{1,8}(hour|day|working\s{1,8}day|week|month)s?", re.IGNORECASE | re.ASCII)
_MOST: Final = 9999


class Unit(StrEnum):
    HOURS = "hour"
    DAYS = "day"
    WORKING_DAYS = "working day"
    WEEKS = "week"
    MONTHS = "month"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """So many of a unit of time. `str` gives the words back, in the number that English asks for."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.count <= _MOST:
            raise ValueError(f"A time limit counts from 1 to {_MOST} units, not {self.count}")

    @classmethod
    @lru_cache(maxsize=256)
    def parse(cls, text: str) -> Rule:
        """The rule those words state ("24 hours", "10 working days", "1 month"). Raises ValueError for any others."""
        found = _RULE.fullmatch(text.strip())
        if found is None:
            raise ValueError(
                f"'{text[:80]}' is not a time limit: write a number and hours, days, working days, weeks or months, "
                "as in '10 working days'"
            )
        return cls(count=int(found[1]), unit=Unit(" ".join(found[2].lower().split())))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"
