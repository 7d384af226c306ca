"""Which buttons a colleague is offered on a case: only commands that they may give on it, as it stands, and that would do something.

A button opens a message with its command on the first line. Where something must still be written there stands a blank in capitals
and brackets, such as [REASON]. A mail in which a blank still stands is not obeyed, and nothing of it goes out: obey.py asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mailbot.core.model import Case, CaseKind, CaseState, Party, PartyStanding, Person, Role
from mailbot.core.rights import may_not
from mailbot.core.rules import Rules
from mailbot.core.steps import STAGE_ONE_ENDS, may_review

BLANKS = (
    "[DAY TIME]",
    "[DAY]",
    "[NAME]",
    "[REASON]",
    "[WHAT WAS SAID]",
    "[YOUR NOTE]",
    "[OUTCOME OF THE VISIT]",
    "[YOUR WORDS TO THE CUSTOMER]",
    "[THE FINDINGS]",
    "[THE DECISION]",
)
_ON_A_LINE = frozenset({"confirm", "note", "delay", "progress", "delegate", "assign", "close"})
_BLANK = re.compile("|".join(re.escape(blank).replace(r"\ ", r"\s{1,8}") for blank in BLANKS))
_BRACKETED = re.compile(r"\[([^\[\]]{1,100})\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One button. `line` is the command with its blanks, "" for a reply; `text` the blank that stands below it, if any."""

    label: str
    line: str = ""
    text: str = ""

    @property
    def body(self) -> str:
        """What the message that opens says, lines apart by one newline."""
        return "\n\n".join(part for part in (self.line, self.text) if part)

    def on_a_line(self, number: int) -> str:
        """What it says in an answer to a digest: "2 note [YOUR NOTE]"."""
        return " ".join((str(number), *self.body.removeprefix("#").split()))

    def typed(self, number: int) -> str:
        """The same line for somebody who types it: "2 note YOUR NOTE"."""
        return _typed(self.on_a_line(number))

    @property
    def first(self) -> str:
        """The same first line for somebody who types it: "#visit DAY TIME with NAME"."""
        return _typed(self.line)

    @property
    def word(self) -> str:
        return self.line.partition(" ")[0].removeprefix("#")


@lru_cache(maxsize=256)
def _typed(line: str) -> str:
    return _BRACKETED.sub(r"\1", line)


REPLY = Offer(label="Reply", text="[YOUR WORDS TO THE CUSTOMER]")
NOTE = Offer(label="Note", line="#note", text="[YOUR NOTE]")
CALL = Offer(label="Log call", line="#call", text="[WHAT WAS SAID]")
BOOK = Offer(label="Book visit", line="#visit [DAY TIME] with [NAME]")
MOVE = Offer(label="Move visit", line="#visit [DAY TIME] with [NAME]")
NO_VISIT = Offer(label="No visit needed", line="#novisit [REASON]")
VISITED = Offer(label="Visit made", line="#visited", text="[OUTCOME OF THE VISIT]")
COMPLAINT = Offer(label="It is a complaint", line="#complaint")
RESPOND = Offer(label="Respond", line="#respond", text="[THE FINDINGS]")
DELAY = Offer(label="Delay", line="#delay [DAY] [REASON]")
STAGE_TWO = Offer(label="Begin the review", line="#stagetwo")
DECIDE = Offer(label="Decide", line="#decide", text="[THE DECISION]")
PROGRESS = Offer(label="Delay", line="#progress [DAY] [REASON]")
DELEGATE = Offer(label="Hand on", line="#delegate [NAME]")
MINE = Offer(label="Assign to me", line="#assign me")
ASSIGN = Offer(label="Assign", line="#assign [NAME]")
CLOSE = Offer(label="Close", line="#close [REASON]")
REOPEN = Offer(label="Reopen", line="#reopen [REASON]")


def offered(
    person: Person, case: Case, rules: Rules, *, relayed: bool = False, held: bool = False, lacking: bool = False
) -> tuple[Offer, ...]:
    """The buttons of that person on that case, in the order in which they are shown.

    `relayed`: a reply to the letter they stand in goes to the customer. `held`: a letter waits for a person's word, `lacking`: and
    it lacks what the procedure demands of an answer.
    """
    if case.state is CaseState.CLOSED:
        wanted: tuple[Offer, ...] = (REOPEN, NOTE)
    else:
        reply = (REPLY,) if relayed else ()
        wanted = (
            *_release(case, held=held, lacking=lacking, in_notice=relayed),
            *reply,
            NOTE,
            CALL,
            *_steps(case, rules),
            *_given(person, case),
            *_strangers(case),
            CLOSE,
        )
    return tuple(offer for offer in wanted if not may_not(person, case, rules, offer.word))


def posting(person: Person, case: Case, rules: Rules, letter: str) -> tuple[Offer, ...]:
    """The button of a task to post a letter: that it has gone. Where the letter promises a day, that day is asked for."""
    promises = letter in (part.letter for c in rules.procedure.clock for part in (c.or_progress, c.extension) if part)
    offer = Offer(label="It is posted", line=f"#post {letter}{' [DAY]' if promises else ''}")
    return () if may_not(person, case, rules, offer.word) else (offer,)


def in_digest(person: Person, case: Case, rules: Rules, *, held: bool = False) -> tuple[Offer, ...]:
    """The same where a line of a digest is answered: what fits on one line."""
    return tuple(offer for offer in offered(person, case, rules, held=held) if offer.word in _ON_A_LINE)


def answering_stranger(person: Person, case: Case, rules: Rules, address: str) -> tuple[Offer, ...]:
    """The buttons of a notice about somebody who is not on the case: a reply there goes to the customer, so none is offered."""
    wanted = (_accept(address), NOTE)
    return tuple(offer for offer in wanted if not may_not(person, case, rules, offer.word))


def blank_in(text: str) -> str:
    """The first blank of a button that was left as it was; "" if there is none. Mail programs may break a line in it."""
    found = _BLANK.search(text)
    return " ".join(found.group(0).split()) if found else ""


def filled(argument: str) -> str:
    """An argument without the brackets of its blanks: "[Fri 10:00] with [Bob]" was filled in as well as "Fri 10:00 with Bob"."""
    return argument if blank_in(argument) else _BRACKETED.sub(r"\1", argument)


def _release(case: Case, *, held: bool, lacking: bool, in_notice: bool) -> tuple[Offer, ...]:
    """A letter that waits for a person's word. Where a notice is answered while a stranger waits, #confirm alone means them and not what
    is held (orders/casework.py)."""
    completed = (Offer(label="Send with the missing parts", line="#confirm with blocks"),) if lacking else ()
    release = (Offer(label="Confirm", line="#confirm"),) if held and not (_waiting(case) and in_notice) else ()
    return (*completed, *release)


def _strangers(case: Case) -> tuple[Offer, ...]:
    """Who waits to be accepted, each named, and late in the row: it is the exception, and nothing to press by habit."""
    return tuple(_accept(party.address) for party in _waiting(case)[:2] if party.address)


def _waiting(case: Case) -> tuple[Party, ...]:
    return tuple(p for p in case.parties if p.standing is PartyStanding.UNCONFIRMED)


def _accept(address: str) -> Offer:
    """By address, never by name: a stranger chooses the name they show."""
    return Offer(label=f"Confirm {address}", line=f"#confirm {address}")


def _steps(case: Case, rules: Rules) -> tuple[Offer, ...]:
    """What the procedure has next: a visit where one is due, then the answer, or the review's."""
    if case.kind is CaseKind.ENQUIRY:
        return (COMPLAINT,)
    letters = {rule.id for rule in rules.procedure.letter}
    if case.stage == 2:
        if "letter.stage_two_decision.sent" in case.happened:
            return ()
        review = {"stage_two_decision": DECIDE, "stage_two_progress": PROGRESS}
        return (*(offer for letter, offer in review.items() if letter in letters), DELEGATE)
    if STAGE_ONE_ENDS & case.happened.keys():
        return (STAGE_TWO,) if may_review(case, rules) else ()
    answers = {"response": RESPOND, "delay": DELAY}
    return (*_visits(case, rules, letters), *(offer for letter, offer in answers.items() if letter in letters))


def _visits(case: Case, rules: Rules, letters: set[str]) -> tuple[Offer, ...]:
    open_clocks = (rules.procedure.clock_named(d.clock) for d in case.clocks if d.open)
    if "visit_booked" not in letters or not any("visit.made" in clock.stops for clock in open_clocks):
        return ()
    return (VISITED, MOVE) if case.visit_at is not None else (BOOK, NO_VISIT)


def _given(person: Person, case: Case) -> tuple[Offer, ...]:
    """At stage two the case is its reviewers'; before, somebody may take it, and a director may give it."""
    if case.stage == 2:
        return ()
    mine = () if case.assigned and person.uses(case.assigned) else (MINE,)
    return (*mine, ASSIGN) if person.is_a(Role.DIRECTOR) else mine
