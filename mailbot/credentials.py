"""Reads the secrets that a configuration needs from the environment, each from its variable or from the file that ..._FILE names.

Secrets never stand in files of the project: MAILBOT_SECRET, MAILBOT_SMTP_PASSWORD, MAILBOT_<MAILBOX>_IMAP_PASSWORD; with OAuth
..._CLIENT_SECRET and ..._REFRESH_TOKEN instead of a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mailbot.config_model import BY_TOKEN, Configuration, Imap, OAuthSecrets, Secrets, Smtp

Environment = Mapping[str, str]


def password_variable(mailbox: str) -> str:
    """The variable that holds a mailbox's IMAP password, by the mailbox's name."""
    return f"{imap_prefix(mailbox)}_PASSWORD"


def imap_prefix(mailbox: str) -> str:
    """How the variables of a mailbox begin: its name in capitals, with _ for -."""
    return f"MAILBOT_{mailbox.upper().replace('-', '_')}_IMAP"


def variables(prefix: str, server: Smtp | Imap) -> str:
    """The variables that a login at this server rests on, as a person is told of them."""
    if server.oauth is None or server.auth not in BY_TOKEN:
        return f"{prefix}_PASSWORD"
    if server.oauth.grant == "client_credentials":
        return f"{prefix}_CLIENT_SECRET"
    return f"{prefix}_REFRESH_TOKEN and {prefix}_CLIENT_SECRET"


def read_secrets(configuration: Configuration, environment: Environment, faults: list[str]) -> Secrets:
    """What the environment gives; what it lacks and cannot be done without is added to `faults`."""
    smtp = configuration.smtp
    boxes = configuration.mailbox
    return Secrets(
        secret=_secret("MAILBOT_SECRET", environment, faults, needed=True),
        smtp_password=_secret(
            "MAILBOT_SMTP_PASSWORD", environment, faults, needed=smtp.auth == "password" and bool(smtp.username)
        ),
        imap_passwords={
            box.name: _secret(password_variable(box.name), environment, faults, needed=box.imap.auth == "password")
            for box in boxes
        },
        smtp_oauth=_oauth(smtp, "MAILBOT_SMTP", environment, faults),
        imap_oauth={box.name: _oauth(box.imap, imap_prefix(box.name), environment, faults) for box in boxes},
    )


def _oauth(server: Smtp | Imap, prefix: str, environment: Environment, faults: list[str]) -> OAuthSecrets:
    """Client credentials need the client's secret; with a refresh token a public client may have none (RFC 6749 2.1)."""
    if server.oauth is None or server.auth not in BY_TOKEN:
        return OAuthSecrets()
    by_refresh = server.oauth.grant == "refresh_token"
    secret, token = f"{prefix}_CLIENT_SECRET", f"{prefix}_REFRESH_TOKEN"
    return OAuthSecrets(
        client_secret=_secret(secret, environment, faults, needed=not by_refresh),
        refresh_token=_secret(token, environment, faults, needed=True) if by_refresh else "",
        refresh_token_file=environment.get(f"{token}_FILE", "") if by_refresh else "",
    )


def _secret(variable: str, environment: Mapping[str, str], faults: list[str], *, needed: bool) -> str:
    """The secret in that variable, or in the file that VARIABLE_FILE names, which wins."""
    file = environment.get(f"{variable}_FILE")
    if file:
        try:
            value = Path(file).read_text(encoding="utf-8").strip()
        except OSError as fault:
            faults.append(f"{variable}_FILE: {file} cannot be read: {fault.strerror}")
            return ""
        except UnicodeDecodeError:
            faults.append(f"{variable}_FILE: {file} is not UTF-8 text")
            return ""
        if needed and not value:
            faults.append(f"{variable}_FILE: {file} is empty")
        return value
    value = environment.get(variable, "")
    if needed and not value:
        faults.append(f"{variable}: is not set (nor {variable}_FILE)")
    return value
