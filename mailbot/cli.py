"""The command line: one function a command, no logic. It turns faults into sentences and exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer

from mailbot import cli_register, log, starting
from mailbot.cli_options import CONFIG, ConfigPath, Json, Unused, out_json, out_said
from mailbot.errors import ConfigError, MailbotError, StoreError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A written complaints procedure, running: cases, letters and clocks from one info@ inbox.",
    epilog="Exit codes: 0 done; 1 done, and something is wrong; 2 configuration or usage error.",
)
for command in (cli_register.cases, cli_register.case, cli_register.why, cli_register.report):
    app.command()(command)
app.add_typer(cli_register.park, name="park")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"mailbot {version('mailbot')}")
        raise typer.Exit


@app.callback()
def options(
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """A written complaints procedure, running: cases, letters and clocks from one info@ inbox."""


def main() -> None:
    """Runs the command line. A fault becomes sentences on stderr and an exit code, never a traceback."""
    sys.excepthook = _unforeseen
    starting.lightly()
    for stream in (sys.stdout, sys.stderr):  # what strangers write must never make printing fail
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _log("warning")
        # Not app(): it would put its own excepthook in place of ours.
        typer.main.get_command(app).main(prog_name="mailbot")
    except ConfigError as fault:
        _stop(fault.faults, 2)
    except StoreError as fault:
        _stop((str(fault),), 2)
    except MailbotError as fault:
        _stop((str(fault),), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _stop(faults: Iterable[str], code: int) -> NoReturn:
    for fault in faults:
        for line in fault.splitlines():
            print(f"mailbot: {line}", file=sys.stderr)
    sys.exit(code)


def _unforeseen(kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """The last resort: a fault of ours, told in a line with where it happened, so that it can be reported."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    if isinstance(fault, ModuleNotFoundError) and fault.name and not fault.name.startswith("mailbot"):
        print(
            f"mailbot: the library {fault.name.partition('.')[0]} is missing: pip install -r requirements.lock",
            file=sys.stderr,
        )
        return
    where = log.trace(fault)
    print(
        f"mailbot: an unforeseen fault, please report it: {kind.__name__} at {where[-1] if where else 'unknown place'}",
        file=sys.stderr,
    )


def _log(level: str) -> None:
    log.configure(
        json=os.environ.get("MAILBOT_LOG", "plain") == "json", level=os.environ.get("MAILBOT_LOG_LEVEL", level)
    )


@app.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Keep the servers up, for a mail client.")] = False,
    out: Annotated[Path, typer.Option("--out", help="Where the mails and the index page go.")] = Path("demo-out"),
    _config: Unused = CONFIG,
) -> None:
    """Play two companies' story on this machine; no configuration."""
    from mailbot.demo.play import run

    run(out, serve=serve)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for the company's files.")],
    _config: Unused = CONFIG,
    as_json: Json = False,
) -> None:
    """Write a new company's first files, which pass `check`."""
    from mailbot.starter import write_starter

    for line in write_starter(folder):
        out_said(line, as_json=as_json)


@app.command()
def check(
    config: ConfigPath = CONFIG,
    online: Annotated[
        bool, typer.Option("--online", help="Also sign in to the mail servers and look at the folders and DNS.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check configuration, procedures, letters and the record."""
    from mailbot.checking import check_all

    wrong = False
    for finding in check_all(config, os.environ, online=online):
        wrong = wrong or finding.wrong
        out_json(finding.to_json()) if as_json else print(finding)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def run(config: ConfigPath = CONFIG) -> None:
    """The daemon, until SIGTERM or SIGINT, which it takes calmly."""
    from mailbot.config import load
    from mailbot.daemon import Daemon

    _log("info")
    daemon = Daemon(load(config, os.environ))
    starting.done()
    daemon.run()


@app.command()
def poll(config: ConfigPath = CONFIG, as_json: Json = False) -> None:
    """Read every mailbox once and deal with what came."""
    from mailbot.byhand import poll_each, poll_once

    if not as_json:
        print(poll_once(config, os.environ))
        return
    polled = poll_each(config, os.environ)
    for one in polled:
        out_json(asdict(one))
    raise typer.Exit(1 if any(one.wrong for one in polled) else 0)


@app.command()
def tick(config: ConfigPath = CONFIG, as_json: Json = False) -> None:
    """Look once at every deadline that has come."""
    from mailbot.byhand import tick_once

    out_said(tick_once(config, os.environ), as_json=as_json)


@app.command()
def send(config: ConfigPath = CONFIG, as_json: Json = False) -> None:
    """Send once what waits in the outbox."""
    from mailbot.byhand import send_once

    said, wrong = send_once(config, os.environ)
    out_said(said, as_json=as_json)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def due(
    rule: Annotated[str, typer.Argument(help='"24 hours", "10 working days", "1 month" ...')] = "",
    since: Annotated[str, typer.Option("--from", help="ISO 8601; without offset it is local time in the zone.")] = "",
    calendar: Annotated[
        str, typer.Option(help="england-and-wales | scotland | northern-ireland | any-uk")
    ] = "england-and-wales",
    zone: Annotated[str, typer.Option(help="An IANA time zone.")] = "Europe/London",
    roll: Annotated[str, typer.Option(help="none | next | previous, for an end on a non-working day")] = "none",
    day_zero: Annotated[str, typer.Option(help="exclude | include the day of receipt")] = "exclude",
    cutoff: Annotated[str, typer.Option(help="HH:MM; later counts as received on the next working day")] = "",
    nonworking: Annotated[str, typer.Option(help="actual | next, for receipt on a non-working day")] = "actual",
    fold: Annotated[int, typer.Option(help="0 | 1, for the repeated hour in October")] = 0,
    batch: Annotated[Path | None, typer.Option("--batch", help="One question a line, as JSON.")] = None,
    _config: Unused = CONFIG,
    as_json: Json = False,
) -> None:
    """When is it due, and why."""
    from mailbot import dues

    if batch is not None:
        raise typer.Exit(1 if dues.print_batch(batch, print) else 0)
    asked = dues.Question(
        rule=rule,
        when=since,
        calendar=calendar,
        zone=zone,
        roll=roll,
        day_zero=day_zero,
        cutoff=cutoff or None,
        nonworking=nonworking,
        fold=fold,
    )
    found = dues.answer_of(asked)
    print(dues.to_json(found) if as_json else "\n".join(found.steps))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    config: ConfigPath = CONFIG,
    as_json: Json = False,
) -> None:
    """Copy the database while mailbot runs."""
    from mailbot.keeping import back_up

    out_said(back_up(config, os.environ, target), as_json=as_json)


@app.command()
def restore(
    source: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="What mailbot backup wrote; none for PostgreSQL.")
    ] = None,
    until: Annotated[
        str, typer.Option("--until", help="When the lost database last worked, ISO 8601 (default: now).")
    ] = "",
    config: ConfigPath = CONFIG,
    as_json: Json = False,
) -> None:
    """Put a backup in the place of the database, so that nobody hears anything twice."""
    from mailbot.keeping import instant, restore

    out_said(restore(config, os.environ, source, instant(until), datetime.now(UTC)), as_json=as_json)


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help=".eml files, folders, mbox")],
    _config: Unused = CONFIG,
    as_json: Json = False,
) -> None:
    """What mailbot makes of messages; touches nothing."""
    from mailbot.inspection import inspect_paths
    from mailbot.inspection_words import told

    for found in inspect_paths(paths):
        out_json(found.to_json()) if as_json else print(told(found))
    raise typer.Exit(0 if all(path.exists() for path in paths) else 1)


@app.command()
def simulate(
    scenario: Annotated[Path, typer.Argument(help="A scenario file.")], _config: Unused = CONFIG, as_json: Json = False
) -> None:
    """Play a story on a virtual clock; nothing is sent."""
    from mailbot.printable import lines
    from mailbot.simulate import play
    from mailbot.timeline import told

    for line in play(scenario):
        if as_json:
            out_json(line)
        elif words := told(line, "Europe/London"):
            print(lines(words))


@app.command()
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder for the two files; without it both are printed.")
    ] = None,
    _config: Unused = CONFIG,
    as_json: Json = False,
) -> None:
    """JSON Schema of the files in config/, for editors."""
    from mailbot.config import Configuration
    from mailbot.core.procedure import Procedure

    schemas = {"procedure": Procedure.model_json_schema(), "mailbot": Configuration.model_json_schema()}
    if out is None:
        out_json(schemas) if as_json else print(json.dumps(schemas, indent=1))
        return
    for name, content in schemas.items():
        path = out / f"{name}.schema.json"
        try:
            out.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        except OSError as fault:
            raise MailbotError(f"{path}: it cannot be written: {fault.strerror}") from fault
        out_json({"file": str(path)}) if as_json else print(path)
