"""Logins by access token at a real Dovecot, which asks the endpoint that issued the token whose it is (RFC 7628, RFC 7662)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from mailbot.errors import LoginRefused
from mailbot.mail.oauth import AccessTokens, OAuthSettings, TokenRefused
from tests.servers.dovecot import Dovecot
from tests.servers.imap import USER, Mailboxes, settings_for
from tests.servers.tokens import CLIENT, SECRET, TokenEndpoint

pytestmark = pytest.mark.server


@dataclass(frozen=True, kw_only=True)
class Provider:
    endpoint: TokenEndpoint
    dovecot: Dovecot

    def tokens(self) -> AccessTokens:
        url = self.endpoint.url
        settings = OAuthSettings(token_url=url, client_id=CLIENT, client_secret=SECRET, grant="client_credentials")
        return AccessTokens(settings)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with TokenEndpoint(USER) as endpoint:
        url = f"http://127.0.0.1:{endpoint.port}/introspect"
        with Dovecot(USER, introspection_url=url) as dovecot:
            yield Provider(endpoint=endpoint, dovecot=dovecot)


@pytest.mark.parametrize("auth", ["xoauth2", "oauthbearer"])
def test_a_token_opens_the_mailbox(provider: Provider, mailboxes: Mailboxes, auth: str) -> None:
    mailbox = mailboxes.unconnected(settings_for(provider.dovecot, auth=auth, password=""), provider.tokens())
    mailbox.connect()
    assert mailbox.connected


def test_a_revoked_token_is_refused_once_and_then_replaced(provider: Provider, mailboxes: Mailboxes) -> None:
    tokens = provider.tokens()
    mailbox = mailboxes.unconnected(settings_for(provider.dovecot, auth="xoauth2"), tokens)
    mailbox.connect()
    provider.endpoint.revoke_all()
    with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"):
        mailbox.connect()
    mailbox.connect()
    assert mailbox.connected


def test_a_token_of_somebody_else_opens_nothing(provider: Provider, mailboxes: Mailboxes) -> None:
    provider.dovecot.add_user("other@company.test")
    settings = settings_for(provider.dovecot, "other@company.test", auth="xoauth2")
    with pytest.raises(LoginRefused):
        mailboxes.unconnected(settings, provider.tokens()).connect()


def test_a_token_that_is_not_given_opens_nothing(provider: Provider, mailboxes: Mailboxes) -> None:
    provider.endpoint.refuse("invalid_client", 401)
    with pytest.raises(TokenRefused, match="invalid_client"):
        mailboxes.unconnected(settings_for(provider.dovecot, auth="xoauth2"), provider.tokens()).connect()
