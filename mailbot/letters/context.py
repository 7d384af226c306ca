"""What a letter's template may speak of. Frozen values only; times are local to the procedure's zone, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from mailbot.core.model import Flag, Party, Person, Picture
from mailbot.core.procedure import Body, Company


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockLine:
    """A clock as a letter tells it."""

    clock: str
    label: str  # "visit you", "reply to the customer"
    clause: str
    due: date  # last day on which the promise is kept
    due_at: datetime  # first late instant, local
    by_hour: bool  # counted in hours: the letter says the time of day
    internal: bool
    late: bool
    open: bool
    steps: tuple[str, ...] = ()
    left: str = ""  # "2 working days left", "3 hours late"
    planned: date | None = None  # the day that we work to, where the procedure plans for an earlier one


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLine:
    reference: str
    subject: str
    kind: str  # "complaint" | "enquiry"
    stage: int
    channel: str  # "email" | "phone" | "post" | "in_person"
    received: datetime  # local
    state: str = "open"


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryLine:
    """One line of the summary of actions and communications, in words a customer may read."""

    at: datetime  # local
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageLine:
    """A message that came, for the staff who deal with it."""

    who: str
    subject: str
    received: datetime  # local
    text: str  # fresh text
    attachments: tuple[str, ...] = ()
    evidence: str = ""  # why it is on this case
    automatic: str = ""  # why no automatic answer went out, if none did
    named: tuple[str, ...] = ()  # staff whom it may be about, and who were not told
    doubt: str = ""  # which trusted mail server says that it is not from whom it says
    unconfirmed: bool = False
    body: str = ""  # the outside body that wrote it
    other: str = ""  # who wrote it, where that is a party of the case beside its customer: an answer goes to them
    withheld: tuple[str, ...] = ()  # what hangs on it and was not passed on, each with why
    warnings: tuple[str, ...] = ()  # what its reader must know: a sender that looks like another, encryption, a cut
    enclosed: str = ""  # the words of a message that hangs on it
    opens: bool = False  # the case was opened for it


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """Opens a prefilled message. `first` is its first line for somebody who types it, "" where that is their own words."""

    label: str
    mailto: str
    first: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandResult:
    done: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()  # what was not done, and why
    held: tuple[str, ...] = ()
    information: str = ""  # the answer to #show, #why, #help


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestLine:
    """A case in a digest, under the number by which an answer means it."""

    number: int
    case_id: int
    reference: str
    customer: str
    subject: str
    clock: ClockLine  # the one that ends, or ended, first
    handler: str
    others: tuple[ClockLine, ...] = ()  # what else is late, or ends today
    last_contact: datetime | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A line of a chart of numbers. `signs` is how long it is drawn, of markdown.BAR_SIGNS at most."""

    label: str
    count: int
    signs: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    day: date
    overdue: tuple[DigestLine, ...] = ()
    today: tuple[DigestLine, ...] = ()
    away: tuple[DigestLine, ...] = ()  # what ends within a week on cases of somebody who is away
    bars: tuple[Bar, ...] = ()  # open cases by when their next deadline ends
    open_cases: int = 0
    since: datetime | None = None  # local: what is counted came since then
    received: int = 0
    accounted: int = 0  # dealt with, or put aside for a person
    parked: int = 0  # of these, put aside
    on_server: tuple[int, int] | None = (
        None  # messages that the mail server holds, and how many of them the ledger knows
    )
    remarks: tuple[str, ...] = ()  # parked messages, failed letters, a blind mailbox, stale mail found at first start
    heads: tuple[str, ...] = ()  # "case DS-2026-0001-K: 4f5e..." of the event chains
    hints: tuple[
        str, ...
    ] = ()  # lines that an answer may have, such as "1 assign NAME", each one that its reader may write

    @property
    def lines(self) -> tuple[DigestLine, ...]:
        return (*self.overdue, *self.today, *self.away)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewLine:
    """How one promise was kept. Times are in words, in the promise's own unit; "" where nothing was met."""

    clock: str
    label: str
    times: int  # how often it was met, in time or late, or is overdue
    met: int  # in time
    overdue: int = 0  # not met yet
    median: str = ""
    ninetieth: str = ""  # nine in ten took no longer; "" for fewer than ten
    longest: str = ""
    before: str = ""  # "9 of 9" in the time before


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    reference: str
    label: str
    late: str  # "2 days late", "9 days late and not done yet"
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """What was decided at the review before."""

    at: datetime  # local
    who: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """Numbers of complaints, unless they say otherwise. Counted: every case. Named: none that is confidential."""

    since: date
    until: date
    opened: int = 0
    closed: int = 0
    open_now: int = 0
    opened_before: int | None = None  # in the time before; None: this is the first review
    enquiries: int = 0  # opened
    stage_two: int = 0
    channels: tuple[tuple[str, int], ...] = ()
    lines: tuple[ReviewLine, ...] = ()
    breaches: tuple[Breach, ...] = ()
    confidential: int = 0  # breaches that are counted and not listed
    causes: tuple[tuple[str, int], ...] = ()
    without_cause: int = 0  # closed, and nobody said why it had come to it
    redress: tuple[tuple[str, int], ...] = ()
    repeats: tuple[tuple[str, ...], ...] = ()  # of each person who complained more than once within a year: the cases
    agreed: tuple[Agreed, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterContext:
    """Everything a template may use. What a kind of letter does not need stays None or empty.

    `words` is a person's own text (Markdown special characters are shown as written, paragraphs and lines kept).
    """

    company: Company
    address: str  # the company's address that mail goes to, such as info@dsmart.example
    today: datetime  # local
    to: str  # name of the recipient, "" if unknown
    case: CaseLine | None = None
    customer: Party | None = None
    handler: Person | None = None  # who deals with it
    reviewer: Person | None = None  # who deals with stage two
    clocks: Mapping[str, ClockLine] = field(default_factory=dict)  # newest running of each clock, by name
    flags: tuple[Flag, ...] = ()
    bodies: Mapping[str, Body] = field(default_factory=dict)  # valid today, by id
    body: Body | None = None  # the one chosen, for a referral
    words: str = ""
    author: str = ""  # the person whose words they are
    received_items: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()  # file names of what goes with this letter
    missing: tuple[str, ...] = ()  # details the procedure asks for and we do not have: "name", "postal", ...
    history: tuple[HistoryLine, ...] = ()
    promised: date | None = None
    windows: Mapping[str, date] = field(default_factory=dict)  # last day of each time that the customer has, by name
    reason: str = ""
    visit: datetime | None = None  # local
    visitor: str = ""
    # staff letters
    message: MessageLine | None = None
    clock: ClockLine | None = None  # the one that a reminder or an escalation is about
    title: str = ""  # of a task
    sealed: bool = False  # of the case only the reference may be told
    result: CommandResult | None = None
    digest: Digest | None = None
    review: Review | None = None
    buttons: tuple[Button, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)  # by name; the text has the same in figures
    write_to: str = ""  # where a new message reaches the same letter, whose token stands in it; "" = only a reply does

    def has(self, flag: str) -> bool:
        return any(raised.flag == flag for raised in self.flags)
