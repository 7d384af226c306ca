"""The worked deadlines that came with the domain notes, put as `mailbot due --batch` puts them."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from mailbot.dues import answer_batch

VECTORS = Path(__file__).parents[2].parent / "shared" / "vectors" / "deadlines.jsonl"
LINES = VECTORS.read_text(encoding="utf-8").splitlines() if VECTORS.exists() else []


def test_the_vectors_are_there() -> None:
    if not VECTORS.exists():
        pytest.skip(f"{VECTORS.name} did not come with this checkout")
    assert LINES


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["id"])
def test_each_worked_deadline_comes_out(line: str) -> None:
    asked = json.loads(line)

    (found,) = map(json.loads, answer_batch([line]))

    if "T" in asked["expect"]:
        assert datetime.fromisoformat(found["due_at"]) == datetime.fromisoformat(asked["expect"]), asked["why"]
    else:
        assert date.fromisoformat(found["due"]) == date.fromisoformat(asked["expect"]), asked["why"]
