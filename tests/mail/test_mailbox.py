"""Reading and putting away: what ImapMailbox gives, on an IMAP server in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.demo.world import MailWorld
from mailbot.errors import FolderMissing, LoginRefused, TemporaryFailure
from mailbot.mail.batches import BATCH_BYTES, BATCH_MESSAGES, MessageSize, batches
from mailbot.mail.mailbox import Filed, Skipped
from tests.servers.certificates import Certificate
from tests.servers.chaos import ChaosProxy
from tests.servers.imap import USER, Mailboxes, settings_for
from tests.servers.ports import free_port
from tests.servers.scripted import ScriptedImap

MAIL = b"From: jo@customer.test\r\nSubject: No heating\r\n\r\nIt is cold.\r\n"


@pytest.fixture(autouse=True)
def an_inbox(world: MailWorld) -> None:
    world.add_user(USER)


# --------------------------------------------------------------------------------------------------------- connecting


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
        mailbox = mailboxes.unconnected(settings_for(server, auth="xoauth2"), lambda: "token-of-today")
        mailbox.connect()

        assert mailbox.connected


def test_a_refused_access_token_is_a_refused_login(mailboxes: Mailboxes) -> None:
    with ScriptedImap({"AUTHENTICATE": "{tag} NO [AUTHENTICATIONFAILED] expired"}) as server:
        mailbox = mailboxes.unconnected(settings_for(server, auth="xoauth2"), lambda: "token-of-yesterday")

        with pytest.raises(LoginRefused, match="expired"):
            mailbox.connect()


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


# ------------------------------------------------------------------------------------------------------------ reading


def test_uids_are_those_after_the_one_given(world: MailWorld, mailboxes: Mailboxes) -> None:
    first, second, third = (world.deliver(USER, MAIL) for _ in range(3))
    mailbox = mailboxes.opened(world)

    assert mailbox.uids() == (first, second, third)
    assert mailbox.uids(first) == (second, third)


def test_nothing_is_new_after_the_last_uid(world: MailWorld, mailboxes: Mailboxes) -> None:
    """RFC 3501 6.4.8: a range n:* holds the last message although its UID is smaller than n."""
    last = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world)

    assert mailbox.uids(last) == ()
    assert mailbox.uids(last + 1000) == ()


def test_an_empty_folder_has_no_uids(world: MailWorld, mailboxes: Mailboxes) -> None:
    assert mailboxes.opened(world).uids() == ()


def test_mail_that_came_after_connecting_is_seen(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world)
    mailbox.uids()

    uid = world.deliver(USER, MAIL)

    assert mailbox.uids() == (uid,)


def test_a_large_folder_is_searched_in_pieces(mailboxes: Mailboxes) -> None:
    """imaplib ends at lines over 1 MB; 120,000 UIDs in one answer are more."""

    def search(command: str) -> str:
        first, last = command.split()[2].split(":")
        found = range(int(first), (120_000 if last == "*" else int(last)) + 1)
        return "* SEARCH " + " ".join(str(4_000_000_000 + n) for n in found) + "\n{tag} OK done"

    opening = "* 120000 EXISTS\n* OK [UIDVALIDITY 7] valid\n{tag} OK [READ-ONLY] opened"
    with ScriptedImap({"EXAMINE": opening, "UID SEARCH": search}) as server:
        uids = mailboxes.opened(server).uids()

    assert (len(uids), uids[0], uids[-1]) == (120_000, 4_000_000_001, 4_000_120_000)


def test_a_message_comes_as_it_was_received_with_the_servers_time_in_utc(
    world: MailWorld, mailboxes: Mailboxes
) -> None:
    content = b"Subject: caf\xc3\xa9\r\n\r\n8 bit \xff, a lone\nnewline, and no line at the end"
    received_at = datetime(2026, 3, 3, 12, 20, 0, tzinfo=timezone(timedelta(hours=1)))
    uid = world.deliver(USER, content, received_at)
    mailbox = mailboxes.opened(world)

    (message,) = mailbox.fetch([uid])

    assert message.content == content
    assert message.received_at == received_at
    assert message.received_at.tzinfo is UTC
    assert (message.mailbox, message.folder, message.uid) == ("company", "INBOX", uid)
    assert message.uidvalidity == mailbox.uidvalidity > 0


def test_messages_come_in_the_order_asked_for_over_any_number_of_batches(
    world: MailWorld, mailboxes: Mailboxes
) -> None:
    uids = [world.deliver(USER, MAIL) for _ in range(BATCH_MESSAGES * 2 + 5)]
    mailbox = mailboxes.opened(world)

    assert [message.uid for message in mailbox.fetch(uids)] == uids
    assert [size.uid for size in mailbox.sizes(uids)] == uids
    assert {size.size for size in mailbox.sizes(uids)} == {len(MAIL)}


def test_of_a_message_that_is_too_large_only_the_header_is_read(world: MailWorld, mailboxes: Mailboxes) -> None:
    small = world.deliver(USER, MAIL)
    large = world.deliver(USER, MAIL + b"x" * 5000)
    other = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world)

    messages = list(mailbox.fetch([small, large, other], max_bytes=5000))

    assert [message.uid for message in messages] == [small, large, other]
    assert messages[1].content == b"From: jo@customer.test\r\nSubject: No heating\r\n\r\n"
    assert mailbox.header_only == {large}


def test_a_message_that_is_gone_is_skipped_and_named(world: MailWorld, mailboxes: Mailboxes) -> None:
    kept, moved = world.deliver(USER, MAIL), world.deliver(USER, MAIL)
    mailboxes.opened(world, done_folder="Worked").file_away([moved])
    mailbox = mailboxes.opened(world)

    messages = list(mailbox.fetch([kept, moved]))

    assert [message.uid for message in messages] == [kept]
    assert mailbox.skipped == (Skipped(uid=moved, because="gone"),)


def test_a_message_that_the_server_will_not_give_takes_no_neighbour_along(mailboxes: Mailboxes) -> None:
    def fetch(command: str) -> str:
        uids = [int(uid) for uid in command.split()[2].split(",")]
        if "RFC822.SIZE" in command:
            return "".join(f"* {uid} FETCH (UID {uid} RFC822.SIZE 5)\n" for uid in uids) + "{tag} OK done"
        if 2 in uids:
            return "{tag} NO [SERVERBUG] message 2 is damaged"
        date = '"01-Mar-2026 10:00:00 +0000"'
        return "".join(
            f"* {uid} FETCH (UID {uid} INTERNALDATE {date} BODY[] {{5}}\nmail{uid})\n" for uid in uids
        ) + "{tag} OK done"  # fmt: skip

    with ScriptedImap({"UID FETCH": fetch}) as server:
        mailbox = mailboxes.opened(server)
        messages = list(mailbox.fetch([1, 2, 3]))

    assert [message.content for message in messages] == [b"mail1", b"mail3"]
    assert [skipped.uid for skipped in mailbox.skipped] == [2]
    assert "damaged" in mailbox.skipped[0].because


def test_reading_marks_nothing_as_read(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    with ChaosProxy(world.imap_port, password=world.password) as proxy:
        mailbox = mailboxes.opened(proxy)
        list(mailbox.fetch([uid]))

        assert b"EXAMINE" in proxy.said
        assert b"BODY.PEEK[]" in proxy.said
        assert b"BODY[]" not in proxy.said


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([BATCH_BYTES, 1], [[BATCH_BYTES], [1]], id="full by bytes"),
        pytest.param([1, BATCH_BYTES - 1], [[1, BATCH_BYTES - 1]], id="just full"),
        pytest.param([1, BATCH_BYTES + 1, 1], [[1], [BATCH_BYTES + 1], [1]], id="larger than a batch"),
        pytest.param([1, 50_000_001, 1], [[1], [50_000_001], [1]], id="too large stands alone"),
        pytest.param([1] * (BATCH_MESSAGES + 1), [[1] * BATCH_MESSAGES, [1]], id="full by number"),
    ],
)
def test_batches_keep_the_order_and_their_size(sizes: list[int], expected: list[list[int]]) -> None:
    made = batches([MessageSize(uid=n, size=size) for n, size in enumerate(sizes, 1)], 50_000_000)

    assert [[one.size for one in batch] for batch in made] == expected


# ------------------------------------------------------------------------------------------------------- renumbering


def test_a_changed_uidvalidity_is_noticed_and_cuts_the_connection(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world)
    assert mailbox.uids() == (uid,)

    world.change_uidvalidity(USER, 4_000_000_000)

    with pytest.raises(TemporaryFailure, match=r"UIDVALIDITY .* is now 4000000000"):
        mailbox.uids(uid)
    assert not mailbox.connected


def test_the_new_uidvalidity_is_known_after_connecting_again(world: MailWorld, mailboxes: Mailboxes) -> None:
    uid = world.deliver(USER, MAIL)
    mailbox = mailboxes.opened(world)
    world.change_uidvalidity(USER, 4_000_000_000)

    mailbox.connect()

    assert mailbox.uidvalidity == 4_000_000_000
    assert mailbox.uids() == (uid,)


# -------------------------------------------------------------------------------------------------------- filing away


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


def test_a_copy_of_a_sent_letter_is_kept_as_it_is_and_read(world: MailWorld, mailboxes: Mailboxes) -> None:
    mailbox = mailboxes.opened(world, sent_folder="Sent by mailbot")

    mailbox.append(mailbox.sent_folder, MAIL)

    assert [message.content for message in world.messages(USER, "Sent by mailbot")] == [MAIL]


def test_no_copy_is_kept_where_the_server_has_no_folder_for_it(world: MailWorld, mailboxes: Mailboxes) -> None:
    assert mailboxes.opened(world, sent_folder="auto").sent_folder == ""
    assert mailboxes.opened(world, sent_folder="").sent_folder == ""


# ------------------------------------------------------------------------------------------------------------- broken


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
