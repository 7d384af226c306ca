"""Regular expressions that few runs need."""

from __future__ import annotations

import re
from collections.abc import Callable


class Pattern:
    """A regular expression that is compiled when it is first tried: a day's mail needs few of hundreds, a short command none."""

    __slots__ = ("_flags", "_written", "search")
    search: Callable[[str], re.Match[str] | None]

    def __init__(self, written: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._written = written
        self._flags = flags
        self.search = self._first

    def _first(self, text: str) -> re.Match[str] | None:
        self.search = re.compile(self._written, self._flags).search
        return self.search(text)
