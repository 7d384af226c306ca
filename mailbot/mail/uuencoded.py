"""Files that stand uuencoded in the text of a mail, as programs sent them before MIME and some scanners still do."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

_BEGIN = re.compile(rb"begin (?:-base64 )?[0-7]{3,4} (\S[^\r\n]{0,250})")
_MOST = 100  # files in one text
_END = (b"end", b"`", b"")


@dataclass(frozen=True, kw_only=True, slots=True)
class UuFile:
    name: str  # as it was given: not safe to use
    data: bytes


def uuencoded_files(text: bytes) -> tuple[bytes, tuple[UuFile, ...]]:
    """The text without the files in it, and the files. A `begin` that no `end` follows, or that no code follows, is text."""
    if b"begin " not in text:
        return text, ()
    lines = text.splitlines(keepends=True)
    kept: list[bytes] = []
    found: list[UuFile] = []
    end = position = 0
    while position < len(lines):
        begin = _BEGIN.fullmatch(lines[position].strip())
        if begin is not None and end <= position:
            end = next((n for n in range(position, len(lines)) if lines[n].strip() == b"end"), len(lines))
        if begin is not None and len(found) < _MOST and end < len(lines) and _is_code(lines[position + 1]):
            name = begin[1].decode("utf-8", "replace")
            found.append(UuFile(name=name, data=_decoded(lines[position + 1 : end])))
            position = end + 1
        else:
            kept.append(lines[position])
            position += 1
    return b"".join(kept), tuple(found)


def _is_code(line: bytes) -> bool:
    """Whether a line's first character tells the number of its others, as each line of code does."""
    line = line.rstrip(b"\r\n")
    return line == b"`" or (bool(line) and 32 < line[0] < 97 and len(line) >= ((line[0] - 32) & 63) * 4 // 3 + 1)


def uudecode(raw: bytes) -> bytes:
    """What the first `begin` ... `end` block of a part holds that is encoded as a whole; the raw bytes if there is none."""
    lines = raw.splitlines()
    start = next((i for i, line in enumerate(lines) if _BEGIN.match(line)), None)
    if start is None:
        return raw
    end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() in _END), len(lines))
    return _decoded(lines[start + 1 : end])


def _decoded(lines: list[bytes]) -> bytes:
    """What these lines of code hold; a damaged one is left out."""
    out = bytearray()
    for line in lines:
        line = line.rstrip(b"\r\n")
        if line in _END:
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3  # as the stdlib does: some encoders pad too much
            try:
                out += binascii.a2b_uu(line[:length])
            except binascii.Error:
                continue
    return bytes(out)
