"""The command line: one function a command, no logic. Exit codes: 0 done, 1 done and something is wrong, 2 configuration or usage."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer

from mailbot import log
from mailbot.errors import ConfigError, MailbotError, StoreError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
park = typer.Typer(no_args_is_help=True, help="Messages that could not be handled.")
app.add_typer(park, name="park")

ConfigPath = Annotated[Path, typer.Option("--config", envvar="MAILBOT_CONFIG", help="The configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON Lines on stdout and nothing else there.")]
CONFIG = Path("config/mailbot.toml")


def main() -> None:
    """Runs the command line. A fault becomes sentences on stderr and an exit code, never a traceback."""
    sys.excepthook = _unforeseen
    log.configure(
        json=os.environ.get("MAILBOT_LOG", "plain") == "json", level=os.environ.get("MAILBOT_LOG_LEVEL", "warning")
    )
    try:
        typer.main.get_command(app).main(prog_name="mailbot")  # not app(): it would put its own excepthook in place of ours
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
        print(f"mailbot: {fault}", file=sys.stderr)
    sys.exit(code)


def _unforeseen(kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    """The last resort: a fault of ours, told in a line with where it happened, so that it can be reported."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    where = log.trace(fault)
    print(
        f"mailbot: an unforeseen fault, please report it: {kind.__name__} at {where[-1] if where else 'unknown place'}",
        file=sys.stderr,
    )


def _out(line: Mapping[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False))


@app.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Keep the servers up, for a mail client.")] = False,
    out: Annotated[Path, typer.Option("--out", help="Where the mails and the index page go.")] = Path("demo-out"),
) -> None:
    """Play a story of two companies through the real program, on this machine alone."""
    from mailbot.demo.play import run

    run(out, serve=serve)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A new folder for the company's files.")]) -> None:
    """Write a starter configuration, procedure, letters and environment file for a new company."""
    from mailbot.starter import write_starter

    for line in write_starter(folder):
        print(line)


@app.command()
def check(
    config: ConfigPath = CONFIG,
    online: Annotated[
        bool, typer.Option("--online", help="Also sign in to the mail servers and look at the folders and DNS.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the configuration, procedures, letters and the record's event chains."""
    from mailbot.checking import check_all

    wrong = False
    for finding in check_all(config, os.environ, online=online):
        wrong = wrong or finding.wrong
        _out({"about": finding.about, "wrong": finding.wrong, "says": finding.says}) if as_json else print(finding)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def run(config: ConfigPath = CONFIG) -> None:
    """The daemon, until SIGTERM or SIGINT; finishes what is in hand and exits 0."""
    from mailbot.config import load
    from mailbot.daemon import Daemon

    log.configure(
        json=os.environ.get("MAILBOT_LOG", "plain") == "json", level=os.environ.get("MAILBOT_LOG_LEVEL", "info")
    )
    Daemon(load(config, os.environ)).run()


@app.command()
def poll(config: ConfigPath = CONFIG) -> None:
    """Read every mailbox once and deal with what came."""
    from mailbot.byhand import poll_once

    print(poll_once(config, os.environ))


@app.command()
def tick(config: ConfigPath = CONFIG) -> None:
    """Look once at every deadline that has come."""
    from mailbot.byhand import tick_once

    print(tick_once(config, os.environ))


@app.command()
def send(config: ConfigPath = CONFIG) -> None:
    """Send once what waits in the outbox."""
    from mailbot.byhand import send_once

    said, wrong = send_once(config, os.environ)
    print(said)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def due(
    rule: Annotated[str, typer.Argument(help='"24 hours", "10 working days", "1 month" ...')] = "",
    since: Annotated[str, typer.Option("--from", help="ISO 8601; without offset it is local time in the zone.")] = "",
    calendar: Annotated[
        str, typer.Option(help="england-and-wales | scotland | northern-ireland | any-uk")
    ] = "england-and-wales",
    zone: str = "Europe/London",
    roll: Annotated[str, typer.Option(help="none | next | previous")] = "none",
    day_zero: Annotated[str, typer.Option(help="exclude | include")] = "exclude",
    cutoff: Annotated[str, typer.Option(help="HH:MM")] = "",
    nonworking: Annotated[str, typer.Option(help="actual | next")] = "actual",
    fold: Annotated[int, typer.Option(help="0 | 1, for the repeated hour in October")] = 0,
    batch: Annotated[Path | None, typer.Option("--batch", help="One question a line, as JSON.")] = None,
    as_json: Json = False,
) -> None:
    """When is it due, and why."""
    from mailbot import dues

    if batch is not None:
        wrong = False
        try:
            with batch.open(encoding="utf-8") as lines:
                for line in dues.answer_batch(lines):
                    wrong = wrong or '"error"' in line
                    print(line)
        except OSError as fault:
            raise ConfigError(f"{batch}: it cannot be read: {fault.strerror}") from fault
        raise typer.Exit(1 if wrong else 0)
    if not rule or not since:
        raise ConfigError("due: give a rule and --from, as in: mailbot due '10 working days' --from 2026-12-18T09:00")
    try:
        answer = dues.answer(
            rule,
            since,
            calendar=calendar,
            zone=zone,
            roll=roll,
            day_zero=day_zero,
            cutoff=cutoff or None,
            nonworking=nonworking,
            fold=fold,
        )
    except ValueError as fault:
        raise ConfigError(f"due: {fault}") from fault
    if as_json:
        print(dues.to_json(answer))
        return
    print("\n".join(answer.steps))


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help=".eml files, folders, mbox")], as_json: Json = False
) -> None:
    """What mailbot makes of messages; touches nothing."""
    from mailbot.inspection import inspect_paths, told

    for found in inspect_paths(paths):
        print(found.to_json() if as_json else told(found))


@app.command()
def simulate(scenario: Annotated[Path, typer.Argument(help="A scenario file.")], as_json: Json = False) -> None:
    """Play a story on a virtual clock through the real pipeline; sends nothing."""
    from mailbot.simulate import play
    from mailbot.timeline import told

    for line in play(scenario):
        if as_json:
            _out(line)
        elif words := told(line, "Europe/London"):
            print(words)


@app.command()
def cases(
    config: ConfigPath = CONFIG,
    open_only: Annotated[bool, typer.Option("--open")] = False,
    overdue: Annotated[bool, typer.Option("--overdue")] = False,
    as_json: Json = False,
) -> None:
    """The register of cases."""
    from mailbot.register import listed

    for row in listed(config, os.environ, open_only=open_only, overdue=overdue):
        _out(row.to_json()) if as_json else print(row)


@app.command()
def case(
    reference: str,
    config: ConfigPath = CONFIG,
    file: Annotated[Path | None, typer.Option("--file", help="Write the case file here (.pdf or .zip).")] = None,
    as_json: Json = False,
) -> None:
    """One case whole."""
    from mailbot.register import one

    if file is not None:
        raise ConfigError("case --file: the case file is not written by this version")
    found = one(config, os.environ, reference)
    _out(found.to_json()) if as_json else print(found)


@app.command()
def why(
    about: Annotated[str, typer.Argument(help="A case's reference or a Message-ID.")],
    config: ConfigPath = CONFIG,
    as_json: Json = False,
) -> None:
    """Every decision on a case or a message, with its reason."""
    from mailbot.register import why_of

    found = why_of(config, os.environ, about)
    _out(found.to_json()) if as_json else print(found)


@app.command()
def report(config: ConfigPath = CONFIG, out: Annotated[Path, typer.Option("--out")] = Path("review.md")) -> None:
    """The periodic review, written to a file instead of mailed."""
    from mailbot.register import write_review

    print(write_review(config, os.environ, out))


@app.command()
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder for the two files; without it both are printed.")
    ] = None,
) -> None:
    """JSON Schema of procedure and configuration files, for editors."""
    from mailbot.config import Configuration
    from mailbot.core.procedure import Procedure

    schemas = {"procedure": Procedure.model_json_schema(), "mailbot": Configuration.model_json_schema()}
    if out is None:
        print(json.dumps(schemas, indent=1))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, content in schemas.items():
        (out / f"{name}.schema.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        print(out / f"{name}.schema.json")


@park.command("list")
def park_list(config: ConfigPath = CONFIG, as_json: Json = False) -> None:
    """Messages that could not be handled, with their reasons."""
    from mailbot.register import parked

    for row in parked(config, os.environ):
        _out(row.to_json()) if as_json else print(row)


@park.command("show")
def park_show(number: int, config: ConfigPath = CONFIG) -> None:
    """The original bytes of a parked message."""
    from mailbot.register import original

    sys.stdout.buffer.write(original(config, os.environ, number))


@park.command("retry")
def park_retry(number: int, config: ConfigPath = CONFIG) -> None:
    """Try a parked message again at the next poll."""
    from mailbot.register import retry

    print(retry(config, os.environ, number))
