"""The six example procedures, played through the real pipeline; the arithmetic of every date stands in its story."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mailbot.config import load_procedure
from mailbot.letters.render import Writer
from mailbot.simulate import play
from mailbot.timeline import told
from tests.procedure.expectations import missed

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
STORIES = sorted(HERE.glob("*.toml"))
EXAMPLES = ("awaab", "dp_complaint", "fca_disp", "housing", "small_company", "spso")


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_an_example_procedure_keeps_the_dates_counted_by_hand(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    expected = tomllib.loads(story.read_text(encoding="utf-8"))["expect"]

    lines = list(play(story))

    faults = {f"{want}": found for want in expected if (found := missed(lines, want))}
    assert expected
    assert faults == {}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_procedure_and_its_letters_are_sound(name: str) -> None:
    procedure = load_procedure(ROOT / "config" / "procedures" / f"{name}.toml")

    assert Writer([ROOT / "templates"]).faults(name, procedure) == ()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_clause_of_an_example_stands_in_its_text_and_every_clock_quotes_it(name: str) -> None:
    path = ROOT / "config" / "procedures" / f"{name}.toml"
    procedure = load_procedure(path)
    text = path.with_suffix(".md").read_text(encoding="utf-8")

    numbered = re.findall(r"^([0-9]{1,2})\. ", text, re.MULTILINE)
    assert [clause.id for clause in procedure.clause] == numbered
    assert [clock.id for clock in procedure.clock if clock.words not in text] == []
    assert [window.id for window in procedure.window if window.words not in text] == []


def test_every_example_has_a_story() -> None:
    played = {Path(tomllib.loads(story.read_text(encoding="utf-8"))["procedure"]).stem for story in STORIES}

    assert played == set(EXAMPLES)


@pytest.mark.parametrize(
    ("story", "says"),
    [
        ("fca_eight_weeks", "a chance that passed, nothing is late: settle"),
        ("fca_settled", "no longer needed: final_response (clock.settle.met)"),
        ("dp_copy", "the clock stands still: copy (proof of identity, asked for today)"),
    ],
)
def test_a_policy_author_reads_why_a_clock_ended_that_nothing_met(
    story: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)

    lines = [told(dict(line), "Europe/London") for line in play(HERE / f"{story}.toml")]

    assert any(line.endswith(says) for line in lines)
