"""Whether a message is signed or encrypted, and how, in words for a person. Nothing is checked or decrypted here."""

from __future__ import annotations

from email.message import Message

from mailbot.mail.mime import leaves, payload_of, type_parameters

_SIGNED_PARTS = {
    "application/pgp-signature": "PGP/MIME",
    "application/pkcs7-signature": "S/MIME",
    "application/x-pkcs7-signature": "S/MIME",
}
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_PGP_BLOCKS = (
    ("-----BEGIN PGP MESSAGE-----", "encrypted (PGP)"),
    ("-----BEGIN PGP SIGNED MESSAGE-----", "signed (PGP), not checked"),
)
_MOST_LOOKED_AT = 50  # parts


def protection_of(message: Message, text: str) -> str:
    """ "encrypted (S/MIME)", "signed (PGP/MIME), not checked" and the like; "" for the usual open mail."""
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        protocol = type_parameters(message).get("protocol", "").lower()
        return "encrypted (PGP/MIME)" if "pgp" in protocol or not protocol else "encrypted"
    if kind in _SMIME:
        return _smime(message)
    if kind == "multipart/signed":
        return f"signed{_scheme(message)}, not checked"
    if kind.startswith("multipart/"):  # a list or a virus scanner wraps what it passes on
        for number, (part, _) in enumerate(leaves(message)):
            if part.get_content_type() in _SMIME:
                return _smime(part)
            if number > _MOST_LOOKED_AT:
                break
    return next((told for mark, told in _PGP_BLOCKS if mark in text), "")


def _smime(part: Message) -> str:
    says = type_parameters(part).get("smime-type", "").lower()
    return "signed (S/MIME), not checked" if says == "signed-data" else "encrypted (S/MIME)"


def _scheme(message: Message) -> str:
    children = payload_of(message)
    kinds = [child.get_content_type() for child in children] if isinstance(children, list) else []
    return next((f" ({_SIGNED_PARTS[kind]})" for kind in kinds if kind in _SIGNED_PARTS), "")
