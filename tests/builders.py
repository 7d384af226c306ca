"""Builders for tests of the core: messages, cases and staff mail as values, with sensible defaults. Times are London's, in March 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from mailbot.config import load_procedure
from mailbot.core.actions import Actions, Write
from mailbot.core.afterwards import afterwards
from mailbot.core.decide import decide
from mailbot.core.firm import Firm
from mailbot.core.model import (
    Address,
    Answer,
    Case,
    CaseKind,
    CaseState,
    Channel,
    ClockState,
    Deadline,
    Disposition,
    Flag,
    Forwarded,
    InboundMessage,
    Match,
    Party,
    PartyStanding,
    Person,
    Role,
    SentLetter,
    Verdict,
)
from mailbot.core.reminders import Hours
from mailbot.core.rules import Arrival, Rules
from mailbot.core.steps import begin
from mailbot.core.triage.triage import raise_flags
from tests.stories import STAFF

A = TypeVar("A")
ROOT = Path(__file__).parents[1]
CUSTOMER = Address(address="jo@customer.example", name="Jo Simmons")
STRANGER = Address(address="mallory@elsewhere.example", name="M Allory")
BY_A_PERSON = Verdict(disposition=Disposition.PERSON, may_auto_answer=True, rule="written by a person", source="-")
BY_A_FORM = replace(BY_A_PERSON, disposition=Disposition.AUTOMATIC, may_auto_answer=False, rule="a web form")


def at(local: str) -> datetime:
    """That London time as an instant: "2026-03-03 11:20"."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


RECEIVED = at("2026-03-03 11:20")
NOW = at("2026-03-05 10:00")


@cache
def rules(company: str = "dsmart") -> Rules:
    """The company's procedure as shipped, with its story's staff."""
    procedure = load_procedure(ROOT / "config" / "procedures" / f"{company}.toml")
    people = tuple(
        Person(name=name, address=address.rstrip(">"), roles=(Role(role),))
        for who, role in STAFF[company]
        for name, _, address in [who.partition(" <")]
    )
    return Rules(
        procedure=procedure,
        firm=Firm(mailbox=company, address=f"info@{company}.example", people=people),
        hours=Hours(),
    )


def person(name: str, company: str = "dsmart") -> Person:
    """The member of staff of that first name."""
    found = rules(company).person(name)
    assert found is not None, f"{company} has no {name}"
    return found


# ------------------------------------------------------------------------------------------------------------------- cases


def a_case(company: str = "dsmart", *flags: str, **values: object) -> Case:
    """An open complaint of Jo Simmons, received on 3 March 2026, with its clocks running. `values` replace its fields."""
    raised = tuple(Flag(flag=flag, because="said so") for flag in flags)
    case = replace(_bare(company), flags=raised)
    if values.get("kind", CaseKind.COMPLAINT) is CaseKind.COMPLAINT:
        case = numbered(afterwards(case, begin(raised, RECEIVED, rules(company))))
    return replace(case, **values)  # type: ignore[arg-type]  # fields of Case


def _bare(company: str) -> Case:
    return Case(
        id=1,
        reference="DS-2026-0001-H" if company == "dsmart" else "TT-2026-0001-R",
        mailbox=company,
        procedure=company,
        version="1",
        kind=CaseKind.COMPLAINT,
        state=CaseState.OPEN,
        stage=1,
        subject="Roof",
        channel=Channel.EMAIL,
        received_at=RECEIVED,
        opened_at=RECEIVED,
        parties=(Party(standing=PartyStanding.CUSTOMER, name=CUSTOMER.name, address=CUSTOMER.address),),
    )


def numbered(case: Case) -> Case:
    """The case as the store would give it: every run of a clock has a number of its own."""
    return replace(case, clocks=tuple(replace(d, id=10 + n) for n, d in enumerate(case.clocks)))


def under_review(**values: object) -> Case:
    """A complaint to Tiny Tracker that was answered and is at stage two."""
    answered = {"complaint.received": RECEIVED, "letter.response.sent": at("2026-03-04 10:00")}
    return replace(a_case("tinytracker"), **{"stage": 2, "happened": answered} | values)  # type: ignore[arg-type]


def met(case: Case, clock: str, by: str, when: datetime = NOW) -> Case:
    """The case with that clock met."""
    stopped = {"state": ClockState.STOPPED, "stopped_at": when, "stopped_by": by}
    return replace(
        case,
        clocks=tuple(replace(d, **stopped) if d.clock == clock else d for d in case.clocks),  # type: ignore[arg-type]
    )


# -------------------------------------------------------------------------------------------------------------------- mail


def complaint(text: str = "I am very unhappy with the roof.", **values: object) -> Arrival:
    """A customer's first mail. `values` replace fields of the Arrival; its flags are what triage makes of the text."""
    return _arrival(text, Match(answer=Answer.NONE, evidence="it names no case of ours"), values)


def reply_to(case: Case, text: str, *, sender: Address = CUSTOMER, **values: object) -> Arrival:
    """A mail on that case: from a party of it, or else unconfirmed."""
    known = case.party(sender.address)
    on_it = known is not None and known.standing is not PartyStanding.UNCONFIRMED
    answer = Answer.CASE if on_it else Answer.UNCONFIRMED
    found = Match(answer=answer, evidence="it answers our letter", case=case)
    return _arrival(text, found, {"sender": sender} | values)


def staff_mail(
    text: str,
    case: Case | None = None,
    *,
    by: str = "Anna",
    answers: str = "notice",
    proven: bool = True,
    **values: object,
) -> Arrival:
    """A mail of that member of staff; with a case, an answer to the letter named, which was made for them."""
    company = case.mailbox if case is not None else str(values.pop("company", "dsmart"))
    author = person(by, company)
    letter = _letter(answers, author.address, case) if answers else None
    found = Match(
        answer=Answer.CASE if case is not None else Answer.NONE,
        evidence="it answers our letter",
        case=case,
        staff=author,
        proven=proven and letter is not None,
        replies_to=letter,
    )
    return _arrival(text, found, {"sender": Address(address=author.address, name=author.name)} | values)


def inner(text: str, sender: Address | None = CUSTOMER, sent_at: datetime | None = RECEIVED) -> Forwarded:
    """A customer's mail inside another one."""
    return Forwarded(sender=sender, subject="My roof", sent_at=sent_at, text=text)


def _letter(name: str, to: str, case: Case | None) -> SentLetter:
    case_id = case.id if case is not None else None
    return SentLetter(id=7, name=name, message_id="<l@x.example>", case_id=case_id, to=to, to_staff=True, state="sent")


def _arrival(text: str, found: Match, values: dict[str, object]) -> Arrival:
    sender = values.pop("sender", CUSTOMER)
    message = InboundMessage(
        message_id="<m@customer.example>",
        sender=sender,  # type: ignore[arg-type]
        subject=str(values.pop("subject", "Roof")),
        text=text,
        fresh=text,
        forwarded=values.pop("forwarded", None),  # type: ignore[arg-type]
    )
    inner = message.forwarded
    fallback = Arrival(
        message=message,
        received_at=NOW,
        verdict=BY_A_PERSON,
        match=found,
        flags=raise_flags(message.subject, inner.text if inner else text, subject_is_ours=found.case is not None),
    )
    return replace(fallback, **values)  # type: ignore[arg-type]  # fields of Arrival


# ----------------------------------------------------------------------------------------------------------------- answers


def decided(arrival: Arrival, company: str = "") -> Actions:
    """What the core decides, under the procedure of the case's company."""
    case = arrival.match.case
    return decide(arrival, rules(company or (case.mailbox if case else "dsmart")), NOW)


def only(kind: type[A], actions: Actions) -> list[A]:
    """The actions of that kind, in order."""
    return [action for action in actions if isinstance(action, kind)]


def letters(actions: Actions, to: str = "") -> list[str]:
    """The names of the letters to that address, or of all of them."""
    return [w.letter for w in writes(actions) if not to or w.to == to]


def writes(actions: Actions) -> list[Write]:
    return [action for action in actions if isinstance(action, Write)]


def result(actions: Actions) -> Write:
    """The one answer to the author. Fails where there is none, or more than one."""
    (found,) = [w for w in writes(actions) if w.letter == "command_result"]
    return found


def refusal(actions: Actions) -> str:
    return " ".join(result(actions).refused)


def runs(actions: Actions, case: Case) -> dict[str, Deadline]:
    """The open runs of the case's clocks once these actions are done."""
    return {d.clock: d for d in afterwards(case, actions).clocks if d.open}
