"""What stands inside a signed S/MIME message (application/pkcs7-mime, RFC 5652 and 8551). No signature is checked, nothing is decrypted.

Only the way to the content is walked, element by element and never back, so that no data can make it costly.
"""

from __future__ import annotations

import re
from email.message import Message

from mailbot.mail.mime import data_of, file_name, parsed

SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_SEQUENCE, _OBJECT_ID, _OCTETS, _PARTED_OCTETS, _FIRST, _END = 0x30, 0x06, 0x04, 0x24, 0xA0, 0x00
_LARGEST = 30_000_000  # bytes of a message that is opened
_MOST = 200_000  # elements; programs write the content in pieces of a thousand bytes or more
_FIELD = re.compile(rb"[!-9;-~]{1,76}:")
_CONTENT_FIELD = re.compile(rb"^Content-[A-Za-z-]{1,40}:", re.IGNORECASE | re.MULTILINE)
_MOST_HEAD = 10_000  # bytes


class _Damaged(Exception):
    """The data ends before it should, or holds what no signed message holds."""


class _Elements:
    """The elements of BER (X.690), one after the other; those of indefinite length end with an empty one."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._left = data, 0, _MOST

    def enter(self, tag: int) -> int:
        """Steps into an element that must have this tag; its length, -1 if it tells none."""
        found, length = self._head()
        if found != tag:
            raise _Damaged
        return length

    def take(self, tag: int) -> bytes:
        """The content of a primitive element that must have this tag."""
        length = self.enter(tag)
        if length < 0:
            raise _Damaged
        return self._octets(length)

    def skip(self) -> None:
        """Steps over an element, whatever it holds."""
        depth = 0
        while True:
            tag, length = self._head()
            if length < 0:
                depth += 1
            elif tag == _END and length == 0:
                depth -= 1
            else:
                self._at += length
            if depth <= 0:
                return

    def octet_string(self) -> bytes:
        """An octet string, whole or in pieces (X.690 section 8.7)."""
        tag, length = self._head()
        if tag == _OCTETS and length >= 0:
            return self._octets(length)
        if tag != _PARTED_OCTETS:
            raise _Damaged
        end = self._at + length if length >= 0 else len(self._data)
        pieces = []
        while self._at < end:
            tag, size = self._head()
            if tag == _END and length < 0:
                break
            if tag != _OCTETS or size < 0:
                raise _Damaged
            pieces.append(self._octets(size))
        return b"".join(pieces)

    def _head(self) -> tuple[int, int]:
        self._left -= 1
        head = self._data[self._at : self._at + 2]
        if len(head) < 2 or self._left < 0:
            raise _Damaged
        self._at += 2
        tag, length = head
        if length == 0x80:
            return tag, -1
        if length > 0x84:
            raise _Damaged
        if length > 0x80:
            length = int.from_bytes(self._octets(length - 0x80))
        return tag, length

    def _octets(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise _Damaged
        self._at += size
        return found


def signed_content(data: bytes) -> bytes | None:
    """The content of signed data (RFC 5652 sections 5.1 and 5.2); None if it is something else, damaged, or signed from outside."""
    if len(data) > _LARGEST or data[:1] != b"\x30":
        return None
    elements = _Elements(data)
    try:
        elements.enter(_SEQUENCE)
        if elements.take(_OBJECT_ID) != _SIGNED_DATA:
            return None
        elements.enter(_FIRST)
        elements.enter(_SEQUENCE)
        elements.skip()  # the version
        elements.skip()  # the digests' names
        elements.enter(_SEQUENCE)
        elements.take(_OBJECT_ID)
        elements.enter(_FIRST)
        return elements.octet_string()
    except _Damaged:
        return None


def may_be_signed(part: Message, kind: str) -> bool:
    """Whether a part says that it is such a message or file: cheap, and in doubt no."""
    return kind in SMIME or (kind.startswith("application/") and file_name(part).lower().endswith(".p7m"))


def signed_mail(part: Message, kind: str) -> Message | None:
    """The mail inside a signed part; None if there is none to read. A signed file ("invoice.pdf.p7m") is no mail."""
    if not may_be_signed(part, kind):
        return None
    content = signed_content(data_of(part))
    if content is None or not _is_mail(content):
        return None
    try:
        return parsed(content)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return None


def _is_mail(content: bytes) -> bool:
    head = content[:_MOST_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _FIELD.match(head) is not None and _CONTENT_FIELD.search(head) is not None
