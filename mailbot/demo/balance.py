"""What the database holds after the story, counted by queries: the figures that the demo ends with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.core.model import LetterState
from mailbot.desk.desk import Desk
from mailbot.store import cases, events, ledger, letter_counts

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """One company's rows."""

    company: str
    opened: int
    closed: int
    received: int
    accounted: int
    sent: int  # accepted by the submission server, those that came back later among them
    came_back: int
    not_sent: int  # waiting, held, withheld or refused
    parked: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    counts: tuple[Count, ...]
    late: int  # clocks that ran out
    events: int
    chains: int
    faults: tuple[str, ...]  # where an event chain does not hold

    @property
    def sound(self) -> bool:
        """Nothing is unaccounted for, unsent, set aside or broken."""
        good = all(c.received == c.accounted and not c.not_sent and not c.parked for c in self.counts)
        return good and not self.faults


def balance(desk: Desk, now: datetime) -> Balance:
    """The figures as of now (aware UTC). Raises StoreError."""
    counts = tuple(_count(desk, name, now) for name in desk.firms)
    with desk.store.begin() as tx:
        every = tuple(events.since(tx))
        return Balance(
            counts=counts,
            late=sum(event.type == "clock.breached" for event in every),
            events=len(every),
            chains=len({event.chain for event in every}),
            faults=events.faults(tx),
        )


def _count(desk: Desk, mailbox: str, now: datetime) -> Count:
    with desk.store.begin() as tx:
        opened, closed, _ = cases.volumes(tx, mailbox, _EVER, now)
        received, accounted = ledger.counts(tx, mailbox, _EVER)
        states = {state: letter_counts.count_in_state(tx, mailbox, state) for state in LetterState}
        done = (LetterState.SENT, LetterState.BOUNCED)
        return Count(
            company=desk.firms[mailbox].rules.procedure.company.name,
            opened=opened,
            closed=closed,
            received=received,
            accounted=accounted,
            sent=sum(states[state] for state in done),
            came_back=states[LetterState.BOUNCED],
            not_sent=sum(number for state, number in states.items() if state not in done),
            parked=len(ledger.parked(tx, mailbox)),
        )
