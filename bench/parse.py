"""What reading and understanding a message costs, as a ratio to the stdlib's compat32 parse of the same messages in the same run.

    .venv/bin/python bench/parse.py [FOLDER ...]

reads the yardstick's mix, or every file in the folders named. "Understand" is what `mailbot inspect` does: parse, judge, raise flags.
"""

from __future__ import annotations

import argparse
import email
import json
import time
from collections.abc import Callable
from pathlib import Path

import yardstick

from mailbot.core.automatic import judge
from mailbot.core.triage.triage import raise_flags
from mailbot.errors import Unreadable
from mailbot.mail.parse import parse


def stdlib(content: bytes) -> None:
    """compat32, every leaf decoded: the least that a reader must do."""
    for part in email.message_from_bytes(content).walk():
        if not part.is_multipart():
            part.get_payload(decode=True)


def understand(content: bytes) -> None:
    try:
        message = parse(content)
    except Unreadable:
        return
    judge(message, own_addresses=frozenset({"complaints@desk.example"}))
    sender = message.sender.address if message.sender else ""
    raise_flags(
        message.subject, message.fresh or message.text, sender, attachments=tuple(a.name for a in message.attachments)
    )


def parse_only(content: bytes) -> None:
    try:
        parse(content)
    except Unreadable:
        return


def cpu_ms(step: Callable[[bytes], None], contents: list[bytes]) -> float:
    """Milliseconds a message: the better of two passes, the first of which warms up."""
    spent = []
    for _ in range(2):
        began = time.process_time()
        for content in contents:
            step(content)
        spent.append(time.process_time() - began)
    return 1000 * min(spent) / len(contents)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("-n", type=int, default=300, help="messages of the mix")
    chosen = options.parse_args()
    if chosen.folders:
        contents = [
            path.read_bytes() for folder in chosen.folders for path in sorted(folder.rglob("*")) if path.is_file()
        ]
    else:
        gen, _ = yardstick.parts()
        workload = gen.Workload(chosen.n)
        contents = [gen.crlf(mail.raw) for mail in (*workload.wave1(), *workload.wave2({}, lambda _, subject: subject))]
    floor, read, understood = (cpu_ms(step, contents) for step in (stdlib, parse_only, understand))
    told = {
        "messages": len(contents),
        "stdlib_ms": floor,
        "parse_ms": read,
        "understand_ms": understood,
        "parse_ratio": read / floor,
        "understand_ratio": understood / floor,
    }
    print(json.dumps({name: round(v, 2) if isinstance(v, float) else v for name, v in told.items()}))


if __name__ == "__main__":
    main()
