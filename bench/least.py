"""What the chosen libraries cost at the least for the mix, against the floor: how near to it any program on them could come.

    sudo .venv/bin/python bench/least.py [-n 400]

The mix is played in process; then everything the database was asked is asked again over Python's bare sqlite3 (every statement, every
commit, full durability), every letter is handed over by bare aiosmtplib on one connection, and the libraries are imported. Nothing is
fetched, read, understood, decided, rendered, composed, compressed or hashed meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yardstick
from installation import ROOT

sys.path.insert(0, str(ROOT))
import aiosmtplib
from sqlalchemy import event

from mailbot.store.store import Store
from tests.pipeline.world import NOW, Firm

gen, common = yardstick.parts()
LIBRARIES = "sqlmodel, aiosmtplib, imapclient, jinja2, mailparser, apscheduler.schedulers.asyncio"
PRAGMAS = ("journal_mode=wal", "synchronous=full", "foreign_keys=on")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked of the database, and the letters that went out, in their order."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)  # SQL, values, many rows of them?
    letters: list[tuple[str, bytes]] = field(default_factory=list)

    def statement(self, _connection: object, _cursor: object, sql: str, values: Any, _: object, many: bool) -> None:
        self.statements.append((sql, values, many))

    def commit(self, _connection: object) -> None:
        self.statements.append(("COMMIT", (), False))


def play(folder: Path, messages: int) -> Asked:
    """The two waves of the mix through intake and outbox."""
    caps = {"per_domain_in_an_hour": 1_000_000, "in_an_hour": 1_000_000}
    firm = Firm(folder, caps=caps)
    workload, asked = gen.Workload(messages, seed=1), Asked()
    with _listening(firm, asked):
        _deal_with(firm, workload.wave1())
    number = {workload.msgid_new(i): i for i in range(workload.n_new)}
    cases = firm.rows("SELECT l.message_id, c.reference FROM ledger l JOIN case_file c ON c.id = l.case_id")
    answers = firm.rows("SELECT in_reply_to, message_id FROM letter WHERE name = 'acknowledgement'")
    known = [{number[of]: found for of, found in rows if of in number} for rows in (cases, answers)]
    with _listening(firm, asked):
        _deal_with(firm, workload.wave2(known[0], lambda reference, subject: f"[{reference}] {subject}", known[1]))
    asked.letters.extend(firm.wire.taken)
    firm.close()
    return asked


@contextmanager
def _listening(firm: Firm, asked: Asked) -> Iterator[None]:
    engine = firm.desk.store.engine
    event.listen(engine, "before_cursor_execute", asked.statement)
    event.listen(engine, "commit", asked.commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", asked.statement)
        event.remove(engine, "commit", asked.commit)


def _deal_with(firm: Firm, mails: Iterable[Any]) -> None:
    for count, mail in enumerate(mails, start=1):
        firm.arrives(gen.crlf(mail.raw), NOW)
        if count % 50 == 0:
            firm.take_in()
            firm.send()
    firm.take_in()
    firm.send()


def ask_again(file: Path, asked: Asked) -> None:
    """Of a fresh database with the same tables."""
    connection = sqlite3.connect(file, isolation_level=None, cached_statements=512)
    for pragma in PRAGMAS:
        connection.execute(f"pragma {pragma}")
    for sql, values, many in asked.statements:
        cursor = connection.cursor()
        (cursor.executemany if many else cursor.execute)(sql, values)
        cursor.fetchall()
        cursor.close()
    connection.close()


async def hand_over(port: int, asked: Asked) -> None:
    smtp = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
    await smtp.connect()
    for recipient, content in asked.letters:
        await smtp.mail("complaints@desk.example")
        await smtp.rcpt(recipient)
        await smtp.data(content)
    await smtp.quit()


def cpu_of(step: Callable[[], object]) -> float:
    """Seconds of processor time, ours and of children that ended meanwhile."""

    def used() -> float:
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(each.ru_utime + each.ru_stime for each in both)

    began = used()
    step()
    return used() - began


def import_libraries() -> None:
    subprocess.run([sys.executable, "-c", f"import {LIBRARIES}"], check=True, env=os.environ)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", type=int, default=400)
    messages = options.parse_args().n
    folder = Path(tempfile.mkdtemp(prefix="mailbot-bench-"))
    sink = common.Sink("least")
    try:
        asked = play(folder, messages)
        Store(f"sqlite:///{folder}/again.db").close()
        import_libraries()  # once unmeasured: its files are in memory then
        began = time.perf_counter()
        spent = {
            "sql_ms": cpu_of(lambda: ask_again(folder / "again.db", asked)),
            "smtp_ms": cpu_of(lambda: asyncio.run(hand_over(sink.port, asked))),
        }
        wall = time.perf_counter() - began
        spent["import_ms"] = cpu_of(import_libraries)
    finally:
        sink.stop()
        shutil.rmtree(folder)
    floor = yardstick.floor(messages, 1)["cpu_ms_msg"]
    told = {"statements": len(asked.statements) / messages, "letters": len(asked.letters) / messages}
    told |= {name: 1000 * seconds / messages for name, seconds in spent.items()}
    told |= {"floor_ms": floor, "ratio": 1000 * sum(spent.values()) / messages / floor, "messages_s": messages / wall}
    print(json.dumps({"messages": messages, **{name: round(figure, 2) for name, figure in told.items()}}))


if __name__ == "__main__":
    main()
