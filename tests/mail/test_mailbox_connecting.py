"""Getting in: logins, encryption, folders, and what is said when that fails."""

from __future__ import annotations

import pytest

from mailbot.demo.world import MailWorld
from mailbot.errors import FolderMissing, LoginRefused, TemporaryFailure
from tests.servers.certificates import Certificate
from tests.servers.chaos import ChaosProxy
from tests.servers.imap import USER, Mailboxes, settings_for
from tests.servers.ports import free_port
from tests.servers.scripted import ScriptedImap
from tests.servers.tokens import FixedToken

MAIL = b"From: jo@customer.test\r\nSubject: No heating\r\n\r\nIt is cold.\r\n"


@pytest.fixture(autouse=True)
def an_inbox(world: MailWorld) -> None:
    world.add_user(USER)


def test_a_wrong_password_is_a_refused_login(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.unconnected(settings_for(world, password="wrong"))

    with pytest.raises(LoginRefused, match=USER):
        mailbox.connect()

    assert not mailbox.connected


def test_a_password_is_not_shown_when_the_settings_are_printed(world: MailWorld) -> None:
    assert "topsecret" not in repr(settings_for(world, password="topsecret"))


def test_a_password_is_not_sent_where_the_server_takes_none(mailboxes: Mailboxes) -> None:
    with ScriptedImap({"CAPABILITY": "* CAPABILITY IMAP4rev1 LOGINDISABLED\n{tag} OK done"}) as server:
        with pytest.raises(LoginRefused, match="LOGINDISABLED"):
            mailboxes.opened(server)

        assert not any("LOGIN" in line for line in server.said)


def test_a_login_refused_for_now_is_no_wrong_password(mailboxes: Mailboxes) -> None:
    with (
        ScriptedImap({"LOGIN": "{tag} NO [UNAVAILABLE] user database is away"}) as server,
        pytest.raises(TemporaryFailure) as failure,
    ):
        mailboxes.opened(server)

    assert not isinstance(failure.value, LoginRefused)


def test_a_connection_cut_during_the_login_is_no_wrong_password(world: MailWorld, mailboxes: Mailboxes) -> None:
    with (
        ChaosProxy(world.imap_port, word=b"LOGIN", password=world.password) as proxy,
        pytest.raises(TemporaryFailure) as failure,
    ):
        mailboxes.opened(proxy)

    assert not isinstance(failure.value, LoginRefused)


def test_nobody_listening_is_a_temporary_failure(world: MailWorld, mailboxes: Mailboxes) -> None:
    with pytest.raises(TemporaryFailure, match=r"127\.0\.0\.1: connecting failed"):
        mailboxes.opened(world, port=free_port())


def test_a_host_without_an_address_is_a_temporary_failure(world: MailWorld, mailboxes: Mailboxes) -> None:
    with pytest.raises(TemporaryFailure):
        mailboxes.opened(world, host="no-such-host.invalid")


def test_a_server_that_hangs_up_at_once_is_a_temporary_failure(mailboxes: Mailboxes) -> None:
    with ScriptedImap(greeting="* BYE too many connections") as server, pytest.raises(TemporaryFailure):
        mailboxes.opened(server)


def test_starttls_is_never_done_without(world: MailWorld, mailboxes: Mailboxes) -> None:
    with pytest.raises(TemporaryFailure, match="no STARTTLS"):
        mailboxes.opened(world, security="starttls")


@pytest.mark.parametrize("trusted", ["it", "another", "none"])
def test_only_a_certificate_that_is_trusted_and_for_this_host_is_accepted(
    mailboxes: Mailboxes, certificate: Certificate, other_certificate: Certificate, trusted: str
) -> None:
    ca_file = {"it": str(certificate.cert), "another": str(other_certificate.cert), "none": ""}[trusted]
    with ScriptedImap(certificate=certificate) as server:
        mailbox = mailboxes.unconnected(settings_for(server, security="tls", host="localhost", ca_file=ca_file))
        if trusted == "it":
            mailbox.connect()
            assert mailbox.uids() == (1,)
        else:
            with pytest.raises(TemporaryFailure, match="CERTIFICATE_VERIFY_FAILED"):
                mailbox.connect()
            assert server.said == []


def test_a_trusted_certificate_for_another_host_is_refused(
    mailboxes: Mailboxes, misnamed_certificate: Certificate
) -> None:
    ca_file = str(misnamed_certificate.cert)
    with (
        ScriptedImap(certificate=misnamed_certificate) as server,
        pytest.raises(TemporaryFailure, match=r"[Hh]ostname mismatch"),
    ):
        mailboxes.opened(server, security="tls", host="localhost", ca_file=ca_file)


def test_an_access_token_logs_in(mailboxes: Mailboxes) -> None:
    with ScriptedImap({"AUTHENTICATE XOAUTH2": "+", "dXNlcj1": "{tag} OK logged in"}) as server:
        # "dXNlcj1" is how base64 of "user=" begins.
        mailbox = mailboxes.unconnected(settings_for(server, auth="xoauth2"), FixedToken("token-of-today"))
        mailbox.connect()

        assert mailbox.connected


def test_without_an_access_token_nothing_is_tried(mailboxes: Mailboxes) -> None:
    with ScriptedImap() as server:
        with pytest.raises(LoginRefused, match="nothing here provides one"):
            mailboxes.opened(server, auth="xoauth2")

        assert not any("LOGIN" in line or "AUTHENTICATE" in line for line in server.said)


def test_a_refused_access_token_is_a_refused_login(mailboxes: Mailboxes) -> None:
    with ScriptedImap({"AUTHENTICATE": "{tag} NO [AUTHENTICATIONFAILED] expired"}) as server:
        token = FixedToken("token-of-yesterday")
        mailbox = mailboxes.unconnected(settings_for(server, auth="xoauth2"), token)

        with pytest.raises(LoginRefused, match="expired"):
            mailbox.connect()
        assert token.refusals == 1


def test_a_missing_folder_is_an_error_that_names_the_folders_there_are(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailboxes.opened(world, done_folder="Worked")

    with pytest.raises(FolderMissing, match="'Complaints'; there are: INBOX, Worked"):
        mailboxes.opened(world, folder="Complaints")


def test_the_inbox_is_found_in_any_case(world: MailWorld, mailboxes: Mailboxes) -> None:
    world.deliver(USER, MAIL)

    assert len(mailboxes.opened(world, folder="Inbox").uids()) == 1


def test_a_missing_done_folder_is_made(world: MailWorld, mailboxes: Mailboxes) -> None:
    world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world, done_folder="Worked")

    mailbox.file_away(mailbox.uids())

    assert [message.content for message in world.messages(USER, "Worked")] == [MAIL]


def test_using_a_mailbox_before_connecting_is_a_temporary_failure(world: MailWorld, mailboxes: Mailboxes) -> None:
    with pytest.raises(TemporaryFailure, match="not connected"):
        mailboxes.unconnected(settings_for(world)).uids()


def test_closing_twice_or_without_a_connection_does_no_harm(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world)

    mailbox.close()
    mailbox.close()
    mailbox.wake()

    assert not mailbox.connected


def test_silence_ends_the_connection_and_is_a_temporary_failure(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    with ChaosProxy(world.imap_port, word=b"BODY.PEEK", deed="swallow", password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy, read_seconds=0.2)

        with pytest.raises(TemporaryFailure, match="no answer while fetching mail"):
            list(mailbox.fetch([uid]))

        assert not mailbox.connected


def test_a_connection_cut_in_the_middle_of_a_message_is_a_temporary_failure(
    world: MailWorld, mailboxes: Mailboxes
) -> None:
    uid = world.deliver(USER, MAIL)
    with ChaosProxy(world.imap_port, word=b"BODY[]", side="server", deed="cut_after", password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy)

        with pytest.raises(TemporaryFailure):
            list(mailbox.fetch([uid]))

        assert not mailbox.connected


def test_after_a_cut_connection_connecting_again_goes_on(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    with ChaosProxy(world.imap_port, password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy)
        proxy.cut()
        with pytest.raises(TemporaryFailure):
            mailbox.uids()

        mailbox.connect()

        assert mailbox.uids() == (uid,)


@pytest.mark.parametrize("name", ["R&D", "&zzz-"])
def test_a_folder_with_a_name_that_is_none_keeps_nobody_out(mailboxes: Mailboxes, name: str) -> None:
    """RFC 3501 5.1.3: "&" begins a shift into UTF-16. Old servers and clients have made such folders."""
    listed = f'* LIST () "/" {name}\n* LIST () "/" INBOX\n* LIST () "/" "B&APw-ro"\n{{tag}} OK done'
    with ScriptedImap({"LIST": listed}) as server:
        assert mailboxes.opened(server).uids() == (1,)
        assert mailboxes.opened(server, folder="Büro").uids() == (1,)
    assert any('"B&APw-ro"' in line for line in server.said)
