"""usual.py OUT: trains the dictionary that the record's JSON is compressed against (mailbot/store/packing.py), on what the scenario tests
store.

A dictionary in use never changes: write the new one beside it and give it the next number.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard

WEEKDAYS = b"Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = b"January February March April May June July August September October November December".split()
BYTES = 8_000
"""Of the dictionary. With 6,000 and with 16,000 the mix of bench/ took more room."""


def main() -> None:
    from mailbot.store import columns
    from mailbot.store.packing import compact

    seen: list[bytes] = []
    pack = columns.pack

    def listening(value: Any) -> bytes:
        seen.append(compact(value).encode())
        return pack(value)

    columns.pack = listening
    if pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", "tests/procedure"]):
        raise SystemExit("the scenario tests must pass")
    chance = random.Random(1)  # noqa: S311
    seen = [of_any_day(value, chance) for value in seen]
    chance.shuffle(seen)
    Path(sys.argv[1]).write_bytes(zstandard.train_dictionary(BYTES, seen, level=3).as_bytes())


def of_any_day(value: bytes, chance: random.Random) -> bytes:
    """The scenarios play in a few weeks of one year; what is recorded elsewhere does not."""

    def date(_: re.Match[bytes]) -> bytes:
        return b"%d-%02d-%02d" % (chance.randint(2026, 2029), chance.randint(1, 12), chance.randint(1, 28))

    def day(_: re.Match[bytes]) -> bytes:
        year = chance.randint(2026, 2029)
        return b"%b %d %b %d" % (chance.choice(WEEKDAYS), chance.randint(1, 28), chance.choice(MONTHS), year)

    def time(found: re.Match[bytes]) -> bytes:
        """Midnights end days; what happens has microseconds."""
        if found[1] in (b"00:00", b"22:00", b"23:00"):
            return found[0]
        return b"%02d:%02d:%02d.%06d" % tuple(chance.randint(0, most) for most in (23, 59, 59, 999_999))

    value = re.sub(rb"20\d\d-\d\d-\d\d", date, value)
    value = re.sub(rb"[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ 20\d\d", day, value)
    return re.sub(rb"(?<=T)(\d\d:\d\d):\d\d(?=Z)", time, value)


if __name__ == "__main__":
    main()
