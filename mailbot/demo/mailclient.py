"""A person's mail client in the loopback world: reads their inbox over IMAP, writes and replies, hands in over SMTP.

It replies to the letter that really lies in the inbox, as mail clients do, and knows nothing of what mailbot remembers.
"""

from __future__ import annotations

import smtplib
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from icalendar import Calendar
from icalendar.prop import vText

from mailbot.demo.cast import Human
from mailbot.demo.mails import Kind, Mail
from mailbot.demo.world import MailWorld
from mailbot.errors import MailbotError
from mailbot.mail.mailbox import ImapMailbox, ImapSettings
from mailbot.mail.parse import parse

_POLICY = SMTP.clone(max_line_length=998)
_MADE_UP = {
    "pdf": ("application", "pdf", b"%PDF-1.4\n% a scan, made up for the demo\n%%EOF\n"),
    "jpg": ("image", "jpeg", b"\xff\xd8\xff\xd9"),
}
_LINE = 76  # characters at which this client breaks lines


@contextmanager
def _opened(world: MailWorld, who: Human) -> Iterator[ImapMailbox]:
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
        yield mailbox
    finally:
        mailbox.close()


def newest(world: MailWorld, who: Human, is_it: Callable[[bytes], bool]) -> bytes | None:
    """The newest message in the person's inbox, read over IMAP, that is one of those meant; None if there is none.

    Raises TemporaryFailure.
    """
    with _opened(world, who) as mailbox:
        for uid in reversed(mailbox.uids()):
            for raw in mailbox.fetch((uid,)):
                if is_it(raw.content):
                    return raw.content
    return None


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


def pressed(mail: Mail, message_id: str, original: bytes) -> bytes:
    """What opens when a button of that letter is pressed (RFC 6068), its blanks written over. Raises MailbotError."""
    link = _Buttons(original).found.get(mail.button)
    if link is None:
        raise MailbotError(f"demo: a letter to {mail.who.name} has no button '{mail.button}'")
    parts = urlsplit(link)
    fields = dict(field.split("=", 1) for field in parts.query.split("&"))
    message = _begun(mail, message_id, unquote(parts.path), unquote(fields["subject"]))
    body = unquote(fields["body"]).replace("\r\n", "\n")
    for blank, words in mail.blanks:
        body = body.replace(blank, words)
    return _finished(message, mail, f"{body.rstrip()}\n\n{_words(mail)}".rstrip() + "\n")


def invitation_answered(mail: Mail, message_id: str, original: bytes) -> bytes:
    """What a calendar program mails when the invitation in that letter is accepted or declined (RFC 5546 section 3.2.3)."""
    invited = next(part for part in message_from_bytes(original).walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(bytes(invited.get_payload(decode=True)))
    event = calendar.walk("VEVENT")[0]
    accepted = mail.kind is Kind.ACCEPT
    guest = event["attendee"]
    guest.params["PARTSTAT"] = vText("ACCEPTED" if accepted else "DECLINED")
    del guest.params["RSVP"]
    del event["dtstamp"]
    event.add("dtstamp", mail.at)
    if mail.text:
        event.add("comment", mail.text)
    calendar["method"] = "REPLY"
    subject = f"{'Accepted' if accepted else 'Declined'}: {event['summary']}"
    message = _begun(mail, message_id, str(event["organizer"]).lower().removeprefix("mailto:"), subject)
    message.set_content(mail.text or f"{mail.who.name} has accepted this invitation.")
    message.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


def by_hand(mail: Mail, message_id: str, to: Human, subject: str) -> bytes:
    """A new mail to that customer, written in a mail program that is signed in to the company's own mailbox."""
    message = _begun(mail, message_id, to.address, subject)
    message.replace_header("From", formataddr((mail.who.name, mail.to.address)))
    return _finished(message, mail, _words(mail))


class _Buttons(HTMLParser):
    """The buttons of a letter: label -> link."""

    def __init__(self, letter: bytes) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._link = ""
        pages = [part for part in message_from_bytes(letter).walk() if part.get_content_type() == "text/html"]
        for page in pages:
            self.feed(bytes(page.get_payload(decode=True)).decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self._link = str(known["href"]) if tag == "a" and known.get("class") == "button" else ""

    def handle_data(self, data: str) -> None:
        if self._link:
            self.found[data] = self._link
            self._link = ""


def submit(world: MailWorld, reverse_path: str, recipient: str, content: bytes) -> None:
    """Hands a mail in, as any mail program does. Raises OSError (of which smtplib's errors are a kind)."""
    with smtplib.SMTP(world.host, world.smtp_port, timeout=10) as smtp:
        smtp.sendmail(reverse_path, [recipient], content)


def envelope_recipient(content: bytes) -> str:
    """Whom a mail program names to the server: the To of the mail."""
    return parseaddr(str(message_from_bytes(content)["To"]))[1]


def envelope_sender(content: bytes) -> str:
    """Where a mail program asks for failures: the From of the mail."""
    return parseaddr(str(message_from_bytes(content)["From"]))[1]


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
    if mail.letter == "digest":  # a line a case
        return mail.text
    parts = [_broken(paragraph) for paragraph in mail.text.strip().split("\n\n")]
    return "\n\n".join([*parts, f"-- \n{mail.who.signature}"] if mail.who.signature else parts)


def _broken(paragraph: str) -> str:
    lines = paragraph.splitlines()
    commands = [line for line in lines if line.startswith("#")]
    rest = " ".join(line for line in lines if not line.startswith("#"))
    return "\n".join([*commands, " \n".join(textwrap.wrap(rest, _LINE))]).rstrip("\n")


def _finished(message: EmailMessage, mail: Mail, text: str) -> bytes:
    message.set_content(text)
    message.set_param("format", "flowed")  # RFC 3676: a space before a line break says that the paragraph goes on
    for name in mail.attached:
        main, sub, content = _MADE_UP[name.rpartition(".")[2]]
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
