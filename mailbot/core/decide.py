"""What happens to a message: the procedure, as actions. Start reading at `_decided`; the first line that fits a message decides.

What staff command stands in obey.py, what time brings in deadlines.py, and the numbers in the procedure file. Nothing here acts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailbot.core.actions import (
    Action,
    Actions,
    OnCase,
    OpenCase,
    Outcome,
    Park,
    Record,
    SetKind,
    Write,
)
from mailbot.core.away import away
from mailbot.core.calendar_answers import calendar_answer
from mailbot.core.clocks import Standing
from mailbot.core.diversions import diversion_of, divert
from mailbot.core.flood import gathered
from mailbot.core.hand_sent import hand_sent
from mailbot.core.model import (
    Answer,
    AutomaticKind,
    Case,
    CaseKind,
    CaseState,
    Channel,
    Disposition,
)
from mailbot.core.obey import obey
from mailbot.core.outsiders import from_body, may_be_a_persons, through_a_program, unconfirmed
from mailbot.core.returned import report
from mailbot.core.review_asked import not_yet_a_review
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import (
    begin,
    contact,
    data_tasks,
    letters_on,
    may_review,
    notices,
    raise_flags,
    reads_as_complaint,
    rearm,
    request_review,
    safety,
    urgent_flags,
    why_silent,
    writer_of,
)


def decide(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    """What to do with a message; of one in a flood of its sender's, without a notice of its own."""
    return gathered(_decided(arrival, rules, now), arrival, rules)


def _decided(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    """What to do with a message, in order. Each test is one kind of mail; the first that fits decides. Every path ends in an Outcome
    or a Park: no message is without a fate."""
    verdict, match = arrival.verdict, arrival.match
    if arrival.sent:
        return hand_sent(arrival, rules)
    if verdict.disposition is Disposition.UNREADABLE:
        return (Park(why=f"it cannot be read: {'; '.join(arrival.message.defects) or verdict.rule}"),)
    if verdict.disposition is Disposition.OWN:
        return (Outcome(word="own"),)  # a loop: our own letter came back to us
    if verdict.disposition is Disposition.DELIVERY_REPORT:
        return report(arrival, rules, now)
    if arrival.duplicate:
        return (_again(arrival), Outcome(word="duplicate"))
    if arrival.message.calendar is not None and arrival.message.report is None:
        return calendar_answer(arrival, arrival.message.calendar, rules)
    diversion = diversion_of(arrival, rules) if verdict.disposition is Disposition.PERSON else None
    if arrival.stale and diversion is None:
        return (contact(arrival, internal=match.staff is not None), Outcome(word="stale"))
    if verdict.disposition is Disposition.AUTOMATIC:
        return _automatic(arrival, rules, now)
    if diversion is not None:
        return divert(arrival, rules, diversion)
    if match.staff is not None:
        return obey(arrival, rules, now)
    if arrival.body is not None:
        return from_body(arrival, rules)
    if match.answer is Answer.UNCONFIRMED and match.case is not None:
        return unconfirmed(arrival, match.case, rules)
    if match.answer is Answer.CASE and match.case is not None:
        return _follow_up(arrival, match.case, rules)
    if arrival.raised("spam") and not arrival.urgent:
        return (contact(arrival), Outcome(word="spam"))
    return _new(arrival, rules)


def _again(arrival: Arrival) -> Record:
    """A message that was recorded before: kept as what it was, a colleague's inside, a stranger's apart."""
    unconfirmed = arrival.match.answer is Answer.UNCONFIRMED
    return contact(arrival, duplicate=True, internal=arrival.match.staff is not None, unconfirmed=unconfirmed)


def _new(arrival: Arrival, rules: Rules, because: str = "") -> Actions:
    """A message on no case: a complaint if it reads as one, else an enquiry for a person to decide (clause 2 / 1.1).

    A message that names several cases is never guessed at: it opens an enquiry whose notice names them.
    """
    complaint = arrival.match.answer is not Answer.AMBIGUOUS and reads_as_complaint(arrival, rules)
    customer = writer_of(arrival)
    actions: list[Action] = [
        OpenCase(
            kind=CaseKind.COMPLAINT if complaint else CaseKind.ENQUIRY,
            subject=arrival.message.subject,
            channel=Channel.EMAIL,
            received_at=arrival.received_at,
            parties=(customer,),
        ),
        contact(arrival),
        *raise_flags(arrival.flags),
    ]
    may_answer = arrival.verdict.may_auto_answer
    if complaint:
        actions += begin(arrival.flags, arrival.received_at, rules)
        if may_answer:
            actions += letters_on("complaint.received", rules.procedure, customer.address, customer.name, answers=True)
    else:
        actions += rearm(Standing(), arrival.flags, arrival.received_at, rules)
    actions += safety(arrival)
    actions += data_tasks(arrival, rules)
    silence = (because, why_silent(arrival.verdict) if complaint and not may_answer else "")
    actions += notices(arrival, rules, None, silence=" ".join(filter(None, silence)))
    return (*actions, Outcome(word="new_complaint" if complaint else "new_enquiry"))


def _follow_up(arrival: Arrival, case: Case, rules: Rules) -> Actions:
    """A party of a case writes again (clause 7): kept, shown to the handler; new facts start their clocks.

    A closed case is not reopened by a machine: the handler is shown the message and asked.
    """
    if case.state is CaseState.CLOSED and case.kind is CaseKind.ENQUIRY and reads_as_complaint(arrival, rules):
        return _after_an_enquiry(arrival, case, rules)
    if (
        case.state is CaseState.CLOSED
    ):  # no flag is raised, whose clock nobody would start: #set does both once it is open
        what_cannot_wait = (*safety(arrival), *data_tasks(arrival, rules))
        told = notices(arrival, rules, case, silence=not_yet_a_review(arrival, case, rules))
        return (contact(arrival), *what_cannot_wait, *told, Outcome(word="closed_case"))
    if (
        case.kind is CaseKind.ENQUIRY
        and "complaint.received" not in case.happened
        and reads_as_complaint(arrival, rules)
    ):
        return _now_a_complaint(arrival, case, rules)
    kept: Actions = (contact(arrival), *raise_flags(arrival.flags, case))
    actions: list[Action] = [*kept, *rearm(Standing.of(case), arrival.flags, arrival.received_at, rules)]
    review = arrival.raised("stage_two_request") and may_review(case, rules)
    may_answer = arrival.verdict.may_auto_answer
    if review:
        actions += request_review(case, rules, arrival.received_at, may_answer=may_answer, answers=True)
    elif case.kind is CaseKind.COMPLAINT and may_answer:
        actions += _received(arrival, rules)
    actions += safety(arrival)
    actions += data_tasks(arrival, rules)
    asked = not_yet_a_review(arrival, case, rules) or _undecided(arrival, case, rules)
    silence = asked if not review else "" if may_answer else why_silent(arrival.verdict)
    actions += notices(arrival, rules, case, review=review, silence=silence)
    return (*actions, Outcome(word="stage_two" if review else "follow_up"))


def _after_an_enquiry(arrival: Arrival, case: Case, rules: Rules) -> Actions:
    """A complaint in answer to an enquiry that is closed: nobody looks at that any more, so it is a case of its own, with its clocks
    (clause 2 / 1.1); the next message joins that case."""
    running = tuple(c for c in arrival.sender_cases if c.id != case.id)
    about = f"it answers {case.reference}, an enquiry that is closed"
    if not running:
        return _new(arrival, rules, f"{about[0].upper()}{about[1:]}, so this complaint has a case of its own.")
    if len(running) > 1:
        told = notices(
            arrival, rules, case, silence="It reads as a complaint: #reopen and #merge put it where it belongs."
        )
        return (contact(arrival), *safety(arrival), *data_tasks(arrival, rules), *told, Outcome(word="closed_case"))
    found = replace(arrival.match, case=running[0], evidence=f"{about}, and its sender has this one open case")
    return (OnCase(case=running[0].id), *_follow_up(replace(arrival, match=found), running[0], rules))


def _now_a_complaint(arrival: Arrival, case: Case, rules: Rules) -> Actions:
    """Who asked something complains now: the case is a complaint, received with this message (clause 2 / 1.1)."""
    customer, may_answer = case.customer, arrival.verdict.may_auto_answer
    event = "complaint.received"
    letters = letters_on(event, rules.procedure, customer.address, customer.name, answers=True) if may_answer else ()
    says = "It reads as a complaint, so this enquiry is one from now on and its clocks run: #enquiry if it is none."
    silence = says if may_answer else f"{says} {why_silent(arrival.verdict)}"
    return (
        contact(arrival),
        *raise_flags(arrival.flags, case),
        SetKind(kind=CaseKind.COMPLAINT, by="mailbot"),
        *begin(arrival.flags, arrival.received_at, rules, case),
        *letters,
        *safety(arrival),
        *data_tasks(arrival, rules),
        *notices(arrival, rules, case, silence=silence),
        Outcome(word="follow_up"),
    )


def _undecided(arrival: Arrival, case: Case, rules: Rules) -> str:
    """A person called it an enquiry, so a person decides whether it is a complaint: the notice must say that nothing runs."""
    if case.kind is CaseKind.COMPLAINT or not reads_as_complaint(arrival, rules):
        return ""
    return "It reads as a complaint, but this case is an enquiry and no clock runs: #complaint makes it one."


def _received(arrival: Arrival, rules: Rules) -> Actions:
    """`received`: added to your case; at most one within the time that the procedure gives (clause 5)."""
    rule = rules.procedure.letter_named("received")
    if rule is None or not rule.automatic or arrival.told_lately:
        return ()
    return (
        Write(letter="received", to=arrival.sender.address, to_name=arrival.sender.name, automatic=True, answers=True),
    )


def _automatic(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    """A machine sent it. It is kept; it is never answered, starts nothing and stops nothing (design 6).

    Some do reach a person: one that itself carries an emergency, one that somebody wrote in a ticket system or to a list, a form or
    telephone system passing on a complaint, and one that reads as a complaint although it says that it is an automatic reply.
    """
    case = arrival.match.case if arrival.match.answer is Answer.CASE else None
    staff = arrival.match.staff is not None
    if staff and arrival.verdict.kind is AutomaticKind.OUT_OF_OFFICE:
        return away(arrival, rules, now)
    if not staff and may_be_a_persons(arrival):
        return through_a_program(arrival, rules)
    generated = arrival.verdict.kind is AutomaticKind.GENERATED
    if case is None and not staff and generated and reads_as_complaint(arrival, rules):
        return _new(arrival, rules)
    stranger = arrival.match.answer is Answer.UNCONFIRMED
    actions: list[Action] = [contact(arrival, internal=staff, unconfirmed=stranger)]
    unheard = case is None and arrival.raised("complaint") and arrival.verdict.kind is not AutomaticKind.OUT_OF_OFFICE
    if (arrival.urgent or unheard) and not staff:
        actions += raise_flags(urgent_flags(arrival), case) if case else ()
        actions += notices(arrival, rules, case, silence=why_silent(arrival.verdict), off_case=case is None)
    return (*actions, Outcome(word=str(arrival.verdict.kind or "automatic")))
