"""What was said in words, where bytes that are stored say it too.

The words of a letter are read from its bytes. What a customer wrote is kept as it was read, for a later version may read a message
differently; a long text is compressed against the beginning of its message, where nearly all of it stands.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

import zstandard
from sqlalchemy import Connection

from mailbot.store import blobs

WORTH_PACKING = 300
"""Characters below which compressing saves nothing."""
_LEVEL = 3
_MAGICLESS = zstandard.FORMAT_ZSTD1_MAGICLESS
_FROM_TEXT = b"\x01"
"""Before words that stand against the text of their message; an older version's begin as every whole frame (RFC 8878 3.1.1)."""
_ENCODED = re.compile(rb"=([0-9A-Fa-f]{2})")
_LETTER_BYTES = 1_000_000  # the words come first, what is enclosed after them


def of_letter(tx: Connection, sha256: str, text: str = "") -> str:
    """The plain text of a letter of ours, "" of one without bytes. `text`: what an older version stored beside them."""
    if text or not sha256:
        return text
    try:
        content = blobs.get(tx, sha256)
    except LookupError as fault:
        return _lost(fault)
    whole: Message = message_from_bytes(content[:_LETTER_BYTES])
    for part in whole.walk():
        if part.get_content_type() == "text/plain":
            said = part.get_payload(decode=True)
            return said.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(said, bytes) else ""
    return ""


def packed(words: str, beginning: bytes) -> bytes:
    """Words as what sets them apart from the beginning of their message (`blobs.beginning`)."""
    into = zstandard.ZstdCompressor(
        dict_data=_dictionary(_first_text(beginning)),
        compression_params=zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, source_size=len(words), format=_MAGICLESS, write_checksum=1
        ),
    )
    return _FROM_TEXT + into.compress(words.encode("utf-8", "surrogatepass"))


def unpacked(content: bytes, beginning: bytes) -> str:
    """Raises ZstdError if they were packed against something else."""
    if content.startswith(_FROM_TEXT):
        known = _dictionary(_first_text(beginning))
        found = zstandard.ZstdDecompressor(dict_data=known, format=_MAGICLESS).decompress(content[1:])
    else:
        found = zstandard.ZstdDecompressor(dict_data=_dictionary(beginning)).decompress(content)
    return found.decode("utf-8", "surrogatepass")


def _first_text(beginning: bytes) -> bytes:
    """The message's first part in quoted-printable, as it reads; its first 16,000 bytes where there is none.

    Not the library's decoding: this one never changes, for what was packed is unpacked against the same.
    """
    begins = beginning.find(b"quoted-printable")
    if begins < 0:
        return beginning[:16_000]
    ends = beginning.find(b"\r\n--", begins)
    part = beginning[begins : ends if ends >= 0 else len(beginning)]
    return _ENCODED.sub(_octet, part.replace(b"=\r\n", b""))


def _octet(encoded: re.Match[bytes]) -> bytes:
    return bytes((int(encoded[1], 16),))


def of_message(tx: Connection, packed_words: bytes | None, sha256: str | None, summary: str) -> str:
    """What a contact says: `summary`, or what was packed against the message with that hash."""
    if packed_words is None:
        return summary
    try:
        return unpacked(packed_words, blobs.beginning(tx, sha256 or ""))
    except (LookupError, zstandard.ZstdError) as fault:
        return _lost(fault)


def _lost(fault: Exception) -> str:
    """In a damaged database: said where the words would stand."""
    return f"[These words cannot be read: {fault}]"


def _dictionary(beginning: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(beginning, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
