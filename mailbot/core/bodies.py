"""Outside bodies (clauses 9 and 10): who of them writes, which one a word means, and the number under which they keep the matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.core.model import InboundMessage
from mailbot.core.procedure import Procedure

_SAYS_REFERENCE = re.compile(
    r"(?<![a-z])(?P<whose>our|your|the|case|complaint|enquiry|dispute|file)[ ](?:\w{1,12}[ ]){0,2}"
    r"(?:reference|ref|number|no|id|case|file)\b\.?[ ]?(?:number|no\b\.?)?[ ]{0,2}(?:is[ ]|[:=#-])?[ ]{0,2}"
    r"(?P<number>[A-Za-z0-9][A-Za-z0-9./_-]{0,38}[A-Za-z0-9])",
    re.IGNORECASE,
)
_LONGEST_LINE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsideBody:
    """A body that we know, from the procedure or from the directory (`[[mailbox.body]]`)."""

    name: str  # in full
    short: str  # as people call it; what its case number is kept under
    addresses: tuple[str, ...]  # addresses, or domains with or without "@"

    def writes_from(self, address: str) -> bool:
        domain = address.rpartition("@")[2].lower()
        return bool(domain) and any(
            a.lower() == address.lower() or a.lower().lstrip("@") == domain for a in self.addresses
        )


def known_bodies(procedure: Procedure, directory: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[OutsideBody, ...]:
    """Those that the procedure sends people to, known by the domain of their address, and those of the directory (name, addresses).

    A body that both name is one: it has the procedure's names and the addresses of both.
    """
    listed = dict(directory)
    found = []
    for body in procedure.body:
        same = [name for name in listed if name.lower() in (body.name.lower(), body.short.lower())]
        own = (body.email.rpartition("@")[2],) if body.email else ()
        addresses = (*own, *(a for name in same for a in listed.pop(name)))
        found.append(OutsideBody(name=body.name, short=body.short, addresses=addresses))
    return (*found, *(OutsideBody(name=n, short=n, addresses=addresses) for n, addresses in listed.items()))


def writing_from(bodies: tuple[OutsideBody, ...], address: str) -> OutsideBody | None:
    return next((body for body in bodies if body.writes_from(address)), None)


def named(bodies: tuple[OutsideBody, ...], word: str) -> OutsideBody | None:
    """The body that is called that, in full or for short; None if none is, or several are."""
    wanted = " ".join(word.lower().split())
    found = [b for b in bodies if wanted in (b.name.lower(), b.short.lower())]
    loose = found or [b for b in bodies if wanted and wanted in b.name.lower().split()]
    return loose[0] if len({b.short for b in loose}) == 1 else None


def their_number(message: InboundMessage, body: OutsideBody, ours: str) -> str:
    """The number that the body gives the matter, from its subject or its own words; "" if it names none.

    `ours` is the prefix of our references. "Your reference" is what they call ours, "our reference" is theirs.
    """
    lines = [message.subject, *(message.fresh or message.text).splitlines()]
    told = [
        found
        for line in lines
        for found in _SAYS_REFERENCE.finditer(line[:_LONGEST_LINE])
        if found["whose"].lower() != "your" and _is_number(found["number"], ours)
    ]
    told.sort(key=lambda found: found["whose"].lower() != "our")
    if told:
        return str(told[0]["number"])
    number = r"[-/ #]{0,3}[A-Za-z0-9/-]{0,20}\d{3}[A-Za-z0-9/-]{0,20}"  # "NAPIT-12345"
    tagged = re.search(rf"(?<!\w){re.escape(body.short)}{number}", message.subject[:_LONGEST_LINE], re.IGNORECASE)
    return tagged[0] if tagged else ""


def _is_number(text: str, ours: str) -> bool:
    """Has it a digit, and is it not one of our own references?"""
    return any(c.isdigit() for c in text) and not text.upper().startswith(f"{ours}-".upper())
