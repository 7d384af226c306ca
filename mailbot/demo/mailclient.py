"""A person's mail client in the loopback world: reads their inbox over IMAP, writes and replies, hands in over SMTP.

It replies to the letter that really lies in the inbox, as mail clients do, and knows nothing of what mailbot remembers.
"""

from __future__ import annotations

import smtplib
import textwrap
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from mailbot.demo.tale import Human, Mail
from mailbot.demo.world import MailWorld
from mailbot.mail.mailbox import ImapMailbox, ImapSettings
from mailbot.mail.parse import parse

_POLICY = SMTP.clone(max_line_length=998)
_ATTACHED = {"pdf": ("application", "pdf", b"%PDF-1.4\n% a scan of the demo\n%%EOF\n"), "jpg": ("image", "jpeg", b"\xff\xd8\xff\xd9")}


def inbox(world: MailWorld, who: Human) -> tuple[bytes, ...]:
    """Every message in the person's inbox, the oldest first, read over IMAP. Raises TemporaryFailure."""
    settings = ImapSettings(
        host=world.host, port=world.imap_port, security="none", username=who.address, password=world.password, idle=False
    )
    mailbox = ImapMailbox(settings, who.address)
    world.add_user(who.address)
    try:
        mailbox.connect()
        return tuple(raw.content for raw in mailbox.fetch(mailbox.uids()))
    finally:
        mailbox.close()


def newest(world: MailWorld, who: Human, is_it: Callable[[str], bool]) -> bytes | None:
    """The newest message in the person's inbox whose Message-ID is the one meant; None if there is none."""
    for content in reversed(inbox(world, who)):
        if is_it(str(message_from_bytes(content)["Message-ID"] or "").strip()):
            return content
    return None


def written(mail: Mail, message_id: str, subject: str) -> bytes:
    """A new mail of that person to the company's address."""
    message = _begun(mail, message_id, mail.to.address, subject)
    return _finished(message, mail, mail.text)


def replied(mail: Mail, message_id: str, original: bytes) -> bytes:
    """A reply to that letter: to its Reply-To, in its thread (RFC 5322 3.6.4), with its words quoted below."""
    letter = message_from_bytes(original)
    to = str(letter["Reply-To"] or letter["From"])
    read = parse(original)
    subject = read.subject if read.subject.lower().startswith("re:") else f"Re: {read.subject}"
    message = _begun(mail, message_id, parseaddr(to)[1], subject)
    message["In-Reply-To"] = str(letter["Message-ID"])
    message["References"] = " ".join([*read.references, str(letter["Message-ID"])])
    sender = formataddr((read.sender.name, read.sender.address)) if read.sender else mail.to.address
    when = f"{read.date:%a, %d %b %Y at %H:%M}" if read.date else "an earlier day"
    quoted = "\n".join(f"> {line}".rstrip() for line in read.text.splitlines())
    return _finished(message, mail, f"{_signed(mail)}\n\nOn {when}, {sender} wrote:\n{quoted}\n")


def submit(world: MailWorld, reverse_path: str, recipient: str, content: bytes) -> None:
    """Hands a mail in, as any mail program does. Raises OSError, smtplib.SMTPException."""
    with smtplib.SMTP(world.host, world.smtp_port, timeout=10) as smtp:
        smtp.sendmail(reverse_path, [recipient], content)


def _begun(mail: Mail, message_id: str, to: str, subject: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = formataddr((mail.who.name, mail.who.address))
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = message_id
    return message


def _signed(mail: Mail) -> str:
    return f"{_flowed(mail.text)}\n\n-- \n{mail.who.signature}" if mail.who.signature else _flowed(mail.text)


def _flowed(text: str) -> str:
    """Long lines broken as a mail client breaks them; commands and blank lines stay as they are."""
    return "\n".join(
        line if line.startswith("#") else textwrap.fill(line, 78) for line in text.splitlines()
    )


def _finished(message: EmailMessage, mail: Mail, text: str) -> bytes:
    body = text if message["In-Reply-To"] else _signed(mail)
    message.set_content(body)
    for name in mail.attached:
        main, sub, content = _ATTACHED[name.rpartition(".")[2]]
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def at_home(mail: Mail, letter: bytes) -> datetime:
    """When the letter reached the person, by its Date."""
    return parse(letter).date or mail.at
