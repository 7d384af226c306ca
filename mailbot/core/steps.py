"""The steps of a procedure that a customer's mail and a person's command share: begin, acknowledge, review, tell, record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from mailbot.core import clocks
from mailbot.core.actions import Action, Actions, Happen, Raise, Record, SetCase, SetStage, Write
from mailbot.core.clocks import Standing
from mailbot.core.hearing import handlers, may_hear, not_told, reviewers
from mailbot.core.model import (
    Address,
    Case,
    Channel,
    Direction,
    Disposition,
    Flag,
    Party,
    PartyStanding,
    Person,
    Role,
    Verdict,
)
from mailbot.core.named import named, without_the_named
from mailbot.core.procedure import Procedure
from mailbot.core.rules import URGENT, Arrival, Rules
from mailbot.core.workdays import Rule, due

STAGE_ONE_ENDS = frozenset({"letter.response.sent", "letter.informal_resolution.sent"})
"""What answers a complaint at stage one."""

REVIEW_BEGINS = "A review was requested"
"""Title of the notices with which a review begins."""

FORM_RULES = frozenset({"from our own address", "no-reply address"})
"""Rows of core/automatic.py whose senders may be a form that passes a person's words on."""


def reads_as_complaint(arrival: Arrival, rules: Rules) -> bool:
    """Doubt counts as a complaint: what is urgent, threatens court or asks for a review is one without the word.

    So is what the procedure itself says that it begins with.
    """
    begins = rules.procedure.begins_with
    return (
        arrival.raised("complaint")
        or any(flag == "any" or arrival.raised(flag) for flag in begins)
        or arrival.urgent
        or arrival.raised("legal_threat")
        or arrival.raised("stage_two_request")
    )


def begin(flags: tuple[Flag, ...], received_at: datetime, rules: Rules, case: Case | None = None) -> Actions:
    """The complaint is received: its clocks start, counted from when it reached the firm (clauses 6 and 8 / 1.1 and 1.2).

    `case`: the one on which it is received, where that was open before."""
    before = Standing.of(case) if case else Standing()
    standing = replace(before, flags=before.flags | {f.flag for f in flags}, started=received_at)
    started = clocks.react(rules.procedure, standing, "complaint.received", received_at, rules.hours)
    return (Happen(event="complaint.received", at=received_at), *started, *rearm(standing, flags, received_at, rules))


def rearm(standing: Standing, flags: tuple[Flag, ...], at: datetime, rules: Rules) -> Actions:
    """A fact that starts a clock of its own, from the message that tells us (clause 6, domain 1.3)."""
    return tuple(
        action
        for flag in flags
        for action in clocks.react(rules.procedure, standing, f"flag.{flag.flag}", at, rules.hours)
    )


def letters_on(event: str, procedure: Procedure, to: str, to_name: str, *, answers: bool) -> tuple[Write, ...]:
    """The letters that the procedure sends by itself at that event. `answers`: in reply to the message being decided on."""
    return tuple(
        Write(letter=rule.id, to=to, to_name=to_name, automatic=True, answers=answers)
        for rule in procedure.letter
        if rule.on == event and rule.automatic
    )


def may_review(case: Case, rules: Rules) -> bool:
    """Stage two is entered once, on request, after stage one was answered, by findings or by a settlement (phase two)."""
    return rules.procedure.stage_two is not None and case.stage == 1 and bool(STAGE_ONE_ENDS & case.happened.keys())


def request_review(case: Case, rules: Rules, at: datetime, *, may_answer: bool, answers: bool) -> Actions:
    """The review begins: its clocks run from the request's receipt and its acknowledgement goes (phase two)."""
    event = "stage_two.requested"
    started = clocks.react(rules.procedure, Standing.of(case), event, at, rules.hours)
    customer = case.customer
    letters = letters_on(event, rules.procedure, customer.address, customer.name, answers=answers) if may_answer else ()
    return (Happen(event=event, at=at), SetStage(stage=2, why="a review was requested"), *started, *letters)


def safety(arrival: Arrival) -> Actions:
    """Words of danger: the fixed safety text goes to their writer at once, whatever else happens (domain 6, safety)."""
    return safety_text(arrival, party_of(arrival.sender), answers=True) if arrival.verdict.may_auto_answer else ()


def safety_text(arrival: Arrival, party: Party, *, answers: bool) -> Actions:
    if not arrival.raised("safety") or not party.address:
        return ()
    return (Write(letter="safety", to=party.address, to_name=party.name, automatic=True, answers=answers),)


def data_tasks(arrival: Arrival, rules: Rules) -> Actions:
    """A request about personal data rides on a case: a director gets a task with the statutory date (domain 3.4, 3.6)."""
    return data_tasks_of(arrival.flags, arrival.received_at, arrival.match.case, rules)


def data_tasks_of(flags: tuple[Flag, ...], at: datetime, case: Case | None, rules: Rules, words: str = "") -> Actions:
    """The same of a message that came at `at`; shown with the task, or told of in `words`."""
    found: list[Action] = []
    for diversion in rules.procedure.divert:
        if diversion.opens_case and any(f.flag == diversion.flag for f in flags) and diversion.within:
            counting = rules.procedure.plain_counting(diversion.roll)
            last = due(Rule.parse(diversion.within), at, counting).due
            for person in _sees_to(diversion.to_role, case, rules)[:1]:
                shown = not words
                task = staff_letter(
                    "task", person, title=diversion.task, words=words, promised=last, about_message=shown
                )
                found.append(task)
    return tuple(found)


def _sees_to(role: str, case: Case | None, rules: Rules) -> tuple[Person, ...]:
    """Who has that role and may hear of the case; where that is nobody, HR, and of a restricted case whoever deals with it."""
    but = not_told(case) if case else ()
    to = rules.people(Role(role), but=but) or rules.people(Role.HR, but=but)
    if case is None or not case.restricted:
        return to
    return tuple(person for person in to if may_hear(person, case)) or handlers(case, rules)


def raise_flags(flags: tuple[Flag, ...], case: Case | None = None) -> tuple[Raise, ...]:
    """The flags that are new to the case. `complaint` is the case's kind, not a flag on it."""
    return tuple(
        Raise(flag=f.flag, because=f.because)
        for f in flags
        if f.flag != "complaint" and not (case and case.has(f.flag))
    )


def urgent_flags(arrival: Arrival) -> tuple[Flag, ...]:
    return tuple(f for f in arrival.flags if f.flag in URGENT)


def contact(
    arrival: Arrival,
    *,
    unconfirmed: bool = False,
    duplicate: bool = False,
    internal: bool = False,
    off_case: bool = False,
    summary: str = "",
) -> Record:
    """The message itself, as a contact: a customer's comes in, a colleague's is internal. `summary`: what it says, if not its text."""
    message = arrival.message
    return Record(
        direction=Direction.INTERNAL if internal else Direction.IN,
        channel=Channel.NOTE if internal else Channel.EMAIL,
        at=arrival.received_at,
        sender=str(arrival.sender),
        address=arrival.sender.address,
        subject=message.subject,
        summary=summary or message.fresh or message.text,
        attachments=message.attachments,
        unconfirmed=unconfirmed,
        duplicate=duplicate,
        machine=arrival.verdict.disposition is not Disposition.PERSON,
        original=True,
        off_case=off_case,
    )


def party_of(sender: Address, standing: PartyStanding = PartyStanding.CUSTOMER) -> Party:
    return Party(standing=standing, name=sender.name, address=sender.address)


def writer_of(arrival: Arrival) -> Party:
    """The customer of a new case: who wrote. A form on a website writes from an address that nobody reads, or from our own; then the
    one address that it says to answer to is the customer's, and without one there is none (the handler gets letters to post)."""
    sender = arrival.sender
    if arrival.verdict.rule not in FORM_RULES:
        return party_of(sender)
    answer_to = arrival.message.reply_to
    if len(answer_to) == 1 and answer_to[0].address != sender.address:
        return party_of(answer_to[0])
    return Party(standing=PartyStanding.CUSTOMER, name=sender.name)


def why_silent(verdict: Verdict) -> str:
    return f"No automatic answer was sent, because of what the message is ({verdict.rule}). Please acknowledge it yourself."


# ------------------------------------------------------------------------------------------------------------------- people


def staff_letter(
    letter: str,
    to: Person,
    *,
    title: str = "",
    words: str = "",
    promised: date | None = None,
    about_message: bool = False,
    off_case: bool = False,
) -> Write:
    return Write(
        letter=letter,
        to=to.address,
        to_name=to.name,
        staff=True,
        title=title,
        words=words,
        promised=promised,
        about_message=about_message,
        off_case=off_case,
    )


def command_result(
    to: Person,
    *,
    done: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
    withheld: tuple[str, ...] = (),
    information: str = "",
    of_case: int | None = None,
    off_case: bool = False,
) -> Write:
    """The one answer to a mail of staff: what was done, what was not and why, what is held."""
    return Write(
        letter="command_result",
        to=to.address,
        to_name=to.name,
        staff=True,
        done=done,
        refused=refused,
        withheld=withheld,
        information=information,
        of_case=of_case,
        answers=True,
        off_case=off_case,
    )


def notices(
    arrival: Arrival,
    rules: Rules,
    case: Case | None,
    *,
    silence: str = "",
    unconfirmed: bool = False,
    review: bool = False,
    off_case: bool = False,
    title: str = "",
) -> Actions:
    """A `notice` to each person who deals with the case; when a review begins, to each director."""
    deal = reviewers(case, rules) if review and case is not None else handlers(case, rules)
    title = title or (REVIEW_BEGINS if review else "")
    apart = off_case or unconfirmed
    to = deal if apart else without_the_named(deal, arrival, rules, case)
    return (
        *(() if apart else _concerned(arrival, rules, case)),
        *_notice_to(to, arrival, silence=silence, unconfirmed=unconfirmed, off_case=off_case, title=title),
    )


def _concerned(arrival: Arrival, rules: Rules, case: Case | None) -> tuple[SetCase, ...]:
    """Whom the message names goes on the case: until a person has said whom it is about, no reminder tells them of it either."""
    known = (*case.about, *case.concerned) if case else ()
    new = tuple(p.address for p in named(arrival, rules) if not any(p.uses(address) for address in known))
    before = case.concerned if case else ()
    return (SetCase(field="concerned", value=",".join((*before, *new))),) if new else ()


def _notice_to(
    to: tuple[Person, ...], arrival: Arrival, *, silence: str, unconfirmed: bool, off_case: bool, title: str
) -> tuple[Write, ...]:
    return tuple(
        Write(
            letter="notice",
            to=person.address,
            to_name=person.name,
            staff=True,
            about_message=True,
            evidence=arrival.match.evidence,
            silence=silence,
            unconfirmed=unconfirmed,
            off_case=off_case,
            title=title,
        )
        for person in to
    )
