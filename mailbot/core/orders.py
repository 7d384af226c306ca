"""The commands of contract 6, one function each: an order on a case becomes actions and a sentence, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.core import clocks, guard
from mailbot.core.actions import (
    Action,
    Actions,
    Clear,
    ConfirmParties,
    Happen,
    OpenCase,
    Raise,
    Record,
    Release,
    SetCase,
    SetKind,
    SetParty,
    SetState,
    SetVisit,
    Write,
)
from mailbot.core.clocks import Standing
from mailbot.core.commands import WORDS, Commands, day, when
from mailbot.core.deadlines import decide_sent
from mailbot.core.localtime import in_words
from mailbot.core.model import Case, CaseKind, CaseState, Channel, Direction, Flag, Party, PartyStanding, Person, Role
from mailbot.core.procedure import Body
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import (
    begin,
    contact,
    data_tasks,
    letters_on,
    raise_flags,
    rearm,
    request_review,
    staff_letter,
    urgent_flags,
)
from mailbot.core.triage import FLAGS

_PARTY_FIELDS = {
    "name": "name",
    "email": "address",
    "phone": "phone",
    "address": "postal",
    "organisation": "organisation",
    "relationship": "relationship",
}
_CHANNELS = {
    "phone": Channel.PHONE,
    "post": Channel.POST,
    "in person": Channel.IN_PERSON,
    "in_person": Channel.IN_PERSON,
    "email": Channel.EMAIL,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One command on one case, by one person."""

    arrival: Arrival
    rules: Rules
    now: datetime
    author: Person
    case: Case
    text: str = ""
    argument: str = ""

    @property
    def at(self) -> datetime:
        return self.arrival.received_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    said: str
    actions: Actions = ()
    information: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    why: str
    actions: Actions = field(default=())


Answer = Done | Refused


def letter_to_customer(turn: Turn, letter: str, **parts: object) -> Write | Refused:
    """A person's words as a letter to the customer; held if the guard objects; refused where the procedure has no such letter."""
    if turn.rules.procedure.letter_named(letter) is None:
        return Refused(why=f"this procedure has no letter '{letter}'")
    customer = turn.case.customer
    objection = guard.objection(turn.rules.procedure, turn.case, f"{turn.text}\n{parts.get('reason', '')}")
    return Write(
        letter=letter,
        to=customer.address,
        to_name=customer.name,
        automatic=False,
        words=turn.text,
        author=turn.author.name,
        held=objection.why if objection else "",
        **parts,  # type: ignore[arg-type]  # each caller names fields of Write
    )


def _send(turn: Turn, letter: str, said: str, *more: Action, **parts: object) -> Answer:
    write = letter_to_customer(turn, letter, **parts)
    if isinstance(write, Refused):
        return write
    return Done(said=said, actions=(*more, write)) if not write.held else Done(said=said, actions=(write,))


def _past(turn: Turn) -> datetime | Refused:
    """The time that the argument names, else when the message came. Refused if it lies ahead."""
    at, _ = when(turn.argument, turn.rules.procedure.calendar.zone)
    if at is None:
        return turn.at
    if at > turn.now:
        return Refused(why=f"{turn.argument.strip()} lies ahead; a command about the past needs a past time")
    return at


def _happen(turn: Turn, event: str, at: datetime) -> Actions:
    return (
        Happen(event=event, at=at),
        *clocks.react(turn.rules.procedure, Standing.of(turn.case), event, at, turn.rules.hours),
    )


# ------------------------------------------------------------------------------------------------------ contacts (clause 7)


def _note(turn: Turn) -> Answer:
    return Done(said="filed as an internal note")


def _contact_by(channel: Channel, word: str, *, attempted: bool = False) -> Callable[[Turn], Answer]:
    def order(turn: Turn) -> Answer:
        at = _past(turn)
        if isinstance(at, Refused):
            return at
        _, words = when(turn.argument, turn.rules.procedure.calendar.zone)
        record = Record(
            direction=Direction.OUT,
            channel=channel,
            at=at,
            sender=turn.author.name,
            summary="\n".join(part for part in (words, turn.text) if part),
            attempted=attempted,
        )
        return Done(said=f"{word} recorded", actions=(record,))

    return order


def _post(turn: Turn) -> Answer:
    """`#post LETTER`: that letter went by post, its clock is met (design 18); without a name, a contact by post."""
    name = turn.argument.split()[0].lower() if turn.argument.split() else ""
    if turn.rules.procedure.letter_named(name) is None:
        return _contact_by(Channel.POST, "post")(turn)
    at, _ = when(turn.argument, turn.rules.procedure.calendar.zone)
    sent = at or turn.at
    record = Record(
        direction=Direction.OUT, channel=Channel.POST, at=sent, sender=turn.author.name, subject=name, summary=turn.text
    )
    return Done(
        said=f"'{name}' is recorded as sent by post", actions=(record, *decide_sent(name, turn.case, turn.rules, sent))
    )


# -------------------------------------------------------------------------------------------------------- visits (clause 6)


def _visit(turn: Turn) -> Answer:
    at, rest = when(turn.argument, turn.rules.procedure.calendar.zone)
    if at is None:
        return Refused(why="say when, as in: #visit 2026-03-06 10:00 with Bob Wright")
    visitor = rest.removeprefix("with").strip()
    person = turn.rules.person(visitor) if visitor else None
    if visitor and person is None:
        return Refused(why=f"nobody in the staff directory is called '{visitor}'")
    name = person.name if person else ""
    booked = (SetVisit(at=at, visitor=name), *_happen(turn, "visit.booked", turn.at))
    told = (
        (staff_letter("task", person, title="A visit is booked for you", words=turn.text),)
        if person and not person.uses(turn.author.address)
        else ()
    )
    answer = _send(turn, "visit_booked", "the visit is booked; the customer gets the invitation", *booked, visit=at)
    return Done(said=answer.said, actions=(*answer.actions, *told)) if isinstance(answer, Done) else answer


def _novisit(turn: Turn) -> Answer:
    if not (turn.argument or turn.text):
        return Refused(why="give the reason, as in: #novisit invoice dispute, nothing to inspect")
    return Done(said="no visit is needed; the visit's clock is met", actions=_happen(turn, "visit.not_needed", turn.at))


def _visited(turn: Turn) -> Answer:
    at = _past(turn)
    if isinstance(at, Refused):
        return at
    record = Record(direction=Direction.OUT, channel=Channel.VISIT, at=at, sender=turn.author.name, summary=turn.text)
    made = (record, *_happen(turn, "visit.made", at))
    if not turn.text:
        return Done(said="the visit is recorded; its outcome must still be told to the customer", actions=made)
    answer = letter_to_customer(turn, "visit_outcome")
    if isinstance(answer, Refused):
        return answer
    return Done(said="the visit is recorded and its outcome goes to the customer", actions=(*made, answer))


# --------------------------------------------------------------------------------------------------------- letters (4 to 9)


def _with_text(letter: str, said: str) -> Callable[[Turn], Answer]:
    def order(turn: Turn) -> Answer:
        if not turn.text:
            return Refused(why="write the text for the customer below the command")
        return _send(turn, letter, said)

    return order


def _writing(turn: Turn) -> Answer:
    return _send(turn, "put_in_writing", "the customer is asked to put it in writing, with an offer of help")


def _received(turn: Turn) -> Answer:
    what = turn.argument or turn.text
    if not what:
        return Refused(why="say what came, as in: #received handover pack by post")
    record = Record(
        direction=Direction.IN,
        channel=Channel.POST,
        at=turn.at,
        sender=turn.case.customer.called,
        summary=f"Received: {what}",
    )
    return Done(said=f"noted as received: {what}", actions=(record,))


def _investigated(turn: Turn) -> Answer:
    at = _past(turn)
    if isinstance(at, Refused):
        return at
    moved = _happen(turn, "investigation.ended", at)
    return Done(said="the investigation has ended", actions=moved)


def _delay(turn: Turn) -> Answer:
    promised, reason = day(turn.argument)
    if promised is None or not (reason or turn.text):
        return Refused(why="give the new date and the reason, as in: #delay 2026-03-20 the part is late")
    return _send(
        turn, "delay", f"the customer is told of the delay until {in_words(promised)}", promised=promised, reason=reason
    )


def _progress(turn: Turn) -> Answer:
    promised, rest = day(turn.argument)
    if promised is None:
        return Refused(why="give the date by which the full reply will come, as in: #progress 2026-05-01")
    if not (turn.text or rest):
        return Refused(why="say below the command why the review is not complete")
    return _send(
        turn,
        "stage_two_progress",
        f"the customer is told to expect the decision by {in_words(promised)}",
        promised=promised,
        reason=rest,
    )


def _refer(turn: Turn) -> Answer:
    subject = turn.argument.split()[0].lower() if turn.argument.split() else ""
    body = referral(turn.rules, subject, turn.at)
    if body is None:
        return Refused(why="say what it is about: #refer technical, or #refer code")
    return _send(turn, "referral", f"the customer is directed to {body.name}", body=body.id)


def referral(rules: Rules, subject: str, at: datetime) -> Body | None:
    """The body for `technical` or `code` matters that the procedure names on that day (clause 9)."""
    if subject not in ("technical", "code"):
        return None
    valid = rules.procedure.bodies_on(at.date())
    return next((b for b in valid if f"about:{subject}" in b.when), None) or next(
        (b for b in valid if not b.when), None
    )


# ---------------------------------------------------------------------------------------------------------------- stage two


def _stagetwo(turn: Turn) -> Answer:
    if turn.rules.procedure.stage_two is None:
        return Refused(why="this procedure has no second stage")
    if turn.case.stage == 2:
        return Refused(why="the review has begun already")
    began = request_review(turn.case, turn.rules, turn.at, may_answer=True, answers=False)
    directors = [
        staff_letter("task", p, title="A review was requested")
        for p in turn.rules.people(Role.DIRECTOR)
        if not p.uses(turn.author.address)
    ]
    return Done(said="the review has begun", actions=(*began, *directors))


def _delegate(turn: Turn) -> Answer:
    person = turn.rules.person(turn.argument)
    if person is None:
        return Refused(why=f"nobody in the staff directory is called '{turn.argument}'")
    if any(person.uses(address) for address in turn.case.about):
        return Refused(why=f"the complaint is about {person.name}, who may not review it")
    told = staff_letter("notice", person, title="A review is handed to you", words=turn.text)
    return Done(
        said=f"the review is handed to {person.name}", actions=(SetCase(field="delegate", value=person.address), told)
    )


def _decide(turn: Turn) -> Answer:
    if turn.case.stage != 2:
        return Refused(why="the case is not under review; #respond sends the findings of stage one")
    return _with_text("stage_two_decision", "the decision goes to the customer")(turn)


def _about(turn: Turn) -> Answer:
    person = turn.rules.person(turn.argument)
    if person is None:
        return Refused(why=f"nobody in the staff directory is called '{turn.argument}'")
    about = ",".join(dict.fromkeys((*turn.case.about, person.address)))
    told = staff_letter("person_informed", person, words=turn.text)
    return Done(
        said=f"{person.name} is informed and may respond, and will not deal with the case",
        actions=(SetCase(field="about", value=about), told),
    )


# ---------------------------------------------------------------------------------------------------------------- case data


def _assign(turn: Turn) -> Answer:
    person = turn.author if turn.argument.strip().lower() in ("", "me") else turn.rules.person(turn.argument)
    if person is None:
        return Refused(why=f"nobody in the staff directory is called '{turn.argument}'")
    if any(person.uses(address) for address in turn.case.about):
        return Refused(why=f"the complaint is about {person.name}, who may not handle it")
    told = (
        ()
        if person.uses(turn.author.address)
        else (staff_letter("notice", person, title="A case is assigned to you", words=turn.text),)
    )
    return Done(said=f"assigned to {person.name}", actions=(SetCase(field="assigned", value=person.address), *told))


def _restrict(turn: Turn) -> Answer:
    return Done(said="the case is restricted", actions=(SetCase(field="restricted", value="true"),))


def _set(turn: Turn) -> Answer:
    name, _, value = turn.argument.partition(":")
    key = name.strip().lower()
    if key in _PARTY_FIELDS and value.strip():
        return Done(
            said=f"{key} is now '{value.strip()}'", actions=(SetParty(field=_PARTY_FIELDS[key], value=value.strip()),)
        )
    flag = turn.argument.strip().lower()
    if flag not in FLAGS:
        return Refused(
            why=f"'{turn.argument}' is neither a flag nor a detail; write #set no_heating, or #set phone: 01782 496 000"
        )
    raised = (Flag(flag=flag, because=f"set by {turn.author.name}"),)
    return Done(
        said=f"{flag} is set",
        actions=(
            *(Raise(flag=f.flag, because=f.because) for f in raised),
            *rearm(Standing.of(turn.case), raised, turn.at, turn.rules),
        ),
    )


def _clear(turn: Turn) -> Answer:
    flag, _, reason = turn.argument.strip().partition(" ")
    if not turn.case.has(flag.lower()):
        return Refused(why=f"'{flag}' is not set on this case")
    if not reason.strip():
        return Refused(why=f"give the reason, as in: #clear {flag} heating works again, customer confirmed by phone")
    cleared = Clear(flag=flag.lower(), by=turn.author.name, reason=reason.strip())
    moved = clocks.react(
        turn.rules.procedure, Standing.of(turn.case), f"flag.{flag.lower()}.cleared", turn.at, turn.rules.hours
    )
    return Done(said=f"{flag.lower()} is cleared", actions=(cleared, *moved))


def _field(name: str) -> Callable[[Turn], Answer]:
    def order(turn: Turn) -> Answer:
        value = turn.argument or turn.text
        if not value:
            return Refused(why=f"write the {name} after the command")
        return Done(said=f"{name} noted", actions=(SetCase(field=name, value=value),))

    return order


def _complaint(turn: Turn) -> Answer:
    """The clocks run from the original receipt."""
    if turn.case.kind is CaseKind.COMPLAINT:
        return Refused(why="it is a complaint already")
    began = begin(turn.case.flags, turn.case.received_at, turn.rules)
    running = {d.clock for d in turn.case.clocks if d.open}
    began = tuple(a for a in began if getattr(a, "clock", None) not in running)
    customer = turn.case.customer
    letters = letters_on("complaint.received", turn.rules.procedure, customer.address, customer.name, answers=False)
    return Done(
        said="it is a complaint; its clocks run from its receipt",
        actions=(SetKind(kind=CaseKind.COMPLAINT, by=turn.author.name), *began, *letters),
    )


def _enquiry(turn: Turn) -> Answer:
    if turn.case.kind is CaseKind.ENQUIRY:
        return Refused(why="it is an enquiry already")
    why = f"enquiry: {turn.argument or turn.text or f'decided by {turn.author.name}'}"
    return Done(
        said="it is an enquiry; the complaint's clocks are stopped",
        actions=(SetKind(kind=CaseKind.ENQUIRY, by=turn.author.name), *clocks.stop_all(turn.case, why, turn.at)),
    )


def _close(turn: Turn) -> Answer:
    reason = turn.argument or turn.text
    if turn.case.state is CaseState.CLOSED:
        return Refused(why="it is closed already")
    if not reason:
        return Refused(why="give the reason, as in: #close customer satisfied")
    ended = clocks.stop_all(turn.case, f"case closed: {reason}", turn.at)
    return Done(
        said=f"closed: {reason}",
        actions=(*ended, Happen(event="case.closed", at=turn.at), SetState(state=CaseState.CLOSED, why=reason)),
    )


def _reopen(turn: Turn) -> Answer:
    reason = turn.argument or turn.text
    if turn.case.state is CaseState.OPEN:
        return Refused(why="it is open")
    if not reason:
        return Refused(why="give the reason, as in: #reopen the fault is back")
    return Done(said=f"taken up again: {reason}", actions=(SetState(state=CaseState.OPEN, why=reason),))


def _confirm(turn: Turn) -> Answer:
    """Releases what was held, where the procedure allows that at all, and accepts an unconfirmed party."""
    actions: list[Action] = []
    said: list[str] = []
    refused: list[str] = []
    for letter in turn.arrival.held:
        guards = [g for g in turn.rules.procedure.guard if g.words in letter.why]
        if any(not g.confirmable for g in guards):
            refused.append(f"the letter '{letter.name}' stays held: {letter.why}")
        else:
            actions.append(Release(letter=letter.id, by=turn.author.name))
            said.append(f"the letter '{letter.name}' goes out")
    waiting = [p for p in turn.case.parties if p.standing is PartyStanding.UNCONFIRMED]
    if waiting:
        actions.append(ConfirmParties())
        said.append(f"{', '.join(p.called for p in waiting)} may now write and be written to on this case")
    if not actions:
        return Refused(why="; ".join(refused) or "nothing is held and nobody waits to be confirmed")
    return Done(said="; ".join((*said, *refused)), actions=tuple(actions))


# ------------------------------------------------------------------------------------------------------------------ answers


def _show(turn: Turn) -> Answer:
    return Done(said=f"{turn.case.reference} is shown below", information="show")


def _why(turn: Turn) -> Answer:
    return Done(said="the reasons are below", information="why")


def _help(turn: Turn) -> Answer:
    return Done(said="the commands are below", information="help")


def _not_yet(turn: Turn) -> Answer:
    return Refused(why="this version of mailbot cannot do that yet")


ORDERS: Mapping[str, Callable[[Turn], Answer]] = {
    "note": _note,
    "call": _contact_by(Channel.PHONE, "the call is"),
    "attempt": _contact_by(Channel.PHONE, "the attempt is", attempted=True),
    "meeting": _contact_by(Channel.IN_PERSON, "the meeting is"),
    "post": _post,
    "visit": _visit,
    "novisit": _novisit,
    "visited": _visited,
    "writing": _writing,
    "request": _with_text("request_material", "the customer is asked for material"),
    "received": _received,
    "respond": _with_text("response", "the findings go to the customer"),
    "informal": _with_text("informal_resolution", "what was agreed goes to the customer"),
    "investigated": _investigated,
    "delay": _delay,
    "progress": _progress,
    "refer": _refer,
    "stagetwo": _stagetwo,
    "delegate": _delegate,
    "decide": _decide,
    "about": _about,
    "assign": _assign,
    "restrict": _restrict,
    "set": _set,
    "clear": _clear,
    "cause": _field("cause"),
    "redress": _field("redress"),
    "complaint": _complaint,
    "enquiry": _enquiry,
    "merge": _not_yet,
    "close": _close,
    "reopen": _reopen,
    "confirm": _confirm,
    "show": _show,
    "why": _why,
    "file": _not_yet,
    "help": _help,
}
assert set(ORDERS) | {"new"} == WORDS, "every command of the grammar has a function"


# ------------------------------------------------------------------------------------------------------- cases for somebody


def new_case(arrival: Arrival, rules: Rules, now: datetime, author: Person, commands: Commands) -> Answer:
    """A complaint that came by phone, by post or in person, or a customer's mail forwarded by staff (clauses 1, 2 / procedure.receiver)."""
    forwarded = arrival.message.forwarded if not commands.orders else None
    if forwarded is not None:
        if forwarded.sender is None:
            return Refused(
                why="the sender of the forwarded mail cannot be read: open the case with #new and name and email"
            )
        party = Party(standing=PartyStanding.CUSTOMER, name=forwarded.sender.name, address=forwarded.sender.address)
        sent = forwarded.sent_at if forwarded.sent_at and forwarded.sent_at <= now else None
        channel, received, text = Channel.EMAIL, sent or arrival.received_at, forwarded.text
        subject = forwarded.subject or arrival.message.subject
    else:
        if not (commands.field("name") or commands.field("email")):
            return Refused(why="#new needs at least 'name: ...' or 'email: ...' on a line of its own below it")
        party = _party_named(commands)
        named = _CHANNELS.get(commands.field("channel").lower() or "phone")
        if named is None:
            return Refused(why=f"channel: '{commands.field('channel')}' is not one of phone, post, in person")
        channel = named
        said = commands.field("received")
        at, _ = when(said, rules.procedure.calendar.zone)
        if said and (at is None or at > now):
            return Refused(why=f"received: '{said}' is not a past date and time such as 2026-03-05 16:30")
        received, text, subject = at or arrival.received_at, commands.text, arrival.message.subject
    actions: list[Action] = [
        OpenCase(kind=CaseKind.COMPLAINT, subject=subject, channel=channel, received_at=received, parties=(party,)),
        Record(
            direction=Direction.IN,
            channel=channel,
            at=received,
            sender=party.called,
            address=party.address,
            subject=subject,
            summary=text,
            original=True,
            attachments=arrival.message.attachments,
        ),
        *raise_flags(arrival.flags),
        *begin(arrival.flags, received, rules),
        *letters_on_paper_or_mail(rules, party),
        *data_tasks(arrival, rules),
    ]
    return Done(said=f"a case is open for {party.called}", actions=tuple(actions))


def _party_named(commands: Commands) -> Party:
    return Party(
        standing=PartyStanding.CUSTOMER,
        name=commands.field("name"),
        address=commands.field("email").lower(),
        phone=commands.field("phone"),
        postal=commands.field("address"),
        organisation=commands.field("organisation"),
        relationship=commands.field("relationship"),
    )


def letters_on_paper_or_mail(rules: Rules, party: Party) -> Actions:
    """The letters that the procedure sends when a complaint is received; without an address the desk makes them a task (design 18)."""
    return tuple(
        Write(letter=rule.id, to=party.address, to_name=party.name, automatic=True)
        for rule in rules.procedure.letter
        if rule.on == "complaint.received" and rule.automatic
    )
