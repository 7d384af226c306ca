"""One letter to be written: whose, about what, on what occasion, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.core.actions import Write
from mailbot.core.model import Case, Enclosure, LetterState
from mailbot.desk.firms import FirmDesk
from mailbot.desk.writing import Occasion
from mailbot.store.ledger import Entry

NO_OCCASION = Occasion()


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One letter to be written: whose, about what, on what occasion, when."""

    firm: FirmDesk
    write: Write
    case: Case | None
    now: datetime
    occasion: Occasion = NO_OCCASION
    entry: Entry | None = None
    more: tuple[Enclosure, ...] = ()
    answered: tuple[str, tuple[str, ...]] | None = None  # In-Reply-To and References, where they are known already

    @property
    def case_id(self) -> int | None:
        return self.case.id if self.case is not None and not self.write.off_case else None

    def row(self, state: LetterState) -> dict[str, object]:
        return {
            "case_id": self.case_id,
            "mailbox": self.firm.name,
            "name": self.write.letter,
            "recipient": self.write.to.lower(),
            "recipient_name": self.write.to_name,
            "to_staff": self.write.staff,
            "automatic": self.write.automatic or self.write.staff,
            "state": str(state),
            "queued_at": self.now,
        }
