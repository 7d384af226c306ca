"""What hangs on a message and may be passed on to staff: safe types, small enough, scanned where a scanner is configured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.core.model import Attachment, Enclosure, InboundMessage
from mailbot.errors import TemporaryFailure
from mailbot.mail.scanner import Scanner

SAFE_TYPES = frozenset(
    {
        "application/msword",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "image/gif",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
    }
)
"""Types that a notice passes on to staff. Anything else stays with the record and is only named."""
_ENDINGS = (".pdf", ".doc", ".docx", ".xlsx", ".gif", ".heic", ".jpg", ".jpeg", ".png", ".webp", ".csv", ".txt")
_QUIET = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_CALENDARS = ("text/calendar", "application/ics")
LARGEST_BYTES = 8_000_000  # of all that one notice passes on: many servers take no more than 10 MB


@dataclass(frozen=True, kw_only=True, slots=True)
class Screened:
    """What goes on with a notice, and what does not: each withheld file with the reason, in words."""

    enclosures: tuple[Enclosure, ...] = ()
    withheld: tuple[str, ...] = ()


NOTHING_HANGS = Screened()


def screen(
    message: InboundMessage,
    fetch: Callable[[Sequence[str]], tuple[bytes, ...]],
    scanner: Scanner | None,
    *,
    pass_on_unscanned: bool,
) -> Screened:
    """`fetch` gives the bytes of attachments by their digests. Pictures inside the text are neither passed on nor named."""
    shown = [a for a in hanging(message) if a.type not in _QUIET]
    wanted, withheld = _chosen(shown)
    contents = fetch(tuple(a.sha256 for a in wanted))
    passed: list[Enclosure] = []
    for attachment, content in zip(wanted, contents, strict=True):
        why = _refusal(content, scanner, pass_on_unscanned=pass_on_unscanned)
        if why:
            withheld.append(f"{attachment.name} ({why})")
        else:
            passed.append(Enclosure(name=attachment.name, type=attachment.type, content=content))
    return Screened(enclosures=tuple(passed), withheld=tuple(withheld))


def dangers(
    message: InboundMessage,
    fetch: Callable[[Sequence[str]], tuple[bytes, ...]],
    scanner: Scanner | None,
    *,
    pass_on_unscanned: bool,
) -> tuple[str, ...]:
    """What in a message keeps it, as it came, from being sent on: by the rules of `screen`, but whatever its size, and pictures inside
    the text count as well."""
    hung = [a for a in message.attachments if a.type not in (*_QUIET, *_CALENDARS)]
    wanted = [a for a in hung if _harmless(a)]
    found = [f"{a.name or a.type} (files of this kind are not passed on)" for a in hung if not _harmless(a)]
    for attachment, content in zip(wanted, fetch(tuple(a.sha256 for a in wanted)), strict=True):
        if why := _refusal(content, scanner, pass_on_unscanned=pass_on_unscanned):
            found.append(f"{attachment.name or attachment.type} ({why})")
    return tuple(found)


def _harmless(attachment: Attachment) -> bool:
    """A picture inside the text often has no name."""
    return safe(attachment) or (attachment.inline and not attachment.name and attachment.type in SAFE_TYPES)


def hanging(message: InboundMessage) -> tuple[Attachment, ...]:
    """What hangs on the message beside its text: no picture inside it, and no calendar object whose answer was read."""
    read = () if message.calendar is None else _CALENDARS
    return tuple(a for a in message.attachments if not a.inline and a.type not in read)


def safe(attachment: Attachment) -> bool:
    """Type and name must both be harmless: either may lie."""
    return attachment.type in SAFE_TYPES and attachment.name.lower().endswith(_ENDINGS)


def _chosen(shown: Sequence[Attachment]) -> tuple[list[Attachment], list[str]]:
    """Those that may be passed on, and the others with why."""
    total, wanted, withheld = 0, [], []
    for attachment in shown:
        called = attachment.name or attachment.type
        if not safe(attachment):
            withheld.append(f"{called} (files of this kind are not passed on)")
        elif total + attachment.size > LARGEST_BYTES:
            withheld.append(f"{called} (too large to pass on: {attachment.size / 1_000_000:.1f} MB)")
        else:
            total += attachment.size
            wanted.append(attachment)
    return wanted, withheld


def _refusal(content: bytes, scanner: Scanner | None, *, pass_on_unscanned: bool) -> str:
    """Why this file is not passed on; "" if it is."""
    if scanner is None:
        return ""
    try:
        found = scanner.scan(content)
    except TemporaryFailure as fault:
        return "" if pass_on_unscanned else f"not checked for viruses: {fault}"
    return f"a virus scanner found {found} in it" if found else ""
