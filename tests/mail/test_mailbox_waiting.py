"""Waiting for mail: how long, what ends it, and that no news is lost between two commands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from mailbot.demo.world import MailWorld
from mailbot.errors import TemporaryFailure
from mailbot.mail.bell import RENEW_SECONDS, Bell, forget_news
from mailbot.mail.connection import open_connection, throw_away
from tests.servers.chaos import ChaosProxy
from tests.servers.imap import USER, Mailboxes, settings_for
from tests.servers.scripted import ScriptedImap

MAIL = b"Subject: No heating\r\n\r\nIt is cold.\r\n"
LONG = 30.0  # seconds; a test that waits for so long has failed


@pytest.fixture(autouse=True)
def an_inbox(world: MailWorld) -> None:
    world.add_user(USER)


def soon(seconds: float, act: Callable[[], object]) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.start()
    return timer


def test_waiting_ends_when_mail_comes(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world)
    started = time.monotonic()
    timer = soon(0.05, lambda: world.deliver(USER, MAIL))

    assert mailbox.wait(LONG) is True

    timer.join()
    assert time.monotonic() - started < 5
    assert len(mailbox.uids()) == 1


def test_waiting_without_news_ends_in_time_and_says_so(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world)

    assert mailbox.wait(0.05) is False
    assert mailbox.uids() == ()


def test_mail_that_came_before_the_wait_ends_it_at_once(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world)
    mailbox.uids()
    world.deliver(USER, MAIL)

    assert mailbox.wait(LONG) is True


def test_mail_announced_beside_another_answer_ends_the_wait_at_once(mailboxes: Mailboxes) -> None:
    """A server says EXISTS once. Here it comes with the answer to FETCH, after the last search."""
    fetched = "* 1 FETCH (UID 1 RFC822.SIZE 5)\n* 2 EXISTS\n{tag} OK done"
    with ScriptedImap({"UID FETCH": fetched}) as server:
        mailbox = mailboxes.opened(server)
        mailbox.uids()
        mailbox.sizes([1])

        assert mailbox.wait(LONG) is True


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("* 2 EXISTS\n+ idling", id="before the continuation"),
        pytest.param("+ idling\n* 2 EXISTS", id="in one packet with the continuation"),
    ],
)
def test_mail_announced_as_idle_begins_is_noticed(mailboxes: Mailboxes, answer: str) -> None:
    with ScriptedImap({"IDLE": answer}) as server:
        mailbox = mailboxes.opened(server)
        mailbox.uids()

        assert mailbox.wait(LONG) is True


def test_small_talk_of_the_server_is_no_mail(mailboxes: Mailboxes) -> None:
    with ScriptedImap({"IDLE": "+ idling\n* OK Still here\n* 1 EXPUNGE"}) as server:
        assert mailboxes.opened(server).wait(0.1) is False


def test_a_server_that_offers_idle_and_refuses_it_is_polled(mailboxes: Mailboxes) -> None:
    with ScriptedImap({"IDLE": "{tag} NO not today"}) as server:
        mailbox = mailboxes.opened(server)

        assert mailbox.wait(0.05) is True
        assert mailbox.uids() == (1,)


def test_without_idle_the_wait_lasts_its_time_and_then_there_may_be_mail(
    world: MailWorld, mailboxes: Mailboxes
) -> None:
    with ChaosProxy(world.imap_port, password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy, idle=False)
        started = time.monotonic()

        assert mailbox.wait(0.05) is True

        assert time.monotonic() - started >= 0.05
        assert b"IDLE" not in proxy.said


@pytest.mark.parametrize("idle", [True, False])
def test_wake_ends_a_wait_from_another_thread(world: MailWorld, mailboxes: Mailboxes, idle: bool) -> None:
    mailbox = mailboxes.opened(world, idle=idle)
    started = time.monotonic()
    timer = soon(0.05, mailbox.wake)

    assert mailbox.wait(LONG) is True

    timer.join()
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("idle", [True, False])
def test_a_wake_before_the_wait_is_not_lost_and_counts_once(world: MailWorld, mailboxes: Mailboxes, idle: bool) -> None:
    mailbox = mailboxes.opened(world, idle=idle)
    mailbox.wake()
    mailbox.wake()
    started = time.monotonic()

    assert mailbox.wait(LONG) is True
    assert time.monotonic() - started < 5

    started = time.monotonic()
    mailbox.wait(0.05)
    assert time.monotonic() - started >= 0.05


def test_after_a_wait_the_connection_is_good_for_more(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world)
    for _ in range(3):
        mailbox.wake()
        mailbox.wait(LONG)

    world.deliver(USER, MAIL)

    assert [message.content for message in mailbox.fetch(mailbox.uids())] == [MAIL]


def test_a_connection_cut_while_waiting_is_a_temporary_failure(world: MailWorld, mailboxes: Mailboxes) -> None:
    with ChaosProxy(world.imap_port, password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy)
        timer = soon(0.05, proxy.cut)

        with pytest.raises(TemporaryFailure, match="waiting for mail"):
            mailbox.wait(LONG)

        timer.join()
        assert not mailbox.connected


def test_a_server_that_stops_while_we_wait_is_a_temporary_failure(mailboxes: Mailboxes) -> None:
    world = MailWorld()
    world.start()
    world.add_user(USER)
    mailbox = mailboxes.opened(world)
    timer = soon(0.05, world.stop)

    with pytest.raises(TemporaryFailure):
        mailbox.wait(LONG)

    timer.join()


def test_idle_is_renewed_before_servers_end_it(world: MailWorld) -> None:
    """RFC 2177 3: every 29 minutes at the latest."""
    assert RENEW_SECONDS < 29 * 60
    with ChaosProxy(world.imap_port, password=world.password) as proxy:
        client, bell = open_connection(settings_for(proxy), None), Bell()
        client.select_folder("INBOX", readonly=True)
        forget_news(client)

        assert bell.wait(client, 0.3, idle=True, renew_seconds=0.1) is False

        throw_away(client)
        bell.close()
        assert proxy.said.count(b"IDLE") >= 2
        assert proxy.said.count(b"DONE") >= 2
