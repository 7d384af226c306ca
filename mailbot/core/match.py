"""Which case a message belongs to: an order of trust, and answers that say how sure they are (domain 4.4).

Whoever is not on the case is UNCONFIRMED, whatever they quote; a message that names several cases is AMBIGUOUS. Nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.core.model import Answer, Case, CaseKind, Channel, InboundMessage, Match, PartyStanding, Person, SentLetter

_MOST_MEANT = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What the message offers, already looked up. `referenced` are cases named in the subject, else in the fresh text."""

    sender: str
    staff: Person | None = None
    answered: SentLetter | None = None  # a letter of ours in In-Reply-To or References
    addressed: SentLetter | None = (
        None  # a letter whose token stands in an address that this mail was sent to, or in its subject
    )
    letter_case: Case | None = None  # the case of that letter
    addressed_case: Case | None = None  # the case of the letter in `addressed`
    in_subject: tuple[Case, ...] = ()  # cases named in the subject
    earlier: Case | None = None  # the case of an earlier message in References
    referenced: tuple[Case, ...] = ()
    damaged: tuple[str, ...] = ()  # shapes like a reference that are none
    meant: tuple[Case, ...] = ()  # cases whose references are one slip away from these
    open_cases: tuple[str, ...] = ()  # references of the sender's open cases
    spoken: Case | None = (
        None  # the sender's one open case, if it was opened for a call or a talk and they now put it in writing
    )


_PUT_IN_WRITING = re.compile(
    r"\bin writing\b|\b(?:on|over|by|via) the (?:tele)?phone\b|\bby (?:tele)?phone\b|\b(?:tele)?phone call\b"
    r"|\b(?:I|we) (?:phoned|rang|called|spoke)\b|\bour (?:call|conversation)\b|\bwhen (?:I|we) (?:phoned|rang|called|spoke|visited|came)\b",
    re.IGNORECASE,
)


def puts_in_writing(cases: tuple[Case, ...], words: str) -> Case | None:
    """The one open case of a sender that was opened for what they said by phone or in person, if their words speak of that: whoever is
    asked to put it in writing (clause 4) need not know the reference."""
    only = cases[0] if len(cases) == 1 else None
    if only is None or only.channel not in (Channel.PHONE, Channel.IN_PERSON) or only.kind is not CaseKind.COMPLAINT:
        return None
    return only if _PUT_IN_WRITING.search(words) else None


def match(evidence: Evidence) -> Match:
    """The case, by the first evidence that there is: our Message-ID, our token address, an earlier message, a reference."""
    letter = evidence.answered or evidence.addressed
    how = "it answers our letter" if evidence.answered else "it was sent to the reply address of our letter"
    if evidence.staff is not None:
        return _staff(evidence, evidence.staff, letter, how)
    if letter is not None and evidence.letter_case is not None:
        return _party(evidence, evidence.letter_case, f"{how} '{letter.name}'", letter)
    if evidence.earlier is not None and _on(evidence.earlier, evidence.sender):
        return Match(answer=Answer.CASE, case=evidence.earlier, evidence="it answers an earlier message of the case")
    return _by_reference(evidence)


@dataclass(frozen=True, kw_only=True, slots=True)
class SentEvidence:
    """What a mail that a colleague sent offers, already looked up."""

    to: tuple[str, ...]
    answered: Case | None = None  # the case of the letter or the message that it answers
    referenced: tuple[Case, ...] = ()
    open_cases: tuple[Case, ...] = ()  # of those whom it went to


def match_sent(evidence: SentEvidence) -> Match:
    """The case of a mail in the folder of sent mail. Its recipient alone makes it UNCONFIRMED, of several cases AMBIGUOUS."""
    if evidence.answered is not None:
        return Match(
            answer=Answer.CASE, case=evidence.answered, evidence="it answers a message or a letter of this case"
        )
    mine = tuple(case for case in evidence.referenced if any(_on(case, address) for address in evidence.to))
    if len(mine) == 1:
        return Match(
            answer=Answer.CASE, case=mine[0], evidence=f"it names {mine[0].reference} and went to a party of it"
        )
    several = mine or evidence.open_cases
    if len(several) == 1:
        only = several[0]
        return Match(
            answer=Answer.UNCONFIRMED,
            case=only,
            evidence=f"it went to somebody whose only open case is {only.reference}",
        )
    if several:
        named = tuple(case.reference for case in several)
        return Match(answer=Answer.AMBIGUOUS, candidates=named, evidence=f"it may be about {', '.join(named)}")
    return Match(answer=Answer.NONE, evidence="it went to nobody on a case of ours")


def invited_to(case: Case, message: InboundMessage, staff: Person | None) -> Match:
    """Of an answer to an invitation: the case whose visit it is about. Whoever is no party there is unconfirmed as ever."""
    sender = message.sender.address if message.sender else ""
    known = staff is not None or _on(case, sender)
    return Match(
        answer=Answer.CASE if known else Answer.UNCONFIRMED,
        case=case,
        evidence="it answers an invitation to a visit" + ("" if known else ", but its sender is not on the case"),
        staff=staff,
    )


def _by_reference(evidence: Evidence) -> Match:
    mine = tuple(case for case in evidence.referenced if _on(case, evidence.sender))
    if len(mine) == 1:
        return Match(
            answer=Answer.CASE, case=mine[0], evidence=f"it names {mine[0].reference} and its sender is on that case"
        )
    if len(mine) > 1:
        named = tuple(case.reference for case in mine)
        return Match(
            answer=Answer.AMBIGUOUS,
            candidates=named,
            evidence=f"it names several cases of its sender: {', '.join(named)}",
        )
    if evidence.referenced:
        case = evidence.referenced[0]
        return Match(
            answer=Answer.UNCONFIRMED,
            case=case,
            evidence=f"it names {case.reference}, but its sender is not on that case",
        )
    if evidence.spoken is not None:
        how = f"it puts in writing what {evidence.spoken.reference} was opened for, the one open case of its sender"
        return Match(answer=Answer.CASE, case=evidence.spoken, evidence=how)
    hints = []
    if evidence.damaged:
        hints.append(f"{', '.join(evidence.damaged)} resembles a reference with a slip in it{_meant(evidence)}")
    if evidence.open_cases:
        hints.append(f"its sender has {', '.join(evidence.open_cases)} open")
    return Match(
        answer=Answer.NONE, evidence="; ".join(["it names no case of ours", *hints]), candidates=evidence.open_cases
    )


def _meant(evidence: Evidence) -> str:
    """Which case a person may think of: the sender's own if there is one among them. Never more than a hint."""
    mine = [case.reference for case in evidence.meant if _on(case, evidence.sender)]
    if mine:
        return f" (perhaps {' or '.join(mine)}, whose party the sender is)"
    others = [case.reference for case in evidence.meant][:_MOST_MEANT]
    return f" (perhaps {' or '.join(others)}, but the sender is not on that case)" if others else ""


def _party(evidence: Evidence, case: Case, how: str, letter: SentLetter) -> Match:
    if _on(case, evidence.sender):  # also of a staff letter that a colleague passed on: they are who they are
        return Match(answer=Answer.CASE, case=case, evidence=how, replies_to=letter)
    why = f"{how}, but its sender is not on the case"
    return Match(answer=Answer.UNCONFIRMED, case=case, evidence=why, replies_to=letter)


def _staff(evidence: Evidence, person: Person, letter: SentLetter | None, how: str) -> Match:
    """A colleague. `proven` only if the letter was made for this person; otherwise what they wrote is a note (design 8)."""
    case = (
        evidence.letter_case
        if letter is not None
        else (evidence.referenced[0] if len(evidence.referenced) == 1 else None)
    )
    proven = letter is not None and letter.to_staff and person.uses(letter.to)
    meant = tuple(dict.fromkeys(c.reference for c in (case, evidence.addressed_case, *evidence.in_subject) if c))
    if letter is not None and len(meant) > 1:  # words for one customer must not reach another
        why = f"{how} '{letter.name}', but it speaks of several cases: {', '.join(meant)}"
        return Match(answer=Answer.AMBIGUOUS, candidates=meant, evidence=why, replies_to=letter, staff=person)
    if letter is None:
        how = "it is from the staff directory and answers none of our letters"
    return Match(
        answer=Answer.CASE if case is not None else Answer.NONE,
        case=case,
        evidence=f"{how} '{letter.name}'" if letter else how,
        replies_to=letter,
        staff=person,
        proven=proven,
    )


def _on(case: Case, address: str) -> bool:
    party = case.party(address) if address else None
    return party is not None and party.standing is not PartyStanding.UNCONFIRMED
