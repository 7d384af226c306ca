"""What mailbot makes of messages in files: one JSON-ready object each (contract.md section 4). Touches nothing; the
command line is elsewhere."""

from __future__ import annotations

import mailbox
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailbot.core.automatic import judge
from mailbot.core.model import Address, Attachment, DeliveryReport, Disposition, Flag, InboundMessage, Verdict
from mailbot.core.reference import find
from mailbot.core.triage.triage import raise_flags
from mailbot.errors import Unreadable
from mailbot.mail.apart import Apart
from mailbot.mail.parse import parse


@dataclass(frozen=True, kw_only=True, slots=True)
class Inspected:
    """One message as inspection sees it. `message` is None when there was nothing to read."""

    file: str
    message: InboundMessage | None
    verdict: Verdict
    case_references: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    defects: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object of contract.md section 4."""
        message = self.message or InboundMessage(message_id="")
        return {
            "file": self.file,
            "message_id": message.message_id,
            "in_reply_to": message.in_reply_to[0] if message.in_reply_to else "",
            "references": list(message.references),
            "date": message.date.isoformat().replace("+00:00", "Z") if message.date else None,
            "subject": message.subject,
            "from": _address(message.sender) if message.sender else {"name": "", "address": ""},
            "to": [_address(one) for one in message.to],
            "cc": [_address(one) for one in message.cc],
            "reply_to": [_address(one) for one in message.reply_to],
            "text": message.text,
            "fresh": message.fresh,
            "quoted": message.quoted,
            "signature": message.signature,
            "protection": message.protection,
            "attachments": [_attachment(one) for one in message.attachments],
            "disposition": self.verdict.disposition.value,
            "kind": self.verdict.kind.value if self.verdict.kind else None,
            "rule": self.verdict.rule,
            "may_auto_answer": self.verdict.may_auto_answer,
            "report": _report(message.report) if message.report else None,
            "case_references": list(self.case_references),
            "flags": [{"flag": flag.flag, "because": flag.because} for flag in self.flags],
            "defects": list(self.defects),
        }


def _address(one: Address) -> dict[str, str]:
    return {"name": one.name, "address": one.address}


def _attachment(one: Attachment) -> dict[str, Any]:
    """`within` stands only with what was found inside another attachment."""
    told = {"name": one.name, "type": one.type, "size": one.size, "sha256": one.sha256, "inline": one.inline}
    return told | ({"within": one.within} if one.within else {})


def _report(report: DeliveryReport) -> dict[str, Any]:
    return {
        "failed": list(report.failed),
        "delayed": list(report.delayed),
        "delivered": list(report.delivered),
        "original_message_id": report.original_message_id,
        "statuses": dict(report.statuses),
    }


def inspect_paths(paths: Sequence[Path]) -> Iterator[Inspected]:
    """One `Inspected` a message, in order: files as given, directories recursively and sorted, mbox files message by
    message.

    What cannot be read is `unreadable`, with the reason among its defects, and the next file is read.
    """
    with Apart() as reading:
        for path in paths:
            yield from _inspect_path(path, reading)


def _inspect_path(path: Path, reading: Apart) -> Iterator[Inspected]:
    if not path.is_dir():
        yield from _inspect_file(path, reading)
        return
    for found in sorted(path.rglob("*")):
        if found.is_file() and not any(part.startswith(".") for part in found.relative_to(path).parts):
            yield from _inspect_file(found, reading)


def _inspect_file(path: Path, reading: Apart) -> Iterator[Inspected]:
    try:
        for content in _contents(path):
            yield inspect_content(str(path), content, reading.read)
    except OSError as error:
        yield _unreadable(str(path), f"the file cannot be read: {error.strerror or error}")


def _contents(path: Path) -> Iterator[bytes]:
    """The bytes of each message of a file, one after the other: an mbox file may be larger than the memory."""
    with path.open("rb") as opened:
        is_mbox = path.suffix.lower() == ".mbox" or (path.suffix.lower() != ".eml" and opened.read(5) == b"From ")
    if not is_mbox:
        yield path.read_bytes()
        return
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def inspect_content(file: str, content: bytes, read: Callable[[bytes], InboundMessage] = parse) -> Inspected:
    """What mailbot makes of one message's bytes; `file` is only the name it is reported under."""
    try:
        message = read(content)
    except Unreadable as error:
        return _unreadable(file, str(error))
    sender = str(message.sender) if message.sender else ""
    return Inspected(
        file=file,
        message=message,
        verdict=judge(message),
        case_references=find(f"{message.subject}\n{message.text}"),
        flags=raise_flags(message.subject, message.fresh, sender),
        defects=message.defects,
    )


def _unreadable(file: str, why: str) -> Inspected:
    verdict = Verdict(
        disposition=Disposition.UNREADABLE, may_auto_answer=False, rule="unreadable", source="design.md decision 2"
    )
    return Inspected(file=file, message=None, verdict=verdict, defects=(why,))
