"""Contacts that did not come by mail, and what came from the customer: all are kept, also attempts (clauses 5 and 7)."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from mailbot.core.actions import Record
from mailbot.core.deadlines import decide_sent
from mailbot.core.model import Channel, Direction
from mailbot.core.orders.turn import Answer, Doing, Done, Refused, Turn, past, past_on_case


def contact_by(channel: Channel, what: str, *, attempted: bool = False) -> Doing:
    """A contact by that channel, at the time named or now; other words beside the time are what was said."""

    def order(turn: Turn) -> Answer:
        at = past(turn, words_too=True)
        if isinstance(at, Refused):
            return at
        record = Record(
            direction=Direction.OUT,
            channel=channel,
            at=at,
            sender=turn.author.name,
            summary="\n".join(part for part in (turn.beside, turn.text) if part),
            attempted=attempted,
        )
        return Done(said=f"{what} recorded", actions=(record,))

    return order


def post(turn: Turn) -> Answer:
    """`#post LETTER`: that letter went by post, its clock is met (design 18); without a name, a contact by post."""
    name = re.sub(r"[ _-]+", "_", turn.beside.strip(" .").lower())
    if turn.rules.procedure.letter_named(name) is None:
        return _other_post(turn, name)
    at = past_on_case(replace(turn, argument="", moment=turn.moment and replace(turn.moment, rest="")))
    if isinstance(at, Refused):
        return at
    record = Record(
        direction=Direction.OUT, channel=Channel.POST, at=at, sender=turn.author.name, subject=name, summary=turn.text
    )
    met = decide_sent(name, turn.case, turn.rules, at)
    return Done(said=f"'{name}' is recorded as sent by post", actions=(record, *met))


def _other_post(turn: Turn, name: str) -> Answer:
    """A misspelt letter must not pass for a contact: its clock would run on."""
    letters = [rule.id for rule in turn.rules.procedure.letter]
    close = difflib.get_close_matches(name, letters, n=1) if name else []
    if close:
        return Refused(why=f"there is no letter '{name}'; did you mean #post {close[0]}?")
    return contact_by(Channel.POST, "post is")(turn)


def received(turn: Turn) -> Answer:
    """`#received WHAT`: noted in the record (clause 5)."""
    if not turn.words:
        return Refused(why="say what came, as in: #received handover pack by post")
    what = turn.argument or turn.text
    record = Record(
        direction=Direction.IN,
        channel=Channel.POST,
        at=turn.at,
        sender=turn.case.customer.called,
        summary=f"Received: {what}",
    )
    return Done(said=f"noted as received: {what}", actions=(record,))
