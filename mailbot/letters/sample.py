"""Sample contexts for every letter: `mailbot check` renders each template with them, and so do the tests.

The people, dates and words are made up; nothing here is read from a case, a file or a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from mailbot.core.model import Flag, Party, PartyStanding, Person, Role
from mailbot.core.procedure import Body, Clock, Company, Procedure
from mailbot.letters.context import (
    CaseLine,
    ClockLine,
    CommandResult,
    Digest,
    HistoryLine,
    LetterContext,
    MessageLine,
    Review,
)
from mailbot.letters.sample_staff import NOW, RECEIVED, buttons, digest, pictures, result, review

AUTOMATIC = frozenset(
    {"acknowledgement", "received", "safety", "stage_two_acknowledgement", "grievance_redirect", "too_large"}
)
OFF_CASE = frozenset({"digest", "review", "grievance_redirect", "too_large"})
_COMPANY = Company(
    name="Example & Daughters",
    phone="01782 496 000",
    postal="1 Mill Lane, Leek ST13 6AA",
    website="https://www.example.com",
    privacy="How we handle personal data: https://www.example.com/privacy",
)
_BODIES = (
    Body(
        id="napit",
        clause="9",
        name="NAPIT",
        short="NAPIT",
        remit="technical matters",
        phone="0345 543 0330",
        email="info@napit.example",
    ),
    Body(
        id="recc",
        clause="9",
        name="Renewable Energy Consumer Code",
        short="RECC",
        remit="the sale",
        website="https://recc.example/complain",
    ),
)
_DUE = {  # days from receipt
    "acknowledge": ("acknowledge the complaint", 1),
    "visit": ("visit, or decide that no visit is needed", 7),
    "visit_urgent": ("visit: no heating or hot water", 1),
    "outcome": ("tell the customer the outcome of the visit", 2),
    "findings": ("send the findings", 14),
    "investigate": ("finish the investigation", 30),
    "reply": ("reply to the complainant", 35),
    "stage_two_acknowledge": ("acknowledge the request for review", 2),
    "stage_two_decide": ("send the decision of the review", 14),
}
_WORDS = """Bob replaced the flow sensor at 14:10. Heating and hot water are back.

We are sorry that you had to wait. We will refund £120 to your card by Friday."""
_COMPLAINT = """Our heat pump stopped working last night and we have no heating and no hot water at all.
This is the third time since you installed it. Please send someone today.

Jo Simmons, 14 Mill Lane"""


def samples(letter: str, policy: Procedure | None = None) -> tuple[LetterContext, ...]:
    """Contexts for that letter: with all that it can have, with as little as it can have, and what lies between.

    Clocks, bodies and the company are those of `policy` where it is given, so that its own names are tried.
    """
    full = _full(letter, policy)
    bare = _bare(letter, full)
    between = [replace(bare, clocks=full.clocks, case=bare.case and replace(bare.case, channel="phone"))]
    if letter == "notice":
        asks = replace(full, message=replace(_message(), unconfirmed=True, attachments=()), flags=())
        between += [
            asks,
            replace(full, case=None, clocks={}),
            replace(full, message=None, words=_COMPLAINT, title="No heating"),
            replace(full, message=None, words="", title="A case is assigned to you", clocks={}, flags=()),
        ]
    if letter == "too_large":
        full, bare, between = replace(full, words="25 MB"), replace(bare, words="25 MB"), []
    if letter in ("reminder", "escalation"):
        between.append(replace(full, case=None, customer=None, flags=(), buttons=(), write_to="", history=()))
    if letter in ("received", "notice") and full.case:
        between.append(replace(full, case=replace(full.case, stage=2)))
    if letter.endswith("acknowledgement"):  # of a complaint that a colleague passed on after its time
        between.append(replace(full, promised=None, clocks={k: replace(c, late=True) for k, c in full.clocks.items()}))
    if letter == "visit_booked":
        between.append(replace(full, reason="This takes the place of our visit on Wednesday 4 March 2026 at 10:00"))
    return full, bare, *between


def _full(letter: str, policy: Procedure | None) -> LetterContext:
    clocks = _clocks(policy)
    if letter in AUTOMATIC:  # these leave at once, when nothing is late yet
        clocks = {name: replace(line, late=False) for name, line in clocks.items()}
    handler = Person(name="Anna Field", address="anna@example.com", roles=(Role.HANDLER,))
    return LetterContext(
        company=policy.company if policy else _COMPANY,
        address="info@example.com",
        today=NOW,
        to="Jo Simmons",
        case=None if letter in OFF_CASE else _case(),
        customer=_customer(),
        handler=handler,
        reviewer=Person(name="Dee Hart", address="dee@example.com", roles=(Role.DIRECTOR,)),
        clocks=clocks,
        flags=(Flag(flag="no_heating", because="no heating and no hot water"), Flag(flag="vulnerable", because="baby")),
        bodies={body.id: body for body in _bodies(policy)},
        body=next(iter(_bodies(policy)), None),
        words=_WORDS,
        author="" if letter in AUTOMATIC else "Anna Field",
        received_items=("photo of the display.jpg", "a copy of the contract, by post"),
        enclosures=("complaints-procedure.pdf", "feedback-form.pdf"),
        missing=("name", "postal", "organisation", "phone", "relationship"),
        history=_history(),
        promised=date(2026, 4, 7),
        windows={window.id: date(2026, 9, 7) for window in policy.window} if policy else {},
        reason="" if letter == "visit_booked" else "we are waiting for a part",
        visit=datetime(2026, 3, 5, 10, 0),  # noqa: DTZ001 (local, see above)
        visitor="Bob Wright",
        message=_message(),
        clock=next(iter(clocks.values())),
        title="Answer a request for a copy of personal data" if letter == "task" else "",
        result=result(),
        digest=digest(clocks),
        review=review(clocks),
        pictures=pictures() if letter == "review" else {},
        buttons=buttons()[0 if letter == "notice" else 1 :],
        write_to="info+1a.mfrggzdfmztwq2lk@example.com",
    )


def _bare(letter: str, full: LetterContext) -> LetterContext:
    """The same letter when nothing that may be missing is there."""
    staff = {"message": full.message and replace(full.message, subject="", attachments=(), automatic="", evidence="")}
    return LetterContext(
        company=Company(name=full.company.name),
        address=full.address,
        today=full.today,
        to="",
        case=full.case
        and replace(full.case, subject="", kind="enquiry" if letter in ("notice", "message") else "complaint"),
        words="We have looked into it." if letter not in ("put_in_writing", "request_material", "delay") else "",
        visit=full.visit,
        message=staff["message"] if letter == "notice" else None,
        clock=replace(next(iter(full.clocks.values())), left="", clause=""),
        result=CommandResult(done=("noted",)),
        digest=Digest(day=NOW.date()),
        review=Review(since=date(2025, 12, 1), until=date(2026, 3, 1)),
    )


def _customer() -> Party:
    standing = PartyStanding.CUSTOMER
    return Party(standing=standing, name="Jo Simmons", address="jo@customer.example", phone="01782 496 111")


def _case() -> CaseLine:
    subject = "No heating!! <b>*now*</b>"
    return CaseLine(
        reference="DS-2026-0042-K", subject=subject, kind="complaint", stage=1, channel="email", received=RECEIVED
    )


def _message() -> MessageLine:
    return MessageLine(
        who="Jo Simmons",
        subject="No heating!! <b>*now*</b>",
        received=RECEIVED,
        text=_COMPLAINT,
        attachments=("photo of the display.jpg",),
        evidence="it answers our letter of 3 March",
        automatic="no automatic answer was sent (precedence-bulk; RFC 3834 section 2): please acknowledge it yourself",
    )


def _clocks(policy: Procedure | None) -> Mapping[str, ClockLine]:
    """One open running of each clock, some late, some counted in hours."""
    if policy is None:
        return {name: _line(name, label, days) for name, (label, days) in _DUE.items()}
    own: Iterable[Clock] = (clock for clock in policy.clock if not clock.every)
    return {c.id: _line(c.id, c.label, _DUE.get(c.id, ("", 7))[1], c.clause, c.internal) for c in own}


def _line(clock: str, label: str, days: int, clause: str = "6", internal: bool = False) -> ClockLine:
    by_hour = clock == "visit_urgent"
    ends = RECEIVED + timedelta(days=days)
    late = ends < NOW
    apart = abs(NOW - ends).days or 1
    return ClockLine(
        clock=clock,
        label=label,
        clause=clause,
        due=ends.date(),
        due_at=ends if by_hour else datetime.combine(ends.date() + timedelta(days=1), datetime.min.time()),
        by_hour=by_hour,
        internal=internal,
        late=late,
        open=True,
        left=f"{apart} day{'s' if apart > 1 else ''} {'late' if late else 'left'}",
    )


def _bodies(policy: Procedure | None) -> tuple[Body, ...]:
    return policy.bodies_on(NOW.date()) if policy else _BODIES


def _history() -> tuple[HistoryLine, ...]:
    said = (
        (RECEIVED, "you wrote to us"),
        (RECEIVED + timedelta(minutes=1), "we acknowledged your complaint"),
        (RECEIVED + timedelta(hours=22), "we tried to reach you by phone and left a message"),
        (RECEIVED + timedelta(days=1, hours=3), "Bob Wright visited you"),
    )
    return tuple(HistoryLine(at=at, what=what) for at, what in said)
