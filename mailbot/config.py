"""Reads config/mailbot.toml and the procedures it names, into frozen models. Reports every fault of every file at once.

Secrets never stand in files: MAILBOT_SECRET, MAILBOT_SMTP_PASSWORD, MAILBOT_<MAILBOX>_IMAP_PASSWORD, each also as ..._FILE.
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from mailbot.core.clocks import Hours
from mailbot.core.model import Person, Role
from mailbot.core.procedure import Procedure
from mailbot.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)
Security = Literal["starttls", "tls", "none"]
Auth = Literal["password", "xoauth2", "none"]


def _address(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,255}", text):
        raise ValueError(f"'{text}' is not a mail address")
    return text.lower()


MailAddress = Annotated[str, AfterValidator(_address)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Smtp(Frozen):
    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = "starttls"
    username: str = ""
    auth: Auth = "password"
    insecure: bool = False
    ca_file: str = ""


class Imap(Frozen):
    host: str
    port: int = Field(default=993, ge=1, le=65535)
    security: Security = "tls"
    username: str = ""
    auth: Literal["password", "xoauth2"] = "password"
    folder: str = "INBOX"
    done_folder: str = ""
    sent_folder: str = "auto"
    poll_seconds: float = Field(default=60, gt=0, le=3600)
    idle: bool = True
    insecure: bool = False
    ca_file: str = ""


class Worker(Frozen):
    """A `[[mailbox.person]]`."""

    name: str
    address: MailAddress
    also: tuple[MailAddress, ...] = ()
    roles: tuple[Literal["handler", "director", "engineer", "hr"], ...] = Field(min_length=1)

    def person(self) -> Person:
        return Person(name=self.name, address=self.address, also=self.also, roles=tuple(Role(r) for r in self.roles))


class WorkingHours(Frozen):
    opens: time = time(9, 0)
    closes: time = time(17, 0)
    digest: time = time(8, 30)


class ExternalBody(Frozen):
    """A `[[mailbox.body]]`: an outside body, by the addresses or domains that it writes from."""

    name: str
    addresses: tuple[str, ...]


class Caps(Frozen):
    """Limits on automatic mail (design 6)."""

    per_address_in_24_hours: int = Field(default=3, ge=1)
    per_domain_in_an_hour: int = Field(default=500, ge=1)
    in_an_hour: int = Field(default=1000, ge=1)  # the breaker: all automatic mail of the mailbox


class Mailbox(Frozen):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    address: MailAddress
    procedure: Path
    imap: Imap
    person: tuple[Worker, ...] = ()
    hours: WorkingHours = WorkingHours()
    body: tuple[ExternalBody, ...] = ()
    authserv_ids: tuple[str, ...] = ()
    require_authentication: bool = False
    plus_addressing: bool = True
    reverse_path: Literal["verp", "mailbox"] = "verp"
    stale_after_days: float = Field(default=7, gt=0)
    blind_after_minutes: float = Field(default=30, gt=0)
    caps: Caps = Caps()

    def working_hours(self) -> Hours:
        return Hours(opens=self.hours.opens, closes=self.hours.closes, digest=self.hours.digest)


class Configuration(Frozen):
    database: str = "sqlite:///var/mailbot.db"
    templates: Path | None = None
    smtp: Smtp
    mailbox: tuple[Mailbox, ...] = Field(min_length=1)


class Secrets(BaseModel):
    """What the environment gave. Never printed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    secret: str = Field(repr=False)
    smtp_password: str = Field(default="", repr=False)
    imap_passwords: Mapping[str, str] = Field(default_factory=dict, repr=False)


class Settings(Frozen):
    """Everything a run needs: the configuration, its procedures by mailbox, its secrets."""

    path: Path
    configuration: Configuration
    procedures: Mapping[str, Procedure]
    secrets: Secrets


def load(path: Path, environment: Mapping[str, str], *, need_secrets: bool = True) -> Settings:
    """Everything in that file and those it names. Raises ConfigError with all faults at once, each naming file and key."""
    faults: list[str] = []
    configuration = _read(path, Configuration, faults)
    procedures: dict[str, Procedure] = {}
    if configuration is not None:
        faults += _cross_checks(path, configuration)
        for mailbox in configuration.mailbox:
            procedure = _procedure(mailbox.procedure, faults)
            if procedure is not None:
                procedures[mailbox.name] = procedure
                faults += _roles(path, mailbox, procedure)
    secrets = (
        _secrets(configuration, environment, faults)
        if configuration is not None and need_secrets
        else Secrets(secret="")
    )
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


def _procedure(path: Path, faults: list[str]) -> Procedure | None:
    procedure = _read(path, Procedure, faults)
    if procedure is not None:
        faults += [f"{path}: {fault}" for fault in procedure.faults()]
    return procedure


def _read(path: Path, model: type[Model], faults: list[str]) -> Model | None:
    try:
        text = path.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except FileNotFoundError:
        faults.append(f"{path}: there is no such file")
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(f"{path}: it cannot be read: {fault}")
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path}: it is not TOML: {fault}")
    except ValidationError as fault:
        faults += [_in_words(path, text, error) for error in fault.errors()]
    return None


def _in_words(path: Path, text: str, error: Any) -> str:
    """A fault with file, line (of the key, where it stands in the file) and key."""
    location = error["loc"]
    key = ".".join(f"[{part + 1}]" if isinstance(part, int) else str(part) for part in location).replace(".[", "[")
    where = f"{path}, line {line}" if (line := _line_of(text, location)) else str(path)
    if error["type"] == "extra_forbidden":
        return f"{where}: {key}: unknown key"
    if error["type"] == "missing":
        return f"{path}: {key}: is missing"
    said = error["msg"].removeprefix("Value error, ")
    return f"{where}: {key}: {said}"


def _line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """The line on which a key stands, counting table headers on the way; None where the file does not show it plainly."""
    lines = text.splitlines()
    position, path = 0, ""
    for index, part in enumerate(location):
        if isinstance(part, int):
            header = re.compile(rf"\s*\[\[\s*{re.escape(path)}\s*\]\]")
            starts = [n for n, line in enumerate(lines) if n >= position and header.match(line)]
            if len(starts) <= part:
                return None
            position = starts[part]
            continue
        path = f"{path}.{part}" if path else part
        last = index == len(location) - 1
        pattern = re.compile(rf"\s*{re.escape(part)}\s*=" if last else rf"\s*\[\s*{re.escape(path)}\s*\]")
        found = next((n for n, line in enumerate(lines) if n >= position and pattern.match(line)), None)
        if found is not None:
            position = found
        if last:
            return found + 1 if found is not None else None
    return None


def _cross_checks(path: Path, configuration: Configuration) -> list[str]:
    found = []
    servers: list[tuple[str, Smtp | Imap]] = [("smtp", configuration.smtp)]
    servers += [(f"mailbox {m.name}: imap", m.imap) for m in configuration.mailbox]
    for key, server in servers:
        if server.security == "none" and not server.insecure and not _loopback(server.host):
            found.append(
                f'{path}: {key}.security: "none" would send mail and password in the clear to {server.host}; say insecure = true if you mean it'
            )
    for kind in ("name", "address"):
        values = [getattr(m, kind) for m in configuration.mailbox]
        found += [
            f"{path}: mailbox.{kind}: '{v}' stands twice" for v in sorted({v for v in values if values.count(v) > 1})
        ]
    return found


def _roles(path: Path, mailbox: Mailbox, procedure: Procedure) -> list[str]:
    """Somebody must be there for every role that the procedure writes to."""
    have = {role for worker in mailbox.person for role in worker.roles}
    needed = {"handler": "deals with messages", "director": "hears of what is late"}
    needed |= {d.to_role: f"gets what {d.flag} diverts" for d in procedure.divert}
    needed |= {role: f"gets the {c.id}" for c in procedure.clock for role in c.to_roles}
    found = [
        f"{path}: mailbox {mailbox.name}: nobody has the role '{role}', who {why}"
        for role, why in needed.items()
        if role not in have
    ]
    addresses = [a for worker in mailbox.person for a in (worker.address, *worker.also)]
    return found + [
        f"{path}: mailbox {mailbox.name}: person.address '{a}' stands twice"
        for a in sorted({a for a in addresses if addresses.count(a) > 1})
    ]


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secrets(configuration: Configuration, environment: Mapping[str, str], faults: list[str]) -> Secrets:
    smtp = configuration.smtp
    passwords = {}
    for mailbox in configuration.mailbox:
        variable = f"MAILBOT_{mailbox.name.upper().replace('-', '_')}_IMAP_PASSWORD"
        passwords[mailbox.name] = _secret(variable, environment, faults, needed=mailbox.imap.auth == "password")
    return Secrets(
        secret=_secret("MAILBOT_SECRET", environment, faults, needed=True),
        smtp_password=_secret(
            "MAILBOT_SMTP_PASSWORD", environment, faults, needed=smtp.auth == "password" and bool(smtp.username)
        ),
        imap_passwords=passwords,
    )


def _secret(variable: str, environment: Mapping[str, str], faults: list[str], *, needed: bool) -> str:
    file = environment.get(f"{variable}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as fault:
            faults.append(f"{variable}_FILE: {file} cannot be read: {fault.strerror}")
            return ""
    value = environment.get(variable, "")
    if needed and not value:
        faults.append(f"{variable}: is not set (nor {variable}_FILE)")
    return value
