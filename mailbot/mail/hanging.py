"""Attachments as values, and those that hold others (Outlook's winmail.dat and .msg files, signed .p7m files) opened."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from email.message import Message

from mailbot.core.model import Attachment
from mailbot.mail import outlook, tnef
from mailbot.mail.cms import signed_content
from mailbot.mail.holding import Holding
from mailbot.mail.mime import Part, safe_name

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"
_TNEF_NAMES = ("winmail.dat", "win.dat")
_TNEF_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
_MSG_TYPE = "application/vnd.ms-outlook"
_SIGNED_FILE = ".p7m"
_LARGEST = 30_000_000  # bytes of a container that is opened
_DEEPEST = 4  # letters in letters
_MOST = 200  # files of one container


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """What hangs on a message, with its bytes. The name is safe to show and to write."""

    name: str
    type: str
    data: bytes
    inline: bool = False
    within: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """What a container held: the letter's own text (of a winmail.dat), the letter itself (of a .msg), the files."""

    text: str = ""
    letter: Message | None = None
    files: tuple[File, ...] = ()
    readable: bool = True


def attachment(file: File) -> Attachment:
    return attachment_of(file.name, file.type, file.data, inline=file.inline, within=file.within)


def attachment_of(name: str, kind: str, data: bytes, *, inline: bool, within: str = "") -> Attachment:
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(name=name, type=kind, size=len(data), sha256=digest, inline=inline, within=within)


def is_container(name: str, kind: str, data: bytes) -> bool:
    """Whether an attachment says by name or type that it holds others, and begins as such a thing does."""
    if len(data) > _LARGEST:
        return False
    if data[:4] == _TNEF:
        return kind in _TNEF_TYPES or name.lower() in _TNEF_NAMES
    if data[:8] == _OLE:
        return kind == _MSG_TYPE or name.lower().endswith(".msg")
    return name.lower().endswith(_SIGNED_FILE) and signed_content(data) is not None


def opened(name: str, data: bytes) -> Inside:
    """What is in a container (see `is_container`); nothing, and `readable` False, if it is too damaged."""
    if name.lower().endswith(_SIGNED_FILE):
        return Inside(files=(_file(name[: -len(_SIGNED_FILE)], "", signed_content(data) or b"", name),))
    is_tnef = data[:4] == _TNEF
    holding = tnef.read(data) if is_tnef else outlook.read(data)
    if holding is None:
        return Inside(readable=False)
    files = tuple(_files(holding, name, 0))[:_MOST]
    return Inside(text=holding.text, files=files) if is_tnef else Inside(letter=_letter(holding), files=files)


def _files(holding: Holding, within: str, depth: int) -> list[File]:
    """The files, then those of the letters inside it, each letter's words as a file of its own."""
    found = [_file(one.name, one.type, one.data, within, inline=one.inline) for one in holding.files]
    for inner in holding.letters if depth < _DEEPEST else ():
        told = inner.told()
        if told:
            subject = inner.subject.replace("/", "-").replace("\\", "-")[:80]
            found.append(_file(f"{subject or 'message'}.txt", "text/plain", told.encode("utf-8", "replace"), within))
        found += _files(inner, within, depth + 1)
    return found


def _file(name: str, kind: str, data: bytes, within: str, *, inline: bool = False) -> File:
    name = safe_name(name)
    kind = kind.lower().strip() or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(name=name, type=kind, data=data, inline=inline, within=within)


def _letter(holding: Holding) -> Message:
    """A .msg file as the mail that it was, as far as a forwarded mail is looked at: head and words."""
    part = Part()
    address = f"<{holding.sender_address}>" if holding.sender_address else ""
    name = holding.sender_name.replace("\\", "").replace('"', "")
    part["From"] = f'"{name}" {address}' if name else address
    part["Subject"] = holding.subject
    if holding.sent_at is not None:
        part["Date"] = f"{holding.sent_at:%a, %d %b %Y %H:%M:%S} +0000"
    part["Content-Type"] = "text/plain; charset=utf-8"
    part.set_payload(holding.text)
    return part
