"""Bytes and raw header values to readable Unicode, whatever the sender claimed; it knows nothing of messages or MIME
structure."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

# What senders call a charset against what they mean: the superset that browsers use (WHATWG Encoding, section 4.2).
_MEANT = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8": "cp1255",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "ksc5601": "cp949",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-utf-8": "utf-8",
    "utf-8mb4": "utf-8",
    "x-big5": "cp950",
    "iso-2022-jp": "iso2022_jp_ext",
    "utf-16": "utf-16",
    "big5": "big5hkscs",
}
# Python codecs that are text encodings by name only: slow on hostile input, or not for mail at all.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
# Seven-bit bytes do not mean ASCII in these.
_STATEFUL = re.compile(r"utf-?_?7|2022|hz|utf-?_?16|utf-?_?32|cp0?37|cp500|cp1140|ebcdic", re.IGNORECASE)

_WORD_BEGINS = re.compile(r"=\?([^?\s]{1,75})\?([bBqQ])\?")
_Q_ESCAPE = re.compile(rb"=([0-9a-fA-F]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    """An encoded-word, decoded as far as its bytes."""

    start: int
    end: int
    charset: str
    octets: bytes


# C0 and C1 controls, bidirectional controls and isolates, zero-width marks, line separators, tag characters, lone
# surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_TEXT_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")


def codec(name: str) -> str:
    """The Python codec for a charset label, or "" if there is none that may be used on mail."""
    label = name.strip().strip("'\"").lower()
    label = _MEANT.get(label, label)
    try:
        found = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _REFUSED else label


def decode(data: bytes, charset: str) -> tuple[str, str]:
    """The text of `data` and what was wrong with its label ("" if nothing): the label first, UTF-8, then
    Windows-1252."""
    charset = _marked(data) or charset
    if data.isascii() and not _STATEFUL.search(charset):
        return data.decode("ascii"), ""
    known = codec(charset) if charset else ""
    fault = "" if known or not charset else f"unknown charset {clean(charset)[:40]!r}"
    order = ["utf-8", known] if known in ("", "cp1252") else [known, "utf-8"]
    for name in filter(None, order):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError, ValueError):
            fault = fault or (f"text is not {clean(charset)[:40]}" if name == known else "")
            continue
        return _SURROGATES.sub("", text) if _has_surrogate(text) else text, fault
    return _as_good_as_it_gets(data, known), fault


def _marked(data: bytes) -> str:
    """The charset that the text shows by itself, whatever its label: a byte order mark, Japanese escapes; "" if none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    escapes = b"\x1b" in data and (b"\x1b$B" in data or b"\x1b$@" in data)
    return "iso-2022-jp" if escapes else ""


def _as_good_as_it_gets(data: bytes, known: str) -> str:
    """Damaged text in its own charset, or in Windows-1252 if hardly anything of it was in the charset it claims."""
    try:
        text = data.decode(known or "utf-8", "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("cp1252", "replace")
    damaged = text.count("\ufffd")
    right = sum(1 for character in text if character > "\x7f") - damaged
    return text if right >= damaged else data.decode("cp1252", "replace")


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def octets(raw: str) -> bytes:
    """The bytes behind a header value of the stdlib's compat32 parser, which smuggles 8-bit octets as surrogates."""
    return raw.encode("utf-8", "surrogateescape")


def readable(raw: str, charset: str = "utf-8") -> str:
    """A raw header value with its 8-bit octets turned into characters (UTF-8 if they are, else `charset`)."""
    if raw.isascii():
        return raw
    try:
        return octets(raw).decode("utf-8")
    except UnicodeError:
        return decode(raw.encode("utf-8", "surrogateescape" if _escaped(raw) else "replace"), charset)[0]


def _escaped(raw: str) -> bool:
    try:
        raw.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def unfold(value: str) -> str:
    """A field body without its line breaks (RFC 5322 section 2.2.3)."""
    return value.replace("\r", "").replace("\n", "").strip(" \t")


def clean(text: str) -> str:
    """Text for one line (a name, a subject): no control, bidirectional or invisible character, breaks become spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _UNSAFE.sub("", _SPACES.sub(" ", text)).strip()


def clean_text(text: str) -> str:
    """Text of many lines: newlines are \\n, no control character but tab and newline, no-break spaces stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _TEXT_CONTROLS.sub("", text)


def decode_words(raw: str, charset: str = "utf-8") -> str:
    """A raw, unfolded header value with its encoded-words read (RFC 2047), however they were cut; nothing is cleaned.

    Adjacent words of one charset are joined before decoding, because mailers split inside characters; words glued to
    text are read too.
    """
    text = readable(raw, charset)
    if "=?" not in text:
        return text
    words = list(_words(text))
    if not words:
        return text
    out = [text[: words[0].start]]
    pending, label = b"", ""
    for i, word in enumerate(words):
        if pending and word.charset != label:
            out.append(decode(pending, label)[0])
            pending = b""
        pending, label = pending + word.octets, word.charset
        following = words[i + 1].start if i + 1 < len(words) else len(text)
        between = text[word.end : following]
        if between.strip() or i + 1 == len(words):
            out.append(decode(pending, label)[0])
            out.append(between)
            pending = b""
    return "".join(out)


def _words(text: str) -> Iterator[_Word]:
    """The encoded-words of a text, in order. The last one may lack its end: some gateways cut a subject anywhere."""
    position = 0
    while begins := _WORD_BEGINS.search(text, position):
        end = text.find("?=", begins.end())
        body, position = (text[begins.end() : end], end + 2) if end >= 0 else (text[begins.end() :], len(text))
        yield _Word(
            start=begins.start(),
            end=position,
            charset=begins[1].split("*", 1)[0].lower(),  # RFC 2231 section 5: charset*language
            octets=_word_octets(begins[2], body),
        )


def _word_octets(encoding: str, body: str) -> bytes:
    data = body.encode("utf-8", "replace")
    if encoding in "qQ":
        return _Q_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), data.replace(b"_", b" "))
    return base64_octets(data)


def base64_octets(data: bytes) -> bytes:
    """What base64 `data` holds, leniently: foreign characters are skipped, padding is mended, joined pieces are read
    one by one."""
    try:
        return binascii.a2b_base64(data, strict_mode=False) if _well_padded(data) else _base64_pieces(data)
    except binascii.Error:
        return _base64_pieces(data)


def _well_padded(data: bytes) -> bool:
    return b"=" not in data.rstrip(b"\r\n\t =")


def _base64_pieces(data: bytes) -> bytes:
    out = bytearray()
    for piece in re.split(rb"=+", data):
        letters = _NOT_BASE64.sub(b"", piece)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        out += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    return bytes(out)
