"""An attachment's bytes, read out of the stored original when somebody needs them; nothing is copied at intake."""

from __future__ import annotations

import hashlib
from email.message import Message

from mailbot.errors import Unreadable
from mailbot.mail.embedded import embedded_bytes
from mailbot.mail.mime import data_of, leaves
from mailbot.mail.structure import parse_structure


def attachment_bytes(content: bytes, sha256: str) -> bytes:
    """The decoded bytes of the attachment of `content` (a whole message) that has this digest.

    Raises `Unreadable` if the message has no such attachment.
    """
    message, _ = parse_structure(content)
    for part, _ in leaves(message):
        data = _bytes(part)
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    raise Unreadable(f"the message has no attachment with the digest {sha256}")


def _bytes(part: Message) -> bytes:
    return embedded_bytes(part) if part.get_content_maintype() == "message" else data_of(part)
