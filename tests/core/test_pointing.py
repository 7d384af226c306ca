"""core/pointing.py: answers that stand in the quoted mail are read and shown where their writer says so."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies as st

from mailbot.core import pointing
from mailbot.core.model import InboundMessage
from mailbot.core.pointing import points_below, with_what_hangs_below


def answer(fresh: str, quoted: str = "When did it fail? On Monday, we have no heating.") -> InboundMessage:
    return InboundMessage(message_id="<m@customer.example>", text=f"{fresh}\n{quoted}", fresh=fresh, quoted=quoted)


@pytest.mark.parametrize(
    "fresh",
    [
        "See below.",
        "Please see my answers below in red.",
        "My comments are in line.",
        "I have answered in your text",
        "Replies inline",
        "Siehe meine Antworten unten",
        "Meine Antworten in rot.",
        "Mes réponses sont ci-dessous",
        "Mis respuestas en rojo",
        "Risposte sotto, in rosso",
        "Zie hieronder",
        "Se svar nedan",
        "Odpowiedzi poniżej",
    ],
)
def test_who_points_below_is_followed_there(fresh: str) -> None:
    assert with_what_hangs_below(fresh, answer(fresh)).endswith("we have no heating.")


@pytest.mark.parametrize(
    "fresh",
    ["It is below freezing in here.", "The red light is on.", "Thanks. The flat below is wet.", "I see. Nobody came."],
)
def test_who_does_not_point_is_not(fresh: str) -> None:
    assert with_what_hangs_below(fresh, answer(fresh)) == fresh


def test_nothing_hangs_below_where_nothing_is_quoted() -> None:
    assert not points_below(answer("See my answers below.", quoted=""))


@hypothesis.settings(max_examples=60, deadline=None, derandomize=True, database=None)
@hypothesis.given(st.from_regex(pointing._BELOW, alphabet=st.characters(max_codepoint=0x17F, exclude_characters="ıſ")))
def test_every_phrase_that_points_below_is_looked_for(fresh: str) -> None:
    assert points_below(answer(fresh[:3000])) == bool(pointing._BELOW.search(fresh[:3000]))
