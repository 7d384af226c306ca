"""What a program's own container of mail holds (TNEF, .msg), whichever it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.mail import charsets, hypertext, rtf


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A file in a container. `name` is as it was given until opened.py makes it safe."""

    name: str
    data: bytes
    type: str = ""  # MIME type; "" if the container does not say
    inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """A letter in Outlook's own form: its body in up to three versions, its files, letters attached to it."""

    plain: str = ""
    html: str = ""
    compressed_rtf: bytes = b""
    sender_name: str = ""
    sender_address: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    files: tuple[Held, ...] = ()
    letters: tuple[Holding, ...] = ()

    @property
    def text(self) -> str:
        """The body as words: the plain version, else the HTML, else the RTF."""
        if self.plain.strip():
            found = self.plain
        elif self.html.strip():
            found = hypertext.text_of(self.html)
        else:
            found = rtf.text_of(self.compressed_rtf) if self.compressed_rtf else ""
        return charsets.clean_text(found).strip("\n")

    def told(self) -> str:
        """Head and body, for a letter that hangs on another one."""
        who = f"{self.sender_name} <{self.sender_address}>" if self.sender_address else self.sender_name
        when = f"{self.sent_at:%Y-%m-%d %H:%M} UTC" if self.sent_at else ""
        head = [
            f"{label}: {value}" for label, value in (("From", who), ("Sent", when), ("Subject", self.subject)) if value
        ]
        return "\n".join([*head, "", self.text]) if head or self.text else ""
