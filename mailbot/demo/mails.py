"""The mails of the demo's story: what one is, and how it is sent. Times are UTC, which is British time until 29 March 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from mailbot.demo.cast import Company, Human


class Kind(StrEnum):
    NEW = "new"
    REPLY = "reply"  # with the reply button, to the newest such letter in the writer's inbox
    PRESS = "press"  # a button in such a letter: the mail that opens, its blanks written over, the text below it
    ACCEPT = "accept"  # with the Accept button of the calendar program, the newest invitation in such a letter
    DECLINE = "decline"
    BY_HAND = "by hand"  # to the writer of the case, from the company's own mailbox, past mailbot
    ABSENCE = "absence"  # sent by the writer's mail system, about such a letter
    BOUNCE = "bounce"  # sent by the writer's mail system: there is no such mailbox any more


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One mail of the story. `{case}` in the subject stands for the reference in the newest letter to `knows`."""

    at: datetime
    who: Human
    to: Company
    kind: Kind = Kind.NEW
    letter: str = ""  # the name of the letter answered, for all kinds but NEW
    about: Human | None = None  # the customer whose case that letter is about, for staff who get letters about several
    button: str = ""  # the label of the button that is pressed
    blanks: tuple[tuple[str, str], ...] = ()  # blank of the button -> what is written over it
    knows: Human | None = None
    subject: str = ""
    text: str = ""
    attached: tuple[str, ...] = ()  # names of small made-up files


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def reply(
    at: datetime,
    who: Human,
    to: Company,
    letter: str,
    *,
    text: str,
    about: Human | None = None,
    attached: tuple[str, ...] = (),
) -> Mail:
    """With the reply button, to the newest such letter."""
    return Mail(at=at, who=who, to=to, kind=Kind.REPLY, letter=letter, about=about, text=text, attached=attached)
