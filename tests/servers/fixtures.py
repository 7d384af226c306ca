"""Fixtures over the servers. One Dovecot of a kind serves the whole run, for stopping one takes a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from mailbot.demo.world import MailWorld
from tests.servers.certificates import Certificate, self_signed
from tests.servers.dovecot import Dovecot
from tests.servers.imap import Mailboxes
from tests.servers.postgres import Postgres

_numbers = count(1)


@pytest.fixture
def world() -> Iterator[MailWorld]:
    """An IMAP and an SMTP server in memory; nothing needs to be installed for it."""
    with MailWorld() as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot() as running:
        yield running


@pytest.fixture(scope="session")
def old_dovecot() -> Iterator[Dovecot]:
    """Without IDLE, MOVE and SPECIAL-USE; folders under "INBOX."."""
    with Dovecot(old=True) as running:
        yield running


@pytest.fixture(scope="session")
def very_old_dovecot() -> Iterator[Dovecot]:
    """As `old_dovecot`, and without UIDPLUS."""
    with Dovecot(old=True, uidplus=False) as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For localhost; trusted by nobody who is not told to."""
    return self_signed(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def other_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For localhost too, of somebody else."""
    return self_signed(tmp_path_factory.mktemp("other-certificate"))


@pytest.fixture(scope="session")
def misnamed_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For another host."""
    return self_signed(tmp_path_factory.mktemp("misnamed-certificate"), name="mail.elsewhere.test")


@pytest.fixture(scope="session")
def dovecot_with_tls(certificate: Certificate) -> Iterator[Dovecot]:
    with Dovecot(certificate=certificate) as running:
        yield running


@pytest.fixture
def account() -> Callable[[Dovecot], str]:
    """Opens an account that no other test uses and gives its address."""

    def opened(server: Dovecot) -> str:
        address = f"info{next(_numbers)}@company.test"
        server.add_user(address)
        return address

    return opened


@pytest.fixture
def mailboxes() -> Iterator[Mailboxes]:
    opened = Mailboxes()
    yield opened
    opened.close()
