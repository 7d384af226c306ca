"""Stage two: a review begins, is handed on, is told of and decided; and the person complained about (phase two)."""

from __future__ import annotations

from datetime import date, datetime

from mailbot.core.actions import SetCase
from mailbot.core.hearing import may_not_review, reviewers
from mailbot.core.localtime import in_words
from mailbot.core.moments import Unclear
from mailbot.core.naming import read_person
from mailbot.core.orders.letters import promise
from mailbot.core.orders.turn import Answer, Done, Refused, Turn, colleague, not_a_complaint, past_on_case, send
from mailbot.core.rules import Rules
from mailbot.core.steps import REVIEW_BEGINS, request_review, staff_letter
from mailbot.core.workdays import Rule, due

_NOBODY = frozenset({"nobody", "no one", "no-one", "none", "none of us"})
RESPONSE_WINDOW = "5 working days"
"""How long the person complained about has to respond where the procedure gives no number (domain 1.4)."""


def stagetwo(turn: Turn) -> Answer:
    """`#stagetwo [when it was asked for]`: the review begins; who deals with it gets a notice, with the words beside and below."""
    if turn.rules.procedure.stage_two is None:
        return Refused(why="this procedure has no second stage")
    if turn.case.stage == 2:
        return Refused(why="the review has begun already")
    if refusal := not_a_complaint(turn):
        return refusal
    at = past_on_case(turn, words_too=True)
    if isinstance(at, Refused):
        return at
    began = request_review(turn.case, turn.rules, at, may_answer=True, answers=False)
    told = [
        staff_letter("notice", p, title=REVIEW_BEGINS, words="\n".join(filter(None, (turn.beside, turn.text))))
        for p in reviewers(turn.case, turn.rules)
    ]
    return Done(said="the review has begun", actions=(*began, *told))


def delegate(turn: Turn) -> Answer:
    """`#delegate NAME`: a suitably senior person, who did not have the case at stage one."""
    if turn.case.stage != 2:
        return Refused(why="the review has not begun: #stagetwo begins it; #assign gives a case to somebody")
    person = colleague(turn, turn.argument, "review it")
    if isinstance(person, Refused):
        return person
    if any(person.uses(address) for address in (turn.case.assigned, *turn.case.answered_by)):
        return Refused(why=f"{person.name} had the case at stage one; somebody else reviews it")
    if refusal := may_not_review(person, turn.case, turn.rules):
        return Refused(why=refusal)
    told = staff_letter("notice", person, title="A review is handed to you", words=turn.text)
    return Done(
        said=f"the review is handed to {person.name}", actions=(SetCase(field="delegate", value=person.address), told)
    )


def progress(turn: Turn) -> Answer:
    """`#progress DATE`: instead of the decision for now; the date becomes the new due date (2.decide)."""
    if turn.case.stage != 2:
        return Refused(why="the case is not under review; #delay tells the customer of a delay")
    promised, rest = promise(turn)
    if promised is None:
        return Refused(
            why="give a date that lies ahead, by which the full reply will come, as in: #progress 2026-05-01"
        )
    if not (turn.text or rest):
        return Refused(why="say below the command why the review is not complete")
    said = f"the customer is told to expect the decision by {in_words(promised)}"
    return send(turn, "stage_two_progress", said, promised=promised, reason=rest)


def decide(turn: Turn) -> Answer:
    if turn.case.stage != 2:
        return Refused(why="the case is not under review; #respond sends the findings of stage one")
    if not turn.words:
        return Refused(why="write the text for the customer below the command")
    return send(turn, "stage_two_decision", "the decision goes to the customer", words=turn.words)


def about(turn: Turn) -> Answer:
    """`#about NAME`: they are told and may respond, and deal with the case no longer (2.person). `#about nobody`: whom the complaint
    names is not whom it is about."""
    decided = SetCase(field="concerned", value="")
    if turn.argument.strip(" .").lower() in _NOBODY:
        if turn.case.about:
            return Refused(why="somebody has been told already that it is about them")
        return Done(said="it is about nobody who works here; all deal with it as with any other", actions=(decided,))
    person = read_person(turn.argument, turn.rules.firm.people)
    if isinstance(person, Unclear):
        return Refused(why=person.why)
    if any(person.uses(address) for address in turn.case.about):
        return Refused(why=f"{person.name} has been informed already")
    value = ",".join((*turn.case.about, person.address))
    told = staff_letter("person_informed", person, words=turn.text, promised=_respond_by(turn.rules, turn.now))
    return Done(
        said=f"{person.name} is informed and may respond, and will not deal with the case",
        actions=(SetCase(field="about", value=value), *((decided,) if turn.case.concerned else ()), told),
    )


def _respond_by(rules: Rules, now: datetime) -> date:
    about = rules.procedure.about_person
    window = Rule.parse(about.reply_within if about else RESPONSE_WINDOW)
    return due(window, now, rules.procedure.plain_counting()).due
