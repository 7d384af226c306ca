"""A letter as bytes, written header by header (domain 4.2 and 4.6): the same envelope and words give the same bytes.

Nothing of an incoming message is reflected raw, and no name, subject or msg-id can add a header. It sends nothing.

The MIME structure is written here and not with email.message, which takes many times as long and, on Pythons that this
must run on, encodes long msg-ids and lets an encoded line break in a subject become a header of its own.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from mailbot.core.international import in_ascii
from mailbot.core.model import Address, Enclosure, Envelope, Picture, Rendered

REFERENCES = 50
"""So many msg-ids are given in References: the first, which names the conversation, and the newest."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_MSG_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f-\uffff]{1,900}>")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,200}")
_DOT_ATOM = re.compile(r"[^\s()<>@,;:\\\"\[\]\x00-\x1f\x7f]{1,320}")
_LITERAL = re.compile(r"\[[0-9A-Za-z.:]{3,60}\]")  # a domain-literal, RFC 5321 section 4.1.3
_FROM = re.compile(r"^From ", re.MULTILINE)  # some mail programs put a ">" before it
_BASE64_LINE = re.compile(rb".{1,76}")
_METHOD = re.compile(r"[A-Z]{1,20}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """A MIME part: its own header lines and its encoded body."""

    headers: tuple[str, ...]
    body: bytes

    def __bytes__(self) -> bytes:
        return "\r\n".join((*self.headers, "", "")).encode() + self.body


def compose(envelope: Envelope, rendered: Rendered) -> bytes:
    """The whole message with CRLF line ends: text before HTML and its pictures, then the invitation, then the enclosures.

    Raises ValueError for an envelope that no letter may have: a message-id or an address that is none.
    """
    words = [_text("plain", rendered.text), _shown(rendered, envelope.message_id)]
    if envelope.calendar:
        words.append(_invitation(envelope.calendar, envelope.calendar_method))
    body = _multipart("alternative", words, envelope.message_id)
    if envelope.enclosures:
        body = _multipart("mixed", [body, *(_enclosed(e) for e in envelope.enclosures)], envelope.message_id)
    return bytes(_Part(headers=(*_headers(envelope, rendered.subject), *body.headers), body=body.body))


def documents_in(envelope: Envelope) -> tuple[bytes, ...]:
    """The enclosures as they stand in the composed message, in their order."""
    return tuple(_base64(enclosure.content) for enclosure in envelope.enclosures)


def _headers(envelope: Envelope, subject: str) -> list[str]:
    if not _MSG_ID.fullmatch(envelope.message_id):
        raise ValueError(f"not a message-id: {envelope.message_id!r}")
    lines = [
        f"Date: {format_datetime(envelope.date)}",
        f"Message-ID: {envelope.message_id}",
        f"From: {_mailbox(envelope.sender)}",
        f"To: {_mailbox(envelope.recipient)}",
        f"Subject: {_unstructured(subject, len('Subject: '))}",
    ]
    if envelope.reply_to:
        lines.append(f"Reply-To: {_mailbox(Address(address=envelope.reply_to, name=envelope.sender.name))}")
    # RFC 5322 section 3.6.4; a msg-id is never an encoded-word (RFC 2047 section 5)
    if parent := _msg_ids((envelope.in_reply_to,)):
        lines.append(f"In-Reply-To: {parent[0]}")
    if references := _msg_ids(envelope.references):
        lines.append("References: " + "\r\n ".join(references))
    if envelope.automatic:
        lines.append(f"Auto-Submitted: {_plain(envelope.automatic)}")  # RFC 3834 section 5
    lines.append("X-Auto-Response-Suppress: OOF, AutoReply, RN, NRN, DR")  # MS-OXCMAIL 2.1.3.2.20; never NDR, never All
    lines += ["X-Mailbot: 1", "Content-Language: en-GB", "MIME-Version: 1.0"]
    return lines


def _msg_ids(candidates: tuple[str, ...]) -> list[str]:
    """Those that are msg-ids, each once, the first and the newest if there are too many to give."""
    found = list(dict.fromkeys(c.strip() for c in candidates if _MSG_ID.fullmatch(c.strip())))
    return found if len(found) <= REFERENCES else [found[0], *found[1 - REFERENCES :]]


def _plain(text: str) -> str:
    """`text` on one line, without control characters: nothing in it can end a header."""
    return " ".join((text if text.isprintable() else _CONTROL.sub(" ", text)).split())


# ------------------------------------------------------------------------------------------------------------ addresses


@lru_cache(maxsize=256)
def _mailbox(address: Address) -> str:
    """RFC 5322 section 3.4: one mailbox, whatever stands in its name."""
    spec = _addr_spec(address.address)
    name = _plain(address.name)
    if not name:
        return spec
    if _ATOM.fullmatch(name) and "=?" not in name:
        return f"{name} <{spec}>"
    if name.isascii() and "=?" not in name and len(name) <= 200:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + f'" <{spec}>'
    return f"{_encoded(name, len('Reply-To: '))}\r\n <{spec}>"


def writable(address: str) -> bool:
    """Can a letter be addressed to this at all? A sender may give an address that no message may carry."""
    try:
        _addr_spec(address)
    except ValueError:
        return False
    return True


def _addr_spec(address: str) -> str:
    """The address itself; an internationalised domain as A-labels (RFC 5890). Raises ValueError if it is none."""
    local, _, domain = address.strip().rpartition("@")
    if not local or len(address) > 320 or not (_DOT_ATOM.fullmatch(domain) or _LITERAL.fullmatch(domain)):
        raise ValueError(f"not a mail address: {address!r}")
    if not domain.isascii():
        domain = in_ascii(domain)
    if _DOT_ATOM.fullmatch(local) and ".." not in local and local[0] != "." and local[-1] != ".":
        return f"{local}@{domain}"
    if len(local) > 2 and local[0] == local[-1] == '"':
        local = local[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    elif not _DOT_ATOM.fullmatch(local):  # dots in wrong places, which some providers gave out, may be quoted
        raise ValueError(f"not a mail address: {address!r}")
    if _CONTROL.search(local):
        raise ValueError(f"not a mail address: {address!r}")
    return '"' + local.replace("\\", "\\\\").replace('"', '\\"') + f'"@{domain}'


# --------------------------------------------------------------------------------------------------------- unstructured


def _unstructured(text: str, used: int) -> str:
    """A Subject: as it is if it is ASCII, short, and does not pretend to be encoded, else in encoded-words."""
    line = _plain(text)
    if line.isascii() and "=?" not in line and len(line) + used <= 200:
        return line
    return _encoded(line, used)


def _encoded(text: str, used: int) -> str:
    """RFC 2047 encoded-words of at most 75 characters, none splitting a character, folded."""
    room = 75 - len("=?utf-8?b??=")
    words: list[str] = []
    piece = b""
    limit = min(room, 76 - used - len("=?utf-8?b??=")) // 4 * 3
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > limit:
            words.append(piece.decode("utf-8"))
            piece, limit = b"", room // 4 * 3
        piece += octets
    words.append(piece.decode("utf-8"))
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word.encode('utf-8')).decode('ascii')}?=" for word in words)


# --------------------------------------------------------------------------------------------------------------- parts


def _text(subtype: str, text: str) -> _Part:
    """A text part: as it is where that is safe on every path (RFC 2045 section 6.7), else quoted-printable."""
    lines = text.splitlines()
    content = "\r\n".join(lines) + "\r\n"
    if content.isascii() and max(map(len, lines), default=0) <= 200 and not _FROM.search(content):
        encoding, body = "7bit", content.encode("ascii")
    else:
        encoding, body = "quoted-printable", _quoted_printable(content)
    kind = f"text/{subtype}; charset=utf-8"
    return _Part(headers=(f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}"), body=body)


def _page(html: str) -> _Part:
    """The HTML part. A character beyond ASCII becomes a reference, so that most pages need no encoding."""
    return _text("html", html if html.isascii() else html.encode("ascii", "xmlcharrefreplace").decode("ascii"))


def _shown(rendered: Rendered, message_id: str) -> _Part:
    """The HTML with the pictures in it, if there are any (RFC 2387; RFC 2392 for their addresses)."""
    page = _page(rendered.html)
    if not rendered.pictures:
        return page
    return _multipart("related", [page, *(_picture(p) for p in rendered.pictures)], message_id)


def _picture(picture: Picture) -> _Part:
    headers = (
        "Content-Type: image/png",
        f"Content-ID: <{_plain(picture.cid)}>",
        f'Content-Disposition: inline; filename="{_plain(picture.name)}.png"',
        "Content-Transfer-Encoding: base64",
    )
    return _Part(headers=headers, body=_base64(picture.content))


def _quoted_printable(content: str) -> bytes:
    encoded = b2a_qp(content.encode("utf-8", "replace"), istext=True)
    return re.sub(rb"(?m)^From ", b"=46rom ", encoded) if b"From " in encoded else encoded


def _invitation(calendar: bytes, method: str) -> _Part:
    """RFC 6047 section 2.4: the method of the part is the METHOD of the calendar. Raises ValueError if they differ."""
    if not _METHOD.fullmatch(method) or f"METHOD:{method}\r\n".encode() not in calendar:
        raise ValueError(f"the invitation's method is not {method!r}")
    kind = f"Content-Type: text/calendar; charset=utf-8; method={method}"
    return _Part(headers=(kind, "Content-Transfer-Encoding: base64"), body=_base64(calendar))


def _enclosed(enclosure: Enclosure) -> _Part:
    """A document. A name that needs more than ASCII is given by RFC 2231 section 4."""
    name = re.sub(r'["/\\]', "-", _plain(enclosure.name))[:150] or "document"
    ascii_name = "".join(c if c.isascii() else "_" for c in name)
    kind = enclosure.type.lower() if _MEDIA_TYPE.fullmatch(enclosure.type.lower()) else "application/octet-stream"
    whole = f"filename*=utf-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
    given = f'filename="{ascii_name}"' if ascii_name == name else whole
    disposition = f"Content-Disposition: attachment;\r\n {given}"
    return _Part(
        headers=(f'Content-Type: {kind};\r\n name="{ascii_name}"', disposition, "Content-Transfer-Encoding: base64"),
        body=_base64(enclosure.content),
    )


@lru_cache(maxsize=16)
def _base64_kept(content: bytes) -> bytes:
    return b"\r\n".join(_BASE64_LINE.findall(b2a_base64(content, newline=False)))


def _base64(content: bytes) -> bytes:
    """In lines of 76. What goes with every acknowledgement is encoded once; large documents are not kept."""
    return _base64_kept(content) if len(content) <= 512 * 1024 else _base64_kept.__wrapped__(content)


def _multipart(subtype: str, parts: list[_Part], message_id: str) -> _Part:
    """RFC 2046 section 5.1. "=_" stands in no base64 nor quoted-printable text; a 7-bit part is searched."""
    bodies = [bytes(part) for part in parts]
    number = 0
    while True:
        boundary = "=_" + sha256(f"{subtype} {number} {message_id}".encode()).hexdigest()[:24]
        if not any(b"_" in body and boundary.encode() in body for body in bodies):  # a single byte is found much sooner
            break
        number += 1
    begins = f"--{boundary}\r\n".encode()
    pieces = [piece for body in bodies for piece in (begins, body, b"\r\n")]  # that last CRLF is the next line's
    return _Part(
        headers=(f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"',),
        body=b"".join((*pieces, f"--{boundary}--\r\n".encode())),
    )
