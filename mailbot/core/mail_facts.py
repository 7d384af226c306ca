"""What the table in automatic.py asks of a message: each field's values in lower case, read once. Decides nothing."""

from __future__ import annotations

import re

from mailbot.core.model import Authentication, InboundMessage

_COMMENT = re.compile(r"\([^()]*\)")
_TOKEN = re.compile(r"[a-z0-9_-]+")
_REPORT_TYPE = re.compile(r"report-type\s{0,9}=\s{0,9}\"?\s{0,9}([a-z0-9-]+)")


class Facts:
    """A message as the table asks about it: each field's values in lower case, read once."""

    def __init__(self, message: InboundMessage, own_addresses: frozenset[str], authentication: Authentication) -> None:
        self.message = message
        self.authentication = authentication
        self.own_addresses = own_addresses
        self.fields: dict[str, list[str]] = {}
        for name, value in message.headers:
            self.fields.setdefault(name, []).append(value.strip().lower())
        self.sender = message.sender.address if message.sender else ""
        self.local_part = self.sender.rpartition("@")[0]

    def has(self, *names: str) -> bool:
        return any(name in self.fields for name in names)

    def has_beginning(self, *beginnings: str) -> bool:
        return any(name.startswith(beginnings) for name in self.fields)

    def tokens(self, name: str) -> set[str]:
        """The first word of each field of that name: comments and parameters stripped (RFC 3834 section 5)."""
        if name not in self.fields:
            return set()
        found = (_TOKEN.search(_COMMENT.sub(" ", value)) for value in self.fields[name])
        return {match[0] for match in found if match}

    def words(self, name: str) -> set[str]:
        return {word for value in self.fields.get(name, ()) for word in _TOKEN.findall(_COMMENT.sub(" ", value))}

    def text(self, name: str) -> str:
        return " ".join(self.fields.get(name, ()))

    @property
    def submitted(self) -> set[str]:
        """What Auto-Submitted says, without "no" and without "auto-forwarded": a person wrote what a rule forwarded."""
        return self.tokens("auto-submitted") - {"no", "auto-forwarded"}

    @property
    def report_type(self) -> str:
        found = (
            _REPORT_TYPE.search(self.text("content-type")) if self.message.content_type == "multipart/report" else None
        )
        return found[1] if found else ""

    @property
    def has_null_return(self) -> bool:
        return any(_COMMENT.sub("", value).replace(" ", "") == "<>" for value in self.fields.get("return-path", ()))

    @property
    def is_our_own_list(self) -> bool:
        """The inbox itself is a group that adds list fields to every mail (Google Groups do): they say nothing of the
        sender."""
        told = " ".join((self.text("list-id"), self.text("list-post"), self.text("mailing-list")))
        return any(
            f"mailto:{own}" in told or f"<{own.replace('@', '.')}>" in told or f"list {own}" in told
            for own in self.own_addresses
        )

    def precedence(self, *values: str) -> bool:
        return any(self.tokens(name) & set(values) for name in ("precedence", "x-precedence", "preference"))
