"""What may not go out to a customer as it stands: a threat of court, internal text, another case's reference, words for a stranger,
findings without what the procedure demands of them (contract 6, clause 11). Says why, and whether a person may release it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mailbot.core import reference
from mailbot.core.commands import looks_like_a_command
from mailbot.core.findings import findings_in
from mailbot.core.model import Case, Party, PartyStanding
from mailbot.core.procedure import LetterRule, Procedure
from mailbot.core.rules import Rules
from mailbot.core.triage.triage import legal_threat_in

_COMMAND = "a line of it begins with a # command, which is internal"
_TOKEN = "it shows the address of an internal letter, by which that letter could be answered"  # noqa: S105 - words
_STAFF_LETTER = "it repeats what mailbot writes to staff only"
STRANGER = "is not a confirmed party of this case"
_LACKS = "a plain reply lacks what clause"
_NEVER = (_COMMAND, _TOKEN, _STAFF_LETTER)

# An address, a subject's tag and a Message-ID of ours, each with the code by which a letter is answered (mail/identity.py).
_ADDRESS = re.compile(r"[^\s@<>+]{1,64}(?:\+|%2b)[0-9a-z]{1,13}\.[a-z2-7]{16}@", re.IGNORECASE)
_TAG = re.compile(r"\(ref [0-9a-z]{1,13}\.[a-z2-7]{16}\)", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"\.[0-9]{1,13}\.[0-9a-f]{8}\.[a-z2-7]{16}@", re.IGNORECASE)

STAFF_WORDS = (
    "your words go to the customer",
    "to keep it inside",
    "is kept inside",
    "commands in it are obeyed",
    "commands stand on the first line",
    "press one of these, and send the message that opens",
    "held: this was not sent",
    "nothing was sent to them, and nothing will be",
    "please deal with it in confidence",
    "the customer was promised no number",
    "your reply is kept as the record",
    "may not handle the complaint",
)
"""What only letters to staff say. A test holds them to the templates."""
_STAFF_FOOT = re.compile(r", complaints record(?:, case [A-Z]|\s*$)", re.MULTILINE)
_LEAST_OF_A_NOTE = 20  # characters, in at least four words: less may be said by chance


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """Why a letter is held. `confirmable`: may a person release it all the same?"""

    why: str
    confirmable: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A person's words on their way out. `to`: whom they are for; None where that is the case's customer."""

    letter: str
    words: str
    to: Party | None = None
    notes: tuple[str, ...] = ()  # what colleagues wrote down for themselves on the case
    named: Mapping[str, Case] = field(
        default_factory=dict
    )  # references in the words -> their cases, where they are ours


def objection(rules: Rules, case: Case, going: Outgoing) -> Objection | None:
    """Everything that keeps these words from going to the customer; None if they may go."""
    found = [*_never(rules, going.words), *_unless_confirmed(rules, case, going)]
    if not found:
        return None
    return Objection(why="; ".join(o.why for o in found), confirmable=all(o.confirmable for o in found))


def may_be_released(procedure: Procedure, why: str, *, accepted: bool = False) -> bool:
    """May a person release a letter that is held for that reason? A letter's row keeps the reason, and nothing else of the objection.

    `accepted`: the party for whom it is was confirmed just now."""
    if any(reason in why for reason in _NEVER) or (STRANGER in why and not accepted):
        return False
    return all(guard.confirmable for guard in procedure.guard if guard.words in why)


def lacks_blocks(why: str) -> bool:
    """Is a letter that is held for that reason one that `#confirm with blocks` can complete?"""
    return _LACKS in why


def answer_letter(procedure: Procedure, case: Case) -> LetterRule | None:
    """The letter that answers the complaint at this stage, if the procedure says what it must contain and it has not gone yet."""
    rule = procedure.letter_named("stage_two_decision" if case.stage == 2 else "response")
    if rule is None or not rule.blocks or f"letter.{rule.id}.sent" in case.happened:
        return None
    return rule


def _never(rules: Rules, words: str) -> Iterable[Objection]:
    for guard in rules.procedure.guard:
        threat = legal_threat_in(words)  # the one kind of guard there is
        if threat:
            why = f"it threatens court action ('{threat}'), which clause {guard.clause} forbids: {guard.words}"
            yield Objection(why=why, confirmable=guard.confirmable)
    if looks_like_a_command(words):
        yield Objection(why=_COMMAND, confirmable=False)
    if any(pattern.search(words) for pattern in (_ADDRESS, _TAG, _MESSAGE_ID)):
        yield Objection(why=_TOKEN, confirmable=False)
    if said := _staff_words(words):
        yield Objection(why=f"{_STAFF_LETTER} ('{said}')", confirmable=False)


def _unless_confirmed(rules: Rules, case: Case, going: Outgoing) -> Iterable[Objection]:
    to = going.to or case.customer
    if to.standing is PartyStanding.UNCONFIRMED:
        accept = f"#confirm {to.address} accepts them, and then it goes to them"
        yield Objection(why=f"{to.address}, whose message you answered, {STRANGER}: {accept}", confirmable=False)
    if repeated := _note_in(going.words, going.notes):
        yield Objection(why=f"it repeats an internal note ('{repeated[:80]}')", confirmable=True)
    others = [found for found in reference.find(going.words) if not _may_know(found, case, to, going.named)]
    if others:
        yield Objection(why=f"it names another case ({', '.join(others)})", confirmable=True)
    rule = answer_letter(rules.procedure, case) if going.letter == "message" else None
    if rule is not None and (said := findings_in(going.words)):
        lacking = ", ".join(block.replace("_", " ") for block in rule.blocks)
        ways = f"#confirm with blocks sends it as the letter '{rule.id}', which has them; #confirm sends it as it is"
        why = f"it reads as our findings ('{said}'), but {_LACKS} {rule.clause} demands of them: {lacking}. {ways}"
        yield Objection(why=why, confirmable=True)


def _may_know(found: str, case: Case, to: Party, named: Mapping[str, Case]) -> bool:
    """This case's own reference, one that became part of it, or another case of the same person."""
    other = named.get(found)
    if found == case.reference or (other is not None and other.id == case.id):
        return True
    party = other.party(to.address) if other is not None and to.address else None
    return party is not None and party.standing is not PartyStanding.UNCONFIRMED


def _staff_words(words: str) -> str:
    plain = _joined(words)
    if foot := _STAFF_FOOT.search(words):
        return foot.group(0).strip(", ")
    return next((said for said in STAFF_WORDS if said in plain), "")


def _note_in(words: str, notes: tuple[str, ...]) -> str:
    plain = _joined(words)
    lines = (_joined(line).rstrip(".,;:!") for note in notes for line in note.splitlines())
    return next(
        (line for line in lines if len(line) >= _LEAST_OF_A_NOTE and line.count(" ") >= 3 and line in plain), ""
    )


def _joined(words: str) -> str:
    """The words in one line, small, without the marks of a quotation."""
    bare = " ".join(line.lstrip("> |\t") for line in words.splitlines())
    return " ".join(bare.replace("*", "").lower().split())
