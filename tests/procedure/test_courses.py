"""Odd but likely courses of both procedures, played whole: each file says in its first line what must hold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mailbot.simulate import play
from tests.procedure.expectations import missed

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.parametrize("story", sorted((HERE / "courses").glob("*.toml")), ids=lambda path: path.stem)
def test_a_likely_course_ends_well(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    expected = tomllib.loads(story.read_text(encoding="utf-8"))["expect"]

    lines = list(play(story))

    assert expected
    assert {f"{want}": found for want in expected if (found := missed(lines, want))} == {}
