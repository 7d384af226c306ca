"""The MIME structure of a message: a part that reads its own parameters in linear time, and the parts one by one.

Not what the parts mean: body.py picks the text, attachments.py the files.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from email.feedparser import BufferedSubFile, BytesFeedParser  # type: ignore[attr-defined]  # typeshed lacks the first
from email.message import Message
from typing import Any
from urllib.parse import unquote_to_bytes

from mailbot.mail.charsets import base64_octets, clean, decode, decode_words, octets, readable, unfold
from mailbot.mail.uuencoded import uudecode

_HALF = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}"  # RFC 2045 section 5.1; an octet above 127 ends it
_TYPE = re.compile(rf"\s*({_HALF})\s*/\s*({_HALF})")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_LONGEST = 64_000  # characters of a structured field that are looked at
_KNOWN_TYPES = {
    f"{kind}{tail}": kind
    for kind in ("text/plain", "text/html")
    for tail in ("", "; charset=utf-8", '; charset="utf-8"')
}
_PATH = re.compile(r"[/\\]")
_BASE64_LINES = re.compile(r"\n((?:[A-Za-z0-9+/]{60,100}\r?\n){8,})")

Parameters = dict[str, str]


class Part(Message):
    """A stdlib compat32 message whose type and boundary are read leniently and fast, however hostile the field."""

    line_end = b"\r\n"  # of the message that it was read from: the parser forgets those of the header fields
    _kind = ""
    data: bytes | None = None  # the decoded payload, once somebody asked for it
    ends_with_fields = (
        False  # no blank line and no body: the line break before a boundary belongs to that (RFC 2046 5.1.1)
    )

    def set_payload(self, payload: Any, charset: Any = None) -> None:
        """As the parser calls it, before it takes the last line break away."""
        self.ends_with_fields, self.data = payload == "", None
        super().set_payload(payload, charset)

    def field(self, name: str) -> str:
        """The first field of that (lower-case) name as the stdlib stored it, "" if there is none."""
        for key, value in self._headers:  # type: ignore[attr-defined]  # typeshed has only the generator `raw_items`
            if len(key) == len(name) and key.lower() == name:
                return str(value)
        return ""

    @property
    def stored(self) -> str | list[Message]:
        """The payload as the parser stored it: text with its 8-bit octets smuggled as surrogates, or the parts.

        `get_payload()` would decode such text with the charset claimed, and lose what does not fit.
        """
        payload = self.__dict__["_payload"]
        return payload if isinstance(payload, list) else str(payload or "")

    def get_content_type(self) -> str:
        if not self._kind:  # the fields are complete when the parser first asks
            self._kind = self._read_type()
        return self._kind

    def _read_type(self) -> str:
        value = self.field("content-type")
        if value in _KNOWN_TYPES:
            return _KNOWN_TYPES[value]
        found = _TYPE.match(value) if value else None
        if found:
            return f"{found[1]}/{found[2]}".lower()
        if value and parameters(value).get("name"):
            return "application/octet-stream"  # RFC 2045 5.2 says text/plain, but a named file is no text to read
        return self.get_default_type()

    def get_content_maintype(self) -> str:
        return self.get_content_type().split("/", 1)[0]

    def get_content_subtype(self) -> str:
        return self.get_content_type().split("/", 1)[1]

    def get_boundary(self, failobj: Any = None) -> Any:
        boundary = parameters(self.field("content-type")).get("boundary")
        return failobj if not boundary else boundary.rstrip()


class UnixPart(Part):
    """A part of a message whose lines end with LF alone, as messages in files do."""

    line_end = b"\n"


class _Lines(BufferedSubFile):  # type: ignore[misc]
    """The lines that the stdlib's parser asks for one by one; of base64, hundreds of lines as if they were one.

    It makes no difference to what is found: no such line is a field, a boundary or blank, and where it takes lines for
    the body it joins them. Half of the time that a mail with a photograph takes was spent on asking for them singly.
    """

    def push(self, data: str) -> None:
        end = 0
        for run in _BASE64_LINES.finditer(data):
            super().push(data[end : run.start(1)])
            self.pushlines([run[1]])
            end = run.end()
        super().push(data[end:])


def part_class(content: bytes) -> type[Part]:
    """By the line ends of a message what its parts are."""
    head = content[:_LONGEST]
    return Part if b"\r\n" in head or b"\n" not in head else UnixPart


def parsed(content: bytes) -> Message:
    """The parts of a message as the stdlib finds them. Fed piece by piece: handed over whole, the stdlib keeps four
    bytes for each of the message's beside its own copy.

    Raises RecursionError and other errors of the stdlib's on some content: structure.py knows which.
    """
    parser: BytesFeedParser[Message] = BytesFeedParser(part_class(content))
    parser._input = _Lines()  # type: ignore[attr-defined]  # the stdlib offers no other way to hand it lines
    for start in range(0, len(content), _LONGEST):
        parser.feed(content[start : start + _LONGEST])
    return parser.close()


def parameters(value: str) -> Parameters:
    """The parameters of a Content-Type or Content-Disposition field (RFC 2045 5.1, RFC 2231), names in lower case."""
    if ";" not in value:
        return {}
    plain: Parameters = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PARAMETER.finditer(value[:_LONGEST]):
        name = found[1].lower()
        text = found[2].replace('\\"', '"').replace("\\\\", "\\") if found[2] is not None else found[3].strip()
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(base, text)
            continue
        number, _, _ = rest.partition("*")
        pieces.setdefault(base, []).append(
            (int(number) if number.isdigit() and len(number) < 5 else 0, name.endswith("*"), text)
        )
    for base, found_pieces in pieces.items():
        plain[base] = _extended(found_pieces)
    return plain


def _extended(pieces: list[tuple[int, bool, str]]) -> str:
    """RFC 2231 sections 3 and 4: numbered pieces, each perhaps percent-encoded, the first naming the charset."""
    data, charset = b"", ""
    for position, (_, encoded, text) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        if encoded and position == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(octets(text)) if encoded else octets(text)
    return decode(data, charset or "utf-8")[0]


def type_parameters(part: Message) -> Parameters:
    return parameters(unfold(_field(part, "content-type")))


def disposition(part: Message) -> tuple[str, Parameters]:
    """("attachment" | "inline" | other | "", its parameters) of a part (RFC 2183)."""
    value = unfold(_field(part, "content-disposition"))
    return value.split(";", 1)[0].strip().lower(), parameters(value)


def file_name(part: Message) -> str:
    """The name a sender gave a part, decoded, never a path, without control or bidirectional characters; "" if none."""
    given = disposition(part)[1].get("filename") or type_parameters(part).get("name") or ""
    return safe_name(decode_words(readable(given)))


def safe_name(given: str) -> str:
    """The last component of whatever path was given; "" for names that mean a folder."""
    last = clean(_PATH.split(clean(given).rstrip("/\\"))[-1])
    return "" if last in (".", "..") else last[:255]


def _field(part: Message, name: str) -> str:
    return part.field(name) if isinstance(part, Part) else str(part.get(name, ""))


def payload_of(part: Message) -> str | list[Message]:
    """The undecoded text of a part, or its parts."""
    if isinstance(part, Part):
        return part.stored
    payload = part.get_payload()
    return (
        [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else str(payload or "")
    )


def leaves(message: Message) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Each part that is no multipart, with the types of the multiparts around it; messages inside are one part,
    unopened."""
    stack: list[tuple[Message, tuple[str, ...]]] = [(message, ())]
    while stack:
        part, around = stack.pop()
        kind = part.get_content_type()
        payload = payload_of(part)
        if isinstance(payload, list) and kind.startswith("multipart/"):
            stack.extend((child, (*around, kind)) for child in reversed(payload))
        else:
            yield part, around


def data_of(part: Message) -> bytes:
    """The decoded bytes of a leaf; what is wrongly encoded is read as far as it can be, or given as it is."""
    if not isinstance(part, Part):
        return _decoded(part)
    if part.data is None:
        part.data = _decoded(part)
    return part.data


def _decoded(part: Message) -> bytes:
    payload = payload_of(part)
    if not isinstance(payload, str):
        return b""
    raw = octets(payload)
    encoding = _field(part, "content-transfer-encoding").strip().lower().split(";")[0].split("(")[0].strip(" \t\r\n\"'")
    if encoding == "base64":
        return base64_octets(raw)
    if encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return uudecode(raw)
    return raw
