"""Putting away: moving what is done, and keeping copies of what was sent."""

from __future__ import annotations

import pytest

from mailbot.demo.world import MailWorld
from mailbot.errors import TemporaryFailure
from mailbot.mail.mailbox import Filed
from tests.servers.chaos import ChaosProxy
from tests.servers.imap import USER, Mailboxes

MAIL = b"From: jo@customer.test\r\nSubject: No heating\r\n\r\nIt is cold.\r\n"


@pytest.fixture(autouse=True)
def an_inbox(world: MailWorld) -> None:
    world.add_user(USER)


def test_two_hundred_messages_are_moved_in_one_command(world: MailWorld, mailboxes: Mailboxes) -> None:
    uids = [world.deliver(USER, MAIL) for _ in range(200)]
    with ChaosProxy(world.imap_port, password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy, done_folder="Worked")

        assert mailbox.file_away(uids) is Filed.MOVED

        assert proxy.said.count(b"UID MOVE") == 1
    assert world.messages(USER) == ()
    assert len(world.messages(USER, "Worked")) == 200


def test_more_messages_than_a_command_may_name_are_moved_in_several(world: MailWorld, mailboxes: Mailboxes) -> None:
    uids = [world.deliver(USER, MAIL) for _ in range(501)]

    mailboxes.opened(world, done_folder="Worked").file_away(uids)

    assert len(world.messages(USER, "Worked")) == 501


def test_without_a_done_folder_messages_stay(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world)

    assert mailbox.file_away([uid]) is Filed.NOWHERE
    assert mailbox.uids() == (uid,)


def test_filing_away_what_is_gone_already_is_no_error(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world, done_folder="Worked")

    mailbox.file_away([uid])
    mailbox.file_away([uid])

    assert len(world.messages(USER, "Worked")) == 1


def test_a_done_folder_that_was_removed_meanwhile_is_made_again(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world, done_folder="Worked")
    with mailboxes.opened(world)._talking("playing the colleague") as colleague:
        colleague.delete_folder("Worked")

    mailbox.file_away([uid])

    assert len(world.messages(USER, "Worked")) == 1


def test_when_the_answer_to_a_move_is_lost_the_folder_tells_that_it_was_done(
    world: MailWorld, mailboxes: Mailboxes
) -> None:
    uid = world.deliver(USER, MAIL)
    with ChaosProxy(world.imap_port, word=b"EXPUNGE", side="server", password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy, done_folder="Worked")

        with pytest.raises(TemporaryFailure, match="connection lost while moving mail"):
            mailbox.file_away([uid])
        mailbox.connect()

        assert mailbox.uids() == ()
    assert len(world.messages(USER, "Worked")) == 1
