"""What mailbot costs while nothing happens, and how long a customer waits for the acknowledgement when something does.

    sudo .venv/bin/python bench/idle.py [--boxes 1 50] [--seconds 30] [--deliveries 15]

CPU of one core and memory (PSS) of an idle daemon with each number of mailboxes; then, with one, the time from a delivery into the
Maildir until the SMTP server has accepted the acknowledgement, and of that the part after a bare IDLE client heard of the mail.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

import yardstick
from imapclient import IMAPClient
from installation import Daemon, configure
from mix import USER, deliver

gen, common = yardstick.parts()
SETTLING_SECONDS = 8.0


def idle(dovecot: Any, boxes: int, seconds: float) -> dict[str, Any]:
    """CPU and memory of a daemon that has read its mailboxes to their ends."""
    folder = Path(tempfile.mkdtemp(prefix="mailbot-bench-"))
    database = f"sqlite:///{folder}/mailbot.db"
    for number in range(1, boxes + 1):
        dovecot.load(f"bench{number}", [])
    daemon = Daemon(
        folder, configure(folder, database, (dovecot.ip, dovecot.port), 25, boxes, "dsmart"), database, boxes
    )
    try:
        daemon.wait_until("select count(*) from mailbox where last_read_at is not null", boxes)
        time.sleep(SETTLING_SECONDS)
        before = common.tree_cpu(daemon.process.pid)
        time.sleep(seconds)
        spent = common.tree_cpu(daemon.process.pid) - before
        pss, _, peak = common.tree_mem(daemon.process.pid)
        return {
            "mailboxes": boxes,
            "idle_percent": 100 * spent / seconds,
            "pss_mib": pss / 1024,
            "peak_mib": peak / 1024,
        }
    finally:
        daemon.stop()
        shutil.rmtree(folder)


def latency(dovecot: Any, deliveries: int) -> dict[str, Any]:
    """Medians of that many deliveries, one after the other, in seconds."""
    folder = Path(tempfile.mkdtemp(prefix="mailbot-bench-"))
    database = f"sqlite:///{folder}/mailbot.db"
    sink = common.Sink("latency")
    dovecot.load(USER, [])
    config = configure(folder, database, (dovecot.ip, dovecot.port), sink.port, 1, "dsmart")
    daemon = Daemon(folder, config, database)
    try:
        daemon.wait_until("select count(*) from mailbox where last_read_at is not null", 1)
        mails = list(gen.Workload(2 * deliveries, seed=5).wave1())[: deliveries + 1]
        notices, totals = [], []
        for number, mail in enumerate(mails):
            time.sleep(0.5)
            notice, total = _one(dovecot, sink, mail, number)
            notices.append(notice)
            totals.append(total)
        after = [
            total - notice for notice, total in zip(notices[1:], totals[1:], strict=True)
        ]  # the first one warms up
        return {
            "deliveries": deliveries,
            "notice_s": median(notices[1:]),
            "acknowledged_s": median(totals[1:]),
            "acknowledged_after_notice_s": median(after),
        }
    finally:
        daemon.stop()
        sink.stop()
        shutil.rmtree(folder)


def _one(dovecot: Any, sink: Any, mail: Any, number: int) -> tuple[float, float]:
    """(seconds until a bare IDLE client heard of it, seconds until its sender's acknowledgement was accepted)."""
    heard: list[float] = []
    ready = threading.Event()

    def listen() -> None:
        with IMAPClient(dovecot.ip, dovecot.port, ssl=False) as client:
            client.login(USER, "bench")
            client.select_folder("INBOX")
            client.idle()
            ready.set()
            client.idle_check(timeout=30)
            heard.append(time.perf_counter())
            client.idle_done()

    listener = threading.Thread(target=listen)
    listener.start()
    ready.wait()
    out = Path(sink.out)
    began = time.perf_counter()
    deliver(dovecot, [mail], number)
    while not out.exists() or mail.sender.lower() not in out.read_text().lower():
        if time.perf_counter() - began > 60:
            raise SystemExit(f"no acknowledgement to {mail.sender} within a minute")
        time.sleep(0.005)
    total = time.perf_counter() - began
    listener.join()
    return heard[0] - began, total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--boxes", type=int, nargs="*", default=[1, 50])
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--deliveries", type=int, default=15)
    chosen = options.parse_args()
    dovecot = common.Dovecot()
    try:
        for boxes in chosen.boxes:
            _tell(idle(dovecot, boxes, chosen.seconds))
        if chosen.deliveries:
            _tell(latency(dovecot, chosen.deliveries))
    finally:
        dovecot.stop()


def _tell(found: dict[str, Any]) -> None:
    print(json.dumps({name: round(v, 3) if isinstance(v, float) else v for name, v in found.items()}), flush=True)


if __name__ == "__main__":
    main()
