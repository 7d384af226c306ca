"""core/lookalike.py: what is odd about how a sender calls itself."""

from __future__ import annotations

import pytest

from mailbot.core.lookalike import lookalikes
from mailbot.core.model import Address, Person

STAFF = (Person(name="Anna Field", address="anna@dsmart.example", also=("anna@home.example",)),)


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("Jo", "jo@dsm\u0430rt.example", "In plain letters it is jo@xn--dsmrt-6ve.example"),
        ("Jo", "jo@xn--dsmrt-6ve.example", "In plain letters it is jo@xn--dsmrt-6ve.example"),
        ("P\u0430yments", "jo@x.example", "mixes Cyrillic and Latin letters"),
        ("ceo@bank.example", "evil@x.example", "shows the address ceo@bank.example"),
        ("anna field", "evil@x.example", "the name of a colleague, Anna Field"),
    ],
)
def test_a_sender_that_looks_like_another_is_told(name: str, address: str, words: str) -> None:
    (told,) = lookalikes(Address(name=name, address=address), STAFF)
    assert words in told


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Jo Simmons", "jo@customer.example"),
        ("Zoë Müller-Ångström", "zoe@customer.example"),
        ("Иван Петров", "ivan@customer.example"),
        ("Παπαδόπουλος (Nikos)", "nikos@customer.example"),
        ("田中 Tanaka", "tanaka@customer.example"),
        ("jo@customer.example", "jo@customer.example"),
        ("Anna Field", "anna@home.example"),
        ("", ""),
    ],
)
def test_an_honest_sender_is_not_remarked_on(name: str, address: str) -> None:
    assert lookalikes(Address(name=name, address=address), STAFF) == ()
