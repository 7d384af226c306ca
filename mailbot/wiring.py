"""The composition root: from configuration to a Desk and its adapters. The only file that builds them."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

from mailbot.config import Configuration, Mailbox, Settings
from mailbot.config_model import BY_TOKEN, OAuth, OAuthSecrets
from mailbot.core.bodies import known_bodies
from mailbot.core.firm import Firm
from mailbot.core.model import Enclosure
from mailbot.core.procedure import Procedure
from mailbot.core.rules import Rules
from mailbot.desk.desk import Desk
from mailbot.desk.firms import FirmDesk
from mailbot.desk.likeness import Likeness
from mailbot.desk.opening import Opener
from mailbot.desk.outgoing import Outgoing
from mailbot.errors import ConfigError
from mailbot.letters.pdf import pdf
from mailbot.letters.render import Writer
from mailbot.mail.apart import ReadingLimits
from mailbot.mail.connection import TokenProvider
from mailbot.mail.identity import Tokens
from mailbot.mail.mailbox import ImapMailbox, ImapSettings
from mailbot.mail.scanner import Clamd
from mailbot.mail.submission import SmtpSettings, Submission
from mailbot.resources import default_templates
from mailbot.store.store import Store

_ENCLOSED = {
    "procedure": ("complaints-procedure.pdf", "{stem}.md"),
    "feedback_form": ("feedback-form.pdf", "{stem}-feedback-form.md"),
}


def build(settings: Settings) -> Desk:
    """The desk of a configured installation. Raises ConfigError, StoreError."""
    configuration = settings.configuration
    firms = [firm_desk(mailbox, settings.procedures[mailbox.name]) for mailbox in configuration.mailbox]
    roots = [configuration.templates] if configuration.templates else []
    roots += [default_templates()]
    return assemble(Store(configuration.database), firms, settings.secrets.secret, roots, opener(configuration))


def opener(configuration: Configuration) -> Opener:
    """How messages are read and screened: the limits, and the virus scanner where there is one."""
    limits, scanner = configuration.limits, configuration.scanner
    reading = ReadingLimits(cpu_seconds=limits.cpu_seconds, memory_bytes=limits.memory_megabytes * 1_000_000)
    if scanner is None:
        return Opener(limits=reading, message_megabytes=limits.message_megabytes)
    asked = Clamd(host=scanner.host, port=scanner.port, path=scanner.socket, timeout_seconds=scanner.timeout_seconds)
    return Opener(
        limits=reading,
        message_megabytes=limits.message_megabytes,
        scanner=asked,
        pass_on_unscanned=scanner.when_down == "pass_on",
    )


def assemble(
    store: Store, firms: Iterable[FirmDesk], secret: str, templates: Iterable[Path], opener: Opener | None = None
) -> Desk:
    """A desk from its parts; the demo and the simulation have other parts, not other code."""
    tokens = Tokens(secret)
    writer = Writer(tuple(templates))
    return Desk(
        store=store,
        firms={firm.name: firm for firm in firms},
        tokens=tokens,
        outgoing=Outgoing(writer=writer, tokens=tokens, likeness=Likeness(writer)),
        opener=opener or Opener(),
        process=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
    )


def firm_desk(mailbox: Mailbox, procedure: Procedure) -> FirmDesk:
    enclosures = enclosures_of(mailbox.procedure, procedure)
    return FirmDesk(settings=mailbox, rules=rules_of(mailbox, procedure), enclosures=enclosures)


def rules_of(mailbox: Mailbox, procedure: Procedure) -> Rules:
    """What is decided by: the procedure, and the firm as the configuration describes it."""
    firm = Firm(
        mailbox=mailbox.name,
        address=mailbox.address,
        people=tuple(worker.person() for worker in mailbox.person),
        bodies=known_bodies(procedure, ((body.name, body.addresses) for body in mailbox.body)),
        require_authentication=mailbox.require_authentication,
        notices_an_hour=mailbox.caps.notices_per_sender_in_an_hour,
    )
    return Rules(procedure=procedure, firm=firm, hours=mailbox.working_hours())


def enclosures_of(path: Path, procedure: Procedure) -> Mapping[str, Enclosure]:
    """The documents that the procedure's letters enclose, as PDF from the Markdown beside it. Raises ConfigError where one is missing."""
    found: dict[str, Enclosure] = {}
    faults = []
    for name in dict.fromkeys(n for rule in procedure.letter for n in rule.encloses):
        file_name, pattern = _ENCLOSED[name]
        source = path.with_name(pattern.format(stem=path.stem))
        try:
            text = source.read_text(encoding="utf-8")
        except OSError as fault:
            faults.append(f"{source}: cannot be read, and letters of {path.name} enclose it ({name}): {fault.strerror}")
            continue
        title = procedure.title if name == "procedure" else "Feedback form"
        found[name] = Enclosure(
            name=file_name, type="application/pdf", content=pdf(text, title, procedure.company.name)
        )
    if faults:
        raise ConfigError(*faults)
    return found


def inbox(settings: Settings, mailbox: Mailbox, tokens: TokenProvider | None = None) -> ImapMailbox:
    """The way into a mailbox. `tokens`: those of an earlier connection (`imap_tokens`), kept for all that follow it."""
    imap = mailbox.imap
    connection = ImapSettings(
        host=imap.host,
        port=imap.port,
        security=imap.security,
        username=imap.username or mailbox.address,
        password=settings.secrets.imap_passwords.get(mailbox.name, ""),
        auth=imap.auth,
        folder=imap.folder,
        done_folder=imap.done_folder,
        private_folder=imap.private_folder,
        sent_folder=imap.sent_folder,
        idle=imap.idle,
        ca_file=imap.ca_file,
    )
    largest = int(settings.configuration.limits.message_megabytes * 1_000_000)
    return ImapMailbox(connection, mailbox.name, tokens or imap_tokens(settings, mailbox), largest_bytes=largest)


def imap_tokens(settings: Settings, mailbox: Mailbox) -> TokenProvider | None:
    """What gives a mailbox its access tokens; None where it is opened with a password."""
    secrets = settings.secrets.imap_oauth.get(mailbox.name, OAuthSecrets())
    return _access_tokens(mailbox.imap.auth, mailbox.imap.oauth, secrets)


def submission(settings: Settings) -> Submission:
    smtp = settings.configuration.smtp
    return Submission(
        SmtpSettings(
            host=smtp.host,
            port=smtp.port,
            security=smtp.security,
            username=smtp.username,
            password=settings.secrets.smtp_password,
            auth=smtp.auth if smtp.username else "none",
            ca_file=smtp.ca_file,
        ),
        _access_tokens(smtp.auth, smtp.oauth, settings.secrets.smtp_oauth),
    )


def _access_tokens(auth: str, oauth: OAuth | None, secrets: OAuthSecrets) -> TokenProvider | None:
    if oauth is None or auth not in BY_TOKEN:
        return None
    from mailbot.mail.oauth import AccessTokens, OAuthSettings  # slow to import, and few need it

    return AccessTokens(
        OAuthSettings(
            token_url=oauth.token_url,
            client_id=oauth.client_id,
            grant=oauth.grant,
            scope=oauth.scope,
            client_secret=secrets.client_secret,
            refresh_token=secrets.refresh_token,
            refresh_token_file=secrets.refresh_token_file,
            ca_file=oauth.ca_file,
        )
    )
