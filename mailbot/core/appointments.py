"""What customer and engineer are told of a visit by calendar: one UID a visit, a SEQUENCE that rises with every change (RFC 5546 2.1.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.actions import Action, Actions, Invite, Write
from mailbot.core.localtime import clock_time, in_words
from mailbot.core.model import Case, Invitation, InvitationState, Person
from mailbot.core.rules import Rules
from mailbot.core.steps import staff_letter

LENGTH = timedelta(hours=2)
"""How long a visit stands in the calendars. No procedure says."""


def pending(case: Case, now: datetime) -> bool:
    """Does a visit that is booked lie ahead?"""
    return case.visit_at is not None and case.visit_at > now


def book(
    case: Case, rules: Rules, write: Write, person: Person | None, at: datetime, now: datetime, words: str
) -> Actions:
    """The visit as it is from now on, for all whom it concerns; whoever was to go there and is not hears that too.

    `write` is the customer's letter, `words` what was written for the customer.
    """
    again = pending(case, now)
    mine = case.invitations if again else ()
    uid = mine[-1].uid if mine else _new_uid(case, rules)
    sequence = max((i.sequence for i in mine if i.uid == uid), default=-1) + 1
    told = Invitation(uid=uid, attendee=write.to.lower(), name=write.to_name, at=at, sequence=sequence)
    actions: list[Action] = [*_ended(case, InvitationState.OVER, but=uid)]
    if write.to:
        actions.append(Invite(told=told))
    actions.append(replace(write, invitation=uid if write.to else ""))
    if person is not None:
        title = "A visit of yours has moved" if _goes(case, uid, person) else "A visit is booked for you"
        actions.append(Invite(told=replace(told, attendee=person.address.lower(), name=person.name, staff=True)))
        actions.append(_for_visitor(case, rules, person, at, title, words, uid))
    for other in _others(case, uid, (write.to, person.address if person else "")):
        actions += _called_off(other, rules, sequence)
    return tuple(actions)


def cancel(case: Case, rules: Rules, write: Write, now: datetime) -> Actions:
    """Everybody who has an invitation to the visit that lies ahead gets a CANCEL of it."""
    mine = [i for i in case.invitations if i.state is InvitationState.OPEN and i.at > now]
    sequence = max((i.sequence for i in mine), default=0) + 1
    customer = next((i for i in mine if i.attendee == write.to.lower() and not i.staff), None)
    actions: list[Action] = [replace(write, invitation=customer.uid if customer else "")]
    for invitation in mine:
        if invitation.staff:
            actions += _called_off(invitation, rules, sequence)
        else:
            actions.append(Invite(told=_cancelled(invitation, sequence)))
    if not any(i.staff for i in mine) and (person := rules.person(case.visitor)) is not None:
        actions.append(_off_letter(person, case.visit_at, rules, ""))
    return tuple(actions)


def over(case: Case, now: datetime) -> Actions:
    """Invitations to a visit whose time has come: nothing more is told about them."""
    return tuple(
        Invite(told=replace(i, state=InvitationState.OVER))
        for i in case.invitations
        if i.state is InvitationState.OPEN and i.at <= now
    )


def moment(at: datetime, rules: Rules) -> str:
    """ "Friday 6 March 2026 at 10:00", local."""
    local = at.astimezone(ZoneInfo(rules.procedure.calendar.zone))
    return f"{in_words(local.date())} at {clock_time(local)}"


def _new_uid(case: Case, rules: Rules) -> str:
    number = len({i.uid for i in case.invitations}) + 1
    return f"visit-{case.reference.lower()}-{number}@{rules.firm.address.partition('@')[2]}"


def _ended(case: Case, state: InvitationState, *, but: str) -> Actions:
    return tuple(
        Invite(told=replace(i, state=state))
        for i in case.invitations
        if i.state is InvitationState.OPEN and i.uid != but
    )


def _goes(case: Case, uid: str, person: Person) -> bool:
    return any(i.uid == uid and i.state is InvitationState.OPEN and person.uses(i.attendee) for i in case.invitations)


def _others(case: Case, uid: str, told: tuple[str, ...]) -> list[Invitation]:
    """Who was told of this visit and is not told of its new time: another engineer goes, or the customer's address changed."""
    known = [address.lower() for address in told if address]
    mine = (i for i in case.invitations if i.uid == uid and i.state is InvitationState.OPEN)
    return [i for i in mine if i.attendee not in known]


def _called_off(invitation: Invitation, rules: Rules, sequence: int) -> Actions:
    """A CANCEL for this person alone; a former address of the customer's is not written to any more."""
    gone = Invite(told=_cancelled(invitation, sequence))
    person = rules.person(invitation.attendee) if invitation.staff else None
    return (gone,) if person is None else (gone, _off_letter(person, invitation.at, rules, invitation.uid))


def _cancelled(invitation: Invitation, sequence: int) -> Invitation:
    return replace(invitation, state=InvitationState.CANCELLED, sequence=sequence, said="", answered_at=None)


def _off_letter(person: Person, at: datetime | None, rules: Rules, uid: str) -> Write:
    when = f" on {moment(at, rules)}" if at is not None else ""
    words = f"You are not expected at the customer's{when}. Nothing else is needed of you."
    return replace(staff_letter("task", person, title="A visit of yours is cancelled", words=words), invitation=uid)


def _for_visitor(case: Case, rules: Rules, person: Person, at: datetime, title: str, words: str, uid: str) -> Write:
    """Everything that whoever goes there needs: they may have no other mail of the case."""
    customer = case.customer
    lines = [
        f"When: {moment(at, rules)}",
        f"Customer: {customer.name or 'name not known'}",
        f"Phone: {customer.phone or 'not known'}",
        f"Address: {customer.postal or 'not known'}",
        f"Reference: {case.reference}",
        f"What it is about: {case.subject or 'see below'}",
        *(f"Please note, {flag.flag.replace('_', ' ')}: {flag.because}" for flag in case.flags if ":" not in flag.flag),
    ]
    if words:
        lines += ["", "What the customer is told:", "", words]
    lines += [
        "",
        "When you have been there, reply to this message: #visited on the first line, and below it the outcome in words "
        "for the customer, who gets them as they are. If you cannot go, decline the invitation or ring the office.",
    ]
    return replace(staff_letter("task", person, title=title, words="\n".join(lines)), invitation=uid)
