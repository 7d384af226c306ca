"""One command, given on one case: may its author give it, when does it speak of, what does it do?"""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.actions import Actions, Release, SetCase, Write
from mailbot.core.orders import ORDERS, Done, Refused, Turn, timed
from mailbot.core.orders.addressing import addressed
from mailbot.core.rights import may_not
from mailbot.core.steps import STAGE_ONE_ENDS


def give(turn: Turn, word: str) -> Done | Refused:
    """What the command did, with the moment that was understood told first."""
    refusal = may_not(turn.author, turn.case, turn.rules, word)
    if refusal:
        return Refused(why=refusal)
    meant = addressed(turn, word)
    if isinstance(meant, Refused):
        return meant
    heard = timed(meant, word)
    if isinstance(heard, Refused):
        return heard
    answer = ORDERS[word](heard)
    if isinstance(answer, Refused):
        return answer
    answer = replace(answer, actions=(*answer.actions, *_answered(turn, answer.actions)))
    told = heard.moment.told if heard.moment is not None else ""
    return answer if not answer.said or told in answer.said else replace(answer, said=f"{told}: {answer.said}")


def _answered(turn: Turn, actions: Actions) -> Actions:
    """Who sends the findings or the settlement of stage one is kept: somebody else reviews them (phase two)."""
    released = {a.letter: a.become for a in actions if isinstance(a, Release)}
    going = [a.letter for a in actions if isinstance(a, Write) and not a.held]
    going += [released[held.id] or held.name for held in turn.arrival.held if held.id in released]
    sent = any(f"letter.{name}.sent" in STAGE_ONE_ENDS for name in going)
    case, address = turn.case, turn.author.address
    if not sent or case.stage != 1 or address in case.answered_by:
        return ()
    return (SetCase(field="answered_by", value=",".join((*case.answered_by, address))),)
