"""Mail on a case from somebody beside its customer: a stranger, an outside body, an adviser whose words a program sends.

Each is kept and shown to whoever deals with the case; nothing is answered by machine, and no clock starts or stops (design 6, 9).
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.absence import speaks_of_absence
from mailbot.core.actions import Actions, AddParty, NoteNumber, Outcome
from mailbot.core.bodies import their_number
from mailbot.core.model import Answer, AutomaticKind, Case, CaseState, Disposition, PartyStanding
from mailbot.core.review_asked import not_yet_a_review, review_to_begin
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import contact, data_tasks, notices, party_of, raise_flags, urgent_flags, why_silent


def unconfirmed(arrival: Arrival, case: Case, rules: Rules) -> Actions:
    """Somebody who is not on the case quotes its reference: kept, and nobody is told anything but the handler (design 9)."""
    party = party_of(arrival.sender, PartyStanding.UNCONFIRMED)
    new = () if case.party(party.address) else (AddParty(party=party),)
    told = notices(arrival, rules, case, unconfirmed=True)
    return (*new, contact(arrival, unconfirmed=True), *told, Outcome(word="unconfirmed"))


def from_body(arrival: Arrival, rules: Rules) -> Actions:
    """An outside body writes (clause 10): on the case if it names one, to the handler in any case, never answered by machine."""
    case, body = arrival.match.case, arrival.body
    number = their_number(arrival.message, body, rules.procedure.prefix) if body else ""
    kept = (NoteNumber(body=body.short, number=number),) if body and number and case else ()
    theirs = f", whose number for it is {number}" if number else ""
    silence = (
        f"It is from {body.name if body else 'an outside body'}{theirs}: a person answers it, in a mail of their own."
    )
    return (
        contact(arrival, unconfirmed=case is not None),  # not the customer's words, nor to be told as theirs
        *kept,
        *notices(arrival, rules, case, silence=silence, off_case=case is None),
        Outcome(word="outside_body"),
    )


def may_be_a_persons(arrival: Arrival) -> bool:
    """Did somebody write it, in a ticket system or to a list, although it bears a machine's marks? What an outside body sends; what names
    or answers a case. But no absence notice and no receipt; of a stranger and the customer no automatic answer to a letter of ours; and on
    a closed case nothing of the customer's that only a program made."""
    kind, case = arrival.verdict.kind, arrival.match.case
    message = arrival.message
    if kind in (AutomaticKind.OUT_OF_OFFICE, AutomaticKind.READ_RECEIPT):
        return False
    if arrival.body is not None:
        return True
    if case is None or speaks_of_absence(message.subject, message.fresh or message.text):
        return False
    party = case.party(arrival.sender.address)
    if party is not None and party.standing is PartyStanding.REPRESENTATIVE:
        return True
    if kind is AutomaticKind.LIST:
        return True
    return kind is AutomaticKind.GENERATED and (party != case.customer or case.state is CaseState.OPEN)


def through_a_program(arrival: Arrival, rules: Rules) -> Actions:
    """Kept as somebody's words, and shown to whoever deals with the case; what follows from it a person says."""
    said = replace(arrival, verdict=replace(arrival.verdict, disposition=Disposition.PERSON))
    case = arrival.match.case
    if arrival.body is not None:
        return from_body(said, rules)
    if case is None or arrival.match.answer is Answer.UNCONFIRMED:
        return unconfirmed(said, case, rules) if case is not None else (contact(arrival), Outcome(word="automatic"))
    asked = not_yet_a_review(arrival, case, rules) or review_to_begin(arrival, case, rules)
    silence = " ".join(part for part in (why_silent(arrival.verdict), asked) if part)
    told = notices(arrival, rules, case, silence=silence)
    flagged = raise_flags(urgent_flags(arrival), case)
    return (contact(said), *flagged, *data_tasks(arrival, rules), *told, Outcome(word="through_a_program"))
