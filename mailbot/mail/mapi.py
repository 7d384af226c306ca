"""Outlook's properties of a letter and of its attachments (MS-OXPROPS), as winmail.dat and .msg files carry them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mailbot.mail.charsets import clean, codec, decode
from mailbot.mail.holding import Holding

SUBJECT, SENDER_NAME, SENDER_EMAIL, SENDER_SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
SUBMITTED, DELIVERED, INTERNET_CODE_PAGE, HEADERS = 0x0039, 0x0E06, 0x3FDE, 0x007D
BODY, BODY_HTML, BODY_RTF = 0x1000, 0x1013, 0x1009
ATTACH_DATA, ATTACH_METHOD, ATTACH_LONG_NAME, ATTACH_NAME, DISPLAY_NAME = 0x3701, 0x3705, 0x3707, 0x3704, 0x3001
ATTACH_MIME_TAG, ATTACH_CONTENT_ID = 0x370E, 0x3712

UNICODE, TEXT, BINARY, OBJECT = 0x1F, 0x1E, 0x102, 0x0D
_LONG = (UNICODE, TEXT, BINARY, OBJECT)
_FIXED = {
    0x00: 0,
    0x01: 0,
    0x02: 4,
    0x03: 4,
    0x04: 4,
    0x0A: 4,
    0x0B: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}
_MANY = 0x1000
_NAMED = 0x8000
_MOST = 5_000  # properties of one thing, values of one property
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LAST = 0x7FFF_FFFF_FFFF_FFFF // 10
_CODE_PAGES = {
    65001: "utf-8",
    1200: "utf-16-le",
    20127: "cp1252",
    28591: "cp1252",
    28605: "iso8859-15",
    20866: "koi8-r",
    50220: "iso2022_jp",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Properties:
    """Values by property number, each with its type: bytes as they stand."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def octets(self, name: int) -> bytes:
        return self.values.get(name, (0, b""))[1]

    def text(self, name: int, code_page: str) -> str:
        """The value as text; "" if there is none."""
        kind, value = self.values.get(name, (0, b""))
        if kind == UNICODE:
            return value.decode("utf-16-le", "replace").partition("\0")[0]
        return decoded(value, code_page)

    def number(self, name: int) -> int:
        return int.from_bytes(self.octets(name)[:4], "little")

    def moment(self, name: int) -> datetime | None:
        """A FILETIME (100 ns since 1601, UTC); None if there is none, or one that no calendar has."""
        ticks = int.from_bytes(self.octets(name)[:8], "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if 0 < ticks // 10 < _LAST else None
        except OverflowError:
            return None


def code_page(number: int) -> str:
    """The codec of a Windows code page; Windows-1252 where it is unknown."""
    name = _CODE_PAGES.get(number, f"cp{number}")
    return name if codec(name) else "cp1252"


def decoded(value: bytes, code_page: str) -> str:
    return decode(value.partition(b"\0")[0], code_page)[0]


def read(data: bytes) -> Properties:
    """A list of properties as TNEF writes it (MS-OXTNEF 2.1.3.5); of a damaged one, those before the damage."""
    values: dict[int, tuple[int, bytes]] = {}
    count, position = _u32(data, 0), 4
    for _ in range(min(count, _MOST)):
        if position + 4 > len(data):
            break
        kind, name = _u16(data, position), _u16(data, position + 2)
        position = _after_name(data, position + 4) if name >= _NAMED else position + 4
        value, position = _value(data, position, kind)
        if position < 0:
            break
        values.setdefault(name, (kind & ~_MANY, value))
    return Properties(values=values)


def _after_name(data: bytes, position: int) -> int:
    """Where a named property's value begins: behind its GUID and its number or name."""
    if _u32(data, position + 16) == 0:
        return position + 24
    return position + 24 + _padded(_u32(data, position + 20))


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    """The (first) value and where the next property begins; -1 where that cannot be known."""
    many = 1
    plain = kind & ~_MANY
    if kind & _MANY or plain in _LONG:
        many, position = _u32(data, position), position + 4
    if many > _MOST:
        return b"", -1
    if plain not in _LONG:
        size = _FIXED.get(plain, -1)
        return (data[position : position + size], position + size * many) if size >= 0 else (b"", -1)
    first = b""
    for number in range(many):
        length = _u32(data, position)
        if not number:
            first = data[position + 4 : position + 4 + length]
        position += 4 + _padded(length)
        if position > len(data) + 3:
            return first, len(data)
    return first, position


def holding(properties: Properties, code_page_: str) -> Holding:
    """The letter that these are the properties of, without what hangs on it."""
    internet = properties.number(INTERNET_CODE_PAGE)
    page = code_page(internet) if internet else code_page_
    kind, html = properties.values.get(BODY_HTML, (0, b""))
    address = properties.text(SENDER_SMTP, page) or properties.text(SENDER_EMAIL, page)
    return Holding(
        plain=properties.text(BODY, page),
        html=html.decode("utf-16-le", "replace") if kind == UNICODE else decode(html, page)[0],
        compressed_rtf=properties.octets(BODY_RTF),
        sender_name=clean(properties.text(SENDER_NAME, page)),
        sender_address=clean(address) if "@" in address else "",
        subject=clean(properties.text(SUBJECT, page)),
        sent_at=properties.moment(SUBMITTED) or properties.moment(DELIVERED),
    )


def file_name(properties: Properties, code_page_: str) -> str:
    """The name of an attachment, the longest that is given."""
    names = (properties.text(name, code_page_) for name in (ATTACH_LONG_NAME, ATTACH_NAME, DISPLAY_NAME))
    return next((name for name in names if name.strip()), "")


def _padded(length: int) -> int:
    return length + -length % 4


def _u16(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "little")


def _u32(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 4], "little")
