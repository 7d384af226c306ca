"""What becomes of a message: a contact, a matter for a person, a word in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.model import Attachment, Channel, Direction


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A contact. `sender` is a name with address, or a person's name for a note."""

    direction: Direction
    channel: Channel
    at: datetime
    sender: str
    address: str = ""
    subject: str = ""
    summary: str = ""
    attempted: bool = False
    unconfirmed: bool = False
    duplicate: bool = False
    machine: bool = False  # a machine wrote it: kept, but nobody said anything by it
    attachments: tuple[Attachment, ...] = ()
    original: bool = False  # the message being decided on is this contact's original
    off_case: bool = False  # kept with the mailbox, not with the case


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmContact:
    """A contact that was kept apart is about the case."""

    contact: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Park:
    """A person must look at this message; nothing was done with it."""

    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a message, in a word, for the ledger."""

    word: str
    apart: bool = False  # it stands on no case, whichever it names, and what it says is told to nobody else
