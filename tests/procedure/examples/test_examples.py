"""The six example procedures, played through the real pipeline; the arithmetic of every date stands in its story."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import load_procedure
from mailbot.letters.render import Writer
from mailbot.simulate import play
from mailbot.timeline import told

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
STORIES = sorted(HERE.glob("*.toml"))
EXAMPLES = ("awaab", "dp_complaint", "fca_disp", "housing", "small_company", "spso")
_SELECT = ("type", "clock", "letter", "kind")

Line = Mapping[str, Any]


def _instant(value: object) -> datetime:
    return (value if isinstance(value, datetime) else datetime.fromisoformat(str(value))).astimezone(UTC)


def _chosen(lines: list[Line], want: Line) -> list[Line]:
    wanted = {"type": "letter.sent"} | dict(want) if "letter" in want else dict(want)
    return [
        line
        for line in lines
        if all(line.get(key) == wanted[key] for key in _SELECT if key in wanted)
        and ("to" not in want or str(want["to"]) in str(line.get("to")))
        and ("since" not in want or _instant(line["at"]) >= _instant(want["since"]))
        and ("until" not in want or _instant(line["at"]) <= _instant(want["until"]))
    ]


def _missed(lines: list[Line], want: Line) -> list[str]:
    """What of an expectation the story does not keep."""
    got = _chosen(lines, want)
    if "count" in want and len(got) != want["count"]:
        return [f"{len(got)} lines, not {want['count']}"]
    if not got:
        return [] if want.get("count") == 0 else ["no such line"]
    last, text = got[-1], " ".join(str(got[-1].get("text")).split())
    found = [f"/{p}/ is missing in: {text}" for p in want.get("text_has", ()) if not re.search(p, text, re.I | re.S)]
    found += [f"/{p}/ stands in: {text}" for p in want.get("text_lacks", ()) if re.search(p, text, re.I | re.S)]
    found += [f"due {last.get('due')}" for _ in [0] if "due" in want and str(last.get("due")) != str(want["due"])]
    if "due_at" in want and _instant(last["due_at"]) != _instant(want["due_at"]):
        found.append(f"due_at {last['due_at']}")
    if "automatic" in want and last.get("automatic") is not want["automatic"]:
        found.append(f"automatic is {last.get('automatic')}")
    for line in got:
        if "after" in want and _instant(line["at"]) < _instant(want["after"]):
            found.append(f"at {line['at']}, too early")
        if "before" in want and _instant(line["at"]) > _instant(want["before"]):
            found.append(f"at {line['at']}, too late")
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_an_example_procedure_keeps_the_dates_counted_by_hand(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    expected = tomllib.loads(story.read_text(encoding="utf-8"))["expect"]

    lines: list[Line] = list(play(story))

    missed = {f"{want}": found for want in expected if (found := _missed(lines, want))}
    assert expected
    assert missed == {}


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
