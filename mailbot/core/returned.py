"""What a delivery report does: a letter that came back was not given, its clock runs again, and a person hears of it (domain 4.3)."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from mailbot.core import clocks
from mailbot.core.actions import Action, Actions, Outcome, Undeliverable
from mailbot.core.hearing import besides, handlers
from mailbot.core.model import Case, Deadline, LetterState, Person, Role, SentLetter
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import contact, notices, staff_letter, why_silent


def report(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    """A delivery report: a letter that failed was not given, so its clock runs again and a person is told (domain 4.3)."""
    report, letter, case = arrival.message.report, arrival.reported, arrival.match.case
    if report is None or letter is None:  # perhaps no report at all: what cannot wait is shown to a person
        told = notices(arrival, rules, None, silence=why_silent(arrival.verdict), off_case=True)
        return (contact(arrival), *(told if arrival.urgent else ()), Outcome(word="report_unmatched"))
    if report.delayed and not report.failed:
        return (contact(arrival), Outcome(word="delivery_delayed"))
    if report.delivered and not report.failed:
        return (contact(arrival), Outcome(word="delivery_report"))
    if letter.state == LetterState.BOUNCED:
        return (contact(arrival), Outcome(word="bounce_again"))
    status = dict(report.statuses).get(letter.to, "") or next((s for _, s in report.statuses), "")
    reason = f"The letter '{letter.name}' to {letter.to} came back{f' ({status})' if status else ''}: it was not given."
    title = "A letter could not be delivered"
    actions: list[Action] = [contact(arrival), Undeliverable(letter=letter.id, address=letter.to, status=status)]
    actions += clocks.reopen(
        rules.procedure, _unmet(arrival, rules, letter), f"{letter.name} came back", rules.hours, now
    )
    actions += clocks.take_back(rules.procedure, arrival.promised, f"{letter.name} came back", rules.hours, now)
    if letter.to_staff or case is None:
        for person in _in_place_of(letter, case, rules):
            words = f"{reason}{_what_it_said(letter, person, rules)}"
            actions.append(staff_letter("task", person, title=title, words=words, off_case=case is None))
    else:
        words = f"{reason} Find another address (#set email: ...), ring, or send it by post (#post {letter.name})."
        actions += [staff_letter("task", p, title=title, words=words) for p in handlers(case, rules)]
    return (*actions, Outcome(word="bounce"))


def _unmet(arrival: Arrival, rules: Rules, letter: SentLetter) -> tuple[Deadline, ...]:
    """The clocks that the returned letter had met and that nothing else has met since."""
    happened = arrival.match.case.happened if arrival.match.case else {}
    event = f"letter.{letter.name}.sent"
    return tuple(
        d
        for d in arrival.met
        if not any(stop in happened for stop in rules.procedure.clock_named(d.clock).stops if stop != event)
    )


def _in_place_of(letter: SentLetter, case: Case | None, rules: Rules) -> tuple[Person, ...]:
    """Who hears that a letter to a colleague came back: a director, else whoever else may; of a grievance only HR."""
    if letter.name == "grievance_redirect":
        return rules.people(Role.HR, but=(letter.to,))[:1]
    return besides(case, rules, (letter.to,))[:1]


def _what_it_said(letter: SentLetter, reader: Person, rules: Rules) -> str:
    """The words of a task that came back, for nobody else has them, without how its first reader was to answer. What only HR was
    told of a grievance stays with HR."""
    if letter.name != "task" or not letter.text:
        return ""
    first = next((p for p in rules.firm.people if p.uses(letter.to)), None)
    if first is None or (first.roles == (Role.HR,) and not reader.is_a(Role.HR)):
        return ""
    for_others = takewhile(lambda part: "reply to this message" not in part.lower(), letter.text.split("\n\n"))
    said = "\n\n".join(for_others)
    return f"\n\nThis is what it said:\n\n{said}"
