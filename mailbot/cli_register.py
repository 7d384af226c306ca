"""The commands that show the register, and those of `mailbot park`: one function a command, no logic."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli_options import CONFIG, ConfigPath, Json, out_json, out_said
from mailbot.errors import ConfigError

Reference = Annotated[str, typer.Argument(metavar="REF", help="A case's reference; small letters and spaces will do.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As mailbot park list shows it.")]

park = typer.Typer(no_args_is_help=True, help="Messages that could not be handled.")


def cases(
    config: ConfigPath = CONFIG,
    open_only: Annotated[bool, typer.Option("--open", help="Only cases that are not closed.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only open cases with a clock that has run out.")] = False,
    as_json: Json = False,
) -> None:
    """The register of cases, the newest first."""
    from mailbot.register.case_record import table
    from mailbot.register.register import listed

    rows = listed(config, os.environ, open_only=open_only, overdue=overdue)
    if not as_json:
        print(table(rows))
        return
    for row in rows:
        out_json(row.to_json())


def case(
    reference: Reference,
    config: ConfigPath = CONFIG,
    file: Annotated[Path | None, typer.Option("--file", help="Write the case file here (.pdf or .zip).")] = None,
    for_body: Annotated[
        str, typer.Option("--for-body", help="With --file: what this outside body is given, without internal notes.")
    ] = "",
    as_json: Json = False,
) -> None:
    """One case whole: parties, flags, clocks, contacts, letters."""
    from mailbot.register.register import one

    if file is not None:
        from mailbot.register.case_document import write_case_file

        out_said(write_case_file(config, os.environ, reference, file, for_body), as_json=as_json)
        return
    if for_body:
        raise ConfigError("case --for-body: say with --file where the case file goes, as in --file case.pdf")
    found = one(config, os.environ, reference)
    out_json(found.to_json()) if as_json else print(found)


def why(
    about: Annotated[str, typer.Argument(help="A case's reference or a Message-ID.")],
    config: ConfigPath = CONFIG,
    as_json: Json = False,
) -> None:
    """Every decision on a case or a message, with its reason."""
    from mailbot.register.register import why_of

    found = why_of(config, os.environ, about)
    out_json(found.to_json()) if as_json else print(found)


def report(
    config: ConfigPath = CONFIG,
    out: Annotated[Path, typer.Option("--out", help="Text, or HTML if it ends in .html.")] = Path("review.md"),
    as_json: Json = False,
) -> None:
    """The periodic review, written to a file instead of mailed."""
    from mailbot.register.review_file import write_review

    out_said(write_review(config, os.environ, out), as_json=as_json)


@park.command("list")
def park_list(config: ConfigPath = CONFIG, as_json: Json = False) -> None:
    """Messages that could not be handled, with their reasons."""
    from mailbot.register.register import parked

    rows = tuple(parked(config, os.environ))
    if not rows and not as_json:
        print("No message is parked.")
    for row in rows:
        out_json(row.to_json()) if as_json else print(row)


@park.command("show")
def park_show(number: Number, config: ConfigPath = CONFIG) -> None:
    """The original bytes of a message, as the server gave them, on stdout."""
    from mailbot.register.register import original

    sys.stdout.buffer.write(original(config, os.environ, number))


@park.command("retry")
def park_retry(number: Number, config: ConfigPath = CONFIG, as_json: Json = False) -> None:
    """Try a parked message again at the next poll."""
    from mailbot.register.register import retry

    out_said(retry(config, os.environ, number), as_json=as_json)
