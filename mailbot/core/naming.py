"""People of the staff directory as colleagues name them: by name, first name, surname or address. One person, or a question."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from mailbot.core.model import Person
from mailbot.core.moments import Unclear

_ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:]{1,64}@[^\s@<>()\[\]\",;:]{1,253}")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof"})
_LONGEST = 200


def read_person(text: str, people: Sequence[Person]) -> Person | Unclear:
    """The one of these people whom the text names: by an address of theirs, their full name in any order, or a part of it that only one
    of them has. Case, accents and titles do not matter. Where nobody or more than one is meant, who there is to choose from."""
    text = text.strip()[:_LONGEST]
    addresses = {found.rstrip(".").lower() for found in _ADDRESS.findall(text)}
    if addresses:
        return _by_address(text, addresses, people)
    wanted = _words(text)
    if not wanted:
        return Unclear(why=f"say who: {_listed(people)}")
    exact = [p for p in people if sorted(_words(p.name)) == sorted(wanted)]
    meant = exact or [p for p in people if set(wanted) <= set(_words(p.name))]
    if len(meant) == 1:
        return meant[0]
    if meant:
        return Unclear(why=f"'{text}' may be {_listed(meant)}: write the address")
    return Unclear(why=f"nobody in the staff directory is called '{text}'{_near(wanted, people)}")


def _by_address(text: str, addresses: set[str], people: Sequence[Person]) -> Person | Unclear:
    """An address decides, whatever name stands with it; two that are not one person's do not."""
    meant = [p for p in people if all(p.uses(address) for address in addresses)]
    if len(meant) == 1:
        return meant[0]
    return Unclear(why=f"'{text}' is nobody's address in the staff directory{_near((), people)}")


def _near(wanted: Sequence[str], people: Sequence[Person]) -> str:
    close = [p for p in people if any(difflib.get_close_matches(w, _words(p.name), n=1, cutoff=0.75) for w in wanted)]
    return f"; did you mean {_listed(close)}?" if close else f"; there are: {_listed(people)}"


def _listed(people: Sequence[Person]) -> str:
    return ", ".join(f"{p.name} ({p.address})" for p in people) or "nobody"


def _words(name: str) -> list[str]:
    """The words of a name, plain: "Dr. Zoë O’Neill" is zoe and oneill."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = [re.sub(r"[^\w-]", "", word) for word in plain.replace(",", " ").split()]
    named = [word for word in words if word.strip("-_")]
    return named[1:] if len(named) > 1 and named[0] in _TITLES else named
