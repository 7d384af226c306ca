"""Bytes to an InboundMessage: total, whatever the bytes. What the mail means is for core/ to decide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import islice

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from mailbot.core.model import Address, InboundMessage
from mailbot.core.subjects import is_forward
from mailbot.errors import Unreadable
from mailbot.mail import charsets, quotes, report
from mailbot.mail.body import Body, read_body
from mailbot.mail.forwarded import find_forwarded
from mailbot.mail.itip import read_answer
from mailbot.mail.structure import parse_structure

_MSG_ID = re.compile(r"<[^<>\s]{1,990}>")
_BARE_ID = re.compile(r"[^\s<>()\",;:@]{1,500}@[^\s<>()\",;:@]{1,400}")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]{1,200}@[^\s<>()\[\]\",;:@]{1,250}")
_BRACKETED = re.compile(r"<([^\s<>()\[\]\",;:@]{1,200}@[^\s<>()\[\]\",;:@]{1,250})>")
# One mailbox in its plainest form, as nearly every mail has it: no comment, no escape, no group, no list.
_PLAIN_MAILBOX = re.compile(
    r"\s*(?:\"([^\"\\<>@]{0,200})\"|([^\"<>(),;:@\\\[\]]{0,200}?))\s{0,9}<([^\s<>()\",;:@\\\[\]]{1,64}@[A-Za-z0-9.-]{1,250})>\s*"
)
# "Simmons, Jo <jo@x>": the one comma too many must not cost half the name.
_NAME_WITH_COMMAS = re.compile(r"([^\"<>():;@\\\[\]]{1,200})<([^\s<>()\",;:@\\\[\]]{1,64}@[A-Za-z0-9.-]{1,250})>\s*")
_GROUP = re.compile(r"^[^;<>@\"]{0,200}:")
_SEMICOLONS = re.compile(r"(\"[^\"]{0,500}\"|\([^()]{0,500}\))|;")
_ENVELOPE_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-forwarded-to")
_RECIPIENT_FIELDS = ("to", "cc", "resent-to", "resent-cc", "apparently-to", "bcc")
_TELLING_FIELDS = frozenset((*_ENVELOPE_FIELDS, *_RECIPIENT_FIELDS))
# A date in its plainest form, as nearly every mail has it.
_PLAIN_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ((?:19|20)\d\d)"
    r" ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) ([+-])([01]\d)([0-5]\d)(?: \([A-Z]{1,5}\))?",
    re.ASCII,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_FIELD = 256_000  # characters of one field that are read; the original keeps the rest
_LONGEST_LIST = 64_000  # of addresses; some 1,500 of them
_MOST_FIELDS = 2_000
_LONGEST_LINE = 4_000  # of a decoded subject or name

Fields = tuple[tuple[str, str], ...]
Named = Mapping[str, Sequence[str]]
"""The values of each field, by its name in lower case."""


def parse(content: bytes) -> InboundMessage:
    """Everything mailbot reads in a message. No content makes it fail: what is wrong is told in `defects`.

    Raises `Unreadable` only if there is nothing at all to read (no bytes, or white space and NULs only).
    """
    return parse_with_parts(content)[0]


def parse_with_parts(content: bytes) -> tuple[InboundMessage, Message]:
    """The same, and the parts that were read: attachments.py finds the files in them."""
    if not content.lstrip(b"\x00 \t\r\n"):
        raise Unreadable("the message is empty")
    message, found = parse_structure(content)
    defects = list(found)
    raw = _raw_fields(message, defects)
    body = read_body(message)
    return _assemble(message, raw, body, [*defects, *body.defects]), message


def _assemble(message: Message, given: Fields, body: Body, defects: list[str]) -> InboundMessage:
    fields = tuple((name, charsets.readable(value)) for name, value in given)
    raw = _named(given)
    subject = charsets.clean(charsets.decode_words(_first(raw, "subject"))[:_LONGEST_LINE])
    senders = _senders(raw, defects)
    to = _addresses(raw.get("to", ()), defects)
    told = report.read_report(
        message, sender=senders[0] if senders else None, recipients=to, subject=subject, fields=fields, text=body.text
    )
    split = quotes.split(body.text, forwarding=is_forward(subject))
    return InboundMessage(
        message_id=_own_id(_first(raw, "message-id"), defects),
        in_reply_to=msg_ids(_joined(raw, "in-reply-to")),
        references=msg_ids(_joined(raw, "references")),
        date=_date(_first(raw, "date"), defects),
        subject=subject,
        sender=senders[0] if senders else None,
        to=to,
        cc=_addresses(raw.get("cc", ()), defects),
        reply_to=_addresses(raw.get("reply-to", ()), defects),
        delivered_to=_delivered_to(fields),
        headers=fields,
        content_type=message.get_content_type(),
        text=body.text,
        fresh=split.fresh,
        quoted=split.quoted,
        signature=split.signature,
        protection=body.protection,
        attachments=body.attachments,
        report=told,
        forwarded=None if told else find_forwarded(body.text, body.embedded, subject),
        calendar=read_answer(message, senders[0].address) if senders else None,
        defects=tuple(dict.fromkeys([*defects, *_sender_defects(senders, raw)])),
    )


def _raw_fields(message: Message, defects: list[str]) -> Fields:
    """(lower-case name, unfolded value) as the parser kept them: 8-bit octets still smuggled as surrogates."""
    fields = list(islice(message.raw_items(), _MOST_FIELDS + 1))
    if len(fields) > _MOST_FIELDS:
        defects.append(f"more than {_MOST_FIELDS} header fields: the rest was not read")
    return tuple((name.lower(), charsets.unfold(str(value)[:_LONGEST_FIELD])) for name, value in fields[:_MOST_FIELDS])


def _named(fields: Fields) -> Named:
    named: dict[str, list[str]] = {}
    for name, value in fields:
        named.setdefault(name, []).append(value)
    return named


def _first(raw: Named, name: str) -> str:
    return raw[name][0] if name in raw else ""


def _joined(raw: Named, name: str) -> str:
    return " ".join(raw.get(name, ()))


def msg_ids(value: str) -> tuple[str, ...]:
    """The msg-ids of a raw, unfolded field, with angle brackets, each once. A field folded inside an id is mended."""
    found = _MSG_ID.findall(value)
    if not found and "<" in value:
        found = _MSG_ID.findall(re.sub(r"\s+", "", value))
    if not found:
        found = [f"<{bare}>" for bare in _BARE_ID.findall(value[:4000])] if "<" not in value else []
    return tuple(dict.fromkeys(charsets.clean(charsets.readable(one)) for one in found))


def _own_id(value: str, defects: list[str]) -> str:
    found = msg_ids(value)
    if not found:
        defects.append("Message-ID is malformed" if value else "Message-ID is missing")
        return ""
    return found[0]


def _date(value: str, defects: list[str]) -> datetime | None:
    """What the sender claims, in UTC; None if it cannot be read."""
    if not value:
        defects.append("Date is missing")
        return None
    readable = charsets.readable(value)[:200]
    plain = _plain_date(readable)
    if plain is not None:
        return plain
    found = parse_mail_date(readable).value
    if isinstance(found, datetime):
        return found.astimezone(UTC)
    try:
        guess = parsedate_to_datetime(readable)
        return (guess.replace(tzinfo=UTC) if guess.tzinfo is None else guess).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        defects.append("Date cannot be read")
        return None


def _plain_date(value: str) -> datetime | None:
    """What mail-parser would read in the plainest form of a date, for a tenth of the work; None if it is another form."""
    found = _PLAIN_DATE.fullmatch(value)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, *zone = found.groups()
    offset = timedelta(hours=int(zone[0]), minutes=int(zone[1]))
    try:
        local = datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError:
        return None
    return local + offset if sign == "-" else local - offset


def _addresses(values: Sequence[str], defects: list[str]) -> tuple[Address, ...]:
    """The mailboxes of all fields of one name, in order, each once."""
    found: dict[str, Address] = {}
    for value in values:
        for name, address in _mailboxes(charsets.readable(value[:_LONGEST_LIST]), defects):
            lowered = charsets.clean(address).lower().strip("'")
            if len(lowered) < len(address.strip("' \t")):
                defects.append("an address field is malformed")  # signs that nobody sees: not the address it looks like
            if lowered and lowered not in found:
                shown = charsets.clean(charsets.decode_words(name)[:_LONGEST_LINE]).strip("'\" ")
                found[lowered] = Address(address=lowered, name="" if shown.lower() == lowered else shown)
    return tuple(found.values())


def _senders(raw: Named, defects: list[str]) -> tuple[Address, ...]:
    """Whoever From names; that it had to be guessed at is told apart from the same of another field: rights hang on it."""
    guessed: list[str] = []
    found = _addresses(raw.get("from", ()), guessed)
    defects += [*guessed, "From is malformed"] if guessed else []
    return found or _nameless(_first(raw, "from"))


def _nameless(value: str) -> tuple[Address, ...]:
    """Whoever wrote, where From gives a name and no address; nobody where it gives no name either."""
    name = charsets.clean(charsets.decode_words(value)[:_LONGEST_LINE]).strip("'\"<> ")
    return (Address(address="", name=name),) if any(c.isalpha() for c in name) else ()


def _mailboxes(value: str, defects: list[str]) -> list[tuple[str, str]]:
    """mail-parser's recovery, and where it finds nothing whatever looks like an address."""
    plain = _PLAIN_MAILBOX.fullmatch(value) if len(value) < 500 else None
    if plain:
        return [(plain[1] or plain[2] or "", plain[3])]
    if "@" not in value and "=?" in value:  # the whole mailbox encoded, which RFC 2047 section 5 forbids
        value = charsets.clean(charsets.decode_words(value))
    if value.count("@") == 1 and (loose := _NAME_WITH_COMMAS.fullmatch(value)):
        return [(loose[1].strip(), loose[2])]
    if ";" in value and not _GROUP.search(value):
        value = _SEMICOLONS.sub(lambda m: m[1] or ",", value)  # Outlook's own way to part them
    try:
        found = [(name, address) for name, address in get_addresses(value) if "@" in address]
    except (ValueError, IndexError, AttributeError, TypeError, LookupError, RecursionError):
        found = []
    if not found and "@" in value:
        defects.append("an address field is malformed")
        bracketed = _BRACKETED.findall(value)  # one alone is the mailbox, whatever its name holds
        found = [("", address) for address in (bracketed if len(bracketed) == 1 else _ADDRESS.findall(value))]
    return found


def _delivered_to(fields: Fields) -> tuple[str, ...]:
    """Every address this copy was sent to, envelope fields first."""
    found: dict[str, None] = {}
    telling = _named(tuple(one for one in fields if one[0] in _TELLING_FIELDS))
    for wanted in (*_ENVELOPE_FIELDS, *_RECIPIENT_FIELDS) if telling else ():
        for value in telling.get(wanted, ()):
            found.update(dict.fromkeys(address.lower() for address in _ADDRESS.findall(value)))
    return tuple(found)


def _sender_defects(senders: tuple[Address, ...], raw: Named) -> list[str]:
    if not senders or not senders[0].address:
        return ["From cannot be read" if _first(raw, "from") else "From is missing"]
    return ["more than one From address"] if len(senders) > 1 else []
