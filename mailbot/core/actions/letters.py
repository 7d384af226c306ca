"""What may be asked of letters, and of the calendar entries that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.core.model import Invitation


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """A letter. `held` names the reason for which it does not go out yet."""

    letter: str
    to: str
    to_name: str = ""
    staff: bool = False
    automatic: bool = True
    words: str = ""
    author: str = ""
    title: str = ""
    reason: str = ""
    promised: date | None = None
    body: str = ""  # id of the outside body chosen
    clock: int | None = None  # deadline that a reminder or an escalation is about
    about_message: bool = False  # the template shows the message being decided on
    answers: bool = False  # In-Reply-To the message being decided on
    evidence: str = ""
    silence: str = ""  # why no automatic answer went to the customer
    unconfirmed: bool = False
    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    information: str = ""
    of_case: int | None = None  # the case that `information` is about, in a letter that is about none
    held: str = ""
    visit: datetime | None = None
    invitation: str = ""  # uid of the visit whose calendar object goes with the letter
    off_case: bool = False  # about no case, or about one that the recipient may not see named
    posts: str = ""  # of a task: the letter that it is to post
    sealed: bool = False  # to staff: of its case only the reference is told


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A held letter may go."""

    letter: int
    by: str
    become: str = ""  # the letter that it goes out as, with what the procedure demands of that; "" = as it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdraw:
    """Letters of these names on the case that have not left do not leave any more: they say what is no longer so."""

    letters: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Undeliverable:
    """A letter came back: it was not given."""

    letter: int
    address: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetVisit:
    at: datetime | None
    visitor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Invite:
    """What one person is told of a visit by calendar from now on; the letter that tells them names its `uid`."""

    told: Invitation


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerInvitation:
    """What one person said to the invitation that they have."""

    uid: str
    attendee: str
    said: str
    stamp: datetime | None
