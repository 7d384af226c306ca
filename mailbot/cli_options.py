"""What the commands share: the option for the configuration, --json, and how a line of JSON is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

ConfigPath = Annotated[Path, typer.Option("--config", envvar="MAILBOT_CONFIG", help="The configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON Lines on stdout and nothing else there.")]
Unused = Annotated[
    Path, typer.Option("--config", envvar="MAILBOT_CONFIG", help="Taken like everywhere; this command needs none.")
]
CONFIG = Path("config/mailbot.toml")


def out_json(line: Mapping[str, object]) -> None:
    """Prints one line of JSON."""
    # A surrogate that cannot be encoded is printed as its escape, which is JSON too; other characters need UTF-8.
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(line, ensure_ascii=not utf8))


def out_said(text: str, *, as_json: bool) -> None:
    """Prints what a command has to say; as JSON, an object with `said` for each of its lines."""
    if not as_json:
        print(text)
        return
    for line in filter(None, text.splitlines()):
        out_json({"said": line})
