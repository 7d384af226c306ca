"""What stands in config/mailbot.toml, as frozen models: each key with its type, bounds and default. Reads nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from mailbot.core.model import Person, Role
from mailbot.core.procedure import Procedure
from mailbot.core.reminders import Hours

Security = Literal["starttls", "tls", "none"]
Auth = Literal["password", "xoauth2", "oauthbearer", "none"]
BY_TOKEN = ("xoauth2", "oauthbearer")


def _address(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,255}", text):
        raise ValueError(f"'{text}' is not a mail address")
    return text.lower()


def _database(text: str) -> str:
    """A SQLAlchemy URL whose driver is installed: what is wrong with it is told now and not at the first message."""
    try:
        url = make_url(text)
        dialect = url.get_dialect()
        dialect.import_dbapi()
    except ArgumentError as fault:
        raise ValueError("is not a database URL: write it as in 'sqlite:///var/mailbot.db'") from fault
    except ImportError as fault:
        raise ValueError(f"needs {fault.name or 'a driver'}, which is not installed") from fault
    if dialect.name not in ("sqlite", "postgresql"):
        raise ValueError(f"mailbot runs on SQLite and on PostgreSQL, not on {dialect.name}")
    if dialect.name == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("names no file: everything would be forgotten at the end")
    return text


MailAddress = Annotated[str, AfterValidator(_address)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OAuth(Frozen):
    """A `[smtp.oauth]` or `[mailbox.imap.oauth]`: where access tokens come from. The secrets stand in the environment."""

    token_url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
    client_id: Annotated[str, Field(min_length=1)]
    grant: Literal["client_credentials", "refresh_token"]
    scope: str = ""
    ca_file: str = ""


class Smtp(Frozen):
    host: Annotated[str, Field(min_length=1)]
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = "starttls"
    username: str = ""
    auth: Auth = "password"
    oauth: OAuth | None = None
    insecure: bool = False
    ca_file: str = ""


class Imap(Frozen):
    host: Annotated[str, Field(min_length=1)]
    port: int = Field(default=993, ge=1, le=65535)
    security: Security = "tls"
    username: str = ""
    auth: Literal["password", "xoauth2", "oauthbearer"] = "password"
    oauth: OAuth | None = None
    folder: str = "INBOX"
    done_folder: str = ""
    private_folder: str = ""
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
    notices_per_sender_in_an_hour: int = Field(default=10, ge=1)  # more of one sender's mails are gathered into one
    in_an_hour: int = Field(default=1000, ge=1)  # the breaker: all automatic mail of the mailbox


class Limits(Frozen):
    """What one message may cost before it is parked, or kept by its header only."""

    message_megabytes: float = Field(default=25, gt=0, le=100)  # larger ones: header only, and their sender is told
    cpu_seconds: float = Field(default=2, ge=0.5, le=60)
    memory_megabytes: int = Field(default=200, ge=50, le=4000)


class VirusScanner(Frozen):
    """A clamd that is asked before an attachment is passed on to staff."""

    host: str = "127.0.0.1"
    port: int = Field(default=3310, ge=1, le=65535)
    socket: str = ""  # path of clamd's local socket, instead of host and port
    timeout_seconds: float = Field(default=30, gt=0, le=300)
    when_down: Literal["withhold", "pass_on"] = "withhold"


class Mailbox(Frozen):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    address: MailAddress
    procedure: Path
    imap: Imap
    person: tuple[Worker, ...] = ()
    hours: WorkingHours = WorkingHours()
    body: tuple[ExternalBody, ...] = ()
    dkim_selectors: tuple[str, ...] = ()  # looked up by `mailbot check --online`
    authserv_ids: tuple[str, ...] = ()
    require_authentication: bool = False
    plus_addressing: bool = True
    reverse_path: Literal["verp", "mailbox"] = "verp"
    stale_after_days: float = Field(default=7, gt=0)
    blind_after_minutes: float = Field(default=30, gt=0)
    caps: Caps = Caps()

    def working_hours(self) -> Hours:
        return Hours(opens=self.hours.opens, closes=self.hours.closes, digest=self.hours.digest)


class Http(Frozen):
    """`[http]`: where health and metrics are told. Nothing of a customer's is told there, and nothing can be done."""

    address: str = "127.0.0.1"
    port: int = Field(default=8642, ge=0, le=65535)  # 0 = nowhere


class Configuration(Frozen):
    database: DatabaseUrl = "sqlite:///var/mailbot.db"
    templates: Path | None = None
    smtp: Smtp
    http: Http = Http()
    mailbox: tuple[Mailbox, ...] = Field(min_length=1)
    limits: Limits = Limits()
    scanner: VirusScanner | None = None


class OAuthSecrets(BaseModel):
    """What signs one server's token requests. `refresh_token_file`: where the refresh token was read, "" = the environment."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    client_secret: str = Field(default="", repr=False)
    refresh_token: str = Field(default="", repr=False)
    refresh_token_file: str = ""


class Secrets(BaseModel):
    """What the environment gave. Never printed."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)
    secret: str = Field(repr=False)
    smtp_password: str = Field(default="", repr=False)
    imap_passwords: Mapping[str, str] = Field(default_factory=dict, repr=False)
    smtp_oauth: OAuthSecrets = OAuthSecrets()
    imap_oauth: Mapping[str, OAuthSecrets] = Field(default_factory=dict, repr=False)


class Settings(Frozen):
    """Everything a run needs: the configuration, its procedures by mailbox, its secrets."""

    path: Path
    configuration: Configuration
    procedures: Mapping[str, Procedure]
    secrets: Secrets
