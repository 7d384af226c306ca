"""A mail program that presses a button: it reads the link as RFC 6068 says, a person fills in the blanks, and the mail is sent."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from itertools import count
from urllib.parse import unquote, urlsplit

from tests.pipeline.world import NOW, Firm

_NUMBERS = count(1)


class Buttons(HTMLParser):
    """The buttons of a page: label -> link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._href = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self._href = str(known["href"]) if tag == "a" and known.get("class") == "button" else ""

    def handle_data(self, data: str) -> None:
        if self._href:
            self.found[data] = self._href
            self._href = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the mail program shows before it is sent."""

    to: str
    subject: str
    body: str


def drafted(link: str) -> Draft:
    """RFC 6068: fields apart by "&", percent-encoded, and "+" is a plus sign."""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = dict(field.split("=", 1) for field in parts.query.split("&"))
    assert set(fields) == {"subject", "body"}
    return Draft(to=unquote(parts.path), subject=unquote(fields["subject"]), body=unquote(fields["body"]))


def received(firm: Firm, address: str, name: str) -> EmailMessage:
    """The newest letter of that name that went to that address, as it stands in their mail program."""
    wanted = firm.rows(
        f"SELECT message_id FROM letter WHERE name = '{name}' AND recipient = '{address}' ORDER BY id DESC LIMIT 1"  # noqa: S608
    )
    messages = [email.message_from_bytes(c, policy=email.policy.default) for _, c in firm.wire.taken]  # noqa: TID251
    return next(m for m in messages if m["Message-ID"] == wanted[0][0])


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def buttons(message: EmailMessage) -> dict[str, str]:
    return Buttons(html_of(message)).found


def sent_by(sender: str, draft: Draft, *, at: datetime = NOW) -> bytes:
    """A new message, that answers nothing."""
    message = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=998))
    message["From"] = sender
    message["To"] = draft.to
    message["Subject"] = draft.subject
    message["Message-ID"] = f"<pressed-{next(_NUMBERS)}@firm.example>"
    message["Date"] = at
    message.set_content(draft.body)
    return message.as_bytes()


def press(
    firm: Firm,
    message: EmailMessage,
    label: str,
    *,
    by: str = "",
    fill: dict[str, str] | None = None,
    at: datetime = NOW,
) -> None:
    """The button is pressed, its blanks are written over, the mail is sent, and everything that follows from it goes out."""
    draft = drafted(buttons(message)[label])
    body = draft.body
    for blank, words in (fill or {}).items():
        assert blank in body
        body = body.replace(blank, words)
    firm.arrives(sent_by(by or str(message["To"]), Draft(to=draft.to, subject=draft.subject, body=body), at=at), at)
    firm.take_in(at)
    firm.send(at)
