"""CPU, speed, memory and bytes of the mix (new complaints, follow-ups, reports) through the real daemon, against the floor.

    sudo .venv/bin/python bench/mix.py -n 500 [--postgresql | --database URL] [--procedure dsmart] [--prefill 100000]

Dovecot holds the mail, `mailbot run` fetches, decides, stores, composes and submits to an SMTP sink; two waves, for follow-ups need the
references of the first. CPU is user and system time of the whole process, its start included, and once more without its start; with
--postgresql (a server of its own, full durability) that of the server, from the first delivery on, is told too.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import yardstick
from grown import grow
from installation import ROOT, Daemon, configure, database_bytes
from sqlalchemy import create_engine, text

sys.path.insert(0, str(ROOT))
from tests.servers.postgres import Postgres

gen, common = yardstick.parts()
USER = "bench1"


def measure(
    dovecot: Any, messages: int, seed: int, url: str, procedure: str, prefill: int, server: int
) -> dict[str, Any]:
    """One run on a fresh database. `server`: the number of its process; 0 where there is none."""
    folder = Path(tempfile.mkdtemp(prefix="mailbot-bench-"))
    database = url or f"sqlite:///{folder}/mailbot.db"
    sink = common.Sink("mailbot")
    try:
        config = configure(folder, database, (dovecot.ip, dovecot.port), sink.port, 1, procedure)
        workload = gen.Workload(messages, seed=seed)
        start = start_alone(dovecot, folder, config, database)
        if prefill:
            grow(database, prefill, "bench1", procedure)
        before = database_bytes(database)
        there = count(database, "ledger")
        first = list(workload.wave1())
        dovecot.load(USER, (gen.crlf(mail.raw) for mail in first))
        common.drop_noise()
        busy = common.tree_cpu(server) if server else 0.0
        began = time.perf_counter()
        daemon = Daemon(folder, config, database)
        daemon.wait_until_dealt_with(there + len(first))
        wall = time.perf_counter() - began
        references, acknowledgements = known(database, workload)
        second = list(
            workload.wave2(references, lambda reference, subject: f"[{reference}] {subject}", acknowledgements)
        )
        began = time.perf_counter()
        deliver(dovecot, second, len(first))
        daemon.wait_until_dealt_with(there + messages)
        wall += time.perf_counter() - began
        busy = (common.tree_cpu(server) if server else 0.0) - busy
        peak = daemon.peak_kib()
        daemon.stop()
        return {
            "messages": messages,
            "cpu_ms": 1000 * daemon.cpu_seconds / messages,
            "cpu_ms_without_start": 1000 * (daemon.cpu_seconds - start) / messages,
            "database_cpu_ms": 1000 * busy / messages,
            "start_s": start,
            "messages_s": messages / wall,
            "peak_mib": peak / 1024,
            "bytes_beyond_original": (database_bytes(database) - before - originals(database, there)) / messages,
            "letters": count(database, "letter"),
        } | acknowledged(sink, first)
    finally:
        sink.stop()
        shutil.rmtree(folder)


def start_alone(dovecot: Any, folder: Path, config: Path, database: str) -> float:
    """CPU seconds of a start on an empty mailbox, which also makes the tables."""
    dovecot.load(USER, [])
    daemon = Daemon(folder, config, database)
    daemon.wait_until("select count(*) from mailbox where last_read_at is not null", 1)
    daemon.stop()
    return daemon.cpu_seconds


def deliver(dovecot: Any, mails: list[Any], after: int) -> None:
    """Into the Maildir as a delivery agent does it: a rename makes it visible."""
    box = Path(dovecot.d) / "mail" / USER
    for number, mail in enumerate(mails, start=after + 1):
        raw = gen.crlf(mail.raw)
        path = box / "tmp" / f"{1700000000 + number}.M{number:06d}P1.bench,S={len(raw)}"
        path.write_bytes(raw)
        shutil.chown(path, "mail", "mail")
        path.rename(box / "new" / path.name)


def known(database: str, workload: Any) -> tuple[dict[int, str], dict[int, str]]:
    """(references, Message-IDs of acknowledgements) of the first wave, by the workload's number of the complaint."""
    number = {workload.msgid_new(i): i for i in range(workload.n_new)}
    engine = create_engine(database)
    with engine.connect() as tx:
        cases = tx.execute(
            text("select l.message_id, c.reference from ledger l join case_file c on c.id = l.case_id")
        ).all()
        answers = tx.execute(text("select in_reply_to, message_id from letter where name = 'acknowledgement'")).all()
    engine.dispose()
    return {number[m]: r for m, r in cases if m in number}, {number[m]: a for m, a in answers if m in number}


def originals(database: str, there: int) -> int:
    """Compressed bytes of the originals that came after the first `there`."""
    query = f"select sum(length(content)) from blob where sha256 in (select sha256 from ledger where id > {there})"
    engine = create_engine(database)
    with engine.connect() as tx:
        found = int(tx.execute(text(query)).scalar() or 0)
    engine.dispose()
    return found


def count(database: str, table: str) -> int:
    engine = create_engine(database)
    with engine.connect() as tx:
        found = int(tx.execute(text(f"select count(*) from {table}")).scalar() or 0)
    engine.dispose()
    return found


def acknowledged(sink: Any, first: list[Any]) -> dict[str, int]:
    told = common.ack_stats(sink.mails(), first)
    return {"complaints": told["new"], "acknowledged": told["acked_new"]}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", type=int, default=500)
    options.add_argument("--runs", type=int, default=1)
    options.add_argument("--database", default="", help="SQLAlchemy URL of an empty database; default: SQLite on disk")
    options.add_argument("--postgresql", action="store_true", help="on a PostgreSQL that is started for it")
    options.add_argument("--procedure", default="dsmart")
    options.add_argument("--prefill", type=int, default=0, help="cases that are there already")
    chosen = options.parse_args()
    for run in range(chosen.runs):
        floor = yardstick.floor(chosen.n, 1, prefill=chosen.prefill)
        dovecot = common.Dovecot()
        try:
            with Postgres(durable=True) if chosen.postgresql else nullcontext() as postgres:
                url = postgres.database() if postgres else chosen.database
                server = postgres.process if postgres else 0
                found = measure(dovecot, chosen.n, 1 + run, url, chosen.procedure, chosen.prefill, server)
        finally:
            dovecot.stop()
        found |= {
            "floor_cpu_ms": floor["cpu_ms_msg"],
            "cpu_ratio": found["cpu_ms"] / floor["cpu_ms_msg"],
            "cpu_ratio_without_start": found["cpu_ms_without_start"] / floor["cpu_ms_msg"],
            "floor_messages_s": floor["msg_s_wall"],
            "prefill": chosen.prefill,
        }
        print(json.dumps({name: round(v, 2) if isinstance(v, float) else v for name, v in found.items()}), flush=True)


if __name__ == "__main__":
    main()
