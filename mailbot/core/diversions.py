"""Messages that are not for the procedure, and are kept apart from its cases: a grievance of staff above all (phase three)."""

from __future__ import annotations

from mailbot.core.actions import Action, Actions, Outcome, Write
from mailbot.core.hearing import grievances_to
from mailbot.core.lookalike import lookalikes, namesake
from mailbot.core.procedure import Diversion
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import staff_letter

DIVERTED = "diverted_"
"""What the outcome of such a message begins with."""


def diversion_of(arrival: Arrival, rules: Rules) -> Diversion | None:
    """The first diversion of the procedure that takes this message away from it, if any. Answers to our letters are never diverted."""
    if arrival.match.replies_to is not None:
        return None
    staff = _of_staff(arrival, rules)
    return next(
        (
            d
            for d in rules.procedure.divert
            if not d.opens_case and arrival.raised(d.flag) and (staff or not d.staff_only)
        ),
        None,
    )


def _of_staff(arrival: Arrival, rules: Rules) -> bool:
    """Did a colleague write it? Of a mail that a colleague forwards: its writer, for a customer speaks of their own manager and wages."""
    people, inner = rules.firm.people, arrival.message.forwarded
    if arrival.match.staff is None:
        return namesake(arrival.sender, people) is not None
    writer = inner.sender if inner is not None else None
    return writer is None or any(p.uses(writer.address) for p in people) or namesake(writer, people) is not None


def divert(arrival: Arrival, rules: Rules, diversion: Diversion) -> Actions:
    """Not for this procedure (staff grievances, phase three): its sender is told where to go, one role hears of it. No case opens, and
    none that it names shows it; of an old one, found at a first start, only that role hears.

    Who bears a colleague's name at another address is a colleague at home, or somebody who says so: nothing is told to that address."""
    sender, likely = arrival.sender, namesake(arrival.sender, rules.firm.people)
    to = grievances_to(rules, diversion, sender.address, likely.address if likely else "")
    actions: list[Action] = []
    if diversion.letter and arrival.verdict.may_auto_answer and likely is None and not arrival.stale:
        actions.append(
            Write(
                letter=diversion.letter, to=sender.address, to_name=sender.name, staff=True, answers=True, off_case=True
            )
        )
    words = " ".join((*lookalikes(sender, rules.firm.people), "Nothing was answered.")) if likely else ""
    actions += [
        staff_letter("task", p, title=diversion.task, words=words, about_message=True, off_case=True) for p in to
    ]
    return (*actions, Outcome(word=f"{DIVERTED}{diversion.flag}", apart=True))
