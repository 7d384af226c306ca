"""Access tokens for IMAP and SMTP, fetched from the provider's token endpoint and renewed before they expire (RFC 6749, RFC 7628).

Two grants, as unattended programs have them: client credentials (Microsoft 365) and a refresh token (Google, Microsoft). What the
endpoint says is read by oauthlib; the request is one POST. A refusal alerts (TokenRefused), a silent endpoint is tried again later.
"""

from __future__ import annotations

import json
import os
import ssl
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal

from oauthlib.oauth2 import MissingTokenError, OAuth2Error, ServerError, TemporarilyUnavailableError
from oauthlib.oauth2.rfc6749.parameters import parse_token_response, prepare_token_request

from mailbot.errors import LoginRefused, TemporaryFailure

Grant = Literal["client_credentials", "refresh_token"]

EARLY_SECONDS = 120.0  # a token is renewed that long before its end, for a login and the clocks of two machines
UNSTATED_SECONDS = (
    300.0  # how long a token is used whose endpoint does not say when it expires (RFC 6749 5.1 only recommends it)
)
_LONGEST_ANSWER = 1_000_000  # bytes


class TokenRefused(LoginRefused):
    """The token endpoint refused: expired or revoked refresh token, unknown client, wrong secret, scope not granted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OAuthSettings:
    """What a token request says. `refresh_token_file`: where a renewed refresh token is kept, "" = in memory only."""

    token_url: str
    client_id: str
    grant: Grant
    scope: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    refresh_token_file: str = ""
    ca_file: str = ""
    seconds: float = 20.0


class AccessTokens:
    """A token whenever one is asked for: the kept one while it lasts, otherwise a new one. Any thread may ask.

    `clock`: monotonic seconds; expiry is counted from before the request, never by the wall clock.
    """

    def __init__(self, settings: OAuthSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._refresh_token = settings.refresh_token
        self._token = ""
        self._until = 0.0

    def __call__(self) -> str:
        """A token that the endpoint says is good for some time yet. Raises TokenRefused, TemporaryFailure."""
        with self._lock:
            if not self._token or self._clock() >= self._until:
                self._fetch()
            return self._token

    def refused(self) -> None:
        """The mail server did not take the token (revoked, say): the next call fetches another."""
        with self._lock:
            self._token = ""

    def _fetch(self) -> None:
        asked_at = self._clock()
        host = urllib.parse.urlsplit(self._settings.token_url).hostname or self._settings.token_url
        answer = self._post(host)
        try:
            told = parse_token_response(answer)
        except MissingTokenError as fault:  # a sign-in page of the network, say
            raise TemporaryFailure(f"{host}: answered with something that is no access token") from fault
        except (ServerError, TemporarilyUnavailableError) as fault:
            raise TemporaryFailure(f"{host}: gives no access token now: {fault}") from fault
        except OAuth2Error as fault:
            raise TokenRefused(f"{host}: refuses an access token: {fault}") from fault
        except (AttributeError, TypeError, ValueError) as fault:  # JSON, but no object; or numbers that are none
            raise TemporaryFailure(f"{host}: answered with something that is no access token") from fault
        lasts = float(told.get("expires_in") or UNSTATED_SECONDS)
        self._token = str(told["access_token"])
        self._until = asked_at + max(lasts - EARLY_SECONDS, lasts / 2)
        renewed = str(told.get("refresh_token") or "")
        if self._settings.grant == "refresh_token" and renewed and renewed != self._refresh_token:
            self._refresh_token = renewed
            self._keep(renewed)

    def _body(self) -> str:
        settings = self._settings
        fields: dict[str, Any] = {
            "client_id": settings.client_id,
            "client_secret": settings.client_secret,
            "scope": settings.scope,
            "refresh_token": self._refresh_token if settings.grant == "refresh_token" else "",
        }
        return str(prepare_token_request(settings.grant, **{name: value for name, value in fields.items() if value}))

    def _post(self, host: str) -> str:
        """What the endpoint answered, whatever its status: a refusal is told in the body (RFC 6749 5.2)."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        url = self._settings.token_url  # https, or http on loopback: config.py refuses the rest
        request = urllib.request.Request(url, self._body().encode(), headers)  # noqa: S310
        context = ssl.create_default_context(cafile=self._settings.ca_file or None)
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _NoRedirect())
        try:
            with opener.open(request, timeout=self._settings.seconds) as answer:
                return str(answer.read(_LONGEST_ANSWER).decode("utf-8", "replace"))
        except urllib.error.HTTPError as fault:
            body = fault.read(_LONGEST_ANSWER).decode("utf-8", "replace")
            if fault.code >= 500 or fault.code == 429 or not _tells_of_an_error(body):
                raise TemporaryFailure(f"{host}: gives no access token now: {fault.code} {fault.reason}") from fault
            return body
        except (OSError, HTTPException) as fault:  # URLError and time-outs are OSErrors
            raise TemporaryFailure(f"{host}: cannot be asked for an access token: {fault}") from fault

    def _keep(self, renewed: str) -> None:
        """A refresh token that replaced ours goes where ours came from, all or nothing; a provider may end the old one at once.

        Raises TemporaryFailure where the file cannot be written: told at once and not at the next restart.
        """
        if not self._settings.refresh_token_file:
            return
        path = Path(self._settings.refresh_token_file)
        try:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{renewed}\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError as fault:
            raise TemporaryFailure(
                f"{path}: the provider renewed the refresh token, and it cannot be kept there: {fault.strerror}"
            ) from fault


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A secret is sent where the configuration says and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


def _tells_of_an_error(body: str) -> bool:
    try:
        return isinstance(json.loads(body), dict) and "error" in json.loads(body)
    except ValueError:
        return False
