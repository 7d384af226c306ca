"""The words of one text part, whatever its charset and markup; which parts are the mail's text is decided elsewhere."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from email.message import Message

from mailbot.mail import charsets, hypertext
from mailbot.mail.flowed import unflowed
from mailbot.mail.hanging import File
from mailbot.mail.mime import data_of, safe_name, type_parameters
from mailbot.mail.uuencoded import uuencoded_files

READ_AS_TEXT = frozenset(
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
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_MARKUP = re.compile(r"\s{0,200}<(?:!doctype html|html|body|head)[\s>]", re.IGNORECASE)
_ENRICHED = re.compile(r"<param>[^<]*</param>|</?[A-Za-z][A-Za-z0-9-]{0,59}>", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What a text part says. `plain`: it was no markup. `files`: what stood uuencoded in it."""

    text: str
    plain: bool = True
    defect: str = ""
    files: tuple[File, ...] = ()


def wording(part: Message, kind: str) -> Wording:
    """The readable text of a part of one of the types READ_AS_TEXT."""
    data = data_of(part)
    parameters = type_parameters(part)
    files: tuple[File, ...] = ()
    if kind == "text/plain":
        data, files = _without_files(data)
    text, defect = charsets.decode(data, _charset(data, kind, parameters.get("charset", "")))
    if kind == "text/html" or (kind == "text/plain" and _MARKUP.match(text)):
        return Wording(text=_tidy(hypertext.text_of(text)), plain=False, defect=defect)
    if kind in ("text/enriched", "text/richtext"):
        return Wording(text=_tidy(_ENRICHED.sub("", text).replace("<<", "<")), plain=False, defect=defect)
    text = _tidy(text)
    if parameters.get("format", "").strip().lower() == "flowed":
        text = unflowed(text, delete_space=parameters.get("delsp", "").strip().lower() == "yes")
    return Wording(text=text, defect=defect, files=files)


def markup(part: Message) -> str:
    """An HTML part as it was written."""
    data = data_of(part)
    return charsets.decode(data, _charset(data, "text/html", type_parameters(part).get("charset", "")))[0]


def files_in_text(part: Message, kind: str) -> tuple[File, ...]:
    """The files that stand uuencoded in a text part."""
    return _without_files(data_of(part))[1] if kind == "text/plain" else ()


def _without_files(data: bytes) -> tuple[bytes, tuple[File, ...]]:
    data, found = uuencoded_files(data)
    return data, tuple(_file(safe_name(one.name), one.data) for one in found)


def _file(name: str, data: bytes) -> File:
    return File(name=name, type=mimetypes.guess_type(name)[0] or "application/octet-stream", data=data)


def _tidy(text: str) -> str:
    return charsets.clean_text(text).strip("\n")


def _charset(data: bytes, kind: str, label: str) -> str:
    """What the part says, else what the document in it says of itself."""
    if kind != "text/html" or charsets.codec(label):
        return label
    sniffed = _META_CHARSET.search(data[:4000])
    return sniffed[1].decode("ascii") if sniffed else label
