"""The # grammar that staff write: commands at the top of the fresh text, one a line, the rest is the message (contract 6).

Reads words into values and judges none of them: who may do what stands in rights.py. Dates stand in moments.py, people in naming.py.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

WORDS = frozenset(
    "note call attempt post meeting new visit novisit visited writing request received respond informal investigated delay progress "
    "refer stagetwo delegate decide about assign restrict set clear cause redress complaint enquiry merge close reopen confirm show sent "
    "why file help accepted done send pause resume".split()
)
TEXT_TO_CUSTOMER = frozenset("visit visited writing request respond informal delay progress refer decide send".split())
"""Commands whose text below goes to the customer; below any other it is an internal note."""

FIELDS = ("name", "email", "phone", "address", "organisation", "relationship", "channel", "received")
"""What #new may say of a complaint, each on a line of its own."""
_SPELT = {
    **dict.fromkeys(("full name", "customer", "customer name", "complainant"), "name"),
    **dict.fromkeys(("e-mail", "mail", "email address", "e-mail address"), "email"),
    **dict.fromkeys(("tel", "telephone", "phone number", "telephone number", "mobile", "mobile number"), "phone"),
    **dict.fromkeys(("postal address", "home address"), "address"),
    **dict.fromkeys(("organization", "company"), "organisation"),
    **dict.fromkeys(("received on", "date received"), "received"),
}

# Signs that nobody sees, anywhere in a line, and the wide and small forms of "#" and ":".
_UNSEEN = {
    ord(sign): None
    for sign in "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff"
}
_UNSEEN |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_PLAIN: dict[int, str | None] = {**_UNSEEN, 0xFF03: "#", 0xFE5F: "#", 0xFF1A: ":"}
_PLAIN |= {ord(sign): " " for sign in "\u00a0\u1680\u2007\u2009\u202f\u3000"}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF21, 0xFF5B)}

# What mail programs put before a command: bullets, numbers, asterisks of bold type; a ">" or "|" is a quotation.
_LINE = re.compile(
    r"^(?:[0-9]{1,2}[.)][ \t]{0,3})?[^\w#>|]{0,8}#([ \t]{0,2})[*_]{0,2}([^\W\d_][\w@-]{0,60})[*_]{0,2}[ \t:;.,!*_–—-]{0,5}(.*)$"
)
# What may go out to nobody: at least whatever _LINE takes for a command.
_INTERNAL = re.compile(r"^(?:[0-9]{1,2}[.)][ \t]{0,3})?\W{0,8}#([ \t]{0,2})[*_]{0,2}([^\W\d_][\w-]{0,60})")
_FIELD = re.compile(r"^[^\w#>|]{0,6}([A-Za-z][A-Za-z -]{1,24}?)[ \t*_]{0,4}:[*_]{0,2}[ \t]*(.*)$")
_LONE_SIGN = re.compile(r"^[^\w>|]{0,6}#[*_]{0,2}$")
_AROUND_ARGUMENT = " \t*_\"'“”‘’"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One command line. `word` is lower-case; `argument` the rest of its line. `heading`: it may as well be one, as "# Request forms"."""

    word: str
    argument: str = ""
    heading: bool = False

    @property
    def known(self) -> bool:
        return self.word in WORDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Commands:
    orders: tuple[Order, ...] = ()
    text: str = ""  # what stands below the commands
    fields: tuple[tuple[str, str], ...] = ()  # of #new: one of FIELDS -> value
    strange: tuple[tuple[str, str], ...] = ()  # of #new: a name that nearly is one of FIELDS -> that one

    def field(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


def parse(fresh: str) -> Commands:
    """The commands at the top of a staff member's fresh text. Without any, `orders` is empty and `text` is all of it."""
    lines = fresh.replace("\u00a0", " ").splitlines()
    orders: list[Order] = []
    position = 0
    while position < len(lines):
        line = _plain(lines[position])
        if _LONE_SIGN.match(line) and position + 1 < len(lines) and _first_word(lines[position + 1]) in WORDS:
            position += 1  # the sign and its word in lines of their own, as HTML mail comes out
            line = f"#{_plain(lines[position])}"
        order = _order(line)
        if order is not None:
            orders.append(order)
        elif line:
            break
        position += 1
    rest = lines[position:]
    new = next((number for number, order in enumerate(orders) if order.word == "new"), None)
    if new is None:
        return Commands(orders=tuple(orders), text="\n".join(rest).strip())
    beside = [orders[new].argument] if orders[new].argument else []
    fields, strange, rest = _fields([*beside, *rest])
    return Commands(orders=tuple(orders), text="\n".join(rest).strip(), fields=fields, strange=strange)


def near(word: str) -> str:
    """The command that a misspelt word most likely means; "" if none is near."""
    whole = next(iter(difflib.get_close_matches(word.lower(), sorted(WORDS), n=1)), "")
    begun = re.split(r"[-_@0-9]", word.lower(), maxsplit=1)[0]
    return whole or (begun if begun in WORDS else "")


def looks_like_a_command(text: str) -> bool:
    """Does any line of it begin with #word? Such a text must not go to a customer as it is."""
    begun = (_INTERNAL.match(_plain(line)) for line in text.splitlines())
    return any(_meant(found) for found in begun if found is not None)


def only_signed(text: str, author: str) -> bool:
    """Is this text nothing but its author's name, or what stands under every mail of theirs? Then it says nothing to a customer.

    It must begin with the name, or with a closing and the name; a text that says something first is never only signed."""
    lines = [line.strip(" \t,.!-–—*_").casefold() for line in text.splitlines() if line.strip(" \t-–—*_")]
    name = author.casefold()
    names = {name, *name.split()[:1]}
    if not lines or len(lines) > _LONGEST_SIGNATURE:
        return not lines
    if lines[0].startswith(("sent from my ", "get outlook for ")):
        return len(lines) == 1 or lines[1] in names
    if lines[0] in _CLOSINGS:
        return len(lines) == 1 or lines[1] in names
    return lines[0] in names and not any(line.endswith("?") for line in lines)


_LONGEST_SIGNATURE = 8
_CLOSINGS = frozenset(
    "regards|kind regards|best regards|warm regards|many thanks|thanks|thank you|best|best wishes|cheers|yours|yours sincerely|kr".split(
        "|"
    )
)


def _plain(line: str) -> str:
    return line.translate(_PLAIN).strip()


def _first_word(line: str) -> str:
    found = re.match(r"[*_]{0,2}(\w{1,20})", _plain(line))
    return found.group(1).lower() if found else ""


def _order(line: str) -> Order | None:
    found = _LINE.match(line)
    if found is None or not _meant(found):
        return None
    written, argument = found.group(2), found.group(3).strip(_AROUND_ARGUMENT)
    word = _known(written)
    argument = argument if any(c.isalnum() for c in argument) else ""
    heading = bool(found.group(1)) and written[0].isupper() and bool(argument)
    return Order(word=word, argument=argument, heading=heading)


def _known(written: str) -> str:
    """The word, lower-case; also where it was written with a hyphen or in wide letters, as in "re-open" and "stage_two"."""
    word = written.translate(_FULL_WIDTH).lower().rstrip("-_")
    joined = word.replace("-", "").replace("_", "")
    return joined if joined in WORDS else word


def _meant(found: re.Match[str]) -> bool:
    """`# word`, with a gap, is a command only if it is one, or nearly: it may be a heading."""
    return not found.group(1) or bool(near(_known(found.group(2))))


def _fields(
    lines: list[str],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], list[str]]:
    """The `name: value` lines, those whose name is nearly one, and the rest. A line right below an address goes on with it."""
    fields: list[tuple[str, str]] = []
    strange: list[tuple[str, str]] = []
    for position, line in enumerate(lines):
        found = _FIELD.match(_plain(line))
        name = " ".join(found.group(1).lower().split()) if found else ""
        name = _SPELT.get(name, name)
        close = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.75) if name else []
        if found and name in FIELDS:
            fields.append((name, found.group(2).strip(_AROUND_ARGUMENT)))
        elif close:
            strange.append((name, close[0]))
        elif line.strip() and fields and fields[-1][0] == "address" and lines[position - 1].strip():
            fields[-1] = ("address", f"{fields[-1][1].rstrip(',')}, {line.strip()}".lstrip(", "))
        elif line.strip() or fields:
            return tuple(fields), tuple(strange), lines[position:]
    return tuple(fields), tuple(strange), []
