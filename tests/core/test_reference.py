"""Case references: made, found in what people write, and never mistaken for another."""

from __future__ import annotations

import re
import string

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from mailbot.core.reference import find, make, meant_by, nearly, reference_of

everywhere = hypothesis.settings(max_examples=200, deadline=None, derandomize=True, database=None)

prefixes = st.text(string.ascii_uppercase, min_size=2, max_size=5)
references = st.builds(make, prefixes, st.integers(2000, 2099), st.integers(1, 999_999))

DS = "DS-2026-0047-Q"
TT = "TT-2026-0042-9"


def test_a_reference_looks_as_promised() -> None:
    assert make("DS", 2026, 47) == DS
    assert make("tt", 2026, 42) == TT
    assert re.fullmatch(r"ABCDE-2099-123456-[0-9A-Z]", make("ABCDE", 2099, 123_456))


@pytest.mark.parametrize(
    ("prefix", "year", "number"),
    [
        ("", 2026, 1),
        ("D", 2026, 1),
        ("ABCDEF", 2026, 1),
        ("D5", 2026, 1),
        ("ÄB", 2026, 1),
        ("DS", 1999, 1),
        ("DS", 2100, 1),
        ("DS", 2026, -1),
        ("DS", 2026, 0),
        ("DS", 2026, 1_000_000),
    ],
)
def test_what_cannot_be_a_reference_is_not_made(prefix: str, year: int, number: int) -> None:
    with pytest.raises(ValueError, match=r"cannot (begin|stand in) a reference"):
        make(prefix, year, number)


@pytest.mark.parametrize(
    "text",
    [
        "DS-2026-0047-Q",
        "ds-2026-0047-q",
        "ds 2026 0047 q",
        "DS20260047Q",
        "[DS-2026-0047-Q]",
        "Re: [DS-2026-0047-Q] No heating",
        "(ds-2026-0047-q)",
        "Case #DS-2026-0047-Q.",
        "DS–2026–0047–Q",
        "DS\u20112026\u20110047\u2011Q",
        "DS\u20102026\u22120047\u2014Q",
        "DS - 2026 - 0047 - Q",
        "DS\u00a02026\u00a00047\u00a0Q",
        "DS-2026-\r\n0047-Q",
        "DS\u00ad-2026-\u200b0047-Q",
        "DS_2026_0047_Q.jpg",
        "photo_DS-2026-0047-Q_boiler.jpg",
        "info+DS-2026-0047-Q@dsmart.example",
        "your ref:DS-2026-0047-Q,thanks",
        "DS-2026-0047-Q's letter",
        "tel 020 7946 0000 case 2026 DS-2026-0047-Q",
    ],
)
def test_a_reference_is_found_however_it_is_written(text: str) -> None:
    assert find(text) == (DS,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DS-2026-0047",
        "DS-2026-047-Q",
        "D-2026-0047-Q",
        "DS-20260047-Q",
        "DS-2026-0047Q",
        "DS-26-0047-Q",
        "ADS-2026-0047-Q",
        "éDS-2026-0047-Q",
        "DS-2026-0047-QX",
        "DS-2026-0047-Q7",
        "DS-2026-0047-Q-7",
        "44-DS-2026-0047-Q",
        "DS-2026-00470-Q",
        "DS-2026-00047-Q",
        "DS-2026-0000-4",
        "DS----2026-0047-Q",
        "Order 2026-0047 of 1 May",
        "my number is 07700 900123",
        "invoice INV-2026-0047",
    ],
)
def test_what_only_resembles_a_reference_is_not_found(text: str) -> None:
    assert find(text) == ()


def test_several_are_found_in_order_and_each_once() -> None:
    text = f"{TT} and {DS}, again ds 2026 0047 q, tt20260042 9 and {TT}"

    assert find(text) == (TT, DS)
    assert find(text, "DS") == (DS,)
    assert find(text, "ds", "tt") == (TT, DS)


def test_the_one_reference_of_a_text_is_told_only_if_there_is_one() -> None:
    assert reference_of(f"about {DS}") == DS
    assert reference_of(f"about {DS} and {TT}") == ""
    assert reference_of(f"about {DS} and {TT}", "TT") == TT
    assert reference_of("about the boiler") == ""


def test_a_wrong_check_character_is_told_as_nearly() -> None:
    text = "[ds 2026 0047 x], DS-2026-0047-X and DS-2026-0074-Q"

    assert find(text) == ()
    assert nearly(text) == ("DS-2026-0047-X", "DS-2026-0074-Q")
    assert nearly(text, "TT") == ()
    assert nearly(DS) == ()


def test_a_check_character_is_never_one_that_can_be_misread() -> None:
    written = [make("DS", 2026, number) for number in range(1, 10_000)]

    assert not {reference[-1] for reference in written} & set("0O1I")
    assert len(set(written)) == len(written)
    assert {len(reference.split("-")[2]) for reference in written} == {4, 5, 6}


def test_a_width_that_we_do_not_write_is_nearly_a_reference() -> None:
    assert make("DS", 2026, 41) == "DS-2026-00041-K"
    assert mod_37_36.is_valid("DS202600411")

    assert find("DS-2026-0041-1") == ()
    assert nearly("DS-2026-0041-1") == ("DS-2026-0041-1",)


@everywhere
@given(references, st.data())
def test_every_single_wrong_character_is_noticed(reference: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([n for n, c in enumerate(reference) if c != "-"]))
    other = data.draw(st.sampled_from([c for c in string.digits + string.ascii_uppercase if c != reference[at]]))
    wrong = reference[:at] + other + reference[at + 1 :]

    assert find(wrong) == ()


@everywhere
@given(references)
def test_a_reference_with_each_of_its_characters_wrong_in_turn_is_noticed(reference: str) -> None:
    body, check = reference[:-1], reference[-1]
    for at, right in enumerate(body):
        kind = string.digits if right.isdigit() else string.ascii_uppercase
        if right != "-":
            assert not any(find(body[:at] + c + body[at + 1 :] + check) for c in kind if c != right)


noise = st.text(st.sampled_from("abc XYZ 0129 .,;:!?()[]<>/\n\té€"), max_size=40)
gaps = st.sampled_from(["-", " ", "–", "\u2011", " - ", "\u00a0"])


@everywhere
@given(references, noise, noise, gaps, st.booleans())
def test_a_reference_survives_noise_and_carelessness(
    reference: str, before: str, after: str, gap: str, small: bool
) -> None:
    written = reference.replace("-", gap)
    text = f"{before} #{written.lower() if small else written}. {after}"

    assert reference in find(text)


@everywhere
@given(references)
def test_a_reference_without_hyphens_is_read_back(reference: str) -> None:
    assert find(reference.replace("-", "")) == (reference,)


@everywhere
@given(st.text(max_size=200))
def test_any_text_can_be_searched_and_what_is_found_is_right(text: str) -> None:
    for found in find(text):
        prefix, year, number, _ = found.split("-")
        assert make(prefix, int(year), int(number)) == found


@pytest.mark.parametrize("unit", ["a", "ab-2026-", "ab 2026 123456 ", "- ", "\n", "AB2026", "1-", "\u200b"])
def test_a_hostile_text_is_searched_in_one_pass(unit: str) -> None:
    # A megabyte: a pattern that went back over it would take hours, not the moment that a test is given.
    assert find(unit * (1_000_000 // len(unit))) == ()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("DS-2026-OO47-Q", "DS-2026-OO47-Q"),
        ("ds 2o26 0047 q", "DS-2O26-0047-Q"),
        ("DS-2026-047-Q", "DS-2026-047-Q"),
        ("DS-2026-0048-Q", "DS-2026-0048-Q"),
        ("DS-2026-0074-Q", "DS-2026-0074-Q"),
        ("DS-2026-0047-X", "DS-2026-0047-X"),
        ("DS-2026-0047-0", "DS-2026-0047-0"),
        ("DS-20260047-Q", "DS-2026-0047-Q"),
        ("DS-2026-0047Q", "DS-2026-0047-Q"),
    ],
)
def test_one_slip_is_noticed_and_the_reference_that_was_meant_is_among_the_guesses(written: str, shown: str) -> None:
    assert find(written) == ()
    assert nearly(f"About {written}, please", "DS") == (shown,)
    assert shown == DS or DS in meant_by(shown)


@pytest.mark.parametrize(
    "written", ["", "DS", "DS-2026-0047", "DS-ABCD-0047-Q", "D-2026-0047-Q", "DS-2026-0000-Q", "DS-2026-٠٠٤٧-Q"]
)
def test_what_is_no_slip_means_nothing(written: str) -> None:
    assert DS not in meant_by(written)


@everywhere
@given(references, st.data())
def test_every_wrong_digit_leads_back_to_the_reference(reference: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([n for n, c in enumerate(reference) if c.isdigit() and 4 < n < len(reference) - 2]))
    other = data.draw(st.sampled_from([c for c in string.digits if c != reference[at]]))
    wrong = reference[:at] + other + reference[at + 1 :]
    hypothesis.assume(int(wrong.split("-")[2]) > 0 and wrong.split("-")[1].startswith("20"))

    assert reference in meant_by(wrong)


@pytest.mark.parametrize("unit", ["ab-2026-", "AB-2O26-OO", "AB20260047", "AB-2026-0047-X "])
def test_slips_are_looked_for_in_one_pass(unit: str) -> None:
    assert len(nearly(unit * (100_000 // len(unit)))) <= 2
