"""Text that strangers wrote, made safe to print: it cannot steer a terminal, turn a line round or fail to encode."""

from __future__ import annotations

import re
import textwrap
import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # control, format (bidi marks), surrogates, unassigned
_ERRNO = re.compile(r"\[Errno -?[0-9]{1,5}\] ")
_WHITE = re.compile(r"\s{1,1000}")


def one_line(text: str, most: int = 0) -> str:
    """The text on one line, without characters that act instead of showing; with `most`, cut to so many."""
    shown = _WHITE.sub(" ", "".join(_safe(char) for char in text)).strip()
    return f"{shown[: most - 1].rstrip()}…" if most and len(shown) > most else shown


def lines(text: str) -> str:
    """The text with its lines kept, otherwise as `one_line`."""
    return "\n".join("".join(_safe(char) for char in line).rstrip() for line in text.splitlines())


def wrapped(text: str, indent: str = "", width: int = 110) -> str:
    """Prose broken into lines of at most so many characters, the second and later ones indented."""
    return textwrap.fill(one_line(text), width=width, subsequent_indent=indent, break_on_hyphens=False)


def without_numbers(said: str) -> str:
    """What an operating system says, without the number in front: "Connection refused" instead of "[Errno 111] ..."."""
    return _ERRNO.sub("", said)


def _safe(char: str) -> str:
    if char in "\t\n\r":
        return " "
    # A joiner inside an emoji or an Indic word is harmless, and the word is wrong without it.
    if char in "\u200c\u200d":
        return char
    category = unicodedata.category(char)
    return "\ufffd" if category == "Cs" else "" if category in _UNSAFE else char
