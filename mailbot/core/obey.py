"""What staff mail does: a reply to a notice goes to the customer, # commands are obeyed, the rest is filed and its author told.

The token of a letter made for this person and this case, together with the directory's address, is believed (design 8); weaker proof is a
note. Opening a case needs the directory's address only. Who may do what stands in rights.py, what each command does in orders/.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailbot.core import numbered
from mailbot.core.actions import Action, Actions, Outcome, StopClock, Write
from mailbot.core.afterwards import afterwards
from mailbot.core.bodies import OutsideBody, writing_from
from mailbot.core.buttons import blank_in, filled
from mailbot.core.clocks import start_recurring
from mailbot.core.commands import TEXT_TO_CUSTOMER, Commands, near, only_signed, parse
from mailbot.core.diversions import DIVERTED
from mailbot.core.forwards import forwarded
from mailbot.core.giving import give
from mailbot.core.hand_sent import party_among
from mailbot.core.hearing import grievances_to, handlers
from mailbot.core.model import Answer, Case, PartyStanding, Person, Role
from mailbot.core.orders import Refused, Turn, letter_to_customer, new_case
from mailbot.core.rights import READING, may_not, not_believed
from mailbot.core.rules import Arrival, Rules, own_words
from mailbot.core.steps import command_result, contact, notices, staff_letter

_HOW = (
    "Nothing was sent to a customer. To answer one, reply to the notice that mailbot sent you about the case. "
    "To open a case for somebody, begin the message with #new, or forward the customer's mail here. #help lists the commands."
)
_OF_A_REVIEW = frozenset({"review", "reminder", "escalation"})
"""Letters that belong to no case and are about the recurring review: an answer to a digest is not one to them."""


def obey(arrival: Arrival, rules: Rules, now: datetime) -> Actions:
    """What to do with a message from somebody in the staff directory."""
    author, case = arrival.match.staff, arrival.match.case
    if author is None:
        raise ValueError("obey() is for staff mail; decide() sees to the rest")
    doubt = not_believed(arrival, rules)
    if doubt:
        return _stopped(arrival, rules, author, (doubt,))
    answered = numbered.answer(arrival, rules, author, now)
    if answered is not None:
        return answered
    commands = parse(own_words(arrival.message, rules.firm.address))
    if only_signed(commands.text, author.name):
        commands = replace(commands, text="")
    faults = _faults(commands)
    if faults:
        return _stopped(arrival, rules, author, faults)
    if any(order.word == "new" for order in commands.orders):
        return _opened(arrival, rules, now, author, commands)
    if not arrival.match.proven:
        passed_on = forwarded(arrival, rules, now, author, commands.orders)
        if passed_on is not None:
            return passed_on
        if arrival.message.forwarded is not None and arrival.match.replies_to is None and not commands.orders:
            return _opened(arrival, rules, now, author, commands)
        return _unproven(arrival, rules, author, commands)
    if case is None:
        return _about_no_case(arrival, rules, author, commands)
    if any(author.uses(address) for address in case.about):
        return _own_account(arrival, rules, author, case, commands)
    if not commands.orders:
        return _reply(arrival, rules, now, author, case, commands.text)
    return _commands(arrival, rules, now, author, case, commands)


def _stopped(arrival: Arrival, rules: Rules, author: Person, faults: tuple[str, ...]) -> Actions:
    """Nothing of the mail is done: it is kept, and its author told why."""
    kept = contact(arrival, internal=True, off_case=arrival.match.case is None)
    off_case = _not_theirs(arrival, rules, author)
    return (kept, command_result(author, refused=faults, off_case=off_case), Outcome(word="staff_refused"))


def _opened(arrival: Arrival, rules: Rules, now: datetime, author: Person, commands: Commands) -> Actions:
    """`#new`, or a customer's mail forwarded: a case of the original sender, received when the inner mail was sent (contract 6)."""
    answer = new_case(arrival, rules, now, commands)
    if isinstance(answer, Refused):
        return (
            contact(arrival, internal=True, off_case=True),
            command_result(author, refused=(answer.why,), off_case=True),
            Outcome(word="staff_refused"),
        )
    told = notices(arrival, rules, None)
    return (*answer.actions, command_result(author, done=(answer.said,)), *told, Outcome(word="opened_by_staff"))


def _unproven(arrival: Arrival, rules: Rules, author: Person, commands: Commands) -> Actions:
    """Staff mail that answers no letter made for this person: filed, its author told, nothing goes out."""
    case = arrival.match.case
    kept = contact(arrival, internal=True, off_case=case is None)
    if commands.orders and all(order.word == "help" for order in commands.orders):
        told = command_result(author, done=("the commands are below",), information="help", off_case=True)
        return (kept, told, Outcome(word="staff_command"))
    why = (
        f"your message was {'filed as a note' if case else 'kept'}. {_of_several(arrival) or _past_us(arrival) or _HOW}"
    )
    off_case = _not_theirs(arrival, rules, author)
    return (kept, command_result(author, refused=(why,), off_case=off_case), Outcome(word="staff_note"))


def _of_several(arrival: Arrival) -> str:
    if arrival.match.answer is not Answer.AMBIGUOUS:
        return ""
    named = ", ".join(arrival.match.candidates)
    return (
        f"Nothing was done or sent, because it answers a letter about one case and names another ({named}). "
        "Answer a letter about the case that you mean, and leave its subject as it is."
    )


def _past_us(arrival: Arrival) -> str:
    """They wrote to the customer themselves, with a copy here: that was not "nothing", and must not be said twice."""
    case = arrival.match.case
    party = party_among(arrival, case) if case is not None else None
    if party is None:
        return ""
    return (
        f"It went to {party.called} without mailbot, which sent nothing besides and met no promise by it. What answers the notice that "
        "mailbot sent you goes to the customer too, and is recorded as said to them."
    )


def _not_theirs(arrival: Arrival, rules: Rules, author: Person) -> bool:
    """Must the answer name no case, because there is none or it is not this person's to know of?"""
    case = arrival.match.case
    return case is None or bool(may_not(author, case, rules, "note"))


def _about_no_case(arrival: Arrival, rules: Rules, author: Person, commands: Commands) -> Actions:
    """An answer to a letter that belongs to no case: the reply to a review meets its clock and is kept (clause 12 / 3.review)."""
    if (grievance := _on_a_grievance(arrival, rules, author)) is not None:
        return grievance
    kept = contact(arrival, internal=True, off_case=True)
    deadline = arrival.recurring
    letter = arrival.match.replies_to.name if arrival.match.replies_to else ""
    if deadline is not None and deadline.open and letter in _OF_A_REVIEW and commands.text and not commands.orders:
        clock = rules.procedure.clock_named(deadline.clock)
        if any(author.is_a(Role(role)) for role in clock.to_roles):
            at = arrival.received_at
            stop = StopClock(deadline=deadline.id, clock=deadline.clock, by="review.recorded", at=at)
            said = f"your reply is recorded as the result of: {clock.label}"
            following = start_recurring(rules.procedure, clock, at, rules.hours)
            told = command_result(author, done=(said,), off_case=True)
            return (kept, stop, following, told, Outcome(word="review_recorded"))
    return _unproven(arrival, rules, author, commands)


def _on_a_grievance(arrival: Arrival, rules: Rules, author: Person) -> Actions | None:
    """An answer to the letter that told a colleague where a grievance goes: it takes the same private way as the grievance did."""
    letter = arrival.match.replies_to.name if arrival.match.replies_to else ""
    diversion = next((d for d in rules.procedure.divert if letter and d.letter == letter), None)
    if diversion is None:
        return None
    title = "More on what a member of staff wrote in confidence"
    to = grievances_to(rules, diversion, author.address)
    passed_on = (staff_letter("task", person, title=title, about_message=True, off_case=True) for person in to)
    said = "your message was passed on privately to the person responsible for staff matters, and to nobody else"
    return (
        *passed_on,
        command_result(author, done=(said,), off_case=True),
        Outcome(word=f"{DIVERTED}{diversion.flag}", apart=True),
    )


def _own_account(arrival: Arrival, rules: Rules, author: Person, case: Case, commands: Commands) -> Actions:
    """The person complained about writes: their account goes to those who deal with the case, and they do nothing on it (2.person)."""
    kept = contact(arrival, internal=True)
    letter = arrival.match.replies_to.name if arrival.match.replies_to else ""
    if letter != "person_informed" or commands.orders or not commands.text:
        why = may_not(author, case, rules, "")
        return (kept, command_result(author, refused=(why,), off_case=True), Outcome(word="staff_refused"))
    said = "your account is filed, and those who deal with the complaint have it"
    told = tuple(
        staff_letter("task", person, title=f"{author.name} has responded to the complaint", words=commands.text)
        for person in handlers(case, rules)
    )
    return (kept, *told, command_result(author, done=(said,), off_case=True), Outcome(word="staff_account"))


def _reply(arrival: Arrival, rules: Rules, now: datetime, author: Person, case: Case, text: str) -> Actions:
    """A reply without a command: to a notice, the words go to the customer; to any other letter they are filed and the author asked."""
    kept = contact(arrival, internal=True)
    letter = arrival.match.replies_to.name if arrival.match.replies_to else ""
    refusal = may_not(author, case, rules, "")
    if not refusal and (letter != "notice" or not text):
        what = "it was empty" if not text else f"it answers a {letter.replace('_', ' ')}, not a notice"
        asked = f"your message was filed as a note and not sent on, because {what}. To write to the customer, reply to a notice."
        return (kept, command_result(author, refused=(asked,)), Outcome(word="staff_note"))
    if not refusal and (body := _of_a_body(arrival, rules, case)):
        asked = (
            f"your message was filed as a note and sent to nobody, because what you answered is from {body.name}. "
            f"Write to them in a mail of your own, with a copy to {rules.firm.address}, which is filed"
        )
        return (kept, command_result(author, refused=(asked,)), Outcome(word="staff_note"))
    turn = Turn(arrival=arrival, rules=rules, now=now, author=author, case=case, text=text)
    write = Refused(why=refusal) if refusal else letter_to_customer(turn, "message")
    if isinstance(write, Refused):
        off_case = _not_theirs(arrival, rules, author)
        return (
            kept,
            command_result(author, refused=(write.why,), off_case=off_case),
            Outcome(word="staff_refused"),
        )
    if write.held:
        held = command_result(author, withheld=(f"your message was held and not sent: {write.held}",))
        return (kept, write, held, Outcome(word="held"))
    return (kept, write, Outcome(word="relayed"))


def _of_a_body(arrival: Arrival, rules: Rules, case: Case) -> OutsideBody | None:
    """The outside body whose message the answered notice shows: words for it must not reach the customer instead."""
    about = arrival.match.replies_to.about if arrival.match.replies_to else ""
    party = case.party(about) if about else None
    if party is not None and party.standing is not PartyStanding.UNCONFIRMED:
        return None
    return writing_from(rules.firm.bodies, about)


def _commands(arrival: Arrival, rules: Rules, now: datetime, author: Person, case: Case, commands: Commands) -> Actions:
    """Each command in turn, on the case as the ones before it left it; one answer tells what was done, what not, and why."""
    carriers = any(order.word in TEXT_TO_CUSTOMER for order in commands.orders)
    actions: list[Action] = [contact(arrival, internal=True)]
    done: list[str] = []
    refused: list[str] = []
    withheld: list[str] = []
    information = ""
    for order in commands.orders:
        text = commands.text if order.word in TEXT_TO_CUSTOMER or not carriers else ""
        standing = afterwards(case, actions)
        turn = Turn(
            arrival=arrival,
            rules=rules,
            now=now,
            author=author,
            case=standing,
            text=text,
            argument=filled(order.argument),
        )
        answer = give(turn, order.word)
        if isinstance(answer, Refused):
            refused.append(f"#{order.word}: {answer.why}")
            continue
        actions += answer.actions
        information = answer.information or information
        held = [a.held for a in answer.actions if isinstance(a, Write) and a.held]
        withheld += [f"#{order.word}: the letter is held and was not sent: {why}" for why in held]
        done += [answer.said] if answer.said else []
    done += _by_post(actions, afterwards(case, actions), rules)
    result = command_result(
        author,
        done=tuple(done),
        refused=tuple(refused),
        withheld=tuple(withheld),
        information=information,
        off_case=_not_theirs(arrival, rules, author) and not done,
    )
    return (*actions, result, Outcome(word="staff_command" if done or withheld else "staff_refused"))


def _by_post(actions: list[Action], case: Case, rules: Rules) -> list[str]:
    """What a letter that cannot go by mail is: a task to print and post it (design 18), and not sent yet."""
    letters = [a for a in actions if isinstance(a, Write) and not a.staff and not a.held]
    if not any(not a.to or ((party := case.party(a.to)) is not None and party.undeliverable) for a in letters):
        return []
    who = next((person.name for person in handlers(case, rules)), "a director")
    return [
        f"{case.customer.called} has no e-mail address that works, so what is for them comes to {who} to print and post"
    ]


def _faults(commands: Commands) -> tuple[str, ...]:
    """Why nothing of a mail can be obeyed: a blank of a button left as it was, an unknown word, one text for two letters, or a
    command that must stand alone."""
    if blank := blank_in("\n".join((*(order.argument for order in commands.orders), commands.text))):
        return (f"{blank} still stands in it, so nothing was done or sent. Write over it and send the message again.",)
    words = [order.word for order in commands.orders]
    unknown = tuple(_unknown(order.word) for order in commands.orders if not order.known)
    if unknown:
        return unknown
    heading = next((order for order in commands.orders if order.heading), None)
    if heading is not None:
        return (
            f"'# {heading.word.capitalize()} {heading.argument}' may be a heading or the command #{heading.word}, so nothing was done or "
            f"sent: write #{heading.word} without the space, or the heading without the #.",
        )
    carriers = [word for word in words if word in TEXT_TO_CUSTOMER]
    if len(carriers) > 1 and commands.text:
        named = " and ".join(f"#{word}" for word in carriers)
        return (
            f"{named} would each send the same text to the customer: write them in separate messages. Nothing was done.",
        )
    alone = next((word for word in words if word in ("new", "merge") and len(words) > 1), "")
    if alone:
        return (f"#{alone} must stand alone in its message: send the other commands in another one. Nothing was done.",)
    asked = [word for word in words if word in READING]
    if len(asked) > 1:
        return (f"#{asked[0]} and #{asked[1]} are answered one at a time: ask for each in its own message.",)
    return ()


def _unknown(word: str) -> str:
    meant = near(word)
    hint = f" Did you mean #{meant}?" if meant else " #help lists the commands."
    return f"#{word} is not a command, so nothing of this message was done or sent.{hint}"
