"""`mailbot init`: a new company's files pass `mailbot check`, work in the pipeline, and never overwrite anything."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from mailbot import wiring
from mailbot.checking import check_all
from mailbot.config import load
from mailbot.errors import ConfigError, MailbotError
from mailbot.intake import take_in
from mailbot.outbox import send_due
from mailbot.simulate import MemoryInbox, MemoryWire, play
from mailbot.starter import write_starter
from mailbot.store import cases, letters
from mailbot.tick import ensure_standing
from tests.installation import MARCH, mail, run

STORY = """
procedure = "config/procedures/acme.toml"
start = 2026-03-03T11:20:00Z
until = 2026-03-03T12:00:00Z
mailbox = "info@acme.example"
[[person]]
name = "Anna Field"
address = "anna@acme.example"
roles = ["handler", "director"]
[[event]]
at = 2026-03-03T11:30:00Z
from = "Jo Simmons <jo@customer.example>"
subject = "Complaint"
text = "I want to complain: nobody called me back."
"""


def secrets_of(folder: Path) -> dict[str, str]:
    """What a shell would have after `. ./mailbot.env`, with passwords filled in."""
    lines = (folder / "mailbot.env").read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name: value or "a password" for name, value in pairs.items()}


def test_what_is_written_passes_check_once_the_secrets_are_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list(write_starter(tmp_path / "acme-boilers"))
    monkeypatch.chdir(tmp_path / "acme-boilers")
    secrets = secrets_of(tmp_path / "acme-boilers")
    found = list(check_all(Path("config/mailbot.toml"), secrets, online=False, now=MARCH))
    assert [str(f) for f in found if f.wrong] == []
    assert any("procedure acme_boilers: version 1, 9 clauses, 5 clocks, 9 letters" in f.says or f.about for f in found)
    assert f"wrote {tmp_path / 'acme-boilers' / 'mailbot.env'}" in told
    assert any("MAILBOT_ACME_BOILERS_IMAP_PASSWORD" in line for line in told)


def test_a_story_is_played_with_the_companys_own_letters(tmp_path: Path) -> None:
    list(write_starter(tmp_path / "acme"))
    letter = tmp_path / "acme" / "templates" / "acme" / "acknowledgement.md.j2"
    letter.write_text(f"{letter.read_text(encoding='utf-8')}\nMind the step.\n", encoding="utf-8")
    story = tmp_path / "acme" / "story.toml"
    story.write_text(STORY, encoding="utf-8")

    lines = list(play(story))

    (acknowledged,) = [line for line in lines if line.get("letter") == "acknowledgement"]
    assert "Mind the step." in str(acknowledged["text"])
    assert not [line for line in lines if line["type"] == "message.parked"]


def test_check_tells_of_a_letter_that_asks_for_a_clock_of_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(write_starter(tmp_path / "acme"))
    monkeypatch.chdir(tmp_path / "acme")
    procedure = Path("config/procedures/acme.toml")
    text = procedure.read_text(encoding="utf-8")
    procedure.write_text(text.replace('id = "stage_two_decide"', 'id = "decide"'), encoding="utf-8")

    found = check_all(Path("config/mailbot.toml"), secrets_of(Path()), online=False, now=MARCH)

    notes = [one.says for one in found if one.note and "asks for the clock" in one.says]
    assert [note.split(":")[0] for note in notes] == ["letter received", "letter stage_two_acknowledgement"]


def test_check_names_the_secrets_that_are_still_to_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(write_starter(tmp_path / "acme"))
    monkeypatch.chdir(tmp_path / "acme")
    with pytest.raises(ConfigError) as refused:
        list(check_all(Path("config/mailbot.toml"), {}, online=False))
    assert sorted(fault.split(":")[0] for fault in refused.value.faults) == [
        "MAILBOT_ACME_IMAP_PASSWORD",
        "MAILBOT_SECRET",
        "MAILBOT_SMTP_PASSWORD",
    ]


def test_a_complaint_is_acknowledged_by_the_starter_procedure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(write_starter(tmp_path / "acme"))
    monkeypatch.chdir(tmp_path / "acme")
    desk = wiring.build(load(Path("config/mailbot.toml"), secrets_of(tmp_path / "acme")))
    inbox = MemoryInbox(mailbox="acme")
    inbox.deliver(mail(), MARCH)
    ensure_standing(desk, "acme", MARCH)
    take_in(desk, "acme", inbox, MARCH)
    asyncio.run(send_due(desk, MemoryWire(), MARCH))
    with desk.store.begin() as tx:
        case = cases.load(tx, 1)
        sent = letters.get(tx, letters.newest(tx, "acknowledgement") or 0, text=True)
    desk.store.close()
    assert case.reference.startswith("ACM-2026-0001-")
    assert {c.clock: c.due.isoformat() for c in case.clocks} == {"acknowledge": "2026-03-05", "reply": "2026-03-17"}
    assert "by Tuesday 17 March 2026" in " ".join(sent.text.split())
    assert [e["name"] for e in sent.enclosures] == ["complaints-procedure.pdf"]


def test_nothing_is_overwritten_and_nothing_else_is_written_then(tmp_path: Path) -> None:
    (tmp_path / "acme" / "config").mkdir(parents=True)
    mine = tmp_path / "acme" / "config" / "mailbot.toml"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        list(write_starter(tmp_path / "acme"))
    assert refused.value.faults == (f"{mine}: is there already, and nothing is overwritten",)
    assert [path for path in (tmp_path / "acme").rglob("*") if path.is_file()] == [mine]
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MailbotError, match="it cannot be written: Not a directory"):
        list(write_starter(tmp_path / "file" / "acme"))


def test_secrets_are_for_their_owner_alone_and_never_the_same_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        list(write_starter(tmp_path / name))
    assert stat.S_IMODE(os.stat(tmp_path / "one" / "mailbot.env").st_mode) == 0o600  # noqa: PTH116 (the mode)
    assert secrets_of(tmp_path / "one")["MAILBOT_SECRET"] != secrets_of(tmp_path / "two")["MAILBOT_SECRET"]
    assert "mailbot.env" in (tmp_path / "one" / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("folder", "name", "prefix"),
    [
        ("Smith & Sons Ltd.", "smith-sons-ltd", "SMI"),
        ("42", "company", "COM"),
        ("common", "company", "COM"),
        ("x", "x", "CO"),
    ],
)
def test_the_company_gets_a_short_name_from_its_folder(tmp_path: Path, folder: str, name: str, prefix: str) -> None:
    list(write_starter(tmp_path / folder))
    id_ = name.replace("-", "_")
    written = (tmp_path / folder / "config" / "procedures" / f"{id_}.toml").read_text(encoding="utf-8")
    assert f'id = "{id_}"' in written
    assert f'prefix = "{prefix}"' in written
    assert "@" not in written.replace("@example", "")


def test_the_command_tells_what_to_do_next(tmp_path: Path) -> None:
    ran = run("init", "acme", folder=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "7. mailbot run"
    again = run("init", "acme", folder=tmp_path)
    assert (again.code, again.out) == (2, "")
    assert "is there already, and nothing is overwritten" in again.err
