"""Answers to invitations: accepted, declined, another time proposed. Each is a claim that is kept; none stops a clock (domain 4.7).

No machine answers them, and none is taken for a complaint; words that somebody added are read like any other words of theirs.
"""

from __future__ import annotations

import re

from mailbot.core.actions import Action, Actions, AnswerInvitation, Outcome
from mailbot.core.appointments import moment
from mailbot.core.clocks import Standing
from mailbot.core.hearing import handlers
from mailbot.core.model import (
    Answer,
    Authenticity,
    CalendarAnswer,
    Case,
    CaseState,
    Disposition,
    Invitation,
    InvitationState,
    Person,
    Said,
)
from mailbot.core.outsiders import unconfirmed
from mailbot.core.rules import Arrival, Rules, own_words
from mailbot.core.steps import contact, notices, raise_flags, rearm, safety, staff_letter

ANSWERED = "Answered our invitation: "
"""What the contact of an answer begins with."""

_WORDS = {
    Said.ACCEPTED: "accepted",
    Said.DECLINED: "declined",
    Said.TENTATIVE: "accepted tentatively",
    Said.COUNTERED: "proposed another time",
    Said.OTHER: "answered without saying yes or no",
}
_BY_PROGRAM = re.compile(
    r"^.{0,200}\b(?:has )?(?:tentatively )?(?:accepted|declined|proposed|replied)\b.{0,40}\b(?:this|your|the) (?:invitation|meeting|event)",
    re.IGNORECASE | re.DOTALL,
)


def calendar_answer(arrival: Arrival, said: CalendarAnswer, rules: Rules) -> Actions:
    """Recorded on the case of the visit; whoever deals with it hears of a decline, of another time, of words beside it, and of an answer
    that does not count: one to an earlier date, or by somebody who was not asked (RFC 6047 2.2.1, RFC 5546 2.1.5)."""
    case, mine = arrival.match.case, arrival.invitation
    if not arrival.invited or case is None:
        return _not_ours(arrival, said, rules)
    if arrival.authentication.state is Authenticity.CONTRADICTED:
        return _not_asked(
            arrival,
            said,
            case,
            rules,
            f"a mail server says that it is not from them ({arrival.authentication.because})",
        )
    if mine is None:
        return _not_asked(arrival, said, case, rules, "that invitation did not go to them")
    overtaken = _overtaken(said, mine, rules)
    kept = _kept(arrival, said, mine, rules, overtaken)
    if overtaken:
        told = _tell(arrival, rules, case, "An answer to a visit that has changed", overtaken)
        return (*kept, *told, Outcome(word="calendar_answer"))
    answered = AnswerInvitation(uid=mine.uid, attendee=mine.attendee, said=str(said.said), stamp=said.stamp)
    again = mine.said == said.said and said.said is not Said.COUNTERED
    alarming = said.said in (Said.DECLINED, Said.COUNTERED) and not again
    facts = () if mine.staff else _facts(arrival, case, rules)
    told = ()
    if alarming or _added(arrival, said) or facts:
        told = _tell(arrival, rules, case, _title(said, mine), _explained(said, mine, rules))
    return (*kept, answered, *facts, *told, Outcome(word="calendar_answer"))


def _overtaken(said: CalendarAnswer, mine: Invitation, rules: Rules) -> str:
    """Why the answer is about what is no longer so; "" if it is about the invitation as it stands."""
    if mine.state is not InvitationState.OPEN:
        is_now = "is cancelled" if mine.state is InvitationState.CANCELLED else "is over"
        return f"They {_WORDS[said.said]}, but the visit of {moment(mine.at, rules)} {is_now}"
    if said.sequence < mine.sequence:
        return (
            f"They {_WORDS[said.said]}, but that was in answer to an earlier invitation; the visit is now on {moment(mine.at, rules)}. "
            "It was not counted: please ask them about the new time"
        )
    if mine.answered_at is not None and said.stamp is not None and said.stamp < mine.answered_at:
        return f"They {_WORDS[said.said]} before they {_WORDS[Said(mine.said)]}; the later answer stands"
    return ""


def _kept(arrival: Arrival, said: CalendarAnswer, mine: Invitation, rules: Rules, overtaken: str) -> tuple[Action, ...]:
    words = f"{ANSWERED}{_WORDS[said.said]}, visit on {moment(mine.at, rules)}"
    if overtaken:
        words += " (not counted: about an earlier one)"
    own = _added(arrival, said)
    return (contact(arrival, internal=mine.staff, summary=f"{words}\n{own}".strip()),)


def _added(arrival: Arrival, said: CalendarAnswer) -> str:
    """What the person wrote themselves, beside what their program says for them."""
    words = "" if arrival.verdict.disposition is not Disposition.PERSON else own_words(arrival.message, "").strip()
    if _BY_PROGRAM.match(words):
        words = ""
    return "\n".join(dict.fromkeys(part for part in (said.comment, words) if part))


def _facts(arrival: Arrival, case: Case, rules: Rules) -> Actions:
    """What a customer adds to their answer may be news of its own: no heating, danger."""
    if case.state is CaseState.CLOSED:
        return safety(arrival)
    raised = raise_flags(arrival.flags, case)
    return (*raised, *rearm(Standing.of(case), arrival.flags, arrival.received_at, rules), *safety(arrival))


def _title(said: CalendarAnswer, mine: Invitation) -> str:
    if said.said is Said.DECLINED:
        return f"{mine.name or mine.attendee} cannot come" if mine.staff else "The visit does not suit"
    return "Another time is proposed for the visit" if said.said is Said.COUNTERED else "An answer about the visit"


def _explained(said: CalendarAnswer, mine: Invitation, rules: Rules) -> str:
    who = mine.name or mine.attendee
    told = f"{who} {_WORDS[said.said]} (the visit of {moment(mine.at, rules)})"
    if said.proposed is not None:
        told += f"; they propose {moment(said.proposed, rules)}"
    if said.comment:
        told += f'. They add: "{said.comment}"'
    if said.said in (Said.DECLINED, Said.COUNTERED):
        told += ". The clock runs on. #visit with another time tells everybody; #visit cancel takes it back"
    return told


def _tell(arrival: Arrival, rules: Rules, case: Case, title: str, words: str) -> Actions:
    """To a customer's answer one can reply, so it is shown in a notice; a colleague's is a task, whose answer goes to no customer."""
    if arrival.match.staff is None and arrival.match.answer is Answer.CASE:
        return notices(arrival, rules, case, silence=words, title=title)
    return tuple(
        staff_letter("task", person, title=title, words=f"{words}.", about_message=True)
        for person in _others(case, rules, arrival)
    )


def _others(case: Case, rules: Rules, arrival: Arrival) -> tuple[Person, ...]:
    staff = arrival.match.staff
    return tuple(p for p in handlers(case, rules) if staff is None or p != staff) or handlers(case, rules)


def _not_asked(arrival: Arrival, said: CalendarAnswer, case: Case, rules: Rules, why: str) -> Actions:
    """An answer by somebody who was not invited, or in somebody else's name: kept apart, and told."""
    named = said.attendee or "nobody"
    who = arrival.sender.address
    words = (
        f"{who} answered an invitation to a visit ({_WORDS[said.said]}) for {named}, but {why}. "
        "Nothing was counted or changed. If you know that they speak for whom you invited, ring and make sure"
    )
    staff = arrival.match.staff is not None
    kept = contact(arrival, internal=staff, unconfirmed=not staff)
    told = tuple(
        staff_letter("task", p, title="Somebody else answered an invitation", words=f"{words}.", about_message=True)
        for p in _others(case, rules, arrival)
    )
    return (kept, *told, Outcome(word="calendar_answer_refused"))


def _not_ours(arrival: Arrival, said: CalendarAnswer, rules: Rules) -> Actions:
    """An answer to an invitation that mailbot did not send: a colleague's own, perhaps. Kept; shown where it says no or has words."""
    case = arrival.match.case if arrival.match.answer is Answer.CASE else None
    staff = arrival.match.staff is not None
    stranger = arrival.match.answer is Answer.UNCONFIRMED
    kept = contact(arrival, internal=staff, unconfirmed=stranger, off_case=case is None and not stranger)
    facts = _facts(arrival, case, rules) if case is not None and not staff else ()
    if staff or not (said.said in (Said.DECLINED, Said.COUNTERED) or _added(arrival, said) or facts):
        return (kept, *facts, Outcome(word="calendar_answer"))
    if stranger and arrival.match.case is not None:  # the notice says that #confirm accepts them
        return unconfirmed(arrival, arrival.match.case, rules)
    words = f"They {_WORDS[said.said]} an invitation that mailbot did not send"
    told = notices(arrival, rules, case, silence=words, off_case=case is None)
    return (kept, *facts, *told, Outcome(word="calendar_answer"))
