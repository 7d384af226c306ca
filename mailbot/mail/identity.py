"""Tokens that only we can make: in each letter's Message-ID, Reply-To, reverse-path and buttons, so that what answers it finds it.

A token names one letter, and a letter was made for one person and one case (design 8, 14). HMAC-SHA-256, 80 bits, base32.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from functools import lru_cache

_TOKEN = re.compile(r"^(?P<local>[^@+]{1,64})\+(?P<id>[0-9a-z]{1,13})\.(?P<mac>[a-z2-7]{16})@(?P<domain>[^@]{1,255})$")
_TAG = re.compile(r"\s{0,8}\(ref (?P<id>[0-9a-z]{1,13})\.(?P<mac>[a-z2-7]{16})\)")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Tokens:
    """Makes and reads tokens under one secret. A change of the secret makes old tokens unreadable, nothing worse."""

    def __init__(self, secret: str) -> None:
        self._key = secret.encode()
        self._mac = lru_cache(maxsize=64)(self._made)  # a letter's address stands in it several times

    def address(self, mailbox_address: str, letter_id: int) -> str:
        """`info+1a.mfrggzdfmztwq2lk@firm.example`: a local part of at most 64 octets (RFC 5321 4.5.3.1.1) for local parts up to 32."""
        local, _, domain = mailbox_address.partition("@")
        return f"{local}+{_base36(letter_id)}.{self._mac('address', letter_id, mailbox_address)}@{domain}"

    def letter_id(self, address: str, mailbox_address: str) -> int | None:
        """The letter that such an address of ours names; None for any other address, or a token we did not make."""
        found = _TOKEN.match(address.strip().lower())
        if found is None:
            return None
        if f"{found['local']}@{found['domain']}" != mailbox_address.lower():
            return None
        letter_id = int(found["id"], 36)
        good = hmac.compare_digest(found["mac"], self._mac("address", letter_id, mailbox_address))
        return letter_id if good else None

    def tag(self, mailbox_address: str, letter_id: int) -> str:
        """`(ref 1a.mfrggzdfmztwq2lk)`: the same token for a subject, where the mail server knows no plus addresses."""
        return f"(ref {_base36(letter_id)}.{self._mac('address', letter_id, mailbox_address)})"

    def untagged(self, subject: str, mailbox_address: str) -> tuple[str, int | None]:
        """The subject without such a tag of ours, and the letter that it names; unchanged, and None, if there is none."""
        found = _TAG.search(subject)
        local, _, domain = mailbox_address.partition("@")
        letter_id = self.letter_id(f"{local}+{found['id']}.{found['mac']}@{domain}", mailbox_address) if found else None
        if found is None or letter_id is None:
            return subject, None
        return (subject[: found.start()] + subject[found.end() :]).strip(), letter_id

    def message_id(self, reference: str, letter_id: int, recipient: str, domain: str) -> str:
        """A Message-ID with a random part: unique even if an old backup is restored and numbers are given out again."""
        nonce = secrets.token_hex(4)
        return f"<{reference.lower()}.{letter_id}.{nonce}.{self._mac(f'id:{nonce}:{reference}', letter_id, recipient)}@{domain}>"

    def _made(self, what: str, letter_id: int, whom: str) -> str:
        digest = hmac.digest(self._key, f"{what}\n{letter_id}\n{whom.lower()}".encode(), "sha256")
        return base64.b32encode(digest[:10]).decode().lower()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


_ANYWHERE = re.compile(
    r"(?<![A-Za-z0-9._-])([^\s@<>+\"':;,()]{1,64}(?:\+|%2B)|\(ref )[0-9a-z]{1,13}\.[a-z2-7]{16}(@|%40|\))",
    re.IGNORECASE,
)
_OUR_ID = re.compile(r"<([^\s@<>]{1,80}\.[0-9]{1,12}\.[0-9a-f]{8})\.[a-z2-7]{16}@", re.IGNORECASE)


def without_tokens(text: str) -> str:
    """The text with every token in it replaced by "...": an address or Message-ID of ours tells who was written to, not their token."""
    return _OUR_ID.sub(r"<\1....@", _ANYWHERE.sub(r"\1...\2", text))


def holds_token(text: str) -> bool:
    """Does a token of ours stand in it, or what looks like one?"""
    return bool(_ANYWHERE.search(text) or _OUR_ID.search(text))
