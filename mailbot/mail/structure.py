"""Bytes to the stdlib's message structure, without an exception on any bytes (domain.md 4.6: compat32, never
policy.default)."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesHeaderParser

from mailbot.mail.mime import Part, parsed, payload_of
from mailbot.mail.sound import sound_structure

_MBOX_LINE = re.compile(rb"\A(?:[ \t]*\r?\n|>?From (?![ \t]{0,50}:)[^\r\n]{1,300}\r?\n)+")
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_LONGEST_HEAD = 256_000
_MATTERS = re.compile(rb"(?:From|To|Subject|Message-ID|Content-Type|MIME-Version|Received|Return-Path):", re.IGNORECASE)
_FIELD = re.compile(rb"\A[!-9;-~]{1,200}[ \t]{0,50}:")
_SPACED_FIELD = re.compile(rb"^([!-9;-~]{1,200})[ \t]{1,50}:", re.MULTILINE)  # RFC 5322 section 4.5


def parse_structure(content: bytes) -> tuple[Message, tuple[str, ...]]:
    """The message and what was wrong with its structure. A message nested too deeply to open is read as headers and one
    text."""
    content, defects = _without_envelope(content)
    sound = sound_structure(content)
    if sound is not None:
        return sound, defects
    content, mended = _with_mended_head(content)
    defects += mended
    try:
        message = parsed(content)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        message = BytesHeaderParser(_class=Part).parsebytes(content)
        return message, (*defects, "structure nested too deeply or too broken to open")
    return message, (*defects, *dict.fromkeys(_told(name) for name in _defect_names(message)))


def _without_envelope(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Blank lines and an mbox `From ` line before the first header are no part of the message."""
    found = _MBOX_LINE.match(content[:8192])
    if found is None or not _FIELD.match(content[found.end() : found.end() + 300]):
        return content, ()
    return content[found.end() :], () if b"From " in found[0] else ("blank lines before the headers",)


def _with_mended_head(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Lines of the head that are neither field nor continuation are read as continuations, if fields that matter come
    after them.

    The parser would end the head there, and the sender, the subject or the structure would be lost to the text.
    """
    end = _head_end(content)
    head = content[:end]
    lines = head.splitlines(keepends=True)
    spaced = (b" :" in head or b"\t:" in head) and _SPACED_FIELD.search(head) is not None
    if spaced:
        lines = [_SPACED_FIELD.sub(rb"\1:", line) for line in lines]
    stray = [i for i, line in enumerate(lines) if line[:1] not in (b" ", b"\t") and not _FIELD.match(line)]
    if not stray or not any(_MATTERS.match(line) for line in lines[stray[0] :]):
        return b"".join(lines) + content[end:] if spaced else content, ()
    for i in stray:
        lines[i] = (b" " if i else b"X-Damaged: ") + lines[i]
    return b"".join(lines) + content[end:], ("a damaged line among the headers",)


def _head_end(content: bytes) -> int:
    """Where the blank line after the fields begins, with the end of the line before it; 0 if there is none."""
    blank = _BLANK_LINE.search(content, 0, _LONGEST_HEAD)
    if blank is None:
        return max(0, content.find(b"\r\r", 0, _LONGEST_HEAD))
    end = blank.start() - (content[blank.start() - 1 : blank.start()] == b"\r")
    returns = content.find(b"\r\r", 0, end + 1)
    return returns if returns >= 0 else end


def _defect_names(message: Message) -> list[str]:
    stack, names = [message], []
    while stack:
        part = stack.pop()
        names += [type(defect).__name__ for defect in part.defects]
        payload = payload_of(part)
        if isinstance(payload, list):
            stack += payload
    return names


_WORDS = {
    "NoBoundaryInMultipartDefect": "multipart without a boundary",
    "StartBoundaryNotFoundDefect": "multipart whose boundary never appears",
    "CloseBoundaryNotFoundDefect": "message cut short: closing boundary missing",
    "FirstHeaderLineIsContinuationDefect": "headers begin with a continuation line",
    "MisplacedEnvelopeHeaderDefect": "an mbox line among the headers",
    "MissingHeaderBodySeparatorDefect": "headers end without a blank line",
    "MultipartInvariantViolationDefect": "multipart without parts",
    "InvalidMultipartContentTransferEncodingDefect": "multipart with a transfer encoding",
    "InvalidBase64PaddingDefect": "base64 with wrong padding",
    "InvalidBase64CharactersDefect": "base64 with foreign characters",
    "InvalidBase64LengthDefect": "base64 of impossible length",
}


def _told(name: str) -> str:
    return _WORDS.get(name, name)
