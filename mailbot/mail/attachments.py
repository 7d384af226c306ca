"""Attachments' bytes, read out of the stored original when somebody needs them; nothing is copied at intake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from email.message import Message

from mailbot.errors import Unreadable
from mailbot.mail.cms import signed_mail
from mailbot.mail.embedded import embedded_bytes
from mailbot.mail.hanging import is_container, opened
from mailbot.mail.mime import data_of, file_name, leaves
from mailbot.mail.structure import parse_structure
from mailbot.mail.wording import files_in_text


def attachments_bytes(content: bytes, sha256s: Sequence[str]) -> tuple[bytes, ...]:
    """The decoded bytes of the attachments of `content` (a whole message) that have these digests, in this order.

    Raises `Unreadable` where one is missing.
    """
    return bytes_in(parse_structure(content)[0], sha256s)


def bytes_in(message: Message, sha256s: Sequence[str]) -> tuple[bytes, ...]:
    """The same of a message whose parts are read already."""
    found: dict[str, bytes] = {}
    wanted = set(sha256s)
    for data in _everything(message):
        digest = hashlib.sha256(data).hexdigest()
        if digest in wanted:
            found[digest] = data
            if len(found) == len(wanted):
                break
    for sha256 in sha256s:
        if sha256 not in found:
            raise Unreadable(f"the message has no attachment with the digest {sha256}")
    return tuple(found[sha256] for sha256 in sha256s)


def _everything(message: Message) -> Iterator[bytes]:
    """The parts themselves first: what is in containers is opened only for what is in none of them."""
    parts = [part for part, _ in leaves(message)]
    for part in parts:
        yield embedded_bytes(part) if part.get_content_maintype() == "message" else data_of(part)
    for part in parts:
        kind = part.get_content_type()
        yield from (one.data for one in files_in_text(part, kind))
        name = file_name(part)
        data = b"" if kind.startswith("message/") else data_of(part)
        if is_container(name, kind, data):
            yield from (one.data for one in opened(name, data).files)
        inner = signed_mail(part, kind)
        if inner is not None:
            yield from _everything(inner)
