"""People as colleagues name them: one member of staff, or who there is to choose from."""

from __future__ import annotations

import pytest

from mailbot.core.model import Person
from mailbot.core.moments import Unclear
from mailbot.core.naming import read_person

BOB = Person(name="Bob Wright", address="bob@firm.example", also=("b.wright@firm.example",))
OTHER_BOB = Person(name="Bob Tanner", address="tanner@firm.example")
ZOE = Person(name="Zoë O’Neill-Hart", address="zoe@firm.example")
PEOPLE = (BOB, OTHER_BOB, ZOE)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Bob Wright", BOB),
        ("bob WRIGHT.", BOB),
        ("Wright, Bob", BOB),
        ("Mr Wright", BOB),
        ("tanner", OTHER_BOB),
        ("@Bob Tanner", OTHER_BOB),
        ("zoe", ZOE),
        ("O'Neill-Hart", ZOE),
        ("B.Wright@Firm.Example", BOB),
        ("Bob <bob@firm.example>", BOB),
        ("bob@firm.example<mailto:bob@firm.example>", BOB),
    ],
)
def test_one_person_is_meant(text: str, meant: Person) -> None:
    assert read_person(text, PEOPLE) == meant


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Bob", "may be Bob Wright (bob@firm.example), Bob Tanner (tanner@firm.example)"),
        ("Wrigth", "did you mean Bob Wright"),
        ("Carl", "there are: Bob Wright"),
        ("Bo", "nobody"),
        ("Bob Smith", "did you mean Bob Wright"),
        ("", "say who"),
        ("carl@firm.example", "nobody's address"),
        ("bob@firm.example and zoe@firm.example", "nobody's address"),
    ],
)
def test_nobody_or_more_than_one_is_asked_about(text: str, asked: str) -> None:
    found = read_person(text, PEOPLE)

    assert isinstance(found, Unclear)
    assert asked in found.why
