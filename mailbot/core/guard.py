"""What may not go out to a customer as it stands: a threat of court, internal text, another case's reference (contract 6, clause 11)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.core import reference
from mailbot.core.commands import looks_like_a_command
from mailbot.core.model import Case
from mailbot.core.procedure import Procedure
from mailbot.core.rules import Rules
from mailbot.core.triage.triage import legal_threat_in

_COMMAND = "a line of it begins with a # command, which is internal"
_TOKEN = "it shows the address of an internal letter, by which that letter could be answered"  # noqa: S105 - words
_REPLY_ADDRESS = re.compile(r"[^\s@<>+]{1,64}\+[0-9a-z]{1,13}\.[a-z2-7]{16}@", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """Why a letter is held. `confirmable`: may a person release it all the same?"""

    why: str
    confirmable: bool


def objection(rules: Rules, case: Case, words: str) -> Objection | None:
    """The first thing that keeps a person's words from going to the customer; None if they may go."""
    for guard in rules.procedure.guard:
        threat = legal_threat_in(words)  # the one kind of guard there is
        if threat:
            why = f"it threatens court action ('{threat}'), which clause {guard.clause} forbids: {guard.words}"
            return Objection(why=why, confirmable=guard.confirmable)
    if looks_like_a_command(words):
        return Objection(why=_COMMAND, confirmable=False)
    if _REPLY_ADDRESS.search(words):
        return Objection(why=_TOKEN, confirmable=False)
    others = [found for found in reference.find(words) if found != case.reference]
    if others:
        return Objection(why=f"it names another case ({', '.join(others)})", confirmable=True)
    return None


def may_be_released(procedure: Procedure, why: str) -> bool:
    """May a person release a letter that is held for that reason? A letter's row keeps the reason, and nothing else of the objection."""
    if why in (_COMMAND, _TOKEN):
        return False
    return all(guard.confirmable for guard in procedure.guard if guard.words in why)
