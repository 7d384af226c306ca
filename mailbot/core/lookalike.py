"""Senders that look like somebody else, told in words for the person who reads the notice. Nobody is refused for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress

from mailbot.core.international import in_ascii
from mailbot.core.model import Address, Person

_WORD = re.compile(r"[^\W\d_]{2,60}")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]{1,64}@[^\s<>()\[\]\",;:@]{1,250}")
_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Alphabets with letters that look the same."""


def lookalikes(sender: Address, staff: Iterable[Person]) -> tuple[str, ...]:
    """What is odd about how this sender calls itself, each in a sentence; empty for nearly everybody."""
    return tuple(_told(sender, tuple(staff)))


def namesake(sender: Address, staff: Iterable[Person]) -> Person | None:
    """The colleague whose name the sender bears at an address that we do not know of theirs."""
    found = next((p for p in staff if p.name.casefold() == sender.name.casefold()), None)
    return None if found is None or found.uses(sender.address) else found


def _told(sender: Address, staff: tuple[Person, ...]) -> Iterator[str]:
    plain = _in_ascii(sender.address)
    if plain != sender.address or "xn--" in sender.address:
        yield f"The sender's address is not written in plain letters alone. In plain letters it is {plain}."
    mixed = next((word for word in _WORD.findall(sender.name) if len(_alphabets(word)) > 1), "")
    if mixed:
        alphabets = " and ".join(sorted(name.capitalize() for name in _alphabets(mixed)))
        yield f"The sender's name mixes {alphabets} letters that look alike: “{mixed}”."
    named = next((found.lower() for found in _ADDRESS.findall(sender.name)), "")
    if named and named.strip("'.") != sender.address:
        yield f"The sender's name shows the address {named}, but the message says that it is from {sender.address}."
    if colleague := namesake(sender, staff):
        yield f"The sender has the name of a colleague, {colleague.name}, but not an address that we know of theirs."


def _alphabets(word: str) -> frozenset[str]:
    """Which of the alphabets with like letters the word is written in."""
    return _ALIKE & {unicodedata.name(char, "").partition(" ")[0] for char in word}


def _in_ascii(address: str) -> str:
    """The address as mail servers write it (IDNA); letters that have no such form as escapes."""
    local, _, domain = address.rpartition("@")
    if address.isascii():
        return address
    with suppress(UnicodeError):  # not a name that a server knows: it is shown as it is
        domain = in_ascii(domain) if len(domain) <= 255 else domain
    return f"{local}@{domain}".encode("ascii", "backslashreplace").decode()
