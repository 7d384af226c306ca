"""Which days are bank holidays in which part of the United Kingdom. Knows nothing of weekends or a firm's own days.

The dates come from the `holidays` library, one subdivision at a time ("GB" alone knows neither Easter Monday nor the
summer bank holiday), mended by PROCLAIMED, and are told with the names that gov.uk/bank-holidays prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

Nation = Literal["england-and-wales", "scotland", "northern-ireland", "any-uk"]

KNOWN_FROM = date(1978, 1, 1)
"""The first year of today's set of bank holidays (the early May one came in 1978)."""

KNOWN_TO = date(2028, 12, 31)
"""The default horizon: about as far as gov.uk publishes ahead. Beyond it a bank holiday is only a formula, which
proclamations change (as in 2020, 2022 and 2023), so that an answer would be a guess."""

PARTS: Mapping[str, str] = MappingProxyType(
    {"england-and-wales": "England and Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland"}
)
ANY_UK = "any-uk"

_SUBDIVISIONS: Mapping[str, str] = MappingProxyType(
    {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
)

PROCLAIMED: Mapping[str, Mapping[date, str]] = MappingProxyType(
    {"scotland": MappingProxyType({date(2026, 6, 15): "World Cup bank holiday"})}
)
"""One-off days by royal proclamation that a release of the library may lack, by part of the kingdom."""

_GOV_UK_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "May Day": "Early May bank holiday",
        "Spring Bank Holiday": "Spring bank holiday",
        "Summer Bank Holiday": "Summer bank holiday",
        "Late Summer Bank Holiday": "Summer bank holiday",
        "New Year Holiday": "2nd January",
        "Saint Andrew's Day": "St Andrew's Day",
        "Saint Patrick's Day": "St Patrick's Day",
        "Battle of the Boyne": "Battle of the Boyne (Orangemen's Day)",
    }
)


@lru_cache(maxsize=1024)
def bank_holidays(nation: str, year: int) -> Mapping[date, str]:
    """The bank holidays of that year and what each is called, substitute days told as such.

    A holiday that falls on a weekend is listed on its own day too, which harms nobody: the weekend is closed anyway.
    For "any-uk" (FOI Act 2000 s.10(6)) a holiday that not all parts share says which parts have it.
    """
    if nation == ANY_UK:
        return MappingProxyType(_of_any_part(year))
    return MappingProxyType(_of_one_part(nation, year))


def _of_one_part(nation: str, year: int) -> dict[date, str]:
    # Imported here because it costs more than everything else a short command does, and many commands never ask.
    from holidays.countries.united_kingdom import UnitedKingdom

    known: Mapping[date, str] = UnitedKingdom(  # type: ignore[no-untyped-call]  # its __init__ carries no hints
        subdiv=_SUBDIVISIONS[nation], years=year, language="en_GB"
    )
    found = {day: _called(name) for day, name in known.items()}
    found |= {day: name for day, name in PROCLAIMED.get(nation, {}).items() if day.year == year}
    return dict(sorted(found.items()))


def _of_any_part(year: int) -> dict[date, str]:
    of_part = {part: bank_holidays(part, year) for part in PARTS}
    days = sorted({day for found in of_part.values() for day in found})
    return {day: _shared_name(day, of_part) for day in days}


def _shared_name(day: date, of_part: Mapping[str, Mapping[date, str]]) -> str:
    where: dict[str, list[str]] = {}
    for part, found in of_part.items():
        if day in found:
            where.setdefault(found[day], []).append(PARTS[part])
    everywhere = len(where) == 1 and len(next(iter(where.values()))) == len(PARTS)
    if everywhere:
        return next(iter(where))
    return "; ".join(f"{name} in {' and in '.join(parts)}" for name, parts in where.items())


def _called(name: str) -> str:
    """gov.uk's name for what the library calls `name`; two names of one day are joined by semicolons there and here."""
    return "; ".join(_called_once(part) for part in name.split("; "))


def _called_once(name: str) -> str:
    plain = name.removesuffix(" (observed)")
    known = _GOV_UK_NAMES.get(plain, plain)
    return known if plain == name else f"substitute day for {known}"
