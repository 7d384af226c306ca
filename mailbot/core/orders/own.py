"""Orders that give a procedure its own steps: its letters by name, its milestones, a settlement, clocks that stand still."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core import pausing
from mailbot.core.clocks import Standing
from mailbot.core.orders.letters import promise
from mailbot.core.orders.turn import Answer, Done, Refused, Turn, happen, past_on_case, send

_OWN_COMMAND = {
    "response": "respond",
    "informal_resolution": "informal",
    "delay": "delay",
    "stage_two_progress": "progress",
    "stage_two_decision": "decide",
    "visit_booked": "visit",
    "visit_outcome": "visited",
    "put_in_writing": "writing",
    "request_material": "request",
    "referral": "refer",
}
"""Letters that another command sends, with the checks that belong to it."""


def send_letter(turn: Turn) -> Answer:
    """`#send LETTER [DATE]`: one of the procedure's own letters, with the text below; a date is what it promises."""
    name, _, reason = turn.beside.partition(" ")
    name = name.lower().rstrip(",;:.")
    if name in _OWN_COMMAND:
        return Refused(why=f"that letter has a command of its own: #{_OWN_COMMAND[name]}")
    rule = turn.rules.procedure.letter_named(name)
    if rule is None or name == "message":
        letters = ", ".join(r.id for r in turn.rules.procedure.letter if r.id not in (*_OWN_COMMAND, "message"))
        return Refused(why=f"say which letter, as in: #send {letters.partition(',')[0]}; there are: {letters}")
    if not (turn.text or rule.automatic):
        return Refused(why="write the text for the customer below the command")
    promised, _ = promise(turn)
    if turn.moment is not None and promised is None:
        return Refused(why=f"{turn.moment.told} has passed: a letter promises what lies ahead")
    return send(turn, name, f"the letter '{name}' goes to the customer", promised=promised, reason=reason)


def done(turn: Turn) -> Answer:
    """`#done MILESTONE [when]`: something of this procedure's own has happened; clocks that wait for it are met as of then."""
    name, _, rest = turn.beside.partition(" ")
    milestone = turn.rules.procedure.milestone_named(name.lower().rstrip(",;:."))
    if milestone is None:
        known = ", ".join(m.id for m in turn.rules.procedure.milestone)
        return Refused(why=f"say what is done: {known}" if known else "this procedure knows no milestones")
    at = past_on_case(replace(turn, argument=rest, moment=turn.moment and replace(turn.moment, rest=rest)))
    if isinstance(at, Refused):
        return at
    return Done(said=f"recorded: {milestone.label}", actions=happen(turn, f"done.{milestone.id}", at))


def accepted(turn: Turn) -> Answer:
    """`#accepted [when]`: the customer said, aloud or in writing, that the matter is settled (DISP 1.5)."""
    at = past_on_case(turn)
    if isinstance(at, Refused):
        return at
    moved = happen(turn, "customer.accepted", at)
    if len(moved) == 1:
        return Done(said="that the customer accepted is recorded; no clock is met by it", actions=moved)
    return Done(said="the customer accepted; the clock is met", actions=moved)


def pause(turn: Turn) -> Answer:
    """`#pause REASON`: clocks that the procedure lets stand still do, from now until #resume."""
    if not turn.words:
        return Refused(why="say what you wait for, as in: #pause proof of identity asked for by email")
    stopped = pausing.pause(Standing.of(turn.case), turn.rules, turn.words.splitlines()[0], turn.at)
    if not stopped:
        return Refused(why="no clock of this case may stand still: the procedure lets none, or none runs in time")
    return Done(said="the clock stands still until #resume", actions=(*stopped, *happen(turn, "case.paused", turn.at)))


def resume(turn: Turn) -> Answer:
    """`#resume [when]`: what we waited for came then; the clocks run on, later by the time that was waited."""
    at = past_on_case(turn)
    if isinstance(at, Refused):
        return at
    paused = turn.case.happened.get("case.paused")
    if paused is None or turn.case.happened.get("case.resumed", turn.case.received_at) > paused:
        return Refused(why="no clock of this case stands still")
    if at < paused:
        return Refused(why="that lies before the clock was stopped")
    started = pausing.resume(Standing.of(turn.case), turn.rules, at)
    return Done(said="the clock runs on", actions=(*happen(turn, "case.resumed", at), *started))
