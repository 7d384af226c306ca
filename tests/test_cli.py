"""The command line: exit codes, help, JSON Lines on stdout alone, and no traceback whatever is typed."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailbot.inspection import inspect_content
from mailbot.inspection_words import told
from tests.installation import Installation, Ran, mail, run

COMMANDS = "demo init check run poll tick send due inspect simulate cases case why report schema park".split()


def process(*arguments: str, encoding: str = "utf-8") -> Ran:
    """The program as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ran(code=done.returncode, out=done.stdout.decode(encoding), err=done.stderr.decode(encoding))


def test_an_installation_that_lacks_a_library_is_told_which() -> None:
    without = "import sys; sys.modules['holidays'] = None; from mailbot.cli import main; main()"
    command = [sys.executable, "-c", without, "due", "10 days", "--from", "2026-03-03"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == "mailbot: the library holidays is missing: pip install -r requirements.lock\n"


def test_the_version_is_told() -> None:
    assert run("--version").out.startswith("mailbot 0.")


def test_help_names_every_command_with_a_whole_sentence() -> None:
    ran = run("--help")
    assert ran.code == 0
    for command in COMMANDS:
        line = next(line for line in ran.out.splitlines() if line.split()[:1] == [command])
        assert line.endswith("."), line
        assert not line.endswith("..."), line


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("case",),
        ("due", "10 days"),
        ("due", "ten days", "--from", "2026-03-03"),
        ("due", "10 days", "--from", "yesterday"),
        ("due", "10 days", "--from", "2026-03-03", "--zone", "Mars/Base"),
        ("due", "10 days", "--from", "2026-03-03", "--calendar", "france"),
        ("due", "10 working days", "--from", "2031-03-03"),
        ("due", "--batch", "/nowhere.jsonl"),
        ("inspect",),
        ("simulate", "/nowhere.toml"),
        ("cases", "--config", "/nowhere.toml"),
        ("check", "--config", "/nowhere.toml"),
        ("run", "--config", "/nowhere.toml"),
        ("park", "show", "one"),
        ("case", "DS-2026-0001-H", "--file", "case.pdf", "--config", "/nowhere.toml"),
    ],
    ids=" ".join,
)
def test_a_usage_or_configuration_error_ends_with_2_and_a_sentence_on_stderr(arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.err.strip() or arguments == ()


def test_a_case_file_for_an_outside_body_needs_a_place_to_go() -> None:
    ran = run("case", "DS-2026-0001-H", "--for-body", "NAPIT")
    assert (ran.code, ran.err) == (
        2,
        "mailbot: case --for-body: say with --file where the case file goes, as in --file case.pdf\n",
    )


def test_an_unknown_log_level_is_a_sentence() -> None:
    ran = run("due", "1 day", "--from", "2026-03-03", environment={"MAILBOT_LOG_LEVEL": "loud"})
    assert ran.code == 2
    assert "loud" in ran.err


def test_due_answers_as_the_contract_says() -> None:
    ran = run("due", "10 working days", "--from", "2026-12-18T09:00", "--json")
    assert ran.code == 0
    (answer,) = ran.lines
    assert (answer["due"], answer["due_at"]) == ("2027-01-06", "2027-01-07T00:00:00Z")
    assert isinstance(answer["steps"], list)
    assert run("due", "10 working days", "--from", "2026-12-18T09:00").out.splitlines() == answer["steps"]


def test_a_batch_answers_each_line_and_ends_with_1_if_one_cannot_be(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"rule": "1 day", "from": "2026-03-03T10:00Z"}\n{"rule": "soon"}\n{"rule": "24 hours", "from": "2026-03-03T10:00Z"}\n',
        encoding="utf-8",
    )
    ran = run("due", "--batch", str(questions))
    assert ran.code == 1
    assert [line.get("due", line.get("error")) for line in ran.lines] == [
        "2026-03-04",
        "line 2: 'from' is missing",
        "2026-03-04",
    ]


def test_the_schemas_are_printed_or_written(tmp_path: Path) -> None:
    printed = json.loads(run("schema").out)
    assert printed["procedure"]["properties"]["clock"]
    assert printed["mailbot"]["additionalProperties"] is False
    ran = run("schema", "--out", str(tmp_path))
    assert json.loads((tmp_path / "mailbot.schema.json").read_text(encoding="utf-8")) == printed["mailbot"]
    assert len(ran.out.splitlines()) == 2
    (tmp_path / "file").touch()
    refused = run("schema", "--out", str(tmp_path / "file"))
    assert refused.code == 1
    assert "it cannot be written" in refused.err


# --------------------------------------------------------------------------------------------------------------- inspect

ODD = (
    b"From: =?utf-8?q?J=C3=B6=1B=5B31m_=E2=80=AEevil?= <jo@customer.example>\r\nSubject: caf\xe9 \xff\x1b]0;owned\x07\r\n"
    b"Message-ID: <odd@customer.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"bad \xff bytes, a bell \x07 and \xed\xa0\x80 half a character\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_whatever_a_message_holds_can_be_printed(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "odd.eml").write_bytes(ODD)
    ran = process("inspect", str(tmp_path), encoding=encoding)
    assert (ran.code, ran.err) == (0, "")
    assert not set(ran.out) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_the_json_of_whatever_a_message_holds_is_json(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "odd.eml").write_bytes(ODD)
    ran = process("inspect", "--json", str(tmp_path), encoding=encoding)
    (found,) = ran.lines
    assert found["message_id"] == "<odd@customer.example>"
    assert ran.err == ""


def test_a_message_is_told_in_words() -> None:
    lines = told(inspect_content("a.eml", mail())).splitlines()
    assert lines[0] == "a.eml"
    assert "  from:       Jo Simmons <jo@customer.example>" in lines
    assert "  is:         person, by the rule 'a person's mail' (no other row applies)" in lines
    assert "  answerable: yes, by machine too" in lines
    assert any(line.startswith("  noticed:    no_heating, in the words ") for line in lines)
    assert "  | Our heat pump is broken and we have no heating. I want to complain." in lines


def test_a_file_that_is_no_message_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "b.eml").write_bytes(mail())
    ran = run("inspect", "--json", str(tmp_path))
    assert (ran.code, [line["disposition"] for line in ran.lines]) == (0, ["unreadable", "person"])


def test_a_path_that_is_not_there_is_told_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail())
    ran = run("inspect", "--json", str(tmp_path / "none.eml"), str(tmp_path))
    assert (ran.code, [line["disposition"] for line in ran.lines]) == (1, ["unreadable", "person"])


# -------------------------------------------------------------------------------------------------------------- register


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    here = Installation(tmp_path_factory.mktemp("cli"))
    asyncio.run(here.take(mail(subject="caf\u00e9 \u202egpj")))
    return here


def test_the_register_needs_no_secrets_and_json_is_alone_on_stdout(filled: Installation) -> None:
    for arguments in (("cases",), ("cases", "--open", "--overdue")):
        ran = filled.run(*arguments, "--json", environment={})
        assert ran.code == 0
        assert [line["procedure"] for line in ran.lines] == ["dsmart"]
        assert ran.err == ""


def test_a_case_and_its_reasons_are_printed_and_are_json(filled: Installation) -> None:
    reference = str(filled.run("cases", "--json").lines[0]["reference"])
    for command in ("case", "why"):
        words = filled.run(command, reference.lower())
        assert words.code == 0
        assert words.out.startswith(f"{reference}: caf\u00e9 gpj\n")
        assert len(filled.run(command, reference, "--json").lines) == 1


def test_what_is_not_there_ends_with_1_and_a_sentence(filled: Installation) -> None:
    for arguments in (("case", "DS-2026-0009-X"), ("why", "<x@y>"), ("park", "show", "9"), ("park", "retry", "9")):
        ran = filled.run(*arguments)
        assert ran.code == 1
        assert ran.err.startswith("mailbot: ")
        assert ran.out == ""


def test_nothing_parked_is_said_to_people_and_not_to_programs(filled: Installation) -> None:
    assert filled.run("park", "list").out == "No message is parked.\n"
    assert filled.run("park", "list", "--json").out == ""


def test_the_original_comes_out_byte_by_byte(filled: Installation) -> None:
    assert filled.run("park", "show", "1").out.encode() == filled.inbox.held[1].content


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m mailbot schema | true"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_check_prints_a_line_a_finding_and_ends_with_1_if_one_is_wrong(filled: Installation) -> None:
    ran = filled.run("check")
    assert ran.code == 1
    assert {line.split()[0] for line in ran.out.splitlines()} <= {"ok", "note", "WRONG"}
    found = filled.run("check", "--json").lines
    assert {tuple(sorted(line)) for line in found} == {("about", "note", "says", "wrong")}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "park"] + ["park list", "park show", "park retry"])
def test_every_command_takes_config(command: str) -> None:
    assert "--config" in run(*command.split(), "--help").out


@pytest.mark.parametrize("command", ["poll", "tick", "send", "report", "cases", "park list", "check"])
def test_a_command_that_fails_leaves_stdout_to_json(command: str) -> None:
    ran = run(*command.split(), "--json", "--config", "/nowhere.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "/nowhere.toml" in ran.err


def test_a_configuration_that_is_not_needed_is_not_read() -> None:
    ran = run("due", "10 days", "--from", "2026-03-03", "--json", "--config", "/nowhere.toml")
    assert (ran.code, [line["due"] for line in ran.lines]) == (0, ["2026-03-13"])


def test_the_schemas_and_a_new_companys_files_are_told_as_json_lines(tmp_path: Path) -> None:
    (schemas,) = run("schema", "--json").lines
    assert set(schemas) == {"procedure", "mailbot"}
    said = [str(line["said"]) for line in run("init", str(tmp_path / "acme"), "--json").lines]
    assert said[0] == f"wrote {tmp_path}/acme/config/mailbot.toml"
