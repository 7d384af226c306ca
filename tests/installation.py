"""An installation of mailbot in a temporary folder, for tests that use it as a person does: files, commands, mail."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from mailbot import cli, log, wiring
from mailbot.config import Settings, load
from mailbot.core.model import RawMessage
from mailbot.demo.world import MailWorld
from mailbot.desk.desk import Desk
from mailbot.intake import take_in
from mailbot.outbox import send_due
from mailbot.simulate import MemoryInbox, MemoryWire
from mailbot.tick import ensure_standing

ROOT = Path(__file__).resolve().parent.parent
MARCH = datetime(2026, 3, 3, 11, 20, tzinfo=UTC)
SECRETS = {
    "MAILBOT_SECRET": "a secret of these tests alone",
    "MAILBOT_SMTP_PASSWORD": "demo",
    "MAILBOT_DSMART_IMAP_PASSWORD": "demo",
}

CONFIG = """\
database = "sqlite:///var/mailbot.db"
templates = "templates"

[smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"

[[mailbox]]
name = "dsmart"
address = "info@dsmart.example"
procedure = "procedures/dsmart.toml"

[mailbox.imap]
host = "127.0.0.1"
port = {imap}
security = "none"

[[mailbox.person]]
name = "Anna Field"
address = "anna@dsmart.example"
roles = ["handler"]

[[mailbox.person]]
name = "Dee Hart"
address = "dee@dsmart.example"
roles = ["director"]
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Installation:
    """A folder with configuration, procedure and room for templates, beside the repository's own letters."""

    def __init__(self, folder: Path, world: MailWorld | None = None) -> None:
        self.folder = folder
        self.environment = dict(SECRETS)
        self.now = MARCH
        self.inbox = MemoryInbox(mailbox="dsmart")
        (folder / "procedures").mkdir(parents=True)
        (folder / "templates").mkdir()
        for name in ("dsmart.toml", "dsmart.md"):
            (folder / "procedures" / name).write_bytes((ROOT / "config" / "procedures" / name).read_bytes())
        ports = (world.smtp_port, world.imap_port) if world is not None else (1, 1)
        self.config = folder / "mailbot.toml"
        self.config.write_text(CONFIG.format(smtp=ports[0], imap=ports[1]), encoding="utf-8")

    def edit(self, old: str, new: str, file: str = "mailbot.toml") -> int:
        """Replaces words of a file, once; gives the line on which they stood."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{file} has no {old!r}"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    def template(self, letter: str, text: str) -> Path:
        path = self.folder / "templates" / "dsmart" / f"{letter}.md.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
        """The real command line in the installation's folder, in this process (a fresh one takes a second to start)."""
        own = self.environment if environment is None else environment
        return run(*arguments, folder=self.folder, environment={"MAILBOT_CONFIG": "mailbot.toml", **own})

    # ------------------------------------------------------------------------------------ the pipeline, in this process

    @property
    def database(self) -> Path:
        return self.folder / "var" / "mailbot.db"

    def settings(self) -> Settings:
        """With paths made absolute: this process stands in another folder."""
        self._absolute()
        return load(self.config, self.environment)

    def desk(self) -> Desk:
        return wiring.build(self.settings())

    def _absolute(self) -> None:
        text = self.config.read_text(encoding="utf-8")
        text = text.replace("sqlite:///var", f"sqlite:///{self.folder}/var").replace(
            '"templates"', f'"{self.folder}/templates"'
        )
        text = text.replace('"procedures/', f'"{self.folder}/procedures/')
        self.config.write_text(text, encoding="utf-8")

    def play(self, *contents: bytes, send: bool = True) -> None:
        """As `take`, where nothing of the test's own is asynchronous."""
        asyncio.run(self.take(*contents, send=send))

    def spoil_database(self) -> None:
        """Its pages hold nonsense from now on."""
        for file in self.database.parent.glob("mailbot.db*"):
            file.write_bytes(b"\xff" * max(4096, file.stat().st_size))

    async def take(self, *contents: bytes, send: bool = True) -> list[RawMessage]:
        """Messages arrive, are dealt with, and what they cause is sent; what was delivered."""
        desk = self.desk()
        try:
            ensure_standing(desk, "dsmart", self.now)
            for content in contents:
                self.inbox.deliver(content, self.now)
            take_in(desk, "dsmart", self.inbox, self.now)
            if send:
                await send_due(desk, MemoryWire(), self.now)
        finally:
            desk.store.close()
        return list(self.inbox.held.values())


def run(*arguments: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None) -> Ran:
    """`cli.main()` with these arguments, folder and variables. What it does not foresee is raised here."""
    out, err = TextIOWrapper(BytesIO(), encoding="utf-8"), TextIOWrapper(BytesIO(), encoding="utf-8")
    argv, hook, variables = sys.argv, sys.excepthook, dict(os.environ)
    sys.argv = ["mailbot", *arguments]
    os.environ.update(environment or {})
    try:
        with chdir(folder), redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        sys.argv, sys.excepthook = argv, hook
        os.environ.clear()
        os.environ.update(variables)
        log.reset()
    return Ran(code=int(ended.value.code or 0), out=_written(out), err=_written(err))


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


def mail(
    text: str = "Our heat pump is broken and we have no heating. I want to complain.",
    *,
    sender: str = "Jo Simmons <jo@customer.example>",
    subject: str = "Complaint about our heat pump",
    message_id: str = "<m1@customer.example>",
    date: str = "Tue, 03 Mar 2026 11:19:00 +0000",
    **more: str,
) -> bytes:
    """A person's mail; a field given as "" is left out."""
    fields = {"From": sender, "To": "info@dsmart.example", "Subject": subject, "Date": date, "Message-ID": message_id}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"{head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()
