"""One decision being carried out: whose, about which case, in which transaction, and what it has done so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from mailbot.desk.firms import FirmDesk
from mailbot.desk.outgoing import Outgoing
from mailbot.store import events
from mailbot.store.ledger import Entry


@dataclass(kw_only=True, slots=True)
class Step:
    """One decision being carried out. `case_id` is set by OpenCase, or is the matched case's from the start."""

    outgoing: Outgoing
    tx: Connection
    firm: FirmDesk
    now: datetime
    case_id: int | None
    entry: Entry | None
    letter_id: int | None
    started: list[int] = field(default_factory=list)  # the clocks that this decision started, in order
    events: list[events.NewEvent] = field(default_factory=list)  # what is to be remembered of it, in order

    def run(self, deadline: int) -> int:
        """The number of a clock's run; -1 is the first one started in this decision."""
        return deadline if deadline > 0 else self.started[-deadline - 1]

    def event(
        self, type: str, content: Mapping[str, object], *, off_case: bool = False, letter_id: int | None = None
    ) -> None:
        case_id = None if off_case else self.case_id
        self.events.append(
            events.NewEvent(
                mailbox=self.firm.name,
                case_id=case_id,
                type=type,
                at=self.now,
                content=content,
                letter_id=letter_id,
            )
        )

    def keep_events(self) -> None:
        """What was told so far into the record: a chain's head is read once for all of it."""
        events.append_all(self.tx, self.events)
        self.events.clear()

    @property
    def case(self) -> int:
        if self.case_id is None:
            raise LookupError("this action needs a case, and the decision has none")
        return self.case_id
