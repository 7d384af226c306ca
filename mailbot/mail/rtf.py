"""The words of an RTF body as Outlook packs it (MS-OXRTFCP), for the letters that have no other version of it."""

from __future__ import annotations

import struct

_MOST_PACKED = 200_000  # bytes; the longest letters are a tenth of it, and pictures in RTF are no words
_MOST = 1_000_000  # bytes of RTF, unpacked
_HEAD = struct.Struct("<II4sI")  # size that follows, size unpacked, kind, checksum (2.1.3.1.1)
_WINDOW = 4096
# What the window holds at first (2.1.2.1), so that the shortest letter is short.
_BEGINNING = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def text_of(packed: bytes) -> str:
    """The readable text; "" for RTF that is damaged, or so large that it is pictures."""
    from striprtf.striprtf import rtf_to_text  # imported here: hardly any mail needs it

    rtf = unpacked(packed)
    try:
        return str(rtf_to_text(rtf.decode("cp1252", "replace"), errors="replace"))  # type: ignore[no-untyped-call]  # it has none
    except (ValueError, IndexError, TypeError, LookupError):  # what it raises on damaged RTF
        return ""


def unpacked(packed: bytes) -> bytes:
    """The RTF; of a damaged one, what comes before the damage; b"" if it is too large or packed in an unknown way."""
    if not _HEAD.size < len(packed) <= _MOST_PACKED:
        return b""
    _, size, kind, _ = _HEAD.unpack_from(packed)
    if kind == b"MELA":
        return packed[_HEAD.size : _HEAD.size + size]
    return _inflated(packed[_HEAD.size :]) if kind == b"LZFu" and size <= _MOST else b""


def _inflated(data: bytes) -> bytes:
    """LZFu (2.1.3.1.3): a byte of flags, then for each flag a byte as it is, or two that point back into the window."""
    out = bytearray(_BEGINNING)
    position = 0
    while position < len(data) and len(out) < _MOST:
        flags, position = data[position], position + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[position : position + 1]
                position += 1
                continue
            token = int.from_bytes(data[position : position + 2], "big")
            back = (len(out) - (token >> 4)) % _WINDOW
            position += 2
            if back == 0 or position > len(data):  # a pointer to where it stands ends the text
                return bytes(out[len(_BEGINNING) :])
            start, length = len(out) - back, (token & 15) + 2
            if start < 0:  # a part of the window that nothing was ever written to
                return bytes(out[len(_BEGINNING) :])
            for n in range(length):  # byte by byte: it may run into what it writes
                out.append(out[start + n])
    return bytes(out[len(_BEGINNING) :])
