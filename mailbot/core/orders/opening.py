"""A case for somebody: by phone, by post, in person, or a customer's mail forwarded by staff (clauses 1, 2 / procedure.receiver)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailbot.core.actions import Actions, OpenCase, Record
from mailbot.core.clocks import Standing
from mailbot.core.commands import Commands
from mailbot.core.localtime import clock_time, in_words
from mailbot.core.model import Address, CaseKind, Channel, Direction, Forwarded, Party, PartyStanding
from mailbot.core.moments import Looks, Unclear
from mailbot.core.orders.turn import Answer, Done, Refused, address_in, read_there
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import begin, data_tasks, letters_on, raise_flags, reads_as_complaint, rearm, safety_text
from mailbot.core.triage.triage import raise_flags as raised_by

_CHANNELS = {
    "phone": Channel.PHONE,
    "post": Channel.POST,
    "in person": Channel.IN_PERSON,
    "in_person": Channel.IN_PERSON,
    "email": Channel.EMAIL,
}

_MAKES_ONE = "#complaint in answer to the notice makes it one, with its clocks from then"
CORRECT = " (if it reached us at another time, write #set received: and when, in answer to the notice)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A complaint as staff pass it on."""

    party: Party
    channel: Channel
    received: datetime
    subject: str
    text: str


def new_case(arrival: Arrival, rules: Rules, now: datetime, commands: Commands) -> Answer:
    """The case of the customer named or forwarded. Its clocks run from when the firm's staff had the complaint."""
    forwarded = arrival.message.forwarded if not commands.orders else None
    told = _forwarded(arrival, rules, now, forwarded) if forwarded else _named(arrival, rules, now, commands)
    if isinstance(told, Refused):
        return told
    complaint = forwarded is None or _complains(arrival, rules, commands)
    actions = (
        OpenCase(
            kind=CaseKind.COMPLAINT if complaint else CaseKind.ENQUIRY,
            subject=told.subject,
            channel=told.channel,
            received_at=told.received,
            parties=(told.party,),
        ),
        Record(
            direction=Direction.IN,
            channel=told.channel,
            at=told.received,
            sender=str(Address(name=told.party.name, address=told.party.address)),
            address=told.party.address,
            subject=told.subject,
            summary=told.text,
            original=True,
            attachments=arrival.message.attachments,
        ),
        *raise_flags(arrival.flags),
        *(_begun(arrival, rules, told) if complaint else rearm(Standing(), arrival.flags, told.received, rules)),
        *safety_text(arrival, told.party, answers=False),
        *data_tasks(arrival, rules),
    )
    received = told.received.astimezone(ZoneInfo(rules.procedure.calendar.zone))
    when = f"{in_words(received.date())} at {clock_time(received)}"
    if not complaint:
        what = f"an enquiry is open for {told.party.called}, received {when}"
        return Done(said=f"{what}, because it does not read as a complaint: {_MAKES_ONE}", actions=actions)
    return Done(said=f"a case is open for {told.party.called}, received {when}{CORRECT}", actions=actions)


def _complains(arrival: Arrival, rules: Rules, commands: Commands) -> bool:
    """Does the forwarded mail read as a complaint, or does the colleague above it call it one? If not, a person decides (clause 2, 1.1)."""
    called = raised_by("", commands.text, "")
    return reads_as_complaint(arrival, rules) or any(flag.flag == "complaint" for flag in called)


def _begun(arrival: Arrival, rules: Rules, told: Told) -> Actions:
    """The complaint's clocks, and its acknowledgement; without an address the desk makes that a letter for the post (design 18)."""
    return (
        *begin(arrival.flags, told.received, rules),
        *letters_on("complaint.received", rules.procedure, told.party.address, told.party.name, answers=False),
    )


def _forwarded(arrival: Arrival, rules: Rules, now: datetime, forwarded: Forwarded) -> Told | Refused:
    """A customer's mail that a colleague forwarded: staff are the firm, so it was received when it was sent (contract 6)."""
    if forwarded.sender is None:
        return Refused(
            why="the sender of the forwarded mail cannot be read: open the case with #new and name: and email:"
        )
    address = address_in(forwarded.sender.address, rules)
    if isinstance(address, Refused):
        return Refused(why=f"{address.why}: no case was opened for the forwarded mail")
    return Told(
        party=Party(standing=PartyStanding.CUSTOMER, name=forwarded.sender.name, address=address),
        channel=Channel.EMAIL,
        received=sent_at(forwarded, arrival, rules, now),
        subject=forwarded.subject or arrival.message.subject,
        text=forwarded.text,
    )


def sent_at(forwarded: Forwarded, arrival: Arrival, rules: Rules, now: datetime) -> datetime:
    """When the forwarded mail reached the firm: its date, if that can be read and does not lie ahead. A time without an offset is
    local: mail programs write the forwarder's."""
    at = forwarded.sent_at
    if at is not None and not forwarded.zone_known:
        at = at.replace(tzinfo=ZoneInfo(rules.procedure.calendar.zone)).astimezone(UTC)
    return at if at is not None and at <= now else arrival.received_at


def _named(arrival: Arrival, rules: Rules, now: datetime, commands: Commands) -> Told | Refused:
    """`#new` with its fields. A field that is misspelt would be lost, so it is asked about."""
    if commands.strange:
        name, meant = commands.strange[0]
        return Refused(why=f"'{name}:' is not one of the details of #new; did you mean '{meant}:'?")
    if not (commands.field("name") or commands.field("email")):
        return Refused(why="#new needs at least 'name: ...' or 'email: ...' on a line of its own below it")
    address = address_in(commands.field("email"), rules)
    if isinstance(address, Refused):
        return address
    channel = _CHANNELS.get(commands.field("channel").lower() or "phone")
    if channel is None:
        return Refused(why=f"channel: '{commands.field('channel')}' is not one of phone, post, in person")
    received = _received(commands.field("received"), arrival, rules, now)
    if isinstance(received, Refused):
        return received
    return Told(
        party=_party_named(commands, address),
        channel=channel,
        received=received,
        subject=arrival.message.subject,
        text=commands.text,
    )


def _received(said: str, arrival: Arrival, rules: Rules, now: datetime) -> datetime | Refused:
    if not said:
        return arrival.received_at
    found = read_there(arrival, rules, said, Looks.BACK)
    if isinstance(found, Unclear):
        return Refused(why=f"received: {found.why}")
    if found is None or found.rest:
        return Refused(why=f"received: '{said}' is not a past date and time such as 2026-03-05 16:30")
    today = arrival.received_at.astimezone(ZoneInfo(rules.procedure.calendar.zone)).date()
    at = arrival.received_at if not found.has_time and found.day == today else found.at  # today, said without a time
    if at > now:
        return Refused(why=f"received: {found.told} lies ahead")
    return at


def _party_named(commands: Commands, address: str) -> Party:
    return Party(
        standing=PartyStanding.CUSTOMER,
        name=commands.field("name"),
        address=address,
        phone=commands.field("phone"),
        postal=commands.field("address"),
        organisation=commands.field("organisation"),
        relationship=commands.field("relationship"),
    )
