"""`mailbot check`: what can be known to be wrong before a customer notices. It changes and sends nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from mailbot.checks.finding import Finding, note, ok, wrong
from mailbot.checks.letters import letter_checks
from mailbot.checks.online import online_checks
from mailbot.checks.procedures import procedure_checks
from mailbot.checks.record import record_checks
from mailbot.config import Mailbox, Settings, load
from mailbot.core.procedure import Procedure
from mailbot.resources import default_templates

__all__ = ["Finding", "check_all"]

SHORTEST_SECRET = 16


def check_all(
    config: Path, environment: Mapping[str, str], *, online: bool, now: datetime | None = None
) -> Iterator[Finding]:
    """One finding a thing looked at, what is sound included. Raises ConfigError where nothing could run at all."""
    at = now or datetime.now(UTC)
    settings = load(config, environment)
    yield ok("configuration", _summary(settings))
    yield from _secrets(settings)
    for mailbox in settings.configuration.mailbox:
        yield from _authentication(mailbox)
        yield from _staff(mailbox, settings.procedures[mailbox.name])
    roots = [settings.configuration.templates] if settings.configuration.templates else []
    for path, procedure in _procedures(settings).items():
        yield from procedure_checks(path, procedure, at)
        yield from letter_checks(path, procedure, (*roots, default_templates()))
    yield from record_checks(settings.configuration, at)
    if online:
        yield from online_checks(settings)


def _procedures(settings: Settings) -> Mapping[Path, Procedure]:
    """Each file once: two mailboxes may run by one procedure."""
    return {m.procedure: settings.procedures[m.name] for m in settings.configuration.mailbox}


def _summary(settings: Settings) -> str:
    boxes = ", ".join(f"{m.name} ({m.address})" for m in settings.configuration.mailbox)
    return f"{settings.path}: {boxes}"


def _secrets(settings: Settings) -> Iterator[Finding]:
    length = len(settings.secrets.secret)
    if length < SHORTEST_SECRET:
        made = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))' makes one"
        yield wrong("secrets", f"MAILBOT_SECRET has {length} characters and could be guessed: {made}")
    else:
        yield ok("secrets", "every secret that the configuration needs is set")


def _authentication(mailbox: Mailbox) -> Iterator[Finding]:
    """Whose Authentication-Results are believed: nobody may rely on a proof that nobody gives."""
    about = f"mailbox {mailbox.name}"
    servers = ", ".join(f"'{one}'" for one in mailbox.authserv_ids)
    if mailbox.require_authentication and not servers:
        yield wrong(about, f"require_authentication, but authserv_ids names no server: {_NO_PROOF}")
    elif mailbox.require_authentication:
        yield ok(about, f"staff mail is obeyed only with a pass from {servers}")
    elif servers:
        yield ok(about, f"mail that fails authentication by {servers} is not answered by machine, staff's not obeyed")


_NO_PROOF = "no mail from staff would ever be obeyed"


def _staff(mailbox: Mailbox, procedure: Procedure) -> Iterator[Finding]:
    """Roles that one person alone has all of: allowed, and worth knowing."""
    about = f"mailbox {mailbox.name}"
    handlers = {p.address for p in mailbox.person if "handler" in p.roles}
    directors = {p.address for p in mailbox.person if "director" in p.roles}
    if handlers == directors and len(handlers) == 1:
        who = next(p.name for p in mailbox.person if p.address in handlers)
        yield note(about, f"{who} is the only handler and the only director: what is late is told to whoever is late")
    apart = [d.flag.replace("_", " ") for d in procedure.divert if not d.opens_case]
    if apart and not mailbox.imap.private_folder:
        yield note(
            about,
            f"mail that is kept apart ({', '.join(apart)}) stays in {mailbox.imap.folder}, where all who read that see it: "
            "private_folder in [mailbox.imap] takes it to a folder which only its readers may open",
        )
    if procedure.stage_two is not None:
        reviewers = {p.address for p in mailbox.person if procedure.stage_two.role in p.roles}
        if reviewers <= handlers:
            yield note(about, "whoever reviews at stage two also handles stage one: #delegate can name somebody else")
