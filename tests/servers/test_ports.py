"""A server that is not installed: skipped on a bare machine, a failure where everything is supposed to be there."""

from __future__ import annotations

import pytest

from tests.servers.ports import free_port, program, wait_for_port


def test_a_missing_program_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILBOT_REQUIRE_SERVERS", raising=False)

    with pytest.raises(pytest.skip.Exception, match="apt-get install some-package"):
        program("no-such-program", "some-package")


def test_a_missing_program_fails_the_test_where_servers_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_REQUIRE_SERVERS", "1")

    with pytest.raises(pytest.fail.Exception, match="no-such-program is not installed"):
        program("no-such-program", "some-package")


def test_a_server_that_never_comes_up_ends_the_waiting() -> None:
    with pytest.raises(TimeoutError):
        wait_for_port(free_port(), timeout_seconds=0.01)
