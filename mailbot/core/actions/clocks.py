"""What may be asked of a case's clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.model import ClockState


@dataclass(frozen=True, kw_only=True, slots=True)
class StartClock:
    clock: str
    started_at: datetime
    due: date
    due_at: datetime
    steps: tuple[str, ...]
    next_action_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StopClock:
    """`by` is the event (or the clock) that ended it; `at` the instant as of which it is met."""

    deadline: int  # its number; -1 is the first clock started in the same decision, -2 the second, and so on
    clock: str
    by: str
    at: datetime
    state: ClockState = ClockState.STOPPED


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeClock:
    """A promised date takes the place of the old one."""

    deadline: int
    clock: str
    due: date
    due_at: datetime
    why: str
    next_action_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenClock:
    """A clock that was met by a letter which did not arrive runs again, with its first due date."""

    deadline: int
    clock: str
    due: date
    due_at: datetime
    next_action_at: datetime | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NextAction:
    """The tick has done what was due; this is when the deadline is looked at again (None: never by itself)."""

    deadline: int
    at: datetime | None
    reminded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    deadline: int
    clock: str
    at: datetime
