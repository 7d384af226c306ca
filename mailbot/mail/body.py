"""Which parts of a message are its text and which hang on it; the parts' meaning to a complaints desk is decided
elsewhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from email.message import Message

from mailbot.core.model import Attachment
from mailbot.mail import charsets, hypertext
from mailbot.mail.embedded import embedded_bytes, embedded_message, embedded_name
from mailbot.mail.mime import data_of, disposition, file_name, payload_of, type_parameters

_READ_AS_TEXT = frozenset(
    {
        "text/plain",
        "text/html",
        "text/enriched",
        "text/richtext",
        "text/markdown",
        "text/x-markdown",
        "text/x-web-markdown",
    }
)
_REPORT_PARTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/global-headers",
    }
)
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_STUB = re.compile(r"html|browser|e-?mail client|view (?:this|the)|https?://", re.IGNORECASE)
_STUB_LENGTH = 300
_DEEPEST = 200


@dataclass(frozen=True, kw_only=True)
class Body:
    """What was found: the readable text, the attachments, messages within, and what was wrong."""

    text: str
    attachments: tuple[Attachment, ...]
    embedded: tuple[Message, ...]
    defects: tuple[str, ...]


@dataclass
class _Found:
    """Collects while the structure is walked. `plain` says that `texts` came from text/plain only."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embedded: list[Message] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    plain: bool = True

    def take(self, other: _Found, *, with_text: bool = True) -> None:
        if with_text:
            self.texts += other.texts
            self.plain = self.plain and other.plain
        self.attachments += other.attachments
        self.embedded += other.embedded
        self.defects += other.defects

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self.texts if text.strip())


def read_body(message: Message) -> Body:
    """The text and attachments of a parsed message; whatever is broken is read as far as it goes and named in
    `defects`."""
    found = _visit(message, "", 0, first=True)
    return Body(
        text=found.text.strip("\n"),
        attachments=tuple(found.attachments),
        embedded=tuple(found.embedded),
        defects=tuple(dict.fromkeys(found.defects)),
    )


def _visit(part: Message, parent: str, depth: int, *, first: bool) -> _Found:
    kind = part.get_content_type()
    children = payload_of(part)
    if kind.startswith("multipart/"):
        if isinstance(children, list) and depth < _DEEPEST:
            return _multipart(children, kind, depth)
        return _unbounded(part)
    if kind.startswith("message/") and kind not in _REPORT_PARTS and isinstance(children, list):
        return _message(part)
    if kind in _REPORT_PARTS:
        return _Found()
    if first_text(part, kind, first=first):
        return _text(part, kind)
    return _file(part, kind, parent)


def _multipart(children: list[Message], kind: str, depth: int) -> _Found:
    found = _Found()
    if kind == "multipart/alternative":
        return _alternative(children, depth)
    for position, child in enumerate(children):
        first = position == 0 if kind in ("multipart/related", "multipart/report") else not found.texts
        found.take(_visit(child, kind, depth + 1, first=first))
    return found


def _alternative(children: list[Message], depth: int) -> _Found:
    """The plain version if it says something, else the richest that does (RFC 2046 section 5.1.4: the last is the
    best).

    HTML beside a good plain version is not converted at all: nobody would read it, and it costs the most.
    """
    found = _Found()
    plain = [_visit(child, "multipart/alternative", depth + 1, first=True) for child in children if _is_plain(child)]
    others = [child for child in children if not _is_plain(child)]
    said = "\n".join(version.text for version in plain)
    enough = bool(said.strip()) and not _may_be_stub(said)
    rich = [
        _visit_aside(child, depth) if enough else _visit(child, "multipart/alternative", depth + 1, first=True)
        for child in others
    ]
    spoken = [version for version in rich if version.text.strip()]
    choose_rich = not enough and bool(spoken) and (not said.strip() or _is_stub(said, spoken[-1].text))
    for version in plain:
        found.take(version, with_text=not choose_rich)
    for version in rich:
        found.take(version, with_text=choose_rich and version is spoken[-1])
    return found


def _is_plain(part: Message) -> bool:
    return part.get_content_type() == "text/plain"


def _visit_aside(part: Message, depth: int) -> _Found:
    """What hangs on a version that is not read: pictures, calendar files; a single HTML part has nothing."""
    if part.get_content_type() in _READ_AS_TEXT and disposition(part)[0] != "attachment":
        return _Found()
    return _visit(part, "multipart/alternative", depth + 1, first=True)


def _may_be_stub(plain: str) -> bool:
    return len(plain) < _STUB_LENGTH and bool(_STUB.search(plain))


def _is_stub(plain: str, rich: str) -> bool:
    """ "Your client cannot show HTML": a plain version that only points to the other one."""
    return _may_be_stub(plain) and len(rich) > 2 * len(plain) and plain.strip() not in rich


def first_text(part: Message, kind: str, *, first: bool) -> bool:
    """Whether a leaf is text to read: not attached, and not a named file beside a text that was there before it."""
    if kind not in _READ_AS_TEXT or disposition(part)[0] == "attachment":
        return False
    return first or not file_name(part)


def _text(part: Message, kind: str) -> _Found:
    data = data_of(part)
    charset = type_parameters(part).get("charset", "")
    if kind == "text/html" and not charset:
        sniffed = _META_CHARSET.search(data[:4000])
        charset = sniffed[1].decode("ascii") if sniffed else ""
    text, fault = charsets.decode(data, charset)
    found = _Found(plain=kind not in ("text/html", "text/enriched", "text/richtext"), defects=[fault] if fault else [])
    if kind == "text/html":
        text = hypertext.text_of(text)
    elif kind in ("text/enriched", "text/richtext"):
        text = re.sub(r"<param>[^<]*</param>|</?[A-Za-z][A-Za-z0-9-]{0,59}>", "", text, flags=re.IGNORECASE).replace(
            "<<", "<"
        )
    found.texts.append(charsets.clean_text(text).strip("\n"))
    return found


def _unbounded(part: Message) -> _Found:
    """A multipart whose boundary never came: its raw body is all there is to read."""
    found = _Found(defects=["multipart without its parts"])
    payload = payload_of(part)
    if isinstance(payload, str):
        found.texts.append(charsets.clean_text(charsets.decode(data_of(part), "")[0]).strip("\n"))
    return found


def _message(part: Message) -> _Found:
    inner = embedded_message(part)
    if inner is None:
        return _Found(defects=["a message within cannot be read"])
    data = embedded_bytes(part)
    name = file_name(part) or embedded_name(inner)
    attachment = _attachment(name, part.get_content_type(), data, inline=disposition(part)[0] == "inline")
    return _Found(attachments=[attachment], embedded=[inner])


def _file(part: Message, kind: str, parent: str) -> _Found:
    data = data_of(part)
    name = file_name(part)
    shown, _ = disposition(part)
    if not data and not name and shown != "attachment":
        return _Found()
    inline = shown == "inline" or (shown != "attachment" and parent == "multipart/related")
    return _Found(attachments=[_attachment(name, kind, data, inline=inline)])


def _attachment(name: str, kind: str, data: bytes, *, inline: bool) -> Attachment:
    return Attachment(name=name, type=kind, size=len(data), sha256=hashlib.sha256(data).hexdigest(), inline=inline)
