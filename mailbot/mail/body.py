"""Which parts of a message are its text and which hang on it; the parts' meaning to a complaints desk is decided
elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message

from mailbot.core.model import Attachment
from mailbot.mail import charsets, hypertext
from mailbot.mail.cms import signed_mail
from mailbot.mail.embedded import embedded_bytes, embedded_message, embedded_name
from mailbot.mail.hanging import attachment, attachment_of, is_container, opened
from mailbot.mail.mime import data_of, disposition, file_name, payload_of
from mailbot.mail.protection import protection_of
from mailbot.mail.wording import READ_AS_TEXT, Wording, markup, wording

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
_STUB = ("html", "browser", "email client", "e-mail client", "view this", "view the", "http://", "https://")
_STUB_LENGTH = 300
_DEEPEST = 200
_MOST_PARTS = 1_000
_MOST_TEXT = 500_000  # characters; a letter of that length is a book


@dataclass(frozen=True, kw_only=True)
class Body:
    """What was found: the readable text, the attachments, messages within, how it is protected, what was wrong."""

    text: str
    attachments: tuple[Attachment, ...]
    embedded: tuple[Message, ...]
    protection: str
    defects: tuple[str, ...]


@dataclass
class _Found:
    """Collects while the structure is walked. `plain` says that `texts` came from text/plain only; `spare` is the text of
    a container, for a mail that has no other."""

    texts: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embedded: list[Message] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    plain: bool = True

    def take(self, other: _Found, *, with_text: bool = True) -> None:
        if with_text:
            self.texts += other.texts
            self.plain = self.plain and other.plain
        self.spare += other.spare
        self.attachments += other.attachments
        self.embedded += other.embedded
        self.defects += other.defects

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self.texts if text.strip())


class _Walk:
    """One walk through a message; it counts the parts, so that no mail is all parts."""

    def __init__(self) -> None:
        self._left = _MOST_PARTS

    def visit(self, part: Message, parent: str, depth: int, *, first: bool) -> _Found:
        self._left -= 1
        if self._left < 0:
            return _Found(defects=[f"more than {_MOST_PARTS} parts: the rest was not opened"])
        kind = part.get_content_type()
        children = payload_of(part)
        if kind.startswith("multipart/"):
            if isinstance(children, list) and depth < _DEEPEST:
                return self._multipart(children, kind, depth)
            return _unbounded(part)
        if kind.startswith("message/") and kind not in _REPORT_PARTS and isinstance(children, list):
            return _message(part)
        if kind in _REPORT_PARTS:
            return _Found()
        if first_text(part, kind, first=first):
            return _text(part, kind)
        inner = signed_mail(part, kind) if depth < _DEEPEST else None
        if inner is None:
            return _file(part, kind, parent)
        found = self.visit(inner, parent, depth + 1, first=first)
        found.attachments.append(_attached(part, kind, parent))
        return found

    def _multipart(self, children: list[Message], kind: str, depth: int) -> _Found:
        if kind == "multipart/alternative":
            return self._alternative(children, depth)
        found = _Found()
        for position, child in enumerate(children):
            if self._left < 0:
                break
            first = position == 0 if kind in ("multipart/related", "multipart/report") else not found.texts
            found.take(self.visit(child, kind, depth + 1, first=first))
        return found

    def _alternative(self, children: list[Message], depth: int) -> _Found:
        """The plain version if it says something, else the richest that does (RFC 2046 section 5.1.4: the last is the
        best).

        HTML beside a good plain version is not read twice, unless it is another letter: then both are the mail's words,
        for the sender's program shows the one and ours the other.
        """
        found = _Found()
        kind = "multipart/alternative"
        plain = [self.visit(child, kind, depth + 1, first=True) for child in children if _is_plain(child)]
        said = "\n".join(version.text for version in plain)
        enough = bool(said.strip()) and not _may_be_stub(said)
        rich = [
            self._aside(child, depth, said) if enough else self.visit(child, kind, depth + 1, first=True)
            for child in children
            if not _is_plain(child)
        ]
        spoken = [version for version in rich if version.text.strip()]
        choose_rich = not enough and bool(spoken) and (not said.strip() or _is_stub(said, spoken[-1].text))
        for version in plain:
            found.take(version, with_text=not choose_rich)
        for version in rich:
            found.take(version, with_text=enough or (choose_rich and version is spoken[-1]))
        return found

    def _aside(self, part: Message, depth: int, said: str) -> _Found:
        """What hangs on a version that is not read: pictures, calendar files. Its words only if they are others."""
        kind = part.get_content_type()
        self._left -= 1
        if self._left < 0:
            return _Found()
        if kind in READ_AS_TEXT and disposition(part)[0] != "attachment":
            other = kind == "text/html" and hypertext.says_else(hypertext.bare_text_of(markup(part)), said)
            return _text(part, kind) if other else _Found()
        found = self.visit(part, "multipart/alternative", depth + 1, first=True)
        if not hypertext.says_else(found.text, said):
            found.texts = []
        return found


def read_body(message: Message) -> Body:
    """The text and attachments of a parsed message; whatever is broken is read as far as it goes and named in
    `defects`."""
    found = _Walk().visit(message, "", 0, first=True)
    text = found.text.strip("\n") or "\n\n".join(found.spare).strip("\n")
    if len(text) > _MOST_TEXT:
        text = text[:_MOST_TEXT]
        found.defects.append(f"text of more than {_MOST_TEXT} characters: the rest was not read")
    return Body(
        text=text,
        attachments=tuple(found.attachments),
        embedded=tuple(found.embedded),
        protection=protection_of(message, text),
        defects=tuple(dict.fromkeys(found.defects)),
    )


def _is_plain(part: Message) -> bool:
    return part.get_content_type() == "text/plain"


def _may_be_stub(plain: str) -> bool:
    return len(plain) < _STUB_LENGTH and any(word in plain.lower() for word in _STUB)


def _is_stub(plain: str, rich: str) -> bool:
    """ "Your client cannot show HTML": a plain version that only points to the other one."""
    return _may_be_stub(plain) and len(rich) > 2 * len(plain) and plain.strip() not in rich


def first_text(part: Message, kind: str, *, first: bool) -> bool:
    """Whether a leaf is text to read: not attached, and not a named file beside a text that was there before it."""
    if kind not in READ_AS_TEXT or disposition(part)[0] == "attachment":
        return False
    return first or not file_name(part)


def _text(part: Message, kind: str) -> _Found:
    said: Wording = wording(part, kind)
    found = _Found(plain=said.plain, defects=[said.defect] if said.defect else [])
    found.texts.append(said.text)
    found.attachments += [attachment(one) for one in said.files]
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
    name = file_name(part) or embedded_name(inner)
    inline = disposition(part)[0] == "inline"
    given = attachment_of(name, part.get_content_type(), embedded_bytes(part), inline=inline)
    return _Found(attachments=[given], embedded=[inner])


def _file(part: Message, kind: str, parent: str) -> _Found:
    data = data_of(part)
    name = file_name(part)
    if not data and not name and disposition(part)[0] != "attachment":
        return _Found()
    found = _Found(attachments=[_attached(part, kind, parent)])
    if is_container(name, kind, data):
        inside = opened(name, data)
        found.spare += [inside.text] if inside.text else []
        found.embedded += [inside.letter] if inside.letter is not None else []
        found.attachments += [attachment(one) for one in inside.files]
        found.defects += [] if inside.readable else [f"{name or kind} cannot be opened"]
    return found


def _attached(part: Message, kind: str, parent: str) -> Attachment:
    shown, _ = disposition(part)
    inline = shown == "inline" or (shown != "attachment" and parent == "multipart/related")
    return attachment_of(file_name(part), kind, data_of(part), inline=inline)
