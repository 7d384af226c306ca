"""The register: `mailbot cases`, `case`, `why` and `park`. It looks; only `retry` changes anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.config import Settings, load
from mailbot.core import reference
from mailbot.core.instants import iso
from mailbot.core.model import Case
from mailbot.core.procedure import Calendar, Procedure
from mailbot.desk.reasons import CaseReasons, MessageReasons, at_in_words, case_reasons, message_reasons
from mailbot.errors import MailbotError
from mailbot.printable import one_line
from mailbot.register.case_record import CaseRecord, CaseRow, case_record, case_row
from mailbot.register.letter_reasons import LetterReasons, letter_reasons
from mailbot.store import blobs, cases, events, ledger, reading
from mailbot.store.locks import hold
from mailbot.store.reading import Reading
from mailbot.store.store import Store

Environment = Mapping[str, str]
_NUMBER = re.compile(r"([A-Za-z]{2,5})[^A-Za-z0-9]{0,3}(20[0-9]{2})[^A-Za-z0-9]{0,3}([0-9]{1,6})", re.ASCII)


@contextmanager
def opened(config: Path, environment: Environment) -> Iterator[tuple[Settings, Connection]]:
    """The configuration, without its secrets, and a view of the database."""
    settings = load(config, environment, need_secrets=False)
    database = Reading(settings.configuration.database)
    try:
        with database.begin() as tx:
            yield settings, tx
    finally:
        database.close()


def _procedure(settings: Settings, mailbox: str) -> Procedure | None:
    return settings.procedures.get(mailbox)


def _zone(settings: Settings, mailbox: str) -> ZoneInfo:
    procedure = _procedure(settings, mailbox)
    return ZoneInfo((procedure.calendar if procedure is not None else Calendar()).zone)


# ---------------------------------------------------------------------------------------------------------------- cases


def listed(
    config: Path,
    environment: Environment,
    *,
    open_only: bool = False,
    overdue: bool = False,
    now: datetime | None = None,
) -> Iterator[CaseRow]:
    """The register, newest first. `overdue`: only open cases with a clock that has run out."""
    at = now or datetime.now(UTC)
    with opened(config, environment) as (settings, tx):
        for case_id in cases.references(tx, open_only=open_only, overdue_at=at if overdue else None):
            case = cases.load(tx, case_id)
            yield case_row(case, _zone(settings, case.mailbox), at)


def one(config: Path, environment: Environment, wanted: str, now: datetime | None = None) -> CaseRecord:
    """The case of that reference, whole. Raises MailbotError with a sentence if there is none."""
    with opened(config, environment) as (settings, tx):
        case = find_case(tx, settings, wanted)
        procedure, zone = _procedure(settings, case.mailbox), _zone(settings, case.mailbox)
        return case_record(tx, case, procedure, zone, now or datetime.now(UTC))


def find_case(tx: Connection, settings: Settings, wanted: str) -> Case:
    """The case that was typed. Raises MailbotError with a sentence, and near ones, if there is none."""
    typed = one_line(wanted, 80)
    named = reference.find(wanted)
    for name in named:
        case = cases.by_reference(tx, name)
        if case is not None:
            return case
    known = _near(tx, wanted)
    hint = f" Did you mean {' or '.join(known)}?" if known else ""
    if named:
        raise MailbotError(f"There is no case {named[0]}.{hint}")
    if damaged := reference.nearly(wanted):
        raise MailbotError(f"{damaged[0]} is no reference of ours: its last character does not fit the rest.{hint}")
    prefix = next((p.prefix for p in settings.procedures.values()), "AB")
    example = reference.make(prefix, 2026, 1)
    raise MailbotError(f"'{typed}' is not a case reference: they look like {example}.{hint}")


def _near(tx: Connection, wanted: str) -> tuple[str, ...]:
    """References of the case whose number was typed, however; else those that differ in at most two places."""
    typed = "".join(char for char in wanted.upper() if char.isalnum())
    number = _NUMBER.match(wanted.strip())
    exact, near = [], []
    for known in reading.all_references(tx):
        prefix, year, digits, _ = known.split("-")
        plain = known.replace("-", "")
        if number and (number[1].upper(), number[2], int(number[3])) == (prefix, year, int(digits)):
            exact.append(known)
        elif len(plain) == len(typed) and sum(a != b for a, b in zip(plain, typed, strict=True)) <= 2:
            near.append(known)
    return tuple((exact or near)[:3])


# ------------------------------------------------------------------------------------------------------------------ why


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageWhy:
    """Every copy of one message that came in, and the cases they are on."""

    message_id: str
    copies: tuple[tuple[str, MessageReasons], ...]  # (reference or "", reasons)

    def to_json(self) -> dict[str, object]:
        found = [{"case": case or None, **reasons.to_json()} for case, reasons in self.copies]
        return {"about": self.message_id, "case": found[0]["case"], "messages": found}

    def __str__(self) -> str:
        parts = []
        for case, reasons in self.copies:
            on = f"It is on case {case}: mailbot why {case} tells the whole." if case else "It is on no case."
            parts.append(f"{reasons}\n   {on}")
        return "\n\n".join(parts)


def why_of(config: Path, environment: Environment, about: str) -> CaseReasons | MessageWhy | LetterReasons:
    """Every decision on a case, a message that came in or a letter of ours. Raises MailbotError if there is none."""
    with opened(config, environment) as (settings, tx):
        if "@" not in about:
            case = find_case(tx, settings, about)
            return case_reasons(tx, _procedure(settings, case.mailbox), _zone(settings, case.mailbox), case)
        message_id = f"<{about.strip().strip('<>')}>"
        entries = ledger.by_message_id(tx, message_id)
        if entries:
            copies = tuple(_copy(tx, settings, entry) for entry in entries)
            return MessageWhy(message_id=message_id, copies=copies)
        letter = reading.letter_by_message_id(tx, message_id)
        if letter is not None:
            return letter_reasons(tx, letter, _zone(settings, letter.mailbox))
        said = f"No message that came in and no letter of ours has the Message-ID {one_line(message_id, 200)}."
        raise MailbotError(f"{said} A message that could not be read is in: mailbot park list")


def _copy(tx: Connection, settings: Settings, entry: ledger.Entry) -> tuple[str, MessageReasons]:
    zone = _zone(settings, entry.mailbox)
    case = cases.load(tx, entry.case_id) if entry.case_id is not None else None
    letters = reading.letters_of(tx, case.id) if case is not None else reading.answers_to(tx, entry.message_id)
    return case.reference if case is not None else "", message_reasons(tx, entry, letters, zone)


# ----------------------------------------------------------------------------------------------------------------- park


@dataclass(frozen=True, kw_only=True, slots=True)
class Parked:
    """A message that could not be handled."""

    number: int
    mailbox: str
    received_at: datetime
    why: str
    attempts: int
    folder: str
    uid: int
    sha256: str
    zone: ZoneInfo

    def to_json(self) -> dict[str, object]:
        same = ("number", "mailbox", "why", "attempts", "folder", "uid", "sha256")
        return {key: getattr(self, key) for key in same} | {"received_at": iso(self.received_at)}

    def __str__(self) -> str:
        return (
            f"{self.number:>6}  {self.mailbox}  {at_in_words(self.received_at, self.zone)}  {one_line(self.why, 200)}\n"
            f"        look: mailbot park show {self.number} > message.eml    again: mailbot park retry {self.number}"
        )


def parked(config: Path, environment: Environment) -> Iterator[Parked]:
    """Every parked message, the oldest first."""
    with opened(config, environment) as (settings, tx):
        for entry in ledger.parked(tx):
            yield Parked(
                number=entry.id,
                mailbox=entry.mailbox,
                received_at=entry.received_at,
                why=entry.error,
                attempts=entry.attempts,
                folder=entry.folder,
                uid=entry.uid,
                sha256=entry.sha256,
                zone=_zone(settings, entry.mailbox),
            )


def original(config: Path, environment: Environment, number: int) -> bytes:
    """The bytes of a message as the server gave them, by its number in the ledger."""
    with opened(config, environment) as (_, tx):
        entry = reading.entry_or_none(tx, number)
        if entry is None:
            raise MailbotError(f"There is no message {number}. The parked ones are in: mailbot park list")
        return blobs.get(tx, entry.sha256)


def retry(config: Path, environment: Environment, number: int, now: datetime | None = None) -> str:
    """Gives a parked message another three tries. Raises MailbotError if it is not parked."""
    settings = load(config, environment, need_secrets=False)
    Reading(settings.configuration.database).close()  # it must be there already, and of this version
    store = Store(settings.configuration.database)
    try:
        with store.begin() as tx:
            entry = reading.entry_or_none(tx, number)
            if entry is None or not ledger.unpark(tx, number):
                known = "is not parked" if entry is not None else "does not exist"
                raise MailbotError(f"Message {number} {known}. The parked ones are in: mailbot park list")
            hold(tx, entry.mailbox)
            events.append(
                tx,
                mailbox=entry.mailbox,
                case_id=None,
                type="message.unparked",
                at=now or datetime.now(UTC),
                content={"message": number, "why": entry.error},
            )
    finally:
        store.close()
    return f"Message {number} gets three more tries, the first at the next poll of {entry.mailbox}."
