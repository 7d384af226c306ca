"""The screen leaves out only what could not have matched: triage with it says what triage without it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.triage import reading
from mailbot.core.triage.letters import alternatives, needs
from mailbot.core.triage.screen import Screen
from mailbot.core.triage.text import Sentence, sentences_of
from tests.core.test_triage import NEAR_MISSES, RAISES

OWN = Path(__file__).with_name("triage_mails.jsonl")
SHARED = Path(__file__).parents[3] / "shared"
PHRASES = (*(rule.pattern for rule in reading.RULES), *reading.IN_A_SENTENCE, *reading.IN_THE_MAIL)
thorough = hypothesis.settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen([phrase.written for phrase in PHRASES])


def _span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match and match.span()


def _found_otherwise(screen: Screen, sentences: tuple[Sentence, ...]) -> list[tuple[str, str]]:
    """(pattern, sentence) wherever the screen does not find what the pattern itself does, at the same place."""
    return [
        (phrase.written[:60], sentence.plain)
        for sentence in sentences
        for ways in (screen.open_to(sentence.words),)
        for at, phrase in enumerate(PHRASES)
        if _span(screen.search(at, ways, sentence.plain)) != _span(phrase.search(sentence.plain))
    ]


def test_the_screen_loses_no_match_in_our_own_mails(screen: Screen) -> None:
    texts = [json.loads(line)["body"] for line in OWN.read_text("utf-8").splitlines()]
    texts += [lines for table in (RAISES, NEAR_MISSES) for lines in table.values()]

    assert [wrong for text in texts for wrong in _found_otherwise(screen, sentences_of(text))] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpora are not at hand")
def test_the_screen_loses_no_match_in_the_mail_of_the_world(screen: Screen) -> None:
    files = [path for path in sorted((SHARED / "corpora").rglob("*")) if path.is_file()][::25]
    texts = [path.read_bytes()[:6_000].decode("utf-8", "replace") for path in files]
    labelled = (SHARED / "vectors" / "labelled_emails.jsonl").read_text("utf-8").splitlines()
    texts += [json.loads(line)["body"] for line in labelled]

    assert [wrong for text in texts for wrong in _found_otherwise(screen, sentences_of(text))] == []


@thorough
@given(st.data())
def test_what_a_pattern_matches_is_always_tried(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES), label="pattern")
    text = data.draw(st.from_regex(phrase.compiled, alphabet=st.characters(codec="ascii")), label="text").lower()
    words = re.findall("[a-z0-9]+", text)

    screen = Screen([phrase.written])

    assert _span(screen.search(0, screen.open_to(words), text)) == _span(phrase.search(text))


letters = st.text("abn ", max_size=5)
patterns = st.recursive(
    st.one_of(
        letters.map(re.escape),
        st.sampled_from([r"\b", r"\w*", "[ab]", "[^\\w]", "n?", "a{2,3}", "b{0,2}", "(?!a)", "."]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: f"(?:{'|'.join(found)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "{0,2}", "{1,2}", "+?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=8,
)


@hypothesis.settings(thorough, max_examples=250)
@given(patterns.map(lambda pattern: rf"\b(?:{pattern})"), st.lists(st.text("abn -", max_size=12), max_size=6))
def test_whatever_the_pattern_its_first_match_is_found(pattern: str, texts: list[str]) -> None:
    screen = Screen([pattern])
    found = [screen.search(0, screen.open_to(re.findall("[a-z0-9]+", text)), text) for text in texts]

    assert list(map(_span, found)) == [_span(re.search(pattern, text)) for text in texts]


@pytest.mark.parametrize(
    ("pattern", "tried", "left_out"),
    [
        (r"\b(?:no|without) heating\b", "without heating", "now the heating"),
        (r"\b(?:smell\w* of|reek)\b", "smells of", "smile of"),
        (r"\b(?:cold (?:shower|bath)s?)", "cold baths", "cold tap"),
        (r"\b(?:off|not on)\b", "not on", "not often"),
        (r"\bwater(?: is)? [a-z]", "water", "waste"),
        (r"(?:un)?paid\b", "unpaid", "paint"),
    ],
)
def test_words_tell_whether_a_pattern_is_tried(pattern: str, tried: str, left_out: str) -> None:
    screen = Screen([pattern])

    assert screen.open_to(tried.split())
    assert not screen.open_to(left_out.split())


def test_each_way_needs_several_things_at_once() -> None:
    tried = alternatives(r"\b(?:gas leak|co\b)")

    assert tried == (r"\bgas leak", r"\bco\b")
    assert list(map(needs, tried)) == [(frozenset({"^leak"}), frozenset({"^gas$"})), (frozenset({"^co$"}),)]


@pytest.mark.parametrize("text", ["the gas smells", "smells of gas", "gas smells of gas"])
def test_of_two_alternatives_the_leftmost_match_counts_then_the_first_written(text: str) -> None:
    pattern = r"\b(?:smells of gas|gas smell|gas smells)"
    screen = Screen(["nothing", pattern])

    assert _span(screen.search(1, screen.open_to(text.split()), text)) == _span(re.search(pattern, text))


def test_most_patterns_are_left_out_of_most_sentences(screen: Screen) -> None:
    sentences = [s for lines in RAISES.values() for s in sentences_of(lines)]
    tried = sum(len(screen.patterns_of(screen.open_to(sentence.words))) for sentence in sentences)

    assert tried < 0.12 * len(sentences) * len(PHRASES)
