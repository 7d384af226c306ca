"""Domains in letters beyond ASCII as the DNS has them."""

from __future__ import annotations


def in_ascii(domain: str) -> str:
    """A-labels by IDNA 2008 (RFC 5891, mapped as UTS 46 says). Raises UnicodeError for what can be no domain.

    Not by Python's codec, which goes by IDNA 2003: it makes strasse.example, another registrant's, of straße.example
    (RFC 5894 section 7.2).
    """
    import idna  # tables that most installations never need

    return idna.encode(domain, uts46=True).decode("ascii")
