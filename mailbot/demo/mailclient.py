"""A person's mail client in the loopback world: reads their inbox over IMAP, writes and replies, hands in over SMTP.

It replies to the letter that really lies in the inbox, as mail clients do, and knows nothing of what mailbot remembers.
"""

from __future__ import annotations

import smtplib
import textwrap
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from mailbot.demo.cast import Human
from mailbot.demo.tale import Mail
from mailbot.demo.world import MailWorld
from mailbot.mail.mailbox import ImapMailbox, ImapSettings
from mailbot.mail.parse import parse

_POLICY = SMTP.clone(max_line_length=998)
_MADE_UP = {
    "pdf": ("application", "pdf", b"%PDF-1.4\n% a scan, made up for the demo\n%%EOF\n"),
    "jpg": ("image", "jpeg", b"\xff\xd8\xff\xd9"),
}
_LINE = 76  # characters at which this client breaks lines


def inbox(world: MailWorld, who: Human) -> tuple[bytes, ...]:
    """Every message in the person's inbox, the oldest first, read over IMAP. Raises TemporaryFailure."""
    settings = ImapSettings(
        host=world.host,
        port=world.imap_port,
        security="none",
        username=who.address,
        password=world.password,
        idle=False,
    )
    world.add_user(who.address)
    mailbox = ImapMailbox(settings, who.address)
    try:
        mailbox.connect()
        return tuple(raw.content for raw in mailbox.fetch(mailbox.uids()))
    finally:
        mailbox.close()


def newest(world: MailWorld, who: Human, is_it: Callable[[bytes], bool]) -> bytes | None:
    """The newest message in the person's inbox that is one of those meant; None if there is none."""
    return next((mail for mail in reversed(inbox(world, who)) if is_it(mail)), None)


def message_id_of(content: bytes) -> str:
    """With angle brackets; "" if there is none."""
    return str(BytesHeaderParser().parsebytes(content)["Message-ID"] or "").strip()


def written(mail: Mail, message_id: str, subject: str) -> bytes:
    """A new mail of that person to the company's address."""
    message = _begun(mail, message_id, mail.to.address, subject)
    return _finished(message, mail, _words(mail))


def replied(mail: Mail, message_id: str, original: bytes) -> bytes:
    """A reply to that letter: to its Reply-To, in its thread (RFC 5322 3.6.4), with its words quoted below."""
    letter = parse(original)
    to = letter.reply_to[0].address if letter.reply_to else mail.to.address
    subject = letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"
    message = _begun(mail, message_id, to, subject)
    message["In-Reply-To"] = letter.message_id
    message["References"] = " ".join((*letter.references, letter.message_id))
    when = f"{letter.date:%a, %d %b %Y at %H:%M}" if letter.date else "an earlier day"
    quoted = "\n".join(f"> {line}".rstrip() for line in letter.text.splitlines())
    return _finished(message, mail, f"{_words(mail)}\n\nOn {when}, {letter.sender} wrote:\n\n{quoted}\n")


def submit(world: MailWorld, reverse_path: str, recipient: str, content: bytes) -> None:
    """Hands a mail in, as any mail program does. Raises OSError (of which smtplib's errors are a kind)."""
    with smtplib.SMTP(world.host, world.smtp_port, timeout=10) as smtp:
        smtp.sendmail(reverse_path, [recipient], content)


def envelope_recipient(content: bytes) -> str:
    """Whom a mail program names to the server: the To of the mail."""
    return parseaddr(str(message_from_bytes(content)["To"]))[1]


def _begun(mail: Mail, message_id: str, to: str, subject: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = formataddr((mail.who.name, mail.who.address))
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = message_id
    return message


def _words(mail: Mail) -> str:
    """The paragraphs broken into lines as a mail client breaks them, commands on their own, the signature."""
    parts = [_broken(paragraph) for paragraph in mail.text.strip().split("\n\n")]
    return "\n\n".join([*parts, f"-- \n{mail.who.signature}"] if mail.who.signature else parts)


def _broken(paragraph: str) -> str:
    lines = paragraph.splitlines()
    commands = [line for line in lines if line.startswith("#")]
    rest = " ".join(line for line in lines if not line.startswith("#"))
    return "\n".join([*commands, *textwrap.wrap(rest, _LINE)])


def _finished(message: EmailMessage, mail: Mail, text: str) -> bytes:
    message.set_content(text)
    for name in mail.attached:
        main, sub, content = _MADE_UP[name.rpartition(".")[2]]
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
