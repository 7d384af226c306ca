"""winmail.dat: Outlook's own form of a letter and what hangs on it (TNEF, MS-OXTNEF), read in one pass.

Our own reader: the one library for it (tnefparse) counts to four thousand million where 4 bytes say so (decision 15).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.mail import mapi
from mailbot.mail.holding import Held, Holding

_SIGNATURE = 0x223E9F78
_ATTACHMENT_BEGINS, _TITLE, _DATA, _ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_BODY, _SUBJECT, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x800C, 0x8004, 0x9003, 0x9007
_HEAD = 9  # level 1, id 2, type 2, length 4
_CHECKSUM = 2
_MOST_ATTRIBUTES = 20_000
_DEEPEST = 4
_IID = 16


@dataclass(kw_only=True, slots=True)
class _Attachment:
    """Collects the attributes of one attachment until the next one begins."""

    title: bytes = b""
    data: bytes = b""
    properties: mapi.Properties = field(default_factory=mapi.Properties)


def read(data: bytes, depth: int = 0) -> Holding | None:
    """What the stream holds; None if it is none. A damaged one is read until the damage."""
    if len(data) < 6 or int.from_bytes(data[:4], "little") != _SIGNATURE:
        return None
    body = subject = b""
    code_page = "cp1252"
    properties = mapi.Properties()
    attachments: list[_Attachment] = []
    for name, value in _attributes(data):
        if name == _CODE_PAGE:
            code_page = mapi.code_page(int.from_bytes(value[:4], "little"))
        elif name == _BODY:
            body = value
        elif name == _SUBJECT:
            subject = value
        elif name == _MESSAGE_PROPERTIES:
            properties = mapi.read(value)
        elif name == _ATTACHMENT_BEGINS:
            attachments.append(_Attachment())
        elif attachments:
            _take(attachments[-1], name, value)
    holding = mapi.holding(properties, code_page)
    files, letters = _split(attachments, code_page, depth)
    return Holding(
        plain=holding.plain or mapi.decoded(body, code_page),
        html=holding.html,
        compressed_rtf=holding.compressed_rtf,
        sender_name=holding.sender_name,
        sender_address=holding.sender_address,
        subject=holding.subject or mapi.decoded(subject, code_page),
        sent_at=holding.sent_at,
        files=files,
        letters=letters,
    )


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(id, value) of each attribute in order, until the data ends or says that a value is longer than it."""
    position = 6
    for _ in range(_MOST_ATTRIBUTES):
        if position + _HEAD > len(data):
            return
        name = int.from_bytes(data[position + 1 : position + 3], "little")
        length = int.from_bytes(data[position + 5 : position + _HEAD], "little")
        position += _HEAD
        yield name, data[position : position + length]
        position += length + _CHECKSUM


def _take(attachment: _Attachment, name: int, value: bytes) -> None:
    if name == _TITLE:
        attachment.title = value
    elif name == _DATA:
        attachment.data = value
    elif name == _ATTACHMENT_PROPERTIES:
        attachment.properties = mapi.read(value)


def _split(attachments: list[_Attachment], code_page: str, depth: int) -> tuple[tuple[Held, ...], tuple[Holding, ...]]:
    """The files, and the letters that are attached in this same form."""
    files: list[Held] = []
    letters: list[Holding] = []
    for one in attachments:
        nested = one.properties.octets(mapi.ATTACH_DATA)
        letter = read(nested[_IID:], depth + 1) if nested and depth < _DEEPEST else None
        if letter is not None:
            letters.append(letter)
            continue
        name = mapi.file_name(one.properties, code_page) or mapi.decoded(one.title, code_page)
        content = one.data or nested
        if name or content:
            inline = bool(one.properties.text(mapi.ATTACH_CONTENT_ID, code_page))
            kind = one.properties.text(mapi.ATTACH_MIME_TAG, code_page)
            files.append(Held(name=name, data=content, type=kind, inline=inline))
    return tuple(files), tuple(letters)
