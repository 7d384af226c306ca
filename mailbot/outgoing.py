"""Writes letters: words from the template, bytes and Message-ID fixed, a row in the outbox; or held, capped, or for the post."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from mailbot.core.actions import Write
from mailbot.core.instants import instant, iso
from mailbot.core.model import Address, Case, Enclosure, Envelope, LetterState, Rendered
from mailbot.core.steps import handlers
from mailbot.firms import FirmDesk
from mailbot.letters.render import Writer
from mailbot.mail.compose import compose
from mailbot.mail.identity import Tokens
from mailbot.store import cases, events, ledger, letters
from mailbot.store.ledger import Entry
from mailbot.writing import Occasion, context, enclosures

_PERSONAL = frozenset({"message"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """The writing desk of every mailbox."""

    writer: Writer
    tokens: Tokens

    def write(
        self,
        tx: Connection,
        firm: FirmDesk,
        write: Write,
        case: Case | None,
        occasion: Occasion,
        entry: Entry | None,
        now: datetime,
    ) -> None:
        """One letter becomes one row: queued with its bytes, held, withheld by a cap, or a task for a person where there is no address."""
        if write.held:
            self._hold(tx, firm, write, case, now)
        elif not write.to or self._came_back(write, case):
            self._by_post(tx, firm, write, case, occasion, now)
        elif (cap := self._capped(tx, firm, write, now)) and case is not None:
            self._withhold(tx, firm, write, case, cap, occasion, now)
        else:
            self._queue(tx, firm, write, case, occasion, entry, now)

    def release(self, tx: Connection, firm: FirmDesk, letter_id: int, case: Case, now: datetime) -> None:
        """A held letter gets its date and bytes now (design 4)."""
        row = letters.get(tx, letter_id)
        write = replace(_from_draft(row.draft), held="")
        self._compose(tx, firm, write, case, Occasion(), None, now, letter_id)

    def _queue(
        self,
        tx: Connection,
        firm: FirmDesk,
        write: Write,
        case: Case | None,
        occasion: Occasion,
        entry: Entry | None,
        now: datetime,
    ) -> None:
        letter_id = letters.add(tx, **_row(firm, write, case, LetterState.QUEUED, now))
        self._compose(tx, firm, write, case, occasion, entry, now, letter_id)

    def _compose(
        self,
        tx: Connection,
        firm: FirmDesk,
        write: Write,
        case: Case | None,
        occasion: Occasion,
        entry: Entry | None,
        now: datetime,
        letter_id: int,
    ) -> None:
        rendered = self._render(tx, firm, write, case, occasion, now)
        envelope = self._envelope(tx, firm, write, case, occasion, now, letter_id)
        content = compose(envelope, rendered)
        token = self.tokens.address(firm.settings.address, letter_id)
        letters.set_fields(
            tx,
            letter_id,
            state=str(LetterState.QUEUED),
            subject=rendered.subject,
            text=rendered.text,
            message_id=envelope.message_id,
            reverse_path=token if firm.settings.reverse_path == "verp" else firm.settings.address,
            sha256=ledger.keep_blob(tx, content),
            queued_at=now,
            next_attempt_at=now,
            promised=write.promised,
            in_reply_to=envelope.in_reply_to,
            references=" ".join(envelope.references),
            enclosures=[
                {"name": e.name, "type": e.type, "sha256": hashlib.sha256(e.content).hexdigest()}
                for e in envelope.enclosures
            ],
            draft={},
            answer="",
        )

    def _render(
        self, tx: Connection, firm: FirmDesk, write: Write, case: Case | None, occasion: Occasion, now: datetime
    ) -> Rendered:
        return self.writer.render(firm.rules.procedure.id, write.letter, context(tx, firm, write, case, occasion, now))

    def _envelope(
        self,
        tx: Connection,
        firm: FirmDesk,
        write: Write,
        case: Case | None,
        occasion: Occasion,
        now: datetime,
        letter_id: int,
    ) -> Envelope:
        address = firm.settings.address
        named = case.reference if case is not None and not write.off_case else firm.name
        parent, references = self._parent(tx, write, case, occasion)
        return Envelope(
            message_id=self.tokens.message_id(named, letter_id, write.to, address.partition("@")[2]),
            sender=Address(address=address, name=firm.rules.procedure.company.name),
            recipient=Address(address=write.to, name=write.to_name),
            reply_to=self.tokens.address(address, letter_id) if firm.settings.plus_addressing else "",
            date=now,
            automatic=("auto-replied" if write.answers else "auto-generated") if write.automatic or write.staff else "",
            in_reply_to=parent,
            references=references,
            enclosures=self._enclosures(firm, write),
        )

    def _enclosures(self, firm: FirmDesk, write: Write) -> tuple[Enclosure, ...]:
        return enclosures(firm, write.letter)

    def _parent(
        self, tx: Connection, write: Write, case: Case | None, occasion: Occasion
    ) -> tuple[str, tuple[str, ...]]:
        """What the letter answers (RFC 5322 3.6.4): the message decided on, or the recipient's last message on the case, or, for staff,
        our first letter to them about it, so that their mail client keeps the case together."""
        if write.answers and occasion.arrival is not None and occasion.arrival.message.message_id:
            message = occasion.arrival.message
            before = message.references or message.in_reply_to[:1]
            return message.message_id, (*before, message.message_id)
        if case is None or write.off_case:
            return "", ()
        if write.staff:
            first = letters.first_to(tx, case.id, write.to)
            return first, (first,) if first else ()
        last, before = ledger.last_from(tx, case.id, write.to)
        return last, (*before, last) if last else ()

    # ----------------------------------------------------------------------------------------- letters that do not go by mail

    def _hold(self, tx: Connection, firm: FirmDesk, write: Write, case: Case | None, now: datetime) -> None:
        row = _row(firm, write, case, LetterState.HELD, now)
        letter_id = letters.add(tx, **row | {"answer": write.held, "draft": _to_draft(write), "next_attempt_at": None})
        content = {"letter": write.letter, "why": write.held, "to": write.to}
        case_id = case.id if case is not None else None
        events.append(
            tx, mailbox=firm.name, case_id=case_id, type="letter.held", at=now, content=content, letter_id=letter_id
        )

    def _came_back(self, write: Write, case: Case | None) -> bool:
        party = case.party(write.to) if case is not None and not write.staff else None
        return party is not None and party.undeliverable

    def _by_post(
        self, tx: Connection, firm: FirmDesk, write: Write, case: Case | None, occasion: Occasion, now: datetime
    ) -> None:
        """No address, no letter lost: the handler gets the letter as a task, to print and post (design 18)."""
        rendered = self._render(tx, firm, write, case, occasion, now)
        why = (
            "There is no e-mail address for this customer"
            if not write.to
            else "The customer's e-mail address does not work"
        )
        words = f"{why}. Please print this letter, post it, and reply with #post {write.letter}.\n\n{rendered.subject}\n\n{rendered.text}"
        for person in handlers(case, firm.rules)[:1]:
            task = Write(
                letter="task",
                to=person.address,
                to_name=person.name,
                staff=True,
                title=f"Send by post: {rendered.subject}",
                words=words,
            )
            self._queue(tx, firm, task, case, Occasion(), None, now)

    def _capped(self, tx: Connection, firm: FirmDesk, write: Write, now: datetime) -> str:
        """Why an automatic letter may not go now; "" if it may (design 6: a remote ticket system opens a case with every answer)."""
        if write.staff or not write.automatic:
            return ""
        caps = firm.settings.caps
        lately = letters.automatic_since(tx, firm.name, now - timedelta(hours=24), address=write.to)
        if lately >= caps.per_address_in_24_hours:
            return f"{lately} automatic letters went to this address in 24 hours"
        hour = now - timedelta(hours=1)
        if lately == 0 and not letters.ever_written_to(tx, firm.name, write.to):
            return ""  # a first acknowledgement to a new address is never held back by the totals
        domain = write.to.rpartition("@")[2]
        if letters.automatic_since(tx, firm.name, hour, domain=domain) >= caps.per_domain_in_an_hour:
            return f"{caps.per_domain_in_an_hour} automatic letters went to {domain} within an hour"
        if letters.automatic_since(tx, firm.name, hour) >= caps.in_an_hour:
            return f"{caps.in_an_hour} automatic letters went out within an hour"
        return ""

    def _withhold(
        self, tx: Connection, firm: FirmDesk, write: Write, case: Case, cap: str, occasion: Occasion, now: datetime
    ) -> None:
        """A capped letter becomes a task; of several for one case only the first is told, so that a loop makes no flood of tasks."""
        row = _row(firm, write, case, LetterState.WITHHELD, now)
        letter_id = letters.add(tx, **row | {"answer": cap, "draft": _to_draft(write), "next_attempt_at": None})
        content = {"letter": write.letter, "why": cap, "to": write.to}
        events.append(
            tx, mailbox=firm.name, case_id=case.id, type="letter.withheld", at=now, content=content, letter_id=letter_id
        )
        words = f"The automatic letter '{write.letter}' to {write.to} was not sent: {cap}. If this is a person, please write to them yourself."
        for person in handlers(case, firm.rules)[:1]:
            task = Write(
                letter="task",
                to=person.address,
                to_name=person.name,
                staff=True,
                title="An automatic letter was held back",
                words=words,
            )
            self._queue(tx, firm, task, case, Occasion(), None, now)


def _row(firm: FirmDesk, write: Write, case: Case | None, state: LetterState, now: datetime) -> dict[str, object]:
    return {
        "case_id": case.id if case is not None and not write.off_case else None,
        "mailbox": firm.name,
        "name": write.letter,
        "recipient": write.to.lower(),
        "recipient_name": write.to_name,
        "to_staff": write.staff,
        "automatic": write.automatic or write.staff,
        "state": str(state),
        "queued_at": now,
    }


def _to_draft(write: Write) -> dict[str, object]:
    """The values that a held letter is written from when it is released."""
    plain = asdict(write)
    return {
        name: iso(v) if isinstance(v, datetime) else v.isoformat() if isinstance(v, date) else v
        for name, v in plain.items()
    }


def _from_draft(draft: Mapping[str, object]) -> Write:
    values = dict(draft)
    for name in ("done", "refused", "withheld"):
        values[name] = tuple(values.get(name) or ())  # type: ignore[arg-type]  # JSON lists of strings
    values["promised"] = date.fromisoformat(str(values["promised"])) if values.get("promised") else None
    values["visit"] = instant(str(values["visit"])) if values.get("visit") else None
    return Write(**values)  # type: ignore[arg-type]  # what asdict gave
