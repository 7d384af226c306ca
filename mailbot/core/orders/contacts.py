"""Contacts that did not come by mail, and what came from the customer: all are kept, also attempts (clauses 5 and 7)."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from datetime import datetime

from mailbot.core.actions import ConfirmContact, Record
from mailbot.core.deadlines import decide_sent
from mailbot.core.model import Channel, Direction
from mailbot.core.moments import Looks, Moment
from mailbot.core.orders.letters import promise
from mailbot.core.orders.turn import (
    Answer,
    Doing,
    Done,
    Refused,
    Turn,
    complained_at,
    past,
    past_on_case,
    read_there,
)
from mailbot.core.rules import Rules


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
    """`#post LETTER`: that letter went by post, its clock is met (design 18); without a name, a contact by post. The date beside a letter
    that moves a clock is what it promises, beside any other when it was posted."""
    name = _letter_named(turn.beside)
    if turn.rules.procedure.letter_named(name) is None:
        return _other_post(turn, name)
    promised = None
    at: datetime | Refused = turn.at
    if _moves_a_clock(name, turn.rules):
        ahead = read_there(turn.arrival, turn.rules, turn.argument, Looks.AHEAD)
        promised, _ = promise(replace(turn, moment=ahead if isinstance(ahead, Moment) else None))
        if promised is None:
            return _promises_nothing("post", name)
    else:
        at = past_on_case(replace(turn, argument="", moment=turn.moment and replace(turn.moment, rest="")))
    if isinstance(at, Refused):
        return at
    record = Record(
        direction=Direction.OUT, channel=Channel.POST, at=at, sender=turn.author.name, subject=name, summary=turn.text
    )
    met = decide_sent(name, turn.case, turn.rules, at, promised)
    return Done(said=f"'{name}' is recorded as sent by post", actions=(record, *met))


def sent(turn: Turn) -> Answer:
    """`#sent LETTER [promised date]`: the mail that a colleague sent from the shared mailbox was that letter, and its clock is met as of
    then; without a name: that mail is about this case. Only of a mail that stands in the folder of sent mail: nothing is met by a word."""
    mail, name = turn.arrival.hand_sent, _letter_named(turn.beside)
    if mail is None:
        return Refused(
            why="no mail from the shared mailbox stands on this case; #send LETTER sends one, #post LETTER records one by post"
        )
    about = (
        (ConfirmContact(contact=mail.contact), *decide_sent("message", turn.case, turn.rules, mail.at))
        if mail.unconfirmed
        else ()
    )
    if not name:
        if not mail.unconfirmed:
            return Refused(
                why="say which letter it was, as in: #sent acknowledgement. The mail itself is on the case already"
            )
        return Done(said=f"the mail to {mail.to} is on the case; no clock is met by it", actions=about)
    if turn.rules.procedure.letter_named(name) is None:
        letters = ", ".join(rule.id for rule in turn.rules.procedure.letter)
        return Refused(why=f"there is no letter '{name}'; there are: {letters}")
    if mail.at < complained_at(turn.case):
        return Refused(why=f"that mail went out before {turn.case.reference} was received")
    promised, _ = promise(turn)
    if promised is None and _moves_a_clock(name, turn.rules):
        return _promises_nothing("sent", name)
    met = decide_sent(name, turn.case, turn.rules, mail.at, promised)
    return Done(said=f"the mail to {mail.to} counts as '{name}', as of when it was sent", actions=(*about, *met))


def _letter_named(words: str) -> str:
    return re.sub(r"[ _-]+", "_", words.strip(" .").lower())


def _moves_a_clock(letter: str, rules: Rules) -> bool:
    """Is that letter's date a clock's from then on?"""
    moving = (part.letter for c in rules.procedure.clock for part in (c.or_progress, c.extension) if part is not None)
    return letter in moving


def _promises_nothing(word: str, letter: str) -> Refused:
    return Refused(why=f"say which day ahead the letter promises, as in: #{word} {letter} 2026-05-01")


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
