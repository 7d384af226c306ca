"""A link that opens a prefilled message in any mail program (RFC 6068). Nothing happens until a person sends that message."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

LONGEST = 1_900
"""Characters: some mail programs on Windows take no longer link from a browser."""


def mailto(to: str, subject: str, body: str) -> str:
    """The link. Every reserved character is percent-encoded and a line ends in %0D%0A (RFC 6068 sections 2 and 5).

    So is "+", which stands in our reply addresses and which some programs that read links as web forms take for a space.
    A subject is one line. "" where the link would be longer than LONGEST: a shortened body would say something else.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    link = f"mailto:{_encoded(to, '@')}?subject={'%20'.join(map(_encoded, subject.split()))}&body={_encoded(lines)}"
    return link if len(link) <= LONGEST else ""


@lru_cache(maxsize=512)
def _encoded(text: str, safe: str = "") -> str:
    """The buttons of a letter all write to the same address and name the same case, and those of all letters have the same few words."""
    return quote(text, safe=safe, errors="replace")
