"""What staff mail does: a reply to a notice goes to the customer, # commands are obeyed, the rest is filed and its author told.

Who may: the token of a letter made for this person and this case, together with the directory's address (design 8). Weaker proof is a
note. Opening a case needs the directory's address only. What each command does stands in orders.py.
"""

from __future__ import annotations

import difflib
from datetime import datetime

from mailbot.core.actions import Action, Actions, Outcome, StopClock, Write
from mailbot.core.clocks import start_recurring
from mailbot.core.commands import TEXT_TO_CUSTOMER, WORDS, Commands, parse
from mailbot.core.model import Case, Person, Role
from mailbot.core.orders import ORDERS, Refused, Turn, letter_to_customer, new_case
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import contact, notices

_HOW = (
    "Nothing was sent to a customer. To answer one, reply to the notice that mailbot sent you about the case. "
    "To open a case for somebody, begin the message with #new, or forward the customer's mail here. #help lists the commands."
)


def obey(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    """What to do with a message from somebody in the staff directory."""
    author = arrival.match.staff
    if author is None:
        raise ValueError("obey() is for staff mail; decide() sees to the rest")
    commands = parse(arrival.message.fresh)
    if any(order.word == "new" for order in commands.orders):
        return _opened(arrival, rules, now, author, commands)
    if arrival.message.forwarded is not None and arrival.match.replies_to is None and not commands.orders:
        return _opened(arrival, rules, now, author, commands)
    case = arrival.match.case
    if arrival.match.replies_to is None or not arrival.match.proven:
        return _unproven(arrival, author, case)
    if case is None:
        return _about_no_case(arrival, rules, author)
    refusal = _may_not(author, case)
    if refusal:
        return (contact(arrival, internal=True), _result(author, refused=(refusal,)), Outcome(word="staff_refused"))
    if not commands.orders:
        return _reply(arrival, rules, author, case, commands.text)
    return _commands(arrival, rules, now, author, case, commands)


def _opened(arrival: Arrival, rules: Rules, now: datetime, author: Person, commands: Commands) -> Actions:
    """`#new`, or a customer's mail forwarded: a case of the original sender, received when the inner mail was sent (contract 6)."""
    answer = new_case(arrival, rules, now, author, commands)
    if isinstance(answer, Refused):
        return (
            contact(arrival, internal=True, off_case=True),
            _result(author, refused=(answer.why,), off_case=True),
            Outcome(word="staff_refused"),
        )
    others = tuple(w for w in notices(arrival, rules, None) if isinstance(w, Write) and not author.uses(w.to))
    return (*answer.actions, _result(author, done=(answer.said,)), *others, Outcome(word="opened_by_staff"))


def _unproven(arrival: Arrival, author: Person, case: Case | None) -> Actions:
    """Staff mail that answers no letter made for this person: filed, its author told, nothing goes out."""
    why = f"your message was filed as a note. {_HOW}" if case else f"your message was kept. {_HOW}"
    kept = contact(arrival, internal=True, off_case=case is None)
    return (kept, _result(author, refused=(why,), off_case=case is None), Outcome(word="staff_note"))


def _about_no_case(arrival: Arrival, rules: Rules, author: Person) -> Actions:
    """An answer to a letter that belongs to no case: the directors' reply to a review meets its clock and is kept (clause 12)."""
    kept = contact(arrival, internal=True, off_case=True)
    deadline = arrival.recurring
    if deadline is not None and deadline.open:
        clock = rules.procedure.clock_named(deadline.clock)
        if any(author.is_a(Role(role)) for role in clock.to_roles):
            at = arrival.received_at
            stop = StopClock(deadline=deadline.id, clock=deadline.clock, by="review.recorded", at=at)
            said = f"your reply is recorded as the result of: {clock.label}"
            following = start_recurring(rules.procedure, clock, at, rules.hours)
            return (
                kept,
                stop,
                following,
                _result(author, done=(said,), off_case=True),
                Outcome(word="review_recorded"),
            )
    return (
        kept,
        _result(author, refused=(f"your message was kept. {_HOW}",), off_case=True),
        Outcome(word="staff_note"),
    )


def _may_not(author: Person, case: Case) -> str:
    """Why this person may not act on this case; "" if they may."""
    if any(author.uses(address) for address in case.about):
        return f"the complaint {case.reference} is about you, so somebody else deals with it; what you wrote was filed"
    if author.is_a(Role.HANDLER) or author.is_a(Role.DIRECTOR) or (case.delegate and author.uses(case.delegate)):
        return ""
    return f"your roles ({', '.join(author.roles)}) do not let you act on {case.reference}; what you wrote was filed"


def _reply(arrival: Arrival, rules: Rules, author: Person, case: Case, text: str) -> Actions:
    """A reply without a command: to a notice, the words go to the customer; to any other letter they are filed and the author asked."""
    letter = arrival.match.replies_to.name if arrival.match.replies_to else ""
    if letter != "notice" or not text:
        what = "it was empty" if not text else f"it answers a {letter.replace('_', ' ')}, not a notice"
        asked = f"your message was filed as a note and not sent on, because {what}. To write to the customer, reply to a notice."
        return (contact(arrival, internal=True), _result(author, refused=(asked,)), Outcome(word="staff_note"))
    write = letter_to_customer(
        Turn(arrival=arrival, rules=rules, now=arrival.received_at, author=author, case=case, text=text), "message"
    )
    if isinstance(write, Refused):
        return (contact(arrival, internal=True), _result(author, refused=(write.why,)), Outcome(word="staff_refused"))
    held = (_result(author, withheld=(f"your message was held and not sent: {write.held}",)),) if write.held else ()
    return (contact(arrival, internal=True), write, *held, Outcome(word="held" if write.held else "relayed"))


def _commands(arrival: Arrival, rules: Rules, now: datetime, author: Person, case: Case, commands: Commands) -> Actions:
    """Each command in turn. One that is unknown stops the whole mail: nothing is guessed, nothing goes to the customer."""
    faults = _faults(commands)
    if faults:
        return (contact(arrival, internal=True), _result(author, refused=faults), Outcome(word="staff_refused"))
    carriers = any(order.word in TEXT_TO_CUSTOMER for order in commands.orders)
    actions: list[Action] = [contact(arrival, internal=True)]
    done: list[str] = []
    refused: list[str] = []
    withheld: list[str] = []
    information = ""
    for order in commands.orders:
        text = commands.text if order.word in TEXT_TO_CUSTOMER or not carriers else ""
        turn = Turn(arrival=arrival, rules=rules, now=now, author=author, case=case, text=text, argument=order.argument)
        answer = ORDERS[order.word](turn)
        if isinstance(answer, Refused):
            refused.append(f"#{order.word}: {answer.why}")
            continue
        actions += answer.actions
        information = answer.information or information
        held = [a.held for a in answer.actions if isinstance(a, Write) and a.held]
        withheld += [f"#{order.word}: the letter is held and was not sent: {why}" for why in held]
        done += [] if held else [answer.said]
    result = _result(
        author, done=tuple(done), refused=tuple(refused), withheld=tuple(withheld), information=information
    )
    return (*actions, result, Outcome(word="staff_command"))


def _faults(commands: Commands) -> tuple[str, ...]:
    """Why nothing of a mail can be obeyed: an unknown word, or one text that would go to the customer in two letters."""
    unknown = tuple(_unknown(order.word) for order in commands.orders if not order.known)
    carriers = [order.word for order in commands.orders if order.word in TEXT_TO_CUSTOMER]
    if not unknown and len(carriers) > 1 and commands.text:
        words = " and ".join(f"#{word}" for word in carriers)
        return (
            f"{words} would each send the same text to the customer: write them in separate messages. Nothing was done.",
        )
    return unknown


def _unknown(word: str) -> str:
    near = difflib.get_close_matches(word, sorted(WORDS), n=1)
    hint = f" Did you mean #{near[0]}?" if near else " #help lists the commands."
    return f"#{word} is not a command, so nothing of this message was done or sent.{hint}"


def _result(
    author: Person,
    *,
    done: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
    withheld: tuple[str, ...] = (),
    information: str = "",
    off_case: bool = False,
) -> Write:
    return Write(
        letter="command_result",
        to=author.address,
        to_name=author.name,
        staff=True,
        done=done,
        refused=refused,
        withheld=withheld,
        information=information,
        answers=True,
        off_case=off_case,
    )
