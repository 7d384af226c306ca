"""A message inside a message (message/rfc822): opened, named and given back as bytes."""

from __future__ import annotations

import email
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO

from mailbot.mail.charsets import base64_octets, decode_words, unfold
from mailbot.mail.mime import Part, data_of, payload_of, safe_name


def embedded_message(part: Message) -> Message | None:
    """The message in a message/* part, also where the part was wrongly base64-encoded (RFC 2046 5.2.1 forbids it); None
    if none."""
    payload = payload_of(part)
    if not isinstance(payload, list) or not payload:
        return None
    inner = payload[0]
    if "base64" in str(part.get("content-transfer-encoding", "")).lower():
        try:
            return email.message_from_bytes(base64_octets(embedded_bytes(part)), _class=Part)
        except RecursionError:
            return None
    return inner


def embedded_bytes(part: Message) -> bytes:
    """The message in a message/* part as bytes, as near to what was sent as the parsed form allows."""
    payload = payload_of(part)
    if not isinstance(payload, list) or not payload:
        return data_of(part)
    out = BytesIO()
    try:
        BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(payload[0])
    except (RecursionError, UnicodeError, LookupError, ValueError, AttributeError, TypeError):
        # the generator trips over structures the parser let through; the body's own text is better than nothing
        return data_of(payload[0])
    return out.getvalue()


def embedded_name(inner: Message) -> str:
    """A file name made of the inner message's subject, as mail clients do."""
    subject = safe_name(decode_words(unfold(str(inner.get("subject", "")))).replace("/", "-").replace("\\", "-"))
    return f"{subject[:100]}.eml" if subject else "message.eml"
