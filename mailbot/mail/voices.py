"""Who speaks in a paragraph: somebody of themselves, or a company's standing text. Words and patterns only; in doubt it is somebody."""

# ruff: noqa: E501 - tables of patterns: one language or subject a line, however long the words

from __future__ import annotations

import re

from mailbot.core.pattern import Pattern

# The first person singular; companies say "we". Where a word means something else in another language, the words stay: no harm.
_I = Pattern(
    r"(?-i:\bI\b)|\bi['’ ](?:m|am|ve|have|had|was|will|would|do|did|can|cannot|need|want|smell|live)\b|\b(?:my|me|myself|mine|ich|mir|mich|mein\w{0,2}|je|moi|mon|ma|mes|yo|mis?|conmigo|eu|meus?|minhas?|io|mi[oa]|miei|mie|ik|mij|mijn|jag|jeg|eg|mig|meg|min|mitt?|mina)\b"
    r"|\b[jm]['’]\w|\b(?:minä|minun|minua|minulle|ja|mnie|mój|moja|moje|já|mě|mne|můj|én|nekem|ben|benim|bana|я|мне|меня|мо[йяёе]|моего|моей)\b|私|我|저는|제가",
    re.IGNORECASE,
)
# What only standing texts speak of.
_STANDING = re.compile(
    r"intended recipient|addressee|unauthori|disclos|\bdelet|destroy|liab(?:le|ilit)|viruse?s?\b|privileged|legally|distribut|copying|monitor|solely|individuals?\b[^.]{0,20}entit|disclaim|e-?mail transmission"
    r"|empfänger|adressat|vernicht|lösch|weitergabe|unbefugt|irrtümlich|destinata|diffusion|interdit|supprim|détrui|divulga|prohibid|proibid|elimin|\bborr|viet|cancell|geadresseerde|verspreid|verwijder|ontvanger|apag"
    r"|mottag|modtag|mottaker|slett|radera|vastaanottaja|poista|odbiorc|usun|příjemc|prijemc|smaž|vymaž|адресат|получател|удал|címzett|töröl|alıcı|silin|recipient",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\s{0,8}(?:p\.?\s?p?\.?\s?s\b\.?|post ?scriptum|nachtrag)\s?[:.,–—-]?\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDS = re.compile(r"[.!?…。！？]['\"”»)]{0,2}\s*$")
_UNCASED = Pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")  # scripts without capitals or spaces
_CONTACT = re.compile(r"@|https?:|www\.|\||\d{5}|\d[\d ()/-]{5,}\d")
_FEW, _SOME, _MANY = 4, 6, 9  # words


def is_somebody(text: str) -> bool:
    """Whether somebody speaks of themselves."""
    return _I.search(text) is not None


def is_standing(text: str) -> bool:
    """Whether the text says what only a company's standing texts say ("intended recipient", "destroy all copies").

    Where somebody also speaks of themselves, one such word may be theirs.
    """
    if not is_somebody(text):
        return _STANDING.search(text) is not None
    return len({found[0].lower() for found in _STANDING.finditer(text)}) > 1


def is_postscript(line: str) -> bool:
    return _POSTSCRIPT.match(line) is not None


def is_sentence(line: str) -> bool:
    """Whether a line reads as a sentence rather than as a name, a rank, an address or a number."""
    line = line[:1000]
    ends = _ENDS.search(line) is not None
    found = _WORD.findall(line)
    small = 2 * sum(map(str.islower, found)) >= len(found)  # a name's and a rank's words begin with capitals
    if len(found) >= _MANY and small:
        return True
    if _CONTACT.search(line):
        return False
    if len(found) >= _MANY or (len(found) >= _SOME and small) or (len(found) >= _FEW and small and ends):
        return True
    return ends and len(_UNCASED.compiled.findall(line)) >= _SOME
