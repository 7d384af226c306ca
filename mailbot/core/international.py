"""Domains in letters beyond ASCII as the DNS has them (A-labels, RFC 5890)."""

from __future__ import annotations

import re

_KEPT = re.compile("[ßẞς\u200c\u200d]")
"""What IDNA 2008 keeps and 2003, by which Python's codec goes, writes as something else: straße.example is not strasse.example
(RFC 5894 section 7.2)."""
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


def in_ascii(domain: str) -> str:
    """Raises UnicodeError for what can be no domain."""
    if not _KEPT.search(domain):
        return domain.encode("idna").decode("ascii")
    return ".".join(_label(label) for label in _DOTS.split(domain))


def _label(label: str) -> str:
    if not label:
        raise UnicodeError("label empty")
    if not _KEPT.search(label):
        return label.encode("idna").decode("ascii")
    encoded = "xn--" + "".join(character.lower() for character in label).encode("punycode").decode("ascii")
    if len(encoded) > 63:
        raise UnicodeError("label too long")
    return encoded
