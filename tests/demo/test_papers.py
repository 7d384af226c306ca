"""The folder of the demo: whose files it may remove, and whose never."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.demo.papers import MARKER, claim
from mailbot.errors import ConfigError


def test_a_new_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    claim(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b" / MARKER).is_file()


def test_a_folder_with_files_of_others_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "001-acknowledgement-to-jo.eml").write_text("mine")

    with pytest.raises(ConfigError, match="was not made by mailbot demo"):
        claim(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["001-acknowledgement-to-jo.eml"]


def test_what_an_earlier_demo_made_is_removed_and_anything_else_is_kept(tmp_path: Path) -> None:
    claim(tmp_path)
    for name in ("001-notice-to-anna-field.eml", "index.html", "notes.txt", "my-own.eml"):
        (tmp_path / name).write_text(name)

    claim(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {MARKER, "notes.txt", "my-own.eml"}


def test_a_file_in_the_place_of_the_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(ConfigError, match="cannot be written to"):
        claim(tmp_path / "out")
