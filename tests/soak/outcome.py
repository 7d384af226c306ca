"""What a soak has come to, seen from outside (what the SMTP sink took, what the IMAP server holds) and inside, and what is wrong."""

from __future__ import annotations

import email
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiosmtpd.smtp import Envelope
from sqlalchemy import Connection, text

from mailbot.store import events
from mailbot.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Outcome:
    delivered: int
    customers: Mapping[str, frozenset[str]]  # Message-IDs that came to each
    times: Mapping[str, int]  # how often each Message-ID came
    other_bytes: tuple[str, ...]  # Message-IDs that came with different bytes
    in_inbox: int
    filed: int
    cases: int
    contacts: int
    acknowledgements: int
    failed: frozenset[str]  # customers whose acknowledgement was refused for good
    unsent: int
    sent_events: int
    sent: int
    undone: int
    parked_once: int
    chain_faults: tuple[str, ...]
    spoiled: Mapping[str, int]

    @property
    def repeats(self) -> int:
        return sum(self.times.values()) - len(self.times)

    def told(self) -> str:
        weather = ", ".join(f"{what} {times}" for what, times in sorted(self.spoiled.items()))
        return (
            f"{self.delivered} delivered, {self.contacts} recorded, {len(self.customers)} customers answered, "
            f"{len(self.failed)} refused for good\n"
            f"{sum(self.times.values())} letters taken by the server, {self.repeats} of them again with the same bytes\n"
            f"{self.parked_once} messages were parked on the way\n"
            f"weather: {weather}"
        )


def outcome_of(
    *,
    database: str,
    received: Iterable[Envelope],
    folders: Mapping[str, Mapping[str, int]],
    spoiled: Mapping[str, int],
    delivered: int,
) -> Outcome:
    customers: dict[str, set[str]] = defaultdict(set)
    contents: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for envelope in received:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message_id = str(email.message_from_bytes(content)["Message-ID"])
        times[message_id] += 1
        contents[message_id].add(hashlib.sha256(content).hexdigest())
        if envelope.rcpt_tos[0].endswith("@customer.example"):
            customers[envelope.rcpt_tos[0]].add(message_id)
    store = Store(database)
    with store.begin() as tx:
        inside = _inside(tx)
    store.close()
    return Outcome(
        delivered=delivered,
        customers={who: frozenset(ids) for who, ids in customers.items()},
        times=times,
        other_bytes=tuple(message_id for message_id, hashes in contents.items() if len(hashes) > 1),
        in_inbox=sum(held["INBOX"] for held in folders.values()),
        filed=sum(n for held in folders.values() for name, n in held.items() if name.startswith("Processed")),
        spoiled=spoiled,
        **inside,  # type: ignore[arg-type]
    )


def _inside(tx: Connection) -> dict[str, object]:
    def count(of: str) -> int:
        return int(tx.execute(text(f"SELECT count(*) FROM {of}")).scalar_one())  # noqa: S608 - words of ours

    failed = tx.execute(
        text("SELECT recipient FROM letter WHERE name = 'acknowledgement' AND state = 'failed'")
    ).scalars()
    return {
        "cases": count("case_file"),
        "contacts": count("contact WHERE direction = 'in'"),
        "acknowledgements": count("letter WHERE name = 'acknowledgement'"),
        "failed": frozenset(failed),
        "unsent": count("letter WHERE state NOT IN ('sent', 'failed')"),
        "sent": count("letter WHERE state = 'sent'"),
        "sent_events": count("event WHERE type = 'letter.sent'"),
        "undone": count("ledger WHERE state <> 'done'"),
        "parked_once": count("event WHERE type = 'message.parked'"),
        "chain_faults": events.faults(tx),
    }


def faults_of(outcome: Outcome) -> tuple[str, ...]:
    """What must never be, a sentence each; nothing if all is well."""
    n = outcome.delivered
    everybody = {f"customer{number}@customer.example" for number in range(n)}
    checks = {
        f"{outcome.cases} cases of {n} messages": outcome.cases == n,
        f"{outcome.contacts} contacts of {n} messages": outcome.contacts == n,
        f"{outcome.acknowledgements} acknowledgements for {n} messages": outcome.acknowledgements == n,
        f"not answered: {sorted(everybody - set(outcome.customers) - outcome.failed)[:5]}": everybody
        <= set(outcome.customers) | outcome.failed,
        "a customer got two letters": all(len(ids) == 1 for ids in outcome.customers.values()),
        f"the same letter with other bytes: {outcome.other_bytes[:5]}": not outcome.other_bytes,
        f"{outcome.repeats} letters came again, more than answers can have been lost": outcome.repeats
        <= _lost_answers(outcome.spoiled),
        f"{outcome.in_inbox} left in the inbox": outcome.in_inbox == 0,
        f"{outcome.filed} of {n} in the folder for what is done": outcome.filed == n,
        f"{outcome.undone} messages not done": outcome.undone == 0,
        f"{outcome.unsent} letters not sent": outcome.unsent == 0,
        f"{outcome.sent_events} letters recorded as sent, {outcome.sent} are": outcome.sent_events == outcome.sent,
        f"letters the server never took: {outcome.sent - len(outcome.times)}": outcome.sent <= len(outcome.times),
        f"chains: {outcome.chain_faults[:3]}": not outcome.chain_faults,
    }
    return tuple(fault for fault, fine in checks.items() if not fine)


def _lost_answers(spoiled: Mapping[str, int]) -> int:
    """How often a server's answer can have been lost before it was recorded: each time at most one letter of one connection."""
    losing = ("kill", "drops_after_data", "SMTP held up", "SMTP truncated", "SMTP cut", "settling")
    return sum(spoiled.get(what, 0) for what in losing)
