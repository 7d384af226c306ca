"""The folder of sent mail: found by its special use, its usual name or the name given, and read beside the inbox on one connection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.demo.world import MailWorld
from mailbot.errors import FolderMissing
from mailbot.mail.mailbox import ImapMailbox
from tests.servers.dovecot import Dovecot
from tests.servers.imap import USER, Mailboxes

MAIL = b"From: info@company.test\r\nSubject: We come\r\n\r\nTomorrow.\r\n"
Account = Callable[[Dovecot], str]


@pytest.fixture
def world(world: MailWorld) -> MailWorld:
    world.add_user(USER)
    return world


def read(folder: ImapMailbox | None) -> list[bytes]:
    assert folder is not None
    found = list(folder.fetch(folder.uids()))
    assert all(raw.sent and raw.folder == folder.folder for raw in found)
    return [raw.content for raw in found]


@pytest.mark.server
def test_it_is_found_by_its_special_use(dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    user = account(dovecot)
    mailbox = mailboxes.opened(dovecot, user)
    mailbox.append("Sent Mail", MAIL)
    sent = mailbox.sent()

    assert sent is not None
    assert sent.folder == "Sent Mail"
    assert read(sent) == [MAIL]
    ((_, at),) = sent.dates(sent.uids())
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.server
def test_on_an_old_server_it_is_found_by_its_name(old_dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(old_dovecot, account(old_dovecot))
    assert mailbox.sent() is None

    mailbox.append("Sent", MAIL)

    assert read(mailbox.sent()) == [MAIL]


@pytest.mark.server
def test_the_inbox_is_read_and_waited_for_after_it_as_before(
    dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(dovecot)
    mailbox = mailboxes.opened(dovecot, user, done_folder="Processed")
    mailbox.append("Sent Mail", MAIL)
    sent = mailbox.sent()
    dovecot.deliver(user, MAIL)

    assert len(read(sent)) == 1
    (uid,) = mailbox.uids()
    assert [raw.sent for raw in mailbox.fetch([uid])] == [False]
    mailbox.file_away([uid])
    assert dovecot.count(user, "Processed") == 1
    assert dovecot.count(user, "Sent Mail") == 1
    dovecot.deliver(user, MAIL)
    assert mailbox.wait(20.0) is True


def test_a_named_folder_is_read(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world, sent_folder="Sent by hand")
    mailbox.append("Sent by hand", MAIL)

    assert read(mailbox.sent()) == [MAIL]
    assert [message.content for message in world.messages(USER, "Sent by hand")] == [MAIL]


def test_without_such_a_folder_there_is_nothing_to_read(world: MailWorld, mailboxes: Mailboxes) -> None:
    assert mailboxes.opened(world, sent_folder="auto").sent() is None
    assert mailboxes.opened(world, sent_folder="").sent() is None


def test_a_named_folder_that_is_not_there_is_told_with_those_that_are(world: MailWorld, mailboxes: Mailboxes) -> None:
    with pytest.raises(FolderMissing, match=r"no folder 'Gesendet' for sent mail; there are: .*INBOX"):
        mailboxes.opened(world, sent_folder="Gesendet").sent()
