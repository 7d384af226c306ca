"""Access tokens: asked for as RFC 6749 says, kept while they last, renewed before they end; a refusal is told from silence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.errors import LoginRefused, TemporaryFailure
from mailbot.mail.oauth import AccessTokens, OAuthSettings, TokenRefused
from tests.servers.ports import free_port
from tests.servers.tokens import CLIENT, SECRET, TokenEndpoint

SCOPE = "https://outlook.office365.com/.default"


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def endpoint() -> Iterator[TokenEndpoint]:
    with TokenEndpoint() as running:
        yield running


def by_credentials(endpoint: TokenEndpoint, secret: str = SECRET) -> OAuthSettings:
    return OAuthSettings(
        token_url=endpoint.url,
        client_id=CLIENT,
        client_secret=secret,
        grant="client_credentials",
        scope=SCOPE,
        seconds=5,
    )


def by_refresh(endpoint: TokenEndpoint, token: str = "refresh-0", file: str = "") -> OAuthSettings:
    endpoint.refresh_token = "refresh-0"
    return OAuthSettings(
        token_url=endpoint.url,
        client_id=CLIENT,
        client_secret=SECRET,
        grant="refresh_token",
        refresh_token=token,
        refresh_token_file=file,
        seconds=5,
    )


def test_client_credentials_are_posted_as_microsoft_wants_them(endpoint: TokenEndpoint) -> None:
    assert AccessTokens(by_credentials(endpoint))() == "access-1"
    assert endpoint.asked == [
        {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "scope": SCOPE}
    ]


def test_a_refresh_token_is_posted_as_google_wants_it(endpoint: TokenEndpoint) -> None:
    assert AccessTokens(by_refresh(endpoint))() == "access-1"
    assert endpoint.asked == [
        {"grant_type": "refresh_token", "client_id": CLIENT, "client_secret": SECRET, "refresh_token": "refresh-0"}
    ]


def test_a_token_is_kept_until_shortly_before_its_end(endpoint: TokenEndpoint) -> None:
    clock = Clock()
    tokens = AccessTokens(by_credentials(endpoint), clock)
    assert tokens() == "access-1"
    clock.seconds += 3600 - 121
    assert tokens() == "access-1"
    clock.seconds += 2
    assert tokens() == "access-2"


def test_a_token_that_lasts_a_minute_is_used_for_half_of_it(endpoint: TokenEndpoint) -> None:
    endpoint.expires_in = 60
    clock = Clock()
    tokens = AccessTokens(by_credentials(endpoint), clock)
    assert tokens() == "access-1"
    clock.seconds += 29
    assert tokens() == "access-1"
    clock.seconds += 2
    assert tokens() == "access-2"


def test_a_token_without_a_stated_end_is_used_for_minutes_only(endpoint: TokenEndpoint) -> None:
    endpoint.expires_in = None
    clock = Clock()
    tokens = AccessTokens(by_credentials(endpoint), clock)
    assert tokens() == "access-1"
    clock.seconds += 181
    assert tokens() == "access-2"


def test_a_token_that_the_mail_server_refused_is_not_offered_again(endpoint: TokenEndpoint) -> None:
    tokens = AccessTokens(by_credentials(endpoint))
    assert tokens() == "access-1"
    tokens.refused()
    assert tokens() == "access-2"


def test_many_threads_ask_and_one_request_goes_out(endpoint: TokenEndpoint) -> None:
    tokens = AccessTokens(by_credentials(endpoint))
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(tokens())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["access-1"] * 8
    assert len(endpoint.asked) == 1


def test_a_refresh_token_that_is_replaced_is_kept_where_it_came_from(endpoint: TokenEndpoint, tmp_path: Path) -> None:
    file = tmp_path / "refresh"
    file.write_text("refresh-0\n")
    endpoint.rotates = True
    tokens = AccessTokens(by_refresh(endpoint, file=str(file)))
    tokens()
    assert file.read_text() == "refresh-1\n"
    assert file.stat().st_mode & 0o077 == 0
    tokens.refused()
    assert tokens() == "access-2"  # the old refresh token would be refused by now
    assert [path.name for path in tmp_path.iterdir()] == ["refresh"]


def test_a_replaced_refresh_token_that_cannot_be_kept_is_told_at_once(endpoint: TokenEndpoint, tmp_path: Path) -> None:
    endpoint.rotates = True
    tokens = AccessTokens(by_refresh(endpoint, file=str(tmp_path / "gone" / "refresh")))
    with pytest.raises(TemporaryFailure, match="cannot be kept there"):
        tokens()
    assert tokens() == "access-1"  # this run goes on with what it holds


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (lambda e: by_credentials(e, "wrong"), r"invalid_client.*AADSTS7000215"),
        (lambda e: by_refresh(e, "refresh-old"), r"invalid_grant.*expired or revoked"),
    ],
    ids=["wrong secret", "revoked refresh token"],
)
def test_a_refusal_is_a_refused_login_that_says_why(settings: object, said: str, endpoint: TokenEndpoint) -> None:
    assert callable(settings)
    tokens = AccessTokens(settings(endpoint))
    with pytest.raises(TokenRefused, match=said) as refused:
        tokens()
    assert isinstance(refused.value, LoginRefused)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, b"<html>busy</html>"),
        (429, b'{"error": "slow_down"}'),
        (500, b'{"error": "server_error"}'),
        (400, b'{"error": "temporarily_unavailable"}'),
        (404, b"no such page"),
        (200, b"<html>Please sign in to this network</html>"),
        (200, b"[]"),
        (200, b'{"access_token": "a", "token_type": "Bearer", "expires_in": "soon"}'),
        (200, b"\xff\xfe"),
        (200, b""),
    ],
)
def test_an_endpoint_in_trouble_is_asked_again_later(endpoint: TokenEndpoint, status: int, body: bytes) -> None:
    endpoint.answer(status, body)
    tokens = AccessTokens(by_credentials(endpoint))
    with pytest.raises(TemporaryFailure) as trouble:
        tokens()
    assert not isinstance(trouble.value, LoginRefused)
    assert tokens().startswith("access-")


def test_an_endpoint_that_is_away_is_asked_again_later() -> None:
    settings = OAuthSettings(
        token_url=f"http://127.0.0.1:{free_port()}/token", client_id="a", client_secret="b", grant="client_credentials"
    )
    with pytest.raises(TemporaryFailure, match=r"127\.0\.0\.1: cannot be asked"):
        AccessTokens(settings)()


def test_a_secret_follows_no_redirection(endpoint: TokenEndpoint) -> None:
    with TokenEndpoint() as elsewhere:
        for status in (302, 307, 308):
            endpoint.answer(status, b"", Location=elsewhere.url)
            with pytest.raises(TemporaryFailure):
                AccessTokens(by_credentials(endpoint))()
        assert elsewhere.asked == []
