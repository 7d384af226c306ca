"""Carries out what was decided: rows, events and letters, in the caller's transaction, all or none. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from mailbot.core import actions as a
from mailbot.core.model import Case, SubmissionResult
from mailbot.desk.effects import EFFECT_OF
from mailbot.desk.firms import FirmDesk
from mailbot.desk.jobs import Job
from mailbot.desk.opening import Opener
from mailbot.desk.outgoing import Outgoing
from mailbot.desk.step import Step
from mailbot.desk.understand import Reader
from mailbot.desk.understand_sent import SentReader
from mailbot.desk.writing import Occasion
from mailbot.mail.identity import Tokens
from mailbot.store import cases, events
from mailbot.store.ledger import Entry
from mailbot.store.store import Store

_LEAVES_CASES_ALONE = (a.Record, a.Write, a.OnCase, a.Outcome, a.Park)


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Everything that the three stories share: the store, the firms, the tokens and the way letters are written."""

    store: Store
    firms: Mapping[str, FirmDesk]  # by mailbox name
    tokens: Tokens
    outgoing: Outgoing
    opener: Opener
    process: str  # names this process in claims
    in_hand: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by mailbox the messages that are being tried
    # What could not be written when the database failed, until it can be: by mailbox the messages whose last try was none of theirs,
    excused: dict[str, tuple[int, ...]] = field(default_factory=dict)
    # and by letter what the mail server answered, and when.
    answered: dict[int, tuple[SubmissionResult, datetime]] = field(default_factory=dict)

    def reader(self, mailbox: str, *, sent: bool = False) -> Reader:
        """`sent`: for what stands in the folder of sent mail."""
        return (SentReader if sent else Reader)(firm=self.firms[mailbox], tokens=self.tokens)

    def apply(
        self,
        tx: Connection,
        firm: FirmDesk,
        decided: a.Actions,
        now: datetime,
        *,
        case_id: int | None = None,
        case: Case | None = None,
        entry: Entry | None = None,
        letter_id: int | None = None,
        occasion: Occasion | None = None,
        told: Sequence[events.NewEvent] = (),
    ) -> Applied:
        """Every action in order, letters last, so that they tell the case as it then stands. `told`: what the record says first.

        `case`: the one of `case_id` as it stands in this transaction, where that is known.
        """
        step = Step(
            outgoing=self.outgoing, tx=tx, firm=firm, now=now, case_id=case_id, entry=entry, letter_id=letter_id
        )
        step.events += told
        parts: list[tuple[int | None, list[a.Write]]] = []
        writes: list[a.Write] = []
        for action in decided:
            if isinstance(action, a.Write):
                writes.append(action)
            elif isinstance(action, a.OnCase):
                parts.append((step.case_id, writes))
                writes, step.case_id, step.started = [], action.case, []
            elif not isinstance(action, a.Outcome | a.Park):
                EFFECT_OF[type(action)](step, action)
        step.keep_events()  # before the letters, which may tell of them
        as_before = case if all(isinstance(action, _LEAVES_CASES_ALONE) for action in decided) else None
        for part_case, part in (*parts, (step.case_id, writes)):
            self._write(tx, firm, part_case, as_before, part, now, entry, occasion or Occasion())
        ended = next((d for d in decided if isinstance(d, a.Outcome)), None)
        parked = next((d.why for d in decided if isinstance(d, a.Park)), "")
        if ended is not None and ended.apart:
            return Applied(case_id=None, outcome=ended.word, parked=parked, apart=True)
        return Applied(case_id=step.case_id, outcome=ended.word if ended else "", parked=parked)

    def _write(
        self,
        tx: Connection,
        firm: FirmDesk,
        case_id: int | None,
        as_before: Case | None,
        writes: list[a.Write],
        now: datetime,
        entry: Entry | None,
        occasion: Occasion,
    ) -> None:
        case = as_before if as_before is not None and as_before.id == case_id else None
        if case is None and writes and case_id is not None:
            case = cases.load(tx, case_id)
        going = tuple((w.letter, w.promised) for w in writes if w.to and not w.staff and not w.held)
        for write in writes:
            job = Job(firm=firm, write=write, case=case, now=now, occasion=replace(occasion, going=going), entry=entry)
            self.outgoing.write(tx, job)


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    case_id: int | None
    outcome: str
    parked: str
    apart: bool = False
