"""What a colleague wrote to a customer from the shared mailbox itself, without mailbot: recorded, and asked about where clocks wait.

Such a mail is a contact, and the firm's own words (`letter.message.sent`). Whether it was the acknowledgement or the findings, with
what those must say, no machine can know: the handler is asked, and `#sent LETTER` meets the clock as of when the mail was sent.
"""

from __future__ import annotations

from mailbot.core.actions import Action, Actions, Outcome, Record
from mailbot.core.clock_policy import LETTER_EVENT
from mailbot.core.deadlines import decide_sent
from mailbot.core.hearing import handlers
from mailbot.core.model import Answer, Case, CaseState, Channel, Direction, Disposition, Party, PartyStanding
from mailbot.core.rules import Arrival, Rules, own_words
from mailbot.core.steps import staff_letter

NOT_FOR_US = frozenset({"own", "sent_elsewhere", "sent_before", "duplicate"})
"""Outcomes of mail in that folder that concerns no case by itself: its bytes are not kept."""


def hand_sent(arrival: Arrival, rules: Rules) -> Actions:
    """Our own copy and mail about no case: nothing. To a party of a case: a contact. To a customer by their address alone: a suggestion."""
    match = arrival.match
    if arrival.verdict.disposition is Disposition.OWN:
        return (Outcome(word="own"),)
    if arrival.duplicate:
        return (Outcome(word="duplicate"),)
    if arrival.verdict.disposition is not Disposition.PERSON or not _recipients(arrival, rules):
        return (Outcome(word="sent_elsewhere"),)
    if match.answer is Answer.AMBIGUOUS:
        return (*_which(arrival, rules), Outcome(word="sent_elsewhere"))
    if match.case is None:
        return (Outcome(word="sent_elsewhere"),)
    party = party_among(arrival, match.case)
    if party is None:  # passed on to a supplier or a colleague: the customer was told nothing
        return (_record(arrival, rules, None), Outcome(word="sent_about_case"))
    if match.answer is Answer.UNCONFIRMED:
        return (*_suggested(arrival, match.case, rules, party), Outcome(word="sent_perhaps"))
    return (*_to_party(arrival, match.case, rules, party), Outcome(word="sent_by_hand"))


def party_among(arrival: Arrival, case: Case) -> Party | None:
    """The confirmed party of the case whom the mail went to."""
    message = arrival.message
    found = (case.party(to.address) for to in (*message.to, *message.cc))
    return next((p for p in found if p is not None and p.standing is not PartyStanding.UNCONFIRMED), None)


def letters_that_meet(case: Case, rules: Rules) -> tuple[tuple[str, str], ...]:
    """(letter, what it does) of each letter to the customer that an open clock of the case waits for, each letter once."""
    found: dict[str, list[str]] = {}
    for deadline in case.clocks:
        clock = rules.procedure.clock_named(deadline.clock)
        for event in clock.stops if deadline.open else ():
            named = LETTER_EVENT.fullmatch(event)
            if named is not None and named["name"] != "message":
                found.setdefault(named["name"], []).append(clock.label)
    return tuple((letter, "; ".join(labels)) for letter, labels in found.items())


def _recipients(arrival: Arrival, rules: Rules) -> bool:
    """Does it go to anybody but the mailbox itself? What comes back into the inbox is dealt with there."""
    domain = rules.firm.address.partition("@")[2]
    local = rules.firm.address.partition("@")[0]
    message = arrival.message
    return any(
        not (to.address.partition("@")[2] == domain and to.address.partition("@")[0].partition("+")[0] == local)
        for to in (*message.to, *message.cc)
    )


def _record(arrival: Arrival, rules: Rules, party: Party | None, *, unconfirmed: bool = False) -> Record:
    message = arrival.message
    to = ", ".join(str(address) for address in (*message.to, *message.cc))
    words = own_words(message, rules.firm.address)
    return Record(
        direction=Direction.OUT if party is not None else Direction.INTERNAL,
        channel=Channel.EMAIL if party is not None else Channel.NOTE,
        at=arrival.received_at,
        sender=f"{arrival.sender} (from the shared mailbox)",
        address=party.address if party is not None else "",
        subject=message.subject,
        summary=words if party is not None else f"Sent to {to}:\n{words}",
        attachments=message.attachments,
        unconfirmed=unconfirmed,
        original=True,
    )


def _to_party(arrival: Arrival, case: Case, rules: Rules, party: Party) -> Actions:
    said = decide_sent("message", case, rules, arrival.received_at)
    kept: tuple[Action, ...] = (_record(arrival, rules, party), *said)
    waits = letters_that_meet(case, rules)
    if case.state is CaseState.CLOSED or not waits:
        return kept
    words = (
        f"A mail went from the shared mailbox to {party.called}. It is on the case, and no clock was stopped by it. "
        "If it was one of these letters, with all that the procedure wants in it, reply with that line:\n\n"
        f"{_lines(waits)}\n\n"
        "Otherwise you need do nothing. An answer to a notice goes to the customer and needs no such question."
    )
    return (*kept, *_ask(case, rules, "A mail went out without mailbot: was it one of our letters?", words))


def _suggested(arrival: Arrival, case: Case, rules: Rules, party: Party) -> Actions:
    """Only the recipient speaks for the case: it is kept apart until a person says so."""
    kept = _record(arrival, rules, party, unconfirmed=True)
    words = (
        f"A mail went from the shared mailbox to {party.called}, whose only open case this is; nothing else tells what it is about. "
        "If it is about this case, reply with #sent. If it was one of these letters, with all that the procedure wants in it, "
        f"reply with that line:\n\n{_lines(letters_that_meet(case, rules)) or '#sent'}\n\nOtherwise you need do nothing."
    )
    return (kept, *_ask(case, rules, "Is this mail about this case?", words))


def _which(arrival: Arrival, rules: Rules) -> Actions:
    listed = ", ".join(arrival.match.candidates)
    to = ", ".join(address.address for address in (*arrival.message.to, *arrival.message.cc))
    words = (
        f"A mail went from the shared mailbox to {to}, who has several open cases ({listed}), and it names none of them. It is on none. "
        "If it belongs to one, answer a letter about that case with #note and what was said."
    )
    title = "A mail went out without mailbot, about which case?"
    people = handlers(None, rules)[:1]
    return tuple(staff_letter("task", p, title=title, words=words, about_message=True, off_case=True) for p in people)


def _ask(case: Case, rules: Rules, title: str, words: str) -> Actions:
    to = handlers(case, rules)[:1]
    return tuple(staff_letter("task", p, title=title, words=words, about_message=True) for p in to)


def _lines(waits: tuple[tuple[str, str], ...]) -> str:
    return "\n\n".join(f"To {what}:\n#sent {letter}" for letter, what in waits)
