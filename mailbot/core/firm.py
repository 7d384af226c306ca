"""The company, as far as decisions need to know it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.bodies import OutsideBody
from mailbot.core.model import Person


@dataclass(frozen=True, kw_only=True, slots=True)
class Firm:
    """A mailbox with its staff; the first handler of them deals with new cases."""

    mailbox: str
    address: str
    people: tuple[Person, ...]
    notices_an_hour: int = 10  # of messages of one sender; more are gathered into one notice
    bodies: tuple[OutsideBody, ...] = ()  # of the procedure and of the directory
    require_authentication: bool = False  # staff are believed only if a trusted mail server vouches for From
