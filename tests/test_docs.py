"""The documents keep up with the program: every key and every command is told, and the worked example works."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from mailbot.checks.letters import letter_checks
from mailbot.checks.procedures import procedure_checks
from mailbot.config import Configuration, load_procedure
from mailbot.core.clock_policy import EVENTS
from mailbot.core.procedure import Procedure
from mailbot.resources import default_templates
from mailbot.simulate import play
from mailbot.store import cases, letters
from tests.installation import MARCH, ROOT, Installation, mail, run

DOCS = ROOT / "docs"


def keys(model: type[BaseModel]) -> set[str]:
    """Every key of a model and of the models in it."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        found.add(name)
        for inner in _models(field.annotation):
            found |= keys(inner)
    return found


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def told(document: str) -> str:
    return (DOCS / document).read_text(encoding="utf-8")


def in_backticks(document: str) -> set[str]:
    """Every word that stands in backticks, also inside `{ letter, clause }` or `[[window]]`."""
    spans = re.findall(r"`([^`\n]{1,200})`", told(document))
    return {word for span in spans for word in re.findall(r"[a-z_0-9]+", span)}


def test_every_key_of_the_configuration_is_told() -> None:
    tables = {"smtp", "mailbox", "imap", "person", "hours", "body", "caps"}
    assert keys(Configuration) - tables <= in_backticks("configuration.md")
    sample = (ROOT / "config" / "mailbot.toml").read_text(encoding="utf-8")
    assert {key for key in keys(Configuration) if not re.search(rf"\b{key}\b", sample)} == set()


def test_every_key_of_a_procedure_is_told() -> None:
    assert keys(Procedure) - in_backticks("procedures.md") - {"letter", "clock", "calendar", "company"} == set()


def test_every_event_is_told() -> None:
    document = told("procedures.md")
    assert {event for event in EVENTS if f"`{event}`" not in document} == set()


def test_every_command_is_told() -> None:
    commands = re.findall(r"^  ([a-z]{2,12}) ", run("--help").out, re.MULTILINE)
    assert len(commands) > 14
    assert {name for name in commands if f"`mailbot {name}" not in told("commands.md")} == set()


@pytest.fixture
def acme(tmp_path: Path) -> Installation:
    """The worked example of docs/procedures.md, as a reader would type it."""
    here = Installation(tmp_path)
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", told("procedures.md"), re.MULTILINE | re.DOTALL)
    text, data, acknowledgement, response, story = (
        content for kind, content in blocks if kind in ("markdown", "toml", "jinja")
    )
    (here.folder / "procedures" / "acme.md").write_text(text, encoding="utf-8")
    (here.folder / "procedures" / "acme.toml").write_text(data, encoding="utf-8")
    (here.folder / "templates" / "acme").mkdir()
    for name, content in (("acknowledgement", acknowledgement), ("response", response)):
        (here.folder / "templates" / "acme" / f"{name}.md.j2").write_text(content, encoding="utf-8")
    (here.folder / "story.toml").write_text(story.replace("config/procedures", "procedures"), encoding="utf-8")
    here.edit("procedures/dsmart.toml", "procedures/acme.toml")
    return here


def test_the_story_of_the_worked_example_ends_with_the_reply(acme: Installation) -> None:
    lines = list(play(acme.folder / "story.toml"))
    customers = [line["letter"] for line in lines if line["type"] == "letter.sent" and "jo@" in str(line["to"])]
    assert customers == ["acknowledgement", "response"]


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))


def test_the_worked_example_passes_check(acme: Installation) -> None:
    path = acme.folder / "procedures" / "acme.toml"
    procedure = load_procedure(path)
    roots = (acme.folder / "templates", default_templates())
    found = [*procedure_checks(path, procedure, MARCH), *letter_checks(path, procedure, roots)]
    assert [str(one) for one in found if one.wrong or one.note] == []


def test_the_worked_example_does_what_it_says(acme: Installation) -> None:
    asyncio.run(acme.take(mail()))
    desk = acme.desk()
    with desk.store.begin() as tx:
        case = cases.load(tx, 1)
        sent = letters.get(tx, letters.newest(tx, "acknowledgement") or 0, text=True)
    desk.store.close()
    assert case.reference == "AC-2026-00001-D"
    assert {c.clock: c.due.isoformat() for c in case.clocks} == {"acknowledge": "2026-03-05", "reply": "2026-03-17"}
    assert "Tuesday 17 March 2026" in " ".join(sent.text.split())
