"""The mail world of `mailbot demo`: what a person with a mail client would see, and that it leaves nothing behind."""

from __future__ import annotations

import smtplib
import socket
import threading
from datetime import UTC, datetime

import pytest

from mailbot.demo.world import MailWorld, inbox_of
from tests.servers.imap import USER, Mailboxes

MAIL = b"From: jo@customer.test\r\nSubject: No heating\r\n\r\nIt is cold.\r\n"
STORY_TIME = datetime(2026, 3, 3, 11, 20, tzinfo=UTC)


def send(world: MailWorld, *recipients: str) -> None:
    with smtplib.SMTP(world.host, world.smtp_port) as smtp:
        smtp.sendmail("info+b42@company.test", list(recipients), MAIL)


def test_a_letter_lands_in_the_inbox_of_each_recipient_and_is_kept_as_sent(world: MailWorld) -> None:
    send(world, "jo@customer.test", "anna@company.test")

    (sent,) = world.sent()
    assert (sent.reverse_path, sent.content) == ("info+b42@company.test", MAIL)
    assert sent.recipients == ("jo@customer.test", "anna@company.test")
    for address in sent.recipients:
        (message,) = world.messages(address)
        assert message.content.endswith(MAIL)
        assert message.content.startswith(b"Return-Path: <info+b42@company.test>\r\nDelivered-To: ")


def test_whoever_gets_mail_can_log_in_and_read_it(world: MailWorld, mailboxes: Mailboxes) -> None:
    send(world, "jo@customer.test")

    mailbox = mailboxes.opened(world, "jo@customer.test")

    assert len(list(mailbox.fetch(mailbox.uids()))) == 1


@pytest.mark.parametrize(
    ("address", "inbox"),
    [
        ("info@company.test", "info@company.test"),
        ("info+b42@company.test", "info@company.test"),
        ("Info+B42+x@Company.Test", "info@company.test"),
    ],
)
def test_a_sub_address_belongs_to_its_inbox(address: str, inbox: str) -> None:
    assert inbox_of(address) == inbox


def test_a_bounce_comes_back_to_the_inbox_of_the_letter(world: MailWorld) -> None:
    send(world, "info+b42@company.test")

    assert len(world.messages(USER)) == 1


def test_mail_is_received_when_the_story_says(mailboxes: Mailboxes) -> None:
    with MailWorld(clock=lambda: STORY_TIME) as world:
        uid = world.deliver(USER, MAIL)
        later = world.deliver(USER, MAIL, datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
        mailbox = mailboxes.opened(world)
        messages = list(mailbox.fetch([uid, later]))
        mailbox.close()

    assert [message.received_at for message in messages] == [STORY_TIME, datetime(2026, 3, 4, 9, 0, tzinfo=UTC)]


def test_what_a_mail_client_stores_has_the_time_of_now(world: MailWorld, mailboxes: Mailboxes) -> None:
    world.add_user(USER)
    before = datetime.now(UTC).replace(microsecond=0)

    mailboxes.opened(world).append("INBOX", MAIL)

    mailbox = mailboxes.opened(world)
    (message,) = mailbox.fetch(mailbox.uids())
    assert message.received_at >= before
    assert world.messages(USER)[0].received_at >= before


def test_an_address_that_nobody_has_is_empty(world: MailWorld) -> None:
    assert world.messages("nobody@customer.test") == ()
    assert world.messages(USER, "No such folder") == ()


def test_a_stopped_world_leaves_no_thread_and_no_open_port_even_with_clients_connected(mailboxes: Mailboxes) -> None:
    threads = set(threading.enumerate())
    with MailWorld() as world:
        world.add_user(USER)
        mailboxes.opened(world)
        smtp = smtplib.SMTP(world.host, world.smtp_port)
        ports = (world.imap_port, world.smtp_port)
    smtp.close()

    assert set(threading.enumerate()) == threads
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex((world.host, port)) != 0
    world.stop()


def test_a_port_that_is_taken_is_an_error_and_leaves_nothing_behind() -> None:
    threads = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        MailWorld(smtp_port=taken.getsockname()[1]).start()

    assert set(threading.enumerate()) == threads


def test_a_world_that_does_not_run_says_so() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        MailWorld().deliver(USER, MAIL)
