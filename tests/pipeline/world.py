"""A firm with a database file, an inbox and a wire in memory: the real intake, tick and outbox, without any server."""

from __future__ import annotations

import asyncio
import email
import email.policy
import gc
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event, text
from sqlalchemy.exc import DataError, OperationalError

from mailbot import wiring
from mailbot.config import Imap, Mailbox, Worker, load_procedure
from mailbot.core.model import Outcome, SubmissionResult
from mailbot.desk.desk import Desk
from mailbot.intake import take_in
from mailbot.outbox import Sent, send_due
from mailbot.resources import default_config, default_templates
from mailbot.simulate import MemoryInbox
from mailbot.store import events, letters
from mailbot.store.store import Store
from mailbot.tick import tick

NOW = datetime(2026, 3, 3, 11, 20, tzinfo=UTC)
ACCEPTED = SubmissionResult(outcome=Outcome.ACCEPTED, code=250, status="2.0.0")


class PowerCut(BaseException):
    """The process ends here, as far as the code under test can tell."""


class Wire:
    """Keeps what it was given; answers what it is told to, else accepts. `dies_after` loses the power once a letter was taken."""

    def __init__(self, *answers: SubmissionResult) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.answers = list(answers)
        self.dies_after = 0

    async def submit(self, reverse_path: str, recipient: str, content: bytes) -> SubmissionResult:
        answer = self.answers.pop(0) if self.answers else ACCEPTED
        if answer.outcome is Outcome.ACCEPTED:
            self.taken.append((recipient, content))
        if self.dies_after and len(self.taken) == self.dies_after:
            self.dies_after = 0
            raise PowerCut
        return answer


class Firm:
    """One company of a test. `restart()` is what a process that died and came back has: the database and the servers."""

    def __init__(self, folder: Path, procedure: str = "dsmart", *, url: str = "", **changes: Any) -> None:
        """`url`: a database other than a SQLite file in that folder, empty."""
        self.url = url or f"sqlite:///{folder}/{procedure}.db"
        path = default_config() / "procedures" / f"{procedure}.toml"
        people = (
            Worker(name="Anna Field", address="anna@firm.example", roles=("handler",)),
            Worker(name="Dana Price", address="dana@firm.example", roles=("director",)),
            Worker(name="Hal Reed", address="hal@firm.example", roles=("hr",)),
        )
        self.mailbox = Mailbox(
            **{
                "name": procedure,
                "address": "info@firm.example",
                "procedure": path,
                "imap": Imap(host="localhost", done_folder="Processed"),
                "person": people,
                **changes,
            }
        )
        self.procedure = load_procedure(path)
        self.inbox = MemoryInbox(mailbox=procedure)
        self.wire = Wire()
        self._connections: list[Any] = []
        if not url:
            _empty_database(folder / f"{procedure}.db")
        self.desk = self._desk()
        tick(self.desk, NOW)

    def _desk(self) -> Desk:
        firm = wiring.firm_desk(self.mailbox, self.procedure)
        desk = wiring.assemble(Store(self.url), [firm], "a test's secret", [default_templates()])
        event.listen(desk.store.engine, "checkout", lambda connection, *_: self._connections.append(connection))
        return desk

    def another_desk(self) -> Desk:
        """What one more process on the same database has; the test closes it."""
        return self._desk()

    def restart(self, now: datetime = NOW) -> None:
        for connection in self._connections:  # a dead process holds no lock and finishes no transaction
            with suppress(sqlite3.ProgrammingError, psycopg.OperationalError):  # closed already
                connection.rollback()
                connection.close()
        self._connections.clear()
        gc.collect()  # SQLite keeps a closed file's lock while a cursor of it is alive
        self.desk.store.close()
        self.desk = self._desk()
        with self.desk.store.begin() as tx:
            letters.revive(tx, letters.senders(tx, but=self.desk.process), now)

    def close(self) -> None:
        self.desk.store.close()

    def arrives(self, content: bytes, at: datetime = NOW) -> None:
        self.inbox.deliver(content, at)

    def take_in(self, now: datetime = NOW) -> int:
        return take_in(self.desk, self.mailbox.name, self.inbox, now)

    def send(self, now: datetime = NOW) -> Sent:
        return asyncio.run(send_due(self.desk, self.wire, now))

    def tick(self, now: datetime) -> int:
        return tick(self.desk, now)

    def rows(self, statement: str) -> list[Any]:
        with self.desk.store.begin() as tx:
            return list(tx.execute(text(statement)).all())

    def value(self, statement: str) -> Any:
        return self.rows(statement)[0][0]

    def outgoing(self) -> Iterator[EmailMessage]:
        """Everything that the wire took, in order, as messages."""
        for _, content in self.wire.taken:
            yield email.message_from_bytes(content, policy=email.policy.SMTP)

    def letter(self, name: str, to: str) -> EmailMessage:
        """The newest letter of that name that went to that address."""
        rows = self.rows("SELECT message_id, name, recipient FROM letter ORDER BY id")
        wanted = [r.message_id for r in rows if (r.name, r.recipient) == (name, to)][-1]
        return next(m for m in self.outgoing() if m["Message-ID"] == wanted)

    def words(self, letter_id: int) -> str:
        """The plain text of a letter."""
        with self.desk.store.begin() as tx:
            return letters.words(tx, letter_id)

    def chain_faults(self) -> tuple[str, ...]:
        with self.desk.store.begin() as tx:
            return events.faults(tx)

    @contextmanager
    def dying_at(self, step: int) -> Iterator[None]:
        """Inside, the power fails before the `step`th thing that the database is asked to do (a statement or a commit)."""

        def cut(count: int) -> None:
            if count == step:
                raise PowerCut

        with self._at_each_step(cut):
            yield

    @contextmanager
    def without_database_from(self, step: int) -> Iterator[None]:
        """Inside, the database refuses the `step`th thing that it is asked to do, and all that come after it."""

        def refuse(count: int) -> None:
            if count >= step:
                raise OperationalError("", None, sqlite3.OperationalError("database or disk is full"))

        with self._at_each_step(refuse):
            yield

    @contextmanager
    def refusing(self, table: str, words: str) -> Iterator[None]:
        """Inside, the database will not take a row of that table that holds these words."""

        def look(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
            if statement.startswith(f"INSERT INTO {table} ") and words in str(values):
                raise DataError(statement, None, sqlite3.DataError("such a value cannot be stored"))

        engine = self.desk.store.engine
        event.listen(engine, "before_cursor_execute", look)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", look)

    @contextmanager
    def _at_each_step(self, act: Callable[[int], None]) -> Iterator[None]:
        count = 0

        def one_more(*_: object, **__: object) -> None:
            nonlocal count
            count += 1
            act(count)

        engine = self.desk.store.engine
        event.listen(engine, "before_cursor_execute", one_more)
        event.listen(engine, "commit", one_more)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", one_more)
            event.remove(engine, "commit", one_more)


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        Store(f"sqlite:///{file}").close()
        return file.read_bytes()


def _empty_database(file: Path) -> None:
    """A fresh database, copied: making the tables anew for each of a hundred tests takes longer than the tests."""
    file.write_bytes(_migrated())


def mail(
    subject: str = "Complaint: roof tile broken",
    text: str = "Your fitters broke two roof tiles and left. I am annoyed; please sort it out.",
    *,
    sender: str | None = "Sam Yates <sam@customer.example>",
    message_id: str | None = "<first@customer.example>",
    **headers: str,
) -> bytes:
    """A customer's message; None leaves a field out."""
    message = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    fields = {"From": sender, "To": "info@firm.example", "Subject": subject, "Message-ID": message_id, **headers}
    for name, value in fields.items():
        if value is not None:
            message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()
