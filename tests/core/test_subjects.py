"""core/subjects.py: what programs and gateways put before a subject, and what only looks like it."""

from __future__ import annotations

import pytest

from mailbot.core.subjects import is_answer, is_forward, without_answer_mark, without_tags


@pytest.mark.parametrize(
    "subject",
    [
        "Re: x",
        "RE:x",
        "re : x",
        "AW: x",
        "Antw: x",
        "SV: x",
        "Odp: x",
        "YNT: x",
        "RES: x",
        "RIF: x",
        "Vá: x",
        "Vastaus: x",
        "ΑΠ: x",
        "回复：x",
        "返信: x",
        "답장: x",
        "Re[2]: x",
        "Re(3): x",
        "RE^2: x",
        "[EXTERNAL] Re: x",
        "[Extern] [SPAM] AW: x",
        "(External) RE: x",
        "*** SPAM *** Re: x",
        "EXTERNAL: Re: x",
        "Re: Fwd: x",
    ],
)
def test_answers_are_known(subject: str) -> None:
    assert is_answer(subject)
    assert not is_forward(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Fwd: x",
        "FW: x",
        "WG: x",
        "TR: x",
        "RV: x",
        "ENC: x",
        "I: x",
        "Doorst: x",
        "PD: x",
        "İlt: x",
        "转发：x",
        "[EXT] FW: x",
    ],
)
def test_forwards_are_known(subject: str) -> None:
    assert is_forward(subject)
    assert not is_answer(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "Complaint",
        "Reply wanted",
        "Retaliation: x",
        "Ref: no heating",
        "Forwarding address",
        "Spam: is it you?",
        "",
        "[a]",
        "Re",
    ],
)
def test_a_subject_of_somebody_s_own_is_neither(subject: str) -> None:
    assert not is_answer(subject)
    assert not is_forward(subject)


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("[EXTERNAL] Re: x", "Re: x"),
        ("[DS-2026-0047-Q] x", "[DS-2026-0047-Q] x"),
        ("[EXTERNAL]", "[EXTERNAL]"),
        ("x", "x"),
    ],
)
def test_tags_are_taken_off_and_references_are_not(subject: str, bare: str) -> None:
    assert without_tags(subject) == bare


def test_who_writes_re_for_regarding_has_a_subject_of_their_own() -> None:
    assert without_answer_mark("RE: no heating") == "no heating"
    assert without_answer_mark("[External] no heating") == "[External] no heating"
