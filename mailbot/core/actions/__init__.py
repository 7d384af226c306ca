"""What a decision may ask for: a closed set of values. core/decide.py makes them, desk/desk.py carries them out in one transaction.

"The case" of an action is the one that the message matched, or the one that an earlier OpenCase of the same decision opened.
"""

from __future__ import annotations

from mailbot.core.actions.cases import (
    AddParty,
    Clear,
    ConfirmParties,
    Happen,
    Merge,
    NoteNumber,
    OnCase,
    OpenCase,
    Raise,
    SetCase,
    SetKind,
    SetParty,
    SetReceived,
    SetStage,
    SetState,
)
from mailbot.core.actions.clocks import Breach, ChangeClock, NextAction, ReopenClock, StartClock, StopClock
from mailbot.core.actions.contacts import ConfirmContact, Outcome, Park, Record
from mailbot.core.actions.letters import AnswerInvitation, Invite, Release, SetVisit, Undeliverable, Withdraw, Write

Action = (
    OpenCase
    | Record
    | ConfirmContact
    | Happen
    | Raise
    | Clear
    | StartClock
    | StopClock
    | ChangeClock
    | ReopenClock
    | NextAction
    | Breach
    | Write
    | Release
    | SetStage
    | SetKind
    | SetCase
    | SetReceived
    | SetVisit
    | Invite
    | AnswerInvitation
    | Withdraw
    | SetParty
    | AddParty
    | ConfirmParties
    | NoteNumber
    | OnCase
    | Merge
    | SetState
    | Undeliverable
    | Park
    | Outcome
)
Actions = tuple[Action, ...]

__all__ = [
    "Action",
    "Actions",
    "AddParty",
    "AnswerInvitation",
    "Breach",
    "ChangeClock",
    "Clear",
    "ConfirmContact",
    "ConfirmParties",
    "Happen",
    "Invite",
    "Merge",
    "NextAction",
    "NoteNumber",
    "OnCase",
    "OpenCase",
    "Outcome",
    "Park",
    "Raise",
    "Record",
    "Release",
    "ReopenClock",
    "SetCase",
    "SetKind",
    "SetParty",
    "SetReceived",
    "SetStage",
    "SetState",
    "SetVisit",
    "StartClock",
    "StopClock",
    "Undeliverable",
    "Withdraw",
    "Write",
]
