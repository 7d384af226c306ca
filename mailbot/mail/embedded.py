"""A message inside a message (message/rfc822): opened, named and given back as bytes."""

from __future__ import annotations

from email.message import Message

from mailbot.mail.charsets import base64_octets, decode_words, octets, unfold
from mailbot.mail.mime import Part, data_of, parsed, payload_of, safe_name


def embedded_message(part: Message) -> Message | None:
    """The message in a message/* part, also where the part was wrongly base64-encoded (RFC 2046 5.2.1 forbids it); None
    if none."""
    payload = payload_of(part)
    if not isinstance(payload, list) or not payload:
        return None
    inner = payload[0]
    if "base64" in str(part.get("content-transfer-encoding", "")).lower():
        try:
            return parsed(base64_octets(embedded_bytes(part)))
        except RecursionError:
            return None
    return inner


def embedded_bytes(part: Message) -> bytes:
    """The message in a message/* part as bytes, as near to what was sent as the parsed form allows.

    Written out by hand: the stdlib's generator folds and re-encodes header fields, and fails on some that its parser
    let through.
    """
    payload = payload_of(part)
    if not isinstance(payload, list) or not payload:
        return data_of(part)
    try:
        return _written(payload[0])
    except RecursionError:  # nested deeper than anybody's mail: the outermost fields are what is left to show
        return _head(payload[0], _line_end(payload[0]))


def _written(part: Message) -> bytes:
    payload = payload_of(part)
    end = _line_end(part)
    if isinstance(payload, str):
        return _fields(part, end) if _ends_with_fields(part) else _head(part, end) + octets(payload)
    if part.get_content_maintype() != "multipart":
        return _head(part, end) + end.join(_written(child) for child in payload)
    mark = b"--" + octets(str(part.get_boundary("")))
    pieces = [octets(part.preamble or "")]
    pieces += [mark + end + _written(child) + end for child in payload]
    after = b"" if part.epilogue is None else end + octets(part.epilogue)
    return _head(part, end) + b"".join(pieces) + mark + b"--" + after


def _head(part: Message, end: bytes) -> bytes:
    return _fields(part, end) + end


def _fields(part: Message, end: bytes) -> bytes:
    return b"".join(octets(f"{name}: {value}") + end for name, value in part.raw_items())


def _ends_with_fields(part: Message) -> bool:
    return isinstance(part, Part) and part.ends_with_fields


def _line_end(part: Message) -> bytes:
    """The parser keeps the line ends inside a body and inside folded fields only."""
    return part.line_end if isinstance(part, Part) else b"\r\n"


def embedded_name(inner: Message) -> str:
    """A file name made of the inner message's subject, as mail clients do."""
    subject = safe_name(decode_words(unfold(str(inner.get("subject", "")))).replace("/", "-").replace("\\", "-"))
    return f"{subject[:100]}.eml" if subject else "message.eml"
