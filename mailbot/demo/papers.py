"""The folder that the demo leaves: every mail that crossed the wire as an .eml file, numbered in time order."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from mailbot.core.model import Attachment
from mailbot.demo.narrator import Narrator
from mailbot.demo.world import SentMessage, as_delivered, inbox_of
from mailbot.errors import ConfigError
from mailbot.mail.parse import parse
from mailbot.store import cases, ledger, letters

MARKER = ".mailbot-demo"
INDEX = "index.html"
_MADE = re.compile(r"\d{3,5}-[a-z0-9-]{1,100}\.eml")
_INCOMING = {
    "new_complaint": "complaint",
    "unconfirmed": "stranger-mail",
    "relayed": "reply",
    "staff_command": "command",
    "bounce": "delivery-failure",
    "stage_two": "review-request",
    "calendar_answer": "calendar-answer",
    "sent_by_hand": "sent-past-mailbot",
}
"""What an incoming mail is, by what became of it; the other outcomes say it themselves."""
_SAYS = "Made by `mailbot demo`, which removes and rewrites its numbered .eml files and index.html here.\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One mail as it was delivered. `html` is what its reader sees, "" for a mail of text alone; `at` is local."""

    number: int
    file: str
    at: datetime
    company: str
    case: str  # reference; "" for what belongs to no case
    ours: bool  # a letter of the company, else a mail to it
    to_staff: bool
    what: str  # the letter's name, or what became of the message
    came_back: bool
    sender: str  # as the story calls them
    recipient: str
    from_line: str  # as the mail names them
    to_line: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    message_id: str
    content: bytes

    @property
    def title(self) -> str:
        return f"{self.what.replace('_', ' ').capitalize()} to {self.recipient}" if self.ours else f"From {self.sender}"


def claim(folder: Path) -> None:
    """Makes the folder ours and empties it of an earlier demo's files. Raises ConfigError if it holds others."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MARKER).exists() and any(folder.iterdir()):
            raise ConfigError(
                f"demo: {folder} is not empty and was not made by mailbot demo: name another folder with --out"
            )
        (folder / MARKER).write_text(_SAYS, encoding="utf-8")
        for path in folder.iterdir():
            if _MADE.fullmatch(path.name) or path.name == INDEX:
                path.unlink()
    except OSError as fault:
        raise ConfigError(f"demo: {folder}: it cannot be written to: {fault.strerror}") from fault


def write(folder: Path, papers: tuple[Paper, ...]) -> None:
    """An .eml file each. Raises ConfigError if the folder refuses."""
    try:
        for paper in papers:
            (folder / paper.file).write_bytes(paper.content)
    except OSError as fault:
        raise ConfigError(f"demo: {folder}: it cannot be written to: {fault.strerror}") from fault


def papers_of(narrator: Narrator, sent: tuple[SentMessage, ...]) -> tuple[Paper, ...]:
    """Every mail that the loopback server carried, in that order, with what the database knows of it."""
    with narrator.desk.store.begin() as tx:
        return tuple(_paper(tx, narrator, number, message) for number, message in enumerate(sent, start=1))


def _paper(tx: Connection, narrator: Narrator, number: int, message: SentMessage) -> Paper:
    read = parse(message.content)
    recipient = message.recipients[0]
    by_address = {firm.settings.address: firm for firm in narrator.desk.firms.values()}
    incoming = by_address.get(inbox_of(recipient))
    firm = incoming or by_address[read.sender.address if read.sender else ""]
    letter = letters.sent_letter(tx, (read.message_id,)) if incoming is None else None
    entries = ledger.by_message_id(tx, read.message_id) if letter is None else ()
    case_id = letter.case_id if letter else entries[-1].case_id if entries else None
    sender = firm.rules.procedure.company.name if letter else narrator.called(str(read.sender or "somebody"))
    to = narrator.called(recipient) if incoming is None else firm.rules.procedure.company.name
    what = letter.name if letter else entries[-1].outcome if entries else "not read"
    named = f"{what}-to-{_bare(to)}" if letter else f"{_INCOMING.get(what, what)}-from-{_bare(sender)}"
    return Paper(
        number=number,
        file=f"{number:03}-{_slug(named)}.eml",
        at=message.received_at.astimezone(ZoneInfo(firm.rules.procedure.calendar.zone)),
        company=firm.rules.procedure.company.name,
        case=cases.load(tx, case_id).reference if case_id is not None else "",
        ours=letter is not None,
        to_staff=bool(letter and letter.to_staff),
        what=what,
        came_back=bool(letter and letter.state == "bounced"),
        sender=sender,
        recipient=to,
        from_line=str(read.sender or ""),
        to_line=", ".join(str(one) for one in read.to) or recipient,
        subject=read.subject,
        text=read.text,
        html=html_of(message.content),
        attachments=read.attachments,
        message_id=read.message_id,
        content=as_delivered(message, recipient),
    )


def html_of(content: bytes) -> str:
    """The HTML part with its pictures inside it, as a mail program shows it; "" if there is none."""
    parts = [(part, part.get_payload(decode=True)) for part in message_from_bytes(content).walk()]
    pages = [bytes(held) for part, held in parts if part.get_content_type() == "text/html" and isinstance(held, bytes)]
    page = pages[0].decode("utf-8", "replace").replace("\r\n", "\n") if pages else ""
    for part, held in parts:
        named = str(part["Content-ID"] or "").strip("<> ")
        if named and part.get_content_maintype() == "image" and isinstance(held, bytes):
            picture = f"data:{part.get_content_type()};base64,{b64encode(held).decode()}"
            page = page.replace(f"cid:{named}", picture)
    return page


def _bare(name: str) -> str:
    """The name without what the story says beside it: "Anna Field (handler)" is Anna Field."""
    return name.partition(" (")[0]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:70].strip("-")
