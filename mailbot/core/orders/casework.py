"""What a person decides about a case: what it is, when it ends, and whether it is taken up again."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

from mailbot.core import clocks, guard
from mailbot.core.actions import Action, Actions, ConfirmParties, Happen, Release, SetKind, SetState
from mailbot.core.localtime import in_words
from mailbot.core.model import Case, CaseKind, CaseState, ClockState, Deadline, Party, PartyStanding
from mailbot.core.orders.facts import data_asked, taken_up
from mailbot.core.orders.turn import Answer, Done, Refused, Turn
from mailbot.core.rights import may_not
from mailbot.core.rules import HeldLetter, Rules
from mailbot.core.steps import STAGE_ONE_ENDS, begin, letters_on

_CLOSED = "case closed"
_ENQUIRY = "enquiry"


def complaint(turn: Turn) -> Answer:
    """`#complaint`: the clocks run from the original receipt. What was met stays met, what was acknowledged is not so again."""
    if turn.case.kind is CaseKind.COMPLAINT:
        return Refused(why="it is a complaint already")
    again = _ended_by(turn.case, _ENQUIRY)
    resumed = clocks.reopen(turn.rules.procedure, again, "it is a complaint after all", turn.rules.hours, turn.now)
    began = begin(turn.case.flags, turn.case.received_at, turn.rules)
    known = {d.clock for d in again} | {d.clock for d in turn.case.clocks if d.open or _met(d, turn.rules)}
    fresh = tuple(action for action in began if getattr(action, "clock", None) not in known)
    customer = turn.case.customer
    letters = tuple(
        letter
        for letter in letters_on(
            "complaint.received", turn.rules.procedure, customer.address, customer.name, answers=False
        )
        if f"letter.{letter.letter}.sent" not in turn.case.happened
    )
    return Done(
        said="it is a complaint; its clocks run from its receipt",
        actions=(SetKind(kind=CaseKind.COMPLAINT, by=turn.author.name), *resumed, *fresh, *letters),
    )


def enquiry(turn: Turn) -> Answer:
    if turn.case.kind is CaseKind.ENQUIRY:
        return Refused(why="it is an enquiry already")
    why = f"{_ENQUIRY}: {turn.argument or turn.text or f'decided by {turn.author.name}'}"
    return Done(
        said="it is an enquiry; the complaint's clocks are stopped",
        actions=(SetKind(kind=CaseKind.ENQUIRY, by=turn.author.name), *clocks.stop_all(turn.case, why, turn.at)),
    )


def close(turn: Turn) -> Answer:
    reason = turn.argument or turn.text
    if turn.case.state is CaseState.CLOSED:
        return Refused(why="it is closed already")
    if not reason:
        return Refused(why="give the reason, as in: #close customer satisfied")
    ended = clocks.stop_all(turn.case, f"{_CLOSED}: {reason}", turn.at)
    return Done(
        said=f"closed: {reason}",
        actions=(*ended, Happen(event="case.closed", at=turn.at), SetState(state=CaseState.CLOSED, why=reason)),
    )


def reopen(turn: Turn) -> Answer:
    """`#reopen REASON`: what only the closing had ended runs again, with its first date: a promise is not lost by closing."""
    reason = turn.argument or turn.text
    if turn.case.state is CaseState.OPEN:
        return Refused(why="it is open")
    if not reason:
        return Refused(why="give the reason, as in: #reopen the fault is back")
    again = _ended_by(turn.case, _CLOSED)
    resumed = clocks.reopen(turn.rules.procedure, again, f"case reopened: {reason}", turn.rules.hours, turn.now)
    opened: Actions = (SetState(state=CaseState.OPEN, why=reason), *resumed)
    waited = (m for m in turn.arrival.unheard if not m.unconfirmed)
    facts, told = taken_up(turn, waited, opened) if turn.case.kind is CaseKind.COMPLAINT else ((), "")
    return Done(said="; ".join(part for part in (f"taken up again: {reason}", told) if part), actions=(*opened, *facts))


def _ended_by(case: Case, what: str) -> tuple[Deadline, ...]:
    """The clocks whose last run was ended by that and not by being met."""
    last = {d.clock: d for d in case.clocks}
    return tuple(d for d in last.values() if d.state is ClockState.STOPPED and d.stopped_by.startswith(f"{what}: "))


def _met(deadline: Deadline, rules: Rules) -> bool:
    return deadline.stopped_by in rules.procedure.clock_named(deadline.clock).stops


def confirm(turn: Turn) -> Answer:
    """`#confirm`: what is held goes out, or a sender who waits is accepted. Where both wait, the letter answered tells which is meant."""
    waiting = [p for p in turn.case.parties if p.standing is PartyStanding.UNCONFIRMED]
    held = turn.arrival.held
    answered = turn.arrival.match.replies_to.name if turn.arrival.match.replies_to else ""
    with_blocks = _WITH_BLOCKS.fullmatch(turn.argument.strip()) is not None
    if waiting and not with_blocks and (turn.argument or not held or answered == "notice"):
        return _accept(turn, waiting)
    if held:
        return _release(turn, held, with_blocks=with_blocks)
    return Refused(why="nothing is held and nobody waits to be confirmed")


def _accept(turn: Turn, waiting: list[Party]) -> Answer:
    """One who waits is accepted; of several, the one that is named: a stranger must not come in beside somebody known."""
    wanted = turn.argument.strip(" <>.").lower().partition("<mailto:")[0]
    meant = [p for p in waiting if wanted in (p.address.lower(), p.name.lower())] if wanted else waiting
    if len(meant) != 1:
        listed = ", ".join(p.address for p in waiting)
        return Refused(why=f"say who, as in #confirm {waiting[0].address}: these wait to be confirmed: {listed}")
    return accept(turn, meant[0], f"{meant[0].called} may now write and be written to on this case")


def accept(turn: Turn, party: Party, said: str, *before: Action) -> Done:
    """What they wrote while they waited counts from its receipt, and a letter that is held for nothing but that goes out to them.

    `before`: what the command itself does first, which `said` tells."""
    procedure, address = turn.rules.procedure, party.address
    waited = [letter for letter in turn.arrival.held if address and letter.to == address.lower()]
    goes = [
        letter
        for letter in waited
        if guard.may_be_released(procedure, letter.why, accepted=True) and not _overtaken(letter, turn)
    ]
    accepted: Actions = (*before, ConfirmParties(addresses=(address,)))
    theirs = [m for m in turn.arrival.unheard if m.unconfirmed and m.address == address]
    facts, counted = taken_up(turn, theirs, accepted) if turn.case.kind is CaseKind.COMPLAINT else ((), "")
    facts += tuple(task for message in theirs for task in data_asked(turn, message))
    told = [f"the letter '{letter.name}' that waited for that goes out" for letter in goes]
    released = (Release(letter=letter.id, by=turn.author.name) for letter in goes)
    return Done(said="; ".join(part for part in (said, *told, counted) if part), actions=(*accepted, *released, *facts))


_WITH_BLOCKS = re.compile(r"(?:with|add)\s(?:the\s)?(?:missing\s)?(?:blocks|parts)\.?", re.IGNORECASE)


def _release(turn: Turn, held: tuple[HeldLetter, ...], *, with_blocks: bool) -> Answer:
    """What the procedure lets a person release goes out; the rest stays held, and the author hears why.

    `with_blocks`: what lacks parts that the procedure demands of an answer goes out as that answer; nothing else is released by it."""
    rule = guard.answer_letter(turn.rules.procedure, turn.case) if with_blocks else None
    if with_blocks:
        held = tuple(letter for letter in held if guard.lacks_blocks(letter.why))
        if rule is None or not held:
            return Refused(
                why="no letter is held for want of a part that the procedure demands: #confirm alone releases what is held"
            )
        if refusal := may_not(turn.author, turn.case, turn.rules, "decide" if turn.case.stage == 2 else "respond"):
            return Refused(why=refusal)
        held = held[-1:]  # one answer, the newest
    stays = {letter: why for letter in held if (why := _stays(letter, turn))}
    become = rule.id if rule is not None else ""
    goes: Actions = tuple(_go(letter, turn, become) for letter in held if letter not in stays)
    refused = [f"the letter '{letter.name}' stays held: {why}" for letter, why in stays.items()]
    if not goes:
        return Refused(why="; ".join(refused))
    said = [f"the letter '{become or letter.name}' goes out" for letter in held if letter not in stays]
    return Done(said="; ".join((*said, *refused)), actions=goes)


def _stays(letter: HeldLetter, turn: Turn) -> str:
    """Why it may not go out now; "" if it may."""
    if not guard.may_be_released(turn.rules.procedure, letter.why):
        return letter.why
    return _overtaken(letter, turn)


def _overtaken(letter: HeldLetter, turn: Turn) -> str:
    """Why it would say what is no longer so; "" if it would not."""
    if turn.case.stage == 2 and f"letter.{letter.name}.sent" in STAGE_ONE_ENDS:
        return "it answers stage one, and the case is under review: #decide answers that"
    day = _gone_by(letter, turn)
    return f"it tells of {in_words(day)}, which has passed. Give its command again with another day" if day else ""


def _gone_by(letter: HeldLetter, turn: Turn) -> date | None:
    """The day that it promises the customer, where that has passed while it was held."""
    zone = ZoneInfo(turn.zone)
    if letter.promised is not None and letter.promised < turn.now.astimezone(zone).date():
        return letter.promised
    if letter.name == "visit_booked" and letter.visit is not None and letter.visit <= turn.now:
        return letter.visit.astimezone(zone).date()
    return None


def _go(letter: HeldLetter, turn: Turn, become: str) -> Action:
    return Release(letter=letter.id, by=turn.author.name, become=become)
