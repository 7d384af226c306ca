"""What only a real server shows: TLS, old capabilities, special folders, renumbering under an open connection."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from mailbot.errors import LoginRefused, TemporaryFailure
from mailbot.mail.mailbox import Filed
from tests.servers.certificates import Certificate
from tests.servers.dovecot import Dovecot
from tests.servers.imap import Mailboxes

pytestmark = pytest.mark.server

MAIL = b"From: jo@customer.test\r\nSubject: No heating\r\n\r\nIt is cold.\r\n"
Account = Callable[[Dovecot], str]


def test_a_wrong_password_is_a_refused_login(dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    with pytest.raises(LoginRefused, match="AUTHENTICATIONFAILED"):
        mailboxes.opened(dovecot, account(dovecot), password="wrong")


def test_mail_delivered_by_lmtp_is_read_whole(dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    user = account(dovecot)
    dovecot.deliver(user, MAIL)
    mailbox = mailboxes.opened(dovecot, user)

    (message,) = mailbox.fetch(mailbox.uids())

    assert message.content.endswith(MAIL)
    assert message.content.startswith(b"Return-Path: <someone@elsewhere.test>")
    assert dovecot.flags(user) == ["\\Recent"]  # neither \Seen nor no longer \Recent


def test_a_plus_address_is_delivered_to_its_mailbox(dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    user = account(dovecot)
    local, _, domain = user.partition("@")

    dovecot.deliver(f"{local}+b123@{domain}", MAIL)

    assert len(mailboxes.opened(dovecot, user).uids()) == 1


def test_waiting_ends_when_mail_comes(dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    user = account(dovecot)
    mailbox = mailboxes.opened(dovecot, user)
    mailbox.uids()
    timer = threading.Timer(0.05, dovecot.deliver, (user, MAIL))
    timer.start()

    assert mailbox.wait(30.0) is True

    timer.join()
    assert len(mailbox.uids()) == 1


def test_a_uidvalidity_change_while_connected_is_noticed(
    dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(dovecot)
    dovecot.deliver(user, MAIL)
    mailbox = mailboxes.opened(dovecot, user)
    before = mailbox.uidvalidity
    (uid,) = mailbox.uids()

    dovecot.change_uidvalidity(user, 1_999_999_999)

    with pytest.raises(TemporaryFailure):
        mailbox.uids(uid)
    assert not mailbox.connected
    mailbox.connect()
    assert before != mailbox.uidvalidity == 1_999_999_999
    assert mailbox.uids() == (uid,)


def test_a_done_folder_with_letters_of_any_alphabet_is_made(
    dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(dovecot)
    dovecot.deliver(user, MAIL)
    mailbox = mailboxes.opened(dovecot, user, done_folder="Erledigt/für später & öfter")

    assert mailbox.file_away(mailbox.uids()) is Filed.MOVED

    assert dovecot.count(user, mailbox._targets["Erledigt/für später & öfter"]) == 1


def test_more_messages_than_a_command_may_name_are_read_and_moved(
    dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(dovecot)
    helper = mailboxes.opened(dovecot, user)
    for _ in range(520):
        helper.append("INBOX", MAIL)
    mailbox = mailboxes.opened(dovecot, user, done_folder="Done")
    uids = mailbox.uids()

    assert [message.uid for message in mailbox.fetch(uids)] == list(uids)
    assert mailbox.file_away(uids) is Filed.MOVED

    assert (len(uids), dovecot.count(user, "Done"), mailbox.uids()) == (520, 520, ())


# --------------------------------------------------------------------------------------------------------- old servers


def test_an_old_server_is_given_copies_and_a_uid_expunge(
    old_dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(old_dovecot)
    old_dovecot.deliver(user, MAIL)
    old_dovecot.deliver(user, MAIL)
    mailbox = mailboxes.opened(old_dovecot, user, done_folder="Done")
    first, second = mailbox.uids()

    assert mailbox.file_away([first]) is Filed.COPIED_AND_EXPUNGED

    assert mailbox.uids() == (second,)
    assert old_dovecot.count(user, "INBOX.Done") == 1


def test_what_a_colleague_marked_for_deletion_stays(
    old_dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(old_dovecot)
    old_dovecot.deliver(user, MAIL)
    old_dovecot.deliver(user, MAIL)
    mailbox = mailboxes.opened(old_dovecot, user, done_folder="Done")
    ours, theirs = mailbox.uids()
    with mailbox._talking("playing the colleague") as client:
        client.add_flags([theirs], [b"\\Deleted"])

    mailbox.file_away([ours])

    assert mailbox.uids() == (theirs,)


def test_without_uidplus_messages_are_marked_and_nothing_is_expunged(
    very_old_dovecot: Dovecot, account: Account, mailboxes: Mailboxes
) -> None:
    user = account(very_old_dovecot)
    very_old_dovecot.deliver(user, MAIL)
    mailbox = mailboxes.opened(very_old_dovecot, user, done_folder="Done")
    uids = mailbox.uids()

    assert mailbox.file_away(uids) is Filed.COPIED_AND_MARKED

    assert mailbox.uids() == uids
    assert "\\Deleted" in very_old_dovecot.flags(user)[0]
    assert very_old_dovecot.count(user, "INBOX.Done") == 1


def test_an_old_server_is_polled(old_dovecot: Dovecot, account: Account, mailboxes: Mailboxes) -> None:
    user = account(old_dovecot)
    mailbox = mailboxes.opened(old_dovecot, user)
    old_dovecot.deliver(user, MAIL)

    assert mailbox.wait(0.01) is True
    assert len(mailbox.uids()) == 1


# ----------------------------------------------------------------------------------------------------------------- TLS


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_trusted_is_accepted(
    dovecot_with_tls: Dovecot, account: Account, mailboxes: Mailboxes, certificate: Certificate, security: str
) -> None:
    user = account(dovecot_with_tls)
    dovecot_with_tls.deliver(user, MAIL)
    port = dovecot_with_tls.imaps_port if security == "tls" else dovecot_with_tls.port

    mailbox = mailboxes.opened(
        dovecot_with_tls, user, security=security, port=port, host="localhost", ca_file=str(certificate.cert)
    )

    assert len(mailbox.uids()) == 1
    threading.Timer(0.05, dovecot_with_tls.deliver, (user, MAIL)).start()
    assert mailbox.wait(30.0) is True
    assert len(list(mailbox.fetch(mailbox.uids()))) == 2


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("trusted", ["other", "system"])
def test_a_certificate_that_is_not_trusted_is_refused(
    dovecot_with_tls: Dovecot,
    account: Account,
    mailboxes: Mailboxes,
    other_certificate: Certificate,
    security: str,
    trusted: str,
) -> None:
    port = dovecot_with_tls.imaps_port if security == "tls" else dovecot_with_tls.port
    ca_file = str(other_certificate.cert) if trusted == "other" else ""

    with pytest.raises(TemporaryFailure, match="CERTIFICATE_VERIFY_FAILED"):
        mailboxes.opened(
            dovecot_with_tls,
            account(dovecot_with_tls),
            security=security,
            port=port,
            host="localhost",
            ca_file=ca_file,
        )
