"""Whether a message is signed or encrypted, and how, in words for a person. Nothing is checked or decrypted here."""

from __future__ import annotations

from email.message import Message

from mailbot.mail.cms import SMIME, may_be_signed, signed_mail
from mailbot.mail.mime import file_name, leaves, payload_of, type_parameters

_SIGNED_PARTS = {
    "application/pgp-signature": "PGP/MIME",
    "application/pkcs7-signature": "S/MIME",
    "application/x-pkcs7-signature": "S/MIME",
}
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
    if may_be_signed(message, kind):
        return _smime(message, kind)
    if kind == "multipart/signed":
        return f"signed{_scheme(message)}, not checked"
    if kind.startswith("multipart/"):  # a list or a virus scanner wraps what it passes on
        for number, (part, _) in enumerate(leaves(message)):
            kind = part.get_content_type()
            if may_be_signed(part, kind) and (told := _smime(part, kind)):
                return told
            if number > _MOST_LOOKED_AT:
                break
    return next((told for mark, told in _PGP_BLOCKS if mark in text), "")


def _smime(part: Message, kind: str) -> str:
    """By what the part's data is; where that is neither, by its label. A signed file that hangs on an open mail is neither."""
    if signed_mail(part, kind) is not None:
        return "signed (S/MIME), not checked"
    if kind not in SMIME or not _is_usual(part):
        return ""
    says = type_parameters(part).get("smime-type", "").lower()
    return "signed (S/MIME), not checked" if says == "signed-data" else "encrypted (S/MIME)"


def _is_usual(part: Message) -> bool:
    """Whether the part bears the name that mail programs give the whole mail (RFC 8551 section 3.2.1), or none."""
    return file_name(part).lower() in ("", "smime.p7m")


def _scheme(message: Message) -> str:
    children = payload_of(message)
    kinds = [child.get_content_type() for child in children] if isinstance(children, list) else []
    return next((f" ({_SIGNED_PARTS[kind]})" for kind in kinds if kind in _SIGNED_PARTS), "")
