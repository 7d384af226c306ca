"""Stories in which something was once lost, told to the wrong person or announced falsely; each ends well now."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mailbot.simulate import play
from tests.procedure.expectations import missed

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.mark.parametrize("story", sorted(HERE.glob("*.toml")), ids=lambda path: path.stem)
def test_an_attack_that_once_worked(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    expected = tomllib.loads(story.read_text(encoding="utf-8"))["expect"]

    lines = list(play(story))

    assert expected
    assert {f"{want}": found for want in expected if (found := missed(lines, want))} == {}
