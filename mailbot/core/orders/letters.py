"""Letters that need a person's word beside findings: help with writing, delays, where to go (clauses 4, 8, 9 / 1.2)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailbot.core import extension
from mailbot.core.localtime import in_words
from mailbot.core.model import Party
from mailbot.core.orders.turn import Answer, Done, Refused, Turn, happen, not_a_complaint, past_on_case, send
from mailbot.core.procedure import Body
from mailbot.core.rules import Rules
from mailbot.core.steps import STAGE_ONE_ENDS


def writing(turn: Turn) -> Answer:
    return send(
        turn,
        "put_in_writing",
        "the customer is asked to put it in writing, with an offer of help",
        words=turn.words,
    )


def respond(turn: Turn) -> Answer:
    """The findings of stage one. A review has its own letter."""
    if turn.case.stage == 2:
        return Refused(why="the case is under review; #decide sends the review's decision")
    if not turn.words:
        return Refused(why="write the text for the customer below the command")
    return send(turn, "response", "the findings go to the customer", words=turn.words)


def investigated(turn: Turn) -> Answer:
    """`#investigated [when]`: what is owed next is owed from then on; not where the answer is given (clause 1.3)."""
    if turn.case.stage == 2:
        return Refused(why="the case is under review; #decide sends the review's decision")
    if refusal := not_a_complaint(turn):
        return refusal
    if STAGE_ONE_ENDS & turn.case.happened.keys() and not _investigating(turn):
        return Refused(why="the answer to the complaint has gone out: the investigation ended with it")
    at = past_on_case(turn)
    if isinstance(at, Refused):
        return at
    return Done(said="the investigation has ended", actions=happen(turn, "investigation.ended", at))


def _investigating(turn: Turn) -> bool:
    """Does a clock run that the investigation's end meets, as after an answer that came back?"""
    return any(
        d.open and "investigation.ended" in turn.rules.procedure.clock_named(d.clock).stops for d in turn.case.clocks
    )


def delay(turn: Turn) -> Answer:
    """`#delay DATE REASON`: the customer hears of it. The clock moves only where the procedure gives it an extension: a
    promise missed stays missed (clause 8)."""
    promised, reason = promise(turn)
    if promised is None or not (reason or turn.text):
        return Refused(why="give a date that lies ahead and the reason, as in: #delay 2026-03-20 the part is late")
    if refusal := extension.may_not(turn.author, turn.case, turn.rules, "delay"):
        return Refused(why=refusal)
    moved = extension.told(turn.case, turn.rules, "delay", promised, turn.now)
    said = f"the customer is told of the delay until {in_words(promised)}{'; ' if moved else ''}{moved}"
    return send(turn, "delay", said, promised=promised, reason=reason)


def promise(turn: Turn) -> tuple[date | None, str]:
    """The date that is promised, and the words beside it; None where there is none, or one that has passed."""
    today = turn.now.astimezone(ZoneInfo(turn.zone)).date()
    promised = turn.moment.day if turn.moment is not None else None
    return (promised if promised is not None and promised >= today else None), turn.beside


def refer(turn: Turn) -> Answer:
    """`#refer technical|code`: where to take it, as the procedure says (clause 9)."""
    subject, _, rest = turn.argument.partition(" ")
    body = referral(turn.rules, subject.lower(), turn.at, turn.case.customer)
    if body is None:
        return Refused(why="say what it is about: #refer technical, or #refer code")
    words = "\n".join(part for part in (rest.strip(), turn.text) if part)
    return send(turn, "referral", f"the customer is directed to {body.name}", body=body.id, words=words)


def referral(rules: Rules, subject: str, at: datetime, customer: Party | None = None) -> Body | None:
    """The body for `technical` or `code` matters that the procedure names on that day, to such a customer (clause 9)."""
    if subject not in ("technical", "code"):
        return None
    valid = rules.procedure.bodies_on(at.astimezone(ZoneInfo(rules.procedure.calendar.zone)).date(), customer)
    chosen = next((b for b in valid if f"about:{subject}" in b.when), None)
    return chosen or next((b for b in valid if not b.when), None)
