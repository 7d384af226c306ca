"""A customer's mail that a colleague forwards to the mailbox, where its writer has a case already: it joins that case (contract 6)."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.actions import Action, Actions, OnCase, Outcome, Record
from mailbot.core.appointments import moment
from mailbot.core.clocks import Standing
from mailbot.core.commands import Order
from mailbot.core.model import Address, Case, CaseState, Channel, Direction, Forwarded, PartyStanding, Person
from mailbot.core.orders import sent_at
from mailbot.core.rights import may_not
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import command_result, contact, data_tasks, notices, raise_flags, rearm, request_review


def forwarded(
    arrival: Arrival, rules: Rules, now: datetime, author: Person, orders: tuple[Order, ...]
) -> Actions | None:
    """What to do with a forwarded mail of a case, alone or with #stagetwo; None where it is neither.

    No token can exist for a mail that reached a colleague's own address, so the directory's address is enough (design 8): the writer
    must be on the case, and all that can go out is the acknowledgement of a review, to the customer of the case.
    """
    inner, review = arrival.message.forwarded, [order.word for order in orders] == ["stagetwo"]
    if inner is None or inner.sender is None or (orders and not review):
        return None
    theirs = tuple(c for c in arrival.sender_cases if not (c.restricted and may_not(author, c, rules, "note")))
    case = _case_of(inner.sender, arrival, theirs if review else ())
    if case is None:
        return _which_case(arrival, author, inner.sender, theirs) if review else None
    refusal = may_not(author, case, rules, "stagetwo" if review else "note") or (
        _no_review(case, rules) if review else ""
    )
    if refusal:
        kept = contact(arrival, internal=True, off_case=arrival.match.case is None)
        return (kept, command_result(author, refused=(refusal,), off_case=True), Outcome(word="staff_refused"))
    return _joined(arrival, rules, now, author, case, inner, review=review)


def _case_of(sender: Address, arrival: Arrival, theirs: tuple[Case, ...]) -> Case | None:
    """The case that the forward names or answers, if its writer is on it, else the only one of `theirs`: open cases of the writer which
    the colleague may know of."""
    named = arrival.match.case
    if named is not None:
        party = named.party(sender.address)
        return named if party is not None and party.standing is not PartyStanding.UNCONFIRMED else None
    return theirs[0] if len(theirs) == 1 else None


def _which_case(arrival: Arrival, author: Person, sender: Address, theirs: tuple[Case, ...]) -> Actions:
    listed = ", ".join(case.reference for case in theirs)
    why = f"{sender.address} has several open cases ({listed})" if listed else f"{sender.address} is on no open case"
    asked = f"#stagetwo: {why}, so no review began. Forward the mail again with the case's reference in the subject."
    kept = contact(arrival, internal=True, off_case=arrival.match.case is None)
    return (kept, command_result(author, refused=(asked,), off_case=True), Outcome(word="staff_refused"))


def _no_review(case: Case, rules: Rules) -> str:
    if rules.procedure.stage_two is None:
        return "this procedure has no second stage"
    return "the review has begun already" if case.stage == 2 else ""


def _joined(
    arrival: Arrival, rules: Rules, now: datetime, author: Person, case: Case, inner: Forwarded, *, review: bool
) -> Actions:
    """Kept as the customer's own message, received when it reached the colleague: a review's clocks run from then (2.acknowledge)."""
    received = sent_at(inner, arrival, rules, now)
    sender = inner.sender or Address(address="")
    actions: list[Action] = [
        OnCase(case=case.id),
        Record(
            direction=Direction.IN,
            channel=Channel.EMAIL,
            at=received,
            sender=str(sender),
            address=sender.address,
            subject=inner.subject or arrival.message.subject,
            summary=inner.text,
            attachments=arrival.message.attachments,
            original=True,
        ),
        *raise_flags(arrival.flags, case),
    ]
    if case.state is CaseState.OPEN:
        actions += rearm(Standing.of(case), arrival.flags, received, rules)
    if review:
        actions += request_review(case, rules, received, may_answer=True, answers=False)
    actions += data_tasks(arrival, rules)
    begun = "; the review has begun" if review else ""
    said = f"the mail of {sender.address}, received {moment(received, rules)}, is on {case.reference}{begun}"
    return (
        *actions,
        command_result(author, done=(said,)),
        *notices(arrival, rules, case, review=review),
        Outcome(word="stage_two" if review else "joined_by_staff"),
    )
