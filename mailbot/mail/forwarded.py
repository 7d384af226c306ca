"""The mail that somebody forwarded inside another one: attached as a message, or pasted under a head, by whichever
program."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.message import Message

from dateutil import parser as dateutil_parser
from mailparser.dates import parse_mail_date

from mailbot.core.model import Address, Forwarded
from mailbot.core.subjects import is_forward
from mailbot.mail import charsets, introductions
from mailbot.mail import quote_words as words
from mailbot.mail.body import read_body

_MARKED = re.compile(r"^\s{0,3}>\s?")
_TARGET = re.compile(r"<?\s?mailto:[^\s<>\]]{1,200}>?|\[mailto:[^\]\s]{1,200}\]", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = {
    "jan": "januar januari janvier enero janeiro gennaio stycznia января tammikuuta leden ledna",
    "feb": "februar februari février fevrier febrero fevereiro febbraio lutego февраля helmikuuta února",
    "mar": "märz maart mars marzo março marca марта maaliskuuta března",
    "apr": "april avril abril aprile kwietnia апреля huhtikuuta dubna",
    "may": "mai mei maj mayo maio maggio maja мая toukokuuta května",
    "jun": "juni juin junio junho giugno czerwca июня kesäkuuta června",
    "jul": "juli juillet julio julho luglio lipca июля heinäkuuta července",
    "aug": "august augustus augusti août aout agosto sierpnia августа elokuuta srpna",
    "sep": "september septembre septiembre setembro settembre września сентября syyskuuta září",
    "oct": "oktober octobre octubre outubro ottobre października октября lokakuuta října",
    "nov": "november novembre noviembre novembro listopada ноября marraskuuta",
    "dec": (
        "dezember december décembre decembre diciembre dezembro dicembre desember grudnia декабря joulukuuta prosince"
    ),
}
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}\b|\b(?:GMT|UTC)\b|\dZ\b")
_MIDNIGHT = datetime(2000, 1, 1, tzinfo=UTC)
_MONTH_OF = {word: month for month, listed in _MONTHS.items() for word in listed.split()}


def find_forwarded(text: str, embedded: tuple[Message, ...], subject: str) -> Forwarded | None:
    """The first forwarded mail, as far as it can be read; None if nothing was forwarded.

    An attached message comes first, then one pasted under a separator, then one under a bare head where the subject
    says that
    this is a forward or nothing stands above it (Outlook marks a forward in no other way).
    """
    if embedded:
        return _from_message(embedded[0])
    lines = text.split("\n")
    says_forward = is_forward(subject)
    for position, line in enumerate(lines):
        bare = _MARKED.sub("", line) if says_forward else line  # Apple Mail marks the separator too
        if len(line) < 200 and words.is_forward_line(bare):
            return _from_lines([_MARKED.sub("", other) for other in _unmarked_block(lines[position + 1 :])])
    for position, line in enumerate(lines):
        if not line.strip() or len(line) > 400:
            continue
        if introductions.head_end(lines, position) > position:
            start = position + 1 if words.is_original(line) or words.is_rule(line) else position
            return _from_lines(lines[start:])
        if not says_forward:
            return None
    return None


def _unmarked_block(lines: list[str]) -> list[str]:
    """Apple Mail and others mark the forwarded lines with ">": then the mail ends where the marks end."""
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None or not _MARKED.match(lines[first]):
        return lines
    end = next((i for i in range(first, len(lines)) if lines[i].strip() and not _MARKED.match(lines[i])), len(lines))
    return lines[:end]


def _from_message(inner: Message) -> Forwarded:
    raw = charsets.unfold(str(inner.get("from", "")))
    return Forwarded(
        sender=_address(charsets.decode_words(raw)),
        subject=charsets.clean(charsets.decode_words(charsets.unfold(str(inner.get("subject", "")))))[:1000],
        sent_at=_moment(charsets.unfold(str(inner.get("date", "")))),
        text=read_body(inner).text,
    )


def _from_lines(lines: list[str]) -> Forwarded:
    """What a pasted head and the text under it say."""
    fields: dict[str, str] = {}
    position = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    end, last = position, ""
    for i in range(position, min(len(lines), position + 16)):
        kind = words.label_kind(lines[i])
        if kind:
            value = re.split("[:：]", lines[i], maxsplit=1)[1].strip().strip("*_").strip()
            fields.setdefault(kind, value)
            end, last = i + 1, kind if fields[kind] == value else ""
        elif lines[i].strip() and last and i == end:
            fields[last] = f"{fields[last]} {lines[i].strip()}"
            end = i + 1
        elif lines[i].strip() or not any(words.label_kind(line) for line in lines[i + 1 : i + 3]):
            break
    return Forwarded(
        sender=_address(fields.get("from", "")),
        subject=charsets.clean(fields.get("subject", ""))[:1000],
        sent_at=_moment(fields.get("date", "")),
        zone_known=bool(_OFFSET.search(fields.get("date", ""))),
        text="\n".join(lines[end:]).strip("\n"),
    )


def _address(value: str) -> Address | None:
    """The first mailbox in a head's From ("Jo <jo@x>", "Jo [mailto:jo@x]", "jo@x"); None if it names no address."""
    found = words.ADDRESS.search(value[:1000].replace("mailto:", " "))
    if found is None:
        return None
    address = found[0].strip(".").lower()
    name = _TARGET.sub("", value[:1000])
    name = re.split(r"[<\[(]", name, maxsplit=1)[0].strip(" \"'*")
    return Address(address=address, name="" if "@" in name else charsets.clean(name)[:200])


def _zone(_name: str, offset: int | None) -> tzinfo | None:
    """Only offsets in numbers are believed; names of zones mean different things in different places."""
    return None if offset is None else timezone(timedelta(seconds=offset))


def _moment(value: str) -> datetime | None:
    """When the head says that it was sent, in UTC; None if it cannot be read.

    Programs write the forwarder's local time without its zone: such a time is taken as UTC, 3/4/2026 as the third of
    April.
    """
    value = charsets.clean(charsets.readable(value))[:120]
    exact = parse_mail_date(value).value
    if isinstance(exact, datetime):
        return exact.astimezone(UTC)
    if not _YEAR.search(value):
        return None
    english = re.sub(r"[^\W\d_]+", lambda m: _MONTH_OF.get(m[0].lower(), m[0]), value)
    english = re.sub(
        r"\b(?:um|om|à|at|kl|alle|ore|klo|de|del|o)\b\.?|(?<=\d)\.(?=\s)", " ", english, flags=re.IGNORECASE
    )
    day_first = not re.match(r"\s*\d{4}", english)
    try:
        found = dateutil_parser.parse(english, fuzzy=True, dayfirst=day_first, default=_MIDNIGHT, tzinfos=_zone)
    except (ValueError, OverflowError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
