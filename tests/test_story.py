"""Scenario files that cannot be played: each ends in sentences that name the file, the event and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installation import run

HEAD = """\
procedure = "config/procedures/dsmart.toml"
start = 2026-03-03T11:00:00Z
until = 2026-03-03T12:00:00Z
mailbox = "info@dsmart.example"
[[person]]
name = "Anna Field"
address = "anna@dsmart.example"
roles = ["handler"]
[[event]]
at = 2026-03-03T11:20:00Z
from = "Jo Simmons <jo@customer.example>"
text = "I am not happy with the panels."
"""
EVENT = "[[event]]\nat = 2026-03-03T11:30:00Z\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("anna@dsmart.example", "anna"), "'anna' is not a mail address"),
        (HEAD.replace("info@dsmart.example", "info"), "'info' is not a mail address"),
        (HEAD.replace("until = 2026", "until = 2025"), "until lies before start"),
        (HEAD + EVENT.replace("T11:30", "T10:30") + 'from = "jo@customer.example"', "event 2: at lies before start"),
        (
            HEAD + EVENT + 'from = "jo@customer.example"\nattachments = [{name = "a.pdf", base64 = "abcde"}]',
            "event.2.attachments.1.base64: it is not base64",
        ),
        (HEAD + EVENT + 'bounce = "response"', "event 2 (at 2026-03-03T11:30:00Z): no letter 'response' was sent"),
        (HEAD + EVENT + 'eml = "nowhere.eml"', "event 2: eml nowhere.eml: No such file or directory"),
    ],
    ids=["person", "mailbox", "until", "early", "base64", "letter", "eml"],
)
def test_a_story_that_cannot_be_played_ends_with_2_and_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    scenario = tmp_path / "story.toml"
    scenario.write_text(text, encoding="utf-8")

    ran = run("simulate", str(scenario), "--json")

    assert ran.code == 2
    assert said in ran.err
    assert all(line["type"] for line in ran.lines)


@pytest.mark.parametrize("inside", [True, False], ids=["in its folder", "from elsewhere"])
def test_a_new_companys_own_letters_are_played(tmp_path: Path, *, inside: bool) -> None:
    acme = tmp_path / "acme"
    assert run("init", str(acme)).code == 0
    letter = acme / "templates" / "acme" / "acknowledgement.md.j2"
    letter.write_text(f"{letter.read_text(encoding='utf-8')}\nGood afternoon from Acme.\n", encoding="utf-8")
    procedure = "config/procedures/acme.toml"
    scenario = acme / "story.toml"
    scenario.write_text(HEAD.replace("config/procedures/dsmart.toml", procedure), encoding="utf-8")

    ran = run("simulate", str(scenario), "--json", folder=acme if inside else tmp_path)

    assert (ran.code, ran.err) == (0, "")
    sent = {str(line["letter"]): str(line["text"]) for line in ran.lines if line["type"] == "letter.sent"}
    assert set(sent) == {"acknowledgement", "notice"}
    assert "Good afternoon from Acme." in sent["acknowledgement"]
