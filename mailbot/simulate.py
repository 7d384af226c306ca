"""A story on a virtual clock: the real intake, tick and outbox with a temporary database and a mail world in memory (contract 5).

What is printed is the event table of that database; nothing is made for the printing.
"""

from __future__ import annotations

import asyncio
import email
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import ParamSpec, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection

from mailbot import story, wiring
from mailbot.config import Imap, Mailbox, Worker, load_procedure
from mailbot.core.instants import iso
from mailbot.core.model import Outcome, RawMessage, SubmissionResult
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.errors import ConfigError
from mailbot.intake import Left, take_in
from mailbot.letters.plain import unwrapped
from mailbot.outbox import send_due
from mailbot.resources import default_config, default_templates
from mailbot.store import blobs, cases, deadlines, events, letters
from mailbot.store.letters import Queued
from mailbot.store.store import Store
from mailbot.story import Scenario, StoryEvent
from mailbot.tick import tick

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(kw_only=True)
class MemoryInbox:
    """A folder in memory, with what the intake needs of an IMAP server."""

    mailbox: str
    folder: str = "INBOX"
    uidvalidity: int = 1
    held: dict[int, RawMessage] = field(default_factory=dict)
    next_uid: int = 1
    skipped: tuple[Left, ...] = ()
    sent: bool = False  # it is a folder of sent mail
    moved: dict[int, str] = field(default_factory=dict)  # UID -> the folder that it was put into

    def deliver(self, content: bytes, at: datetime) -> None:
        self.held[self.next_uid] = RawMessage(
            mailbox=self.mailbox,
            folder=self.folder,
            uidvalidity=self.uidvalidity,
            uid=self.next_uid,
            received_at=at,
            content=content,
            sent=self.sent,
        )
        self.next_uid += 1

    def uids(self, after: int = 0) -> tuple[int, ...]:
        return tuple(uid for uid in sorted(self.held) if uid > after)

    def fetch(self, uids: Iterable[int]) -> Iterator[RawMessage]:
        return (self.held[uid] for uid in uids if uid in self.held)

    def dates(self, uids: Iterable[int]) -> tuple[tuple[int, datetime], ...]:
        return tuple((uid, self.held[uid].received_at) for uid in uids if uid in self.held)

    def file_away(self, uids: Iterable[int], folder: str) -> None:
        for uid in uids:
            self.held.pop(uid, None)
            self.moved[uid] = folder


class MemoryWire:
    """A submission server that accepts everything."""

    async def submit(self, reverse_path: str, recipient: str, content: bytes) -> SubmissionResult:  # noqa: ARG002
        return SubmissionResult(outcome=Outcome.ACCEPTED, code=250, status="2.0.0", text="accepted")


Line = dict[str, object]


def play(path: Path) -> Iterator[Line]:
    """The story's events, in time order, each as one JSON-ready line. Raises ConfigError naming file and event."""
    scenario = story.load(path)
    with tempfile.TemporaryDirectory(prefix="mailbot-") as folder:
        player = _Player(path, scenario, f"sqlite:///{folder}/story.db")
        try:
            yield from player.play()
        finally:
            player.desk.store.close()


def own_templates(procedure: Path) -> tuple[Path, ...]:
    """The company's own letters: `templates/` beside the procedure's file or up to two folders above it, where `mailbot init`
    puts it; the nearest one, or none. No configuration is read that could name another."""
    above = procedure.resolve().parents[:3]
    return tuple(folder / "templates" for folder in above if (folder / "templates").is_dir())[:1]


class _Player:
    """One run of one story."""

    def __init__(self, path: Path, scenario: Scenario, database: str) -> None:
        self.folder = path.parent
        self.scenario = scenario
        self.firm = firm_of(scenario, path)
        self.templates = (*own_templates(self.firm.settings.procedure), default_templates())
        self.database = database
        self.inbox = MemoryInbox(mailbox=self.firm.name)
        self.wire = MemoryWire()
        self.desk = self._start()
        self.told = 0
        self.loop = asyncio.new_event_loop()

    def _start(self) -> Desk:
        return wiring.assemble(Store(self.database, durable=False), [self.firm], "a story's secret", self.templates)

    def play(self) -> Iterator[Line]:
        try:
            yield from self._at(self.scenario.start)
            for number, event in enumerate(self.scenario.event, start=1):
                yield from self._pass_time(event.at)
                if event.at > self.scenario.until:
                    break
                self._happen(number, event)
                yield from self._at(event.at)
            yield from self._pass_time(self.scenario.until, inclusive=True)
        finally:
            self.loop.close()

    def _pass_time(self, until: datetime, *, inclusive: bool = False) -> Iterator[Line]:
        """Every instant before `until` at which a deadline or a letter waits."""
        while (instant := self._next()) is not None and (instant < until or (inclusive and instant <= until)):
            yield from self._at(instant)

    def _next(self) -> datetime | None:
        with self.desk.store.begin() as tx:
            nexts = (deadlines.next_at(tx, self.desk.firms), letters.next_at(tx, self.desk.firms))
            waiting = [at for at in nexts if at is not None]
        return min(waiting, default=None)

    def _at(self, now: datetime) -> Iterator[Line]:
        """Mail that has arrived by now is taken in before the tick at now."""
        if self.inbox.held:  # an empty inbox has nothing to say; a year has many such instants
            take_in(self.desk, self.firm.name, self.inbox, now)
            self.loop.run_until_complete(send_due(self.desk, self.wire, now))
        tick(self.desk, now)
        self.loop.run_until_complete(send_due(self.desk, self.wire, now))
        with self.desk.store.begin() as tx:
            for event in events.since(tx, self.told):
                self.told = event.id
                yield line_of(tx, event)

    def _happen(self, number: int, event: StoryEvent) -> None:
        if event.restart:
            self.desk.store.close()
            self.desk = self._start()
            with self.desk.store.begin() as tx:
                letters.revive(tx, letters.senders(tx, but=self.desk.process), event.at)
            return
        answered, original = self._letter(number, event)
        mailbox = self.firm.settings.address
        reply_to = str(email.message_from_bytes(original).get("Reply-To") or mailbox) if answered else ""
        mail = story.mail_of(event, mailbox, number, self.folder, answered, original, reply_to, self._newest_case())
        self.inbox.deliver(mail, event.at)

    def _letter(self, number: int, event: StoryEvent) -> tuple[Queued | None, bytes]:
        """The letter that the event answers or reports on. Raises ConfigError if none was sent."""
        name = event.reply_to or event.bounce or event.out_of_office
        if not name:
            return None, b""
        sender = event.letter_to or (parseaddr(event.from_)[1] if event.reply_to else "")
        with self.desk.store.begin() as tx:
            letter_id = letters.newest(tx, name, sender)
            if letter_id is None:
                to = f" to {sender}" if sender else ""
                raise ConfigError(f"event {number} (at {iso(event.at)}): no letter '{name}' was sent{to} before it")
            row = letters.get(tx, letter_id, text=True)
            return row, blobs.get(tx, row.sha256)

    def _newest_case(self) -> str:
        with self.desk.store.begin() as tx:
            ids = cases.references(tx)
            return cases.load(tx, ids[0]).reference if ids else ""


def line_of(tx: Connection, event: events.Event) -> Line:
    """An event as the contract prints it; a letter's words come from its row, which retention may have emptied."""
    case = cases.reference_of(tx, event.case_id) if event.case_id is not None else None
    line: Line = {"at": iso(event.at), "type": event.type, "case": case, **(event.content or {})}
    if event.type == "letter.sent" and event.letter_id is not None:
        line["text"] = unwrapped(letters.words(tx, event.letter_id))
    return line


def firm_of(scenario: Scenario, path: Path) -> FirmDesk:
    """The story's company: its procedure, staff and mailbox, everything else as the defaults have it. Raises ConfigError."""
    procedure_path = _found(scenario.procedure, path)
    procedure = load_procedure(procedure_path)
    imap = Imap(host="localhost", done_folder="Processed")
    name = procedure.id.replace("_", "-")
    try:
        staff = tuple(Worker(name=a.name, address=a.address, also=a.also, roles=a.roles) for a in scenario.person)
        mailbox = Mailbox(name=name, address=scenario.mailbox, procedure=procedure_path, imap=imap, person=staff)
    except ValidationError as fault:
        raise ConfigError(*story.in_sentences(path, fault)) from fault
    return wiring.firm_desk(mailbox, procedure)


def _found(name: str, scenario: Path) -> Path:
    """The procedure's file: from the folder the command runs in, beside the scenario, or the samples that come with mailbot."""
    sample = default_config() / Path(name).relative_to("config") if Path(name).parts[:1] == ("config",) else None
    for candidate in (Path(name), scenario.parent / name, sample):
        if candidate is not None and candidate.is_file():
            return candidate
    raise ConfigError(f"{scenario}: procedure: there is no file {name}")
