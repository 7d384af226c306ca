"""A .msg file: a letter as Outlook saves it (MS-OXMSG), read with olefile."""

from __future__ import annotations

import io
import struct
from email.utils import parseaddr
from typing import TYPE_CHECKING

from mailbot.mail import mapi
from mailbot.mail.charsets import clean
from mailbot.mail.holding import Held, Holding
from mailbot.mail.mime import parsed

if TYPE_CHECKING:
    from olefile import OleFileIO

_DEEPEST = 4
_MOST_ATTACHMENTS = 200
_STREAM = "__substg1.0_"
_FIXED = "__properties_version1.0"
_ENTRY = struct.Struct("<HHI8s")  # type, name, flags, value (MS-OXMSG 2.4.2)
_EMBEDDED = 5  # PidTagAttachMethod: a message
_DAMAGE = (
    OSError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    KeyError,
    struct.error,
    RecursionError,
    OverflowError,
)


def read(data: bytes) -> Holding | None:
    """What the file holds; None if it cannot be read as one."""
    from olefile import OleFileIO  # imported here: hardly any mail needs it

    try:
        with OleFileIO(io.BytesIO(data)) as ole:
            names = {tuple(entry) for entry in ole.listdir(streams=True, storages=True)}
            return _letter(ole, names, (), 0) if (_FIXED,) in names else None
    except _DAMAGE:  # what olefile and its structures raise on damaged files
        return None


def _letter(ole: OleFileIO, names: set[tuple[str, ...]], at: tuple[str, ...], depth: int) -> Holding:
    properties = _properties(ole, names, at, head=24 if at else 32)
    letter = mapi.holding(properties, "cp1252")
    headers = parsed(properties.text(mapi.HEADERS, "cp1252").encode("utf-8", "replace")[:200_000])
    name, address = parseaddr(str(headers.get("from", "")))
    files: list[Held] = []
    letters: list[Holding] = []
    stores = sorted(n for n in names if len(n) == len(at) + 1 and n[: len(at)] == at and n[-1].startswith("__attach_"))
    for store in stores[:_MOST_ATTACHMENTS]:
        described = _properties(ole, names, store, head=8)
        inner = (*store, f"{_STREAM}{mapi.ATTACH_DATA:04X}{mapi.OBJECT:04X}")
        if inner in names and described.number(mapi.ATTACH_METHOD) == _EMBEDDED:
            letters += [_letter(ole, names, inner, depth + 1)] if depth < _DEEPEST else []
            continue
        files.append(
            Held(
                name=mapi.file_name(described, "cp1252"),
                data=described.octets(mapi.ATTACH_DATA),
                type=described.text(mapi.ATTACH_MIME_TAG, "cp1252"),
                inline=bool(described.text(mapi.ATTACH_CONTENT_ID, "cp1252")),
            )
        )
    return Holding(
        plain=letter.plain,
        html=letter.html,
        compressed_rtf=letter.compressed_rtf,
        sender_name=letter.sender_name or clean(name),
        sender_address=letter.sender_address or clean(address),
        subject=letter.subject,
        sent_at=letter.sent_at,
        files=tuple(files),
        letters=tuple(letters),
    )


def _properties(ole: OleFileIO, names: set[tuple[str, ...]], at: tuple[str, ...], *, head: int) -> mapi.Properties:
    """The properties of one storage: the short ones stand in one stream, each long one in a stream of its own."""
    values: dict[int, tuple[int, bytes]] = {}
    if (*at, _FIXED) in names:
        table = ole.openstream([*at, _FIXED]).read()[head:]
        for position in range(0, len(table) - _ENTRY.size + 1, _ENTRY.size):
            kind, name, _, value = _ENTRY.unpack_from(table, position)
            if kind not in (mapi.UNICODE, mapi.TEXT, mapi.BINARY, mapi.OBJECT):
                values[name] = (kind, value)
    for path in names:
        if len(path) == len(at) + 1 and path[: len(at)] == at and path[-1].startswith(_STREAM) and len(path[-1]) == 20:
            name, kind = int(path[-1][12:16], 16), int(path[-1][16:20], 16)
            if kind in (mapi.UNICODE, mapi.TEXT, mapi.BINARY):
                values[name] = (kind, ole.openstream(list(path)).read())
    return mapi.Properties(values=values)
