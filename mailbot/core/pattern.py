"""Regular expressions that few runs need."""

from __future__ import annotations

import re
from collections.abc import Callable


class Pattern:
    """A regular expression that is compiled when it is first tried: a day's mail needs few of hundreds, a short command none."""

    __slots__ = ("_compiled", "_flags", "search", "written")
    search: Callable[[str], re.Match[str] | None]

    def __init__(self, written: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.written = written
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None
        self.search = self._first

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.written, self._flags)
            self.search = self._compiled.search
        return self._compiled

    def _first(self, text: str) -> re.Match[str] | None:
        return self.compiled.search(text)
