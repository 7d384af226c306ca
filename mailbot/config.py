"""Reads config/mailbot.toml, the procedures it names and the secrets (credentials.py), and reports every fault of all of them at once."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from mailbot.config_model import (
    BY_TOKEN,
    Auth,
    Caps,
    Configuration,
    ExternalBody,
    Imap,
    Mailbox,
    Secrets,
    Security,
    Settings,
    Smtp,
    Worker,
    WorkingHours,
)
from mailbot.core.localtime import zone_of
from mailbot.core.procedure import Procedure
from mailbot.credentials import read_secrets
from mailbot.errors import ConfigError
from mailbot.tomlfile import Location, TomlFile

__all__ = [
    "Auth",
    "Caps",
    "Configuration",
    "ExternalBody",
    "Imap",
    "Mailbox",
    "Secrets",
    "Security",
    "Settings",
    "Smtp",
    "Worker",
    "WorkingHours",
    "load",
    "load_procedure",
]


def load(path: Path, environment: Mapping[str, str], *, need_secrets: bool = True) -> Settings:
    """Everything in that file and those it names. Raises ConfigError with all faults, each with its file and key."""
    file = TomlFile(path, Configuration)
    faults = list(file.faults)
    if not path.exists():
        faults.append("name another file with --config, or write a first one with: mailbot init FOLDER")
    configuration, procedures, secrets = file.model, {}, Secrets(secret="")
    if configuration is not None:
        faults += _cross_checks(file, configuration)
        for number, mailbox in enumerate(configuration.mailbox):
            procedure = _procedure(mailbox.procedure, faults)
            if procedure is not None:
                procedures[mailbox.name] = procedure
                faults += _roles(file, number, mailbox, procedure)
        if need_secrets:
            secrets = read_secrets(configuration, environment, faults)
    if faults or configuration is None:
        raise ConfigError(*dict.fromkeys(faults))
    return Settings(path=path, configuration=configuration, procedures=procedures, secrets=secrets)


def load_procedure(path: Path) -> Procedure:
    """One procedure. Raises ConfigError with all its faults."""
    faults: list[str] = []
    procedure = _procedure(path, faults)
    if procedure is None or faults:
        raise ConfigError(*faults)
    return procedure


# -------------------------------------------------------------------------------------------------------- the procedure


def _procedure(path: Path, faults: list[str]) -> Procedure | None:
    file = TomlFile(path, Procedure)
    faults += file.faults
    procedure = file.model
    if procedure is not None:
        faults += [_placed(file, procedure, fault) for fault in procedure.faults()]
        faults += [file.fault(("calendar",), said) for said in _uncountable(procedure, file, faults)]
    return procedure


def _uncountable(procedure: Procedure, file: TomlFile[Procedure], faults: list[str]) -> Iterator[str]:
    """What makes it impossible to count time by this calendar, each thing once."""
    try:
        zone_of(procedure.calendar.zone)
    except ValueError as fault:
        faults.append(file.fault(("calendar", "zone"), str(fault)))
        return
    said = set()
    for clock in procedure.clock:
        try:
            procedure.counting(clock)
        except ValueError as fault:
            said.add(str(fault))
    yield from sorted(said)


def _placed(file: TomlFile[Procedure], procedure: Procedure, fault: str) -> str:
    """A fault that names its entry by id ("clock.visit.stops: ...") with the line on which that entry stands."""
    key, _, says = fault.partition(": ")
    kind, _, rest = key.partition(".")
    id_, _, name = rest.partition(".")
    if kind in ("clause", "clock", "letter", "milestone", "window", "body", "divert", "guard"):
        wanted = id_ or says.partition("'")[2].partition("'")[0]  # "clock: 'x' stands twice" means the second of them
        entries = enumerate(getattr(procedure, kind))
        names = ("id", "flag", "forbid")
        places = [number for number, entry in entries if wanted in [getattr(entry, n, None) for n in names]]
        if places:
            place: Location = (kind, places[-1 if not id_ else 0], *(name.split(".") if name else ()))
            line = file.fault(place, "").partition(": ")[0]
            return f"{line}: {fault}"
    return f"{file.path}: {fault}"


# ------------------------------------------------------------------------------------------------------- the whole file


def _cross_checks(file: TomlFile[Configuration], configuration: Configuration) -> Iterator[str]:
    """What no key shows alone."""
    if configuration.templates is not None and not configuration.templates.is_dir():
        yield file.fault(("templates",), f"there is no folder {configuration.templates}")
    servers: list[tuple[Location, Smtp | Imap]] = [(("smtp",), configuration.smtp)]
    servers += [(("mailbox", n, "imap"), m.imap) for n, m in enumerate(configuration.mailbox)]
    for place, server in servers:
        if server.security == "none" and not server.insecure and not _loopback(server.host):
            yield file.fault(
                (*place, "security"),
                f'"none" would send mail and password in the clear to {server.host}; '
                "say insecure = true if you mean it",
            )
        yield from _no_such_file(file, (*place, "ca_file"), server.ca_file)
        yield from _tokens(file, place, server)
    seen: dict[tuple[str, ...], int] = {}
    for number, mailbox in enumerate(configuration.mailbox):
        imap = mailbox.imap
        if imap.done_folder == imap.folder:
            says = "is the folder that is read: leave it empty, or name another"
            yield file.fault(("mailbox", number, "imap", "done_folder"), says)
        if imap.private_folder and imap.private_folder in (imap.folder, imap.done_folder):
            says = "is a folder that others read: leave it empty, or name another"
            yield file.fault(("mailbox", number, "imap", "private_folder"), says)
        read = (imap.host, str(imap.port), imap.username or mailbox.address, imap.folder)
        for kind, value in (("name", (mailbox.name,)), ("address", (mailbox.address,)), ("imap", read)):
            first = seen.setdefault((kind, *value), number)
            if first != number:
                twice = f"'{value[0]}' stands twice: it is also that of"
                what = "reads the same folder as" if kind == "imap" else twice
                yield file.fault(("mailbox", number, kind), f"{what} mailbox[{first + 1}]")


def _no_such_file(file: TomlFile[Configuration], place: Location, path: str) -> Iterator[str]:
    if path and not Path(path).is_file():
        yield file.fault(place, f"there is no file {path}")


def _tokens(file: TomlFile[Configuration], place: Location, server: Smtp | Imap) -> Iterator[str]:
    """A login by access token needs to know where tokens come from, and whose mail it is."""
    table = ".".join("mailbox" if part == "mailbox" else part for part in place if isinstance(part, str))
    if server.auth in BY_TOKEN and server.oauth is None:
        yield file.fault(
            (*place, "auth"), f'"{server.auth}" needs [{table}.oauth], which says where access tokens come from'
        )
    if server.auth in BY_TOKEN and isinstance(server, Smtp) and not server.username:
        yield file.fault((*place, "auth"), f'"{server.auth}" needs a username')
    if server.oauth is None:
        return
    if server.auth not in BY_TOKEN:
        yield file.fault((*place, "oauth"), f'is not used with auth = "{server.auth}": say "xoauth2" or "oauthbearer"')
    address = urlsplit(server.oauth.token_url)
    if address.scheme == "http" and not _loopback(address.hostname or ""):
        yield file.fault(
            (*place, "oauth", "token_url"), "would send a secret in the clear: it must begin with https://"
        )
    yield from _no_such_file(file, (*place, "oauth", "ca_file"), server.oauth.ca_file)


def _roles(file: TomlFile[Configuration], number: int, mailbox: Mailbox, procedure: Procedure) -> Iterator[str]:
    """Somebody must be there for every role that the procedure writes to; and nobody may be two people."""
    have = {role for worker in mailbox.person for role in worker.roles}
    needed: dict[str, str] = {"handler": "deals with messages", "director": "hears of what is late"}
    needed |= {d.to_role: f"gets what {d.flag} diverts" for d in procedure.divert}
    needed |= {role: f"gets the {c.id}" for c in procedure.clock for role in c.to_roles}
    if procedure.stage_two is not None:
        needed.setdefault(procedure.stage_two.role, "deals with stage two")
    for role, why in needed.items():
        if role not in have:
            yield file.fault(("mailbox", number, "person"), f"nobody has the role '{role}', who {why} ({mailbox.name})")
    seen: set[str] = set()
    for place, worker in enumerate(mailbox.person):
        for key, address in (("address", worker.address), *(("also", a) for a in worker.also)):
            where: Location = ("mailbox", number, "person", place, key)
            if address == mailbox.address:
                yield file.fault(where, f"'{address}' is the mailbox itself: letters to staff would come back in")
            elif address in seen:
                yield file.fault(where, f"'{address}' stands twice in this mailbox")
            seen.add(address)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
