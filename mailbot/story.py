"""A scenario file, and the mails of its events as mail clients and mail servers would have written them (contract 5)."""

from __future__ import annotations

import base64
import binascii
import tomllib
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from mailbot.errors import ConfigError
from mailbot.store.letters import Queued

_POLICY = SMTP.clone(max_line_length=998)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(Frozen):
    name: str
    address: str
    also: tuple[str, ...] = ()
    roles: tuple[Literal["handler", "director", "engineer", "hr"], ...] = Field(min_length=1)


class Hung(Frozen):
    """An attachment of an event."""

    name: str
    type: str = "application/octet-stream"
    text: str | None = None
    base64: str | None = None

    @field_validator("base64")
    @classmethod
    def _decodes(cls, value: str | None) -> str | None:
        if value is not None:
            _decoded(value)
        return value

    def content(self) -> bytes:
        return _decoded(self.base64) if self.base64 is not None else (self.text or "").encode()


def _decoded(text: str) -> bytes:
    """Raises ValueError if that is not base64; it may be broken into lines."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as fault:
        raise ValueError(f"it is not base64: {fault}") from fault


class StoryEvent(Frozen):
    at: AwareDatetime
    from_: str = Field(default="", alias="from")
    to: str = ""
    subject: str = ""
    text: str = ""
    eml: str = ""
    id: str = ""
    reply_to: str = ""
    letter_to: str = ""
    headers: dict[str, str] = Field(default_factory=dict)
    attachments: tuple[Hung, ...] = ()
    bounce: str = ""
    out_of_office: str = ""
    restart: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> StoryEvent:
        if not (self.from_ or self.eml or self.bounce or self.out_of_office or self.restart):
            raise ValueError("an event needs one of: from, eml, bounce, out_of_office, restart")
        fields = {"from": self.from_, "to": self.to, "subject": self.subject, "id": self.id, **self.headers}
        broken = [name for name, value in fields.items() if "\n" in value or "\r" in value or "\n" in name]
        if broken:
            raise ValueError(
                f"{', '.join(broken)}: a header field cannot hold a line break (put such a mail into an .eml file)"
            )
        return self


class Scenario(Frozen):
    procedure: str
    start: AwareDatetime
    until: AwareDatetime
    mailbox: str
    person: tuple[Actor, ...] = ()
    event: tuple[StoryEvent, ...] = ()
    expect: tuple[dict[str, object], ...] = ()

    @model_validator(mode="after")
    def _runs_forward(self) -> Scenario:
        if self.until < self.start:
            raise ValueError("until lies before start")
        early = [number for number, event in enumerate(self.event, start=1) if event.at < self.start]
        if early:
            raise ValueError(f"event {', '.join(map(str, early))}: at lies before start")
        return self


def load(path: Path) -> Scenario:
    """The scenario in that file, its events in time order. Raises ConfigError with every fault."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        scenario = Scenario.model_validate(data)
    except OSError as fault:
        raise ConfigError(f"{path}: it cannot be read: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{path}: it is not TOML: {fault}") from fault
    except ValidationError as fault:
        raise ConfigError(*in_sentences(path, fault)) from fault
    return scenario.model_copy(update={"event": tuple(sorted(scenario.event, key=lambda e: e.at))})


def in_sentences(path: Path, fault: ValidationError) -> Iterator[str]:
    """A sentence for each fault, naming file and key; the first of a table's entries is number 1."""
    for error in fault.errors():
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
        yield f"{path}: {key}{': ' if key else ''}{error['msg'].removeprefix('Value error, ')}"


def mail_of(
    event: StoryEvent,
    mailbox: str,
    number: int,
    folder: Path,
    answered: Queued | None,
    original: bytes,
    reply_to: str,
    case: str,
) -> bytes:
    """The bytes of that event's mail. `answered` is the letter it replies to or reports on, with its Reply-To and original bytes."""
    if event.eml:
        try:
            return (folder / event.eml).read_bytes()
        except OSError as fault:
            raise ConfigError(f"event {number}: eml {event.eml}: {fault.strerror}") from fault
    message_id = f"<{event.id or f'event-{number}'}@story.example>"
    if event.bounce and answered is not None:
        return delivery_status(answered, original, event.at, message_id)
    if event.out_of_office and answered is not None:
        return absence_notice(answered, mailbox, event.at, message_id)
    return _written(event, mailbox, answered, reply_to, case, message_id)


def _written(
    event: StoryEvent, mailbox: str, answered: Queued | None, reply_to: str, case: str, message_id: str
) -> bytes:
    subject = event.subject.replace("{case}", case)
    text = event.text.replace("{case}", case)
    message = EmailMessage(policy=_POLICY)
    message["From"] = event.from_
    message["To"] = event.to or reply_to or mailbox
    if answered is not None:
        message["In-Reply-To"] = answered.message_id
        message["References"] = answered.message_id
        subject = subject or f"Re: {answered.subject}"
        quoted = "\n".join(f"> {line}".rstrip() for line in answered.text.splitlines())
        text = f"{text}\n\nOn {answered.queued_at:%a, %d %b %Y at %H:%M}, {mailbox} wrote:\n{quoted}\n"
    message["Subject"] = subject
    message["Date"] = format_datetime(event.at)
    message["Message-ID"] = message_id
    for name, value in event.headers.items():
        del message[name]
        message[name] = value
    message.set_content(text)
    for hung in event.attachments:
        kind, _, subtype = hung.type.partition("/")
        message.add_attachment(hung.content(), maintype=kind, subtype=subtype or "octet-stream", filename=hung.name)
    return message.as_bytes()


def delivery_status(letter: Queued, original: bytes, at: datetime, message_id: str) -> bytes:
    """A delivery status notification (RFC 3464) as a mail server returns it to the letter's reverse-path: the mailbox does not exist."""
    fields = {
        "Return-Path": "<>",
        "From": "Mail Delivery System <MAILER-DAEMON@mx.story.example>",
        "To": letter.reverse_path,
        "Subject": "Undelivered Mail Returned to Sender",
        "Date": format_datetime(at),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/report; report-type=delivery-status; boundary="=_story_report"',
    }
    header = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    words = MIMEPart(policy=_POLICY)
    words.set_content(f"Your message could not be delivered to <{letter.recipient}>: unknown user.\n")
    status = (
        "Reporting-MTA: dns; mx.story.example\r\n\r\n"
        f"Final-Recipient: rfc822; {letter.recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 unknown user\r\n"
    )
    parts = [
        words.as_bytes(),
        b"Content-Type: message/delivery-status\r\n\r\n" + status.encode(),
        b"Content-Type: message/rfc822\r\n\r\n" + original,
    ]
    body = b"".join(b"--=_story_report\r\n" + part + b"\r\n" for part in parts) + b"--=_story_report--\r\n"
    return header.encode() + b"\r\n" + body


def absence_notice(letter: Queued, mailbox: str, at: datetime, message_id: str) -> bytes:
    """An absence notice of the letter's recipient, as RFC 3834 asks for it."""
    notice = EmailMessage(policy=_POLICY)
    notice["From"] = formataddr((letter.recipient_name, letter.recipient))
    notice["To"] = parseaddr(letter.reverse_path)[1] or mailbox
    notice["Subject"] = f"Automatic reply: {letter.subject}"
    notice["Date"] = format_datetime(at)
    notice["Message-ID"] = message_id
    notice["In-Reply-To"] = letter.message_id
    notice["References"] = letter.message_id
    notice["Auto-Submitted"] = "auto-replied"
    notice["X-Auto-Response-Suppress"] = "All"
    notice.set_content("I am out of the office until Monday and will answer when I am back.\n")
    return notice.as_bytes()
