"""Outside bodies: which one writes, which one a word means, and the number under which it keeps the matter."""

from __future__ import annotations

import time

import pytest

from mailbot.core.bodies import OutsideBody, known_bodies, named, their_number, writing_from
from mailbot.core.model import InboundMessage
from tests.builders import rules

NAPIT = OutsideBody(name="NAPIT", short="NAPIT", addresses=("napit.org.uk",))


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("Complaint - Our ref: NC-12345", "", "NC-12345"),
        ("A complaint", "Our reference: NC/2026/0042\nYour reference: DS-2026-0042-K", "NC/2026/0042"),
        ("A complaint", "Your reference: 2026-4", ""),  # theirs for ours
        ("Our ref: DS-2026-0042-K", "", ""),  # ours, copied into their form
        ("NAPIT 55812: Simmons", "Hello", "NAPIT 55812"),
        ("RE: napit-55812", "Hello", "napit-55812"),
        ("Our case 77, please help", "", "77"),
        ("A complaint", "Please quote our case reference RECC0099 at all times.", "RECC0099"),
        ("A complaint", "Complaint number 4711. Our reference is B-99.", "B-99"),
        ("A complaint", "Our reference: to follow", ""),
        ("A complaint", "", ""),
    ],
)
def test_a_bodys_own_number_is_found_and_ours_is_not_taken_for_it(subject: str, text: str, number: str) -> None:
    assert their_number(InboundMessage(message_id="", subject=subject, fresh=text), NAPIT, "DS") == number


def test_a_hostile_mail_is_searched_in_no_time() -> None:
    begun = time.perf_counter()
    hostile = "our a a reference " * 20_000
    assert (
        their_number(InboundMessage(message_id="", subject=hostile, fresh=f"{hostile}\n{hostile}"), NAPIT, "DS") == ""
    )
    assert time.perf_counter() - begun < 1


def test_a_body_of_the_directory_is_one_with_the_procedures_own_of_that_name() -> None:
    known = known_bodies(
        rules().procedure, [("RECC", ("recc.org.uk",)), ("The Property Ombudsman", ("help@tpos.example",))]
    )

    assert [body.short for body in known] == ["NAPIT", "RECC", "The Property Ombudsman"]
    recc = writing_from(known, "Disputes@RECC.org.uk")
    assert recc is not None
    assert recc.name == "Renewable Energy Consumer Code"
    assert writing_from(known, "help@tpos.example") == known[2]
    assert writing_from(known, "other@evil-recc.org.uk") is None
    assert writing_from(known, "") is None


@pytest.mark.parametrize(
    ("word", "short"),
    [("napit", "NAPIT"), ("RECC", "RECC"), ("renewable energy consumer code", "RECC"), ("energy", "RECC")],
)
def test_a_body_is_meant_by_its_name_in_full_for_short_or_by_a_word_of_it(word: str, short: str) -> None:
    found = named(known_bodies(rules().procedure, ()), word)
    assert found is not None
    assert found.short == short


def test_an_unknown_word_means_no_body() -> None:
    assert named(known_bodies(rules().procedure, ()), "ofgem") is None
    assert named(known_bodies(rules().procedure, ()), "") is None
