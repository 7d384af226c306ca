"""What was said in words, where bytes that are stored say it too.

The words of a letter are read from its bytes. What a customer wrote is kept as it was read, for a later version may read a message
differently; a long text is compressed against the beginning of its message, where nearly all of it stands.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

import zstandard
from sqlalchemy import Connection

from mailbot.store import blobs

WORTH_PACKING = 300
"""Characters below which compressing saves nothing."""
_LEVEL = 3
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
    into = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(beginning), write_checksum=True)
    return into.compress(words.encode("utf-8", "surrogatepass"))


def unpacked(content: bytes, beginning: bytes) -> str:
    """Raises ZstdError if they were packed against something else."""
    out = zstandard.ZstdDecompressor(dict_data=_dictionary(beginning))
    return out.decompress(content).decode("utf-8", "surrogatepass")


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
