"""Reading: which messages there are, and their bytes, on an IMAP server in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailbot.demo.world import MailWorld
from mailbot.errors import ServerRefused, TemporaryFailure
from mailbot.mail.batches import BATCH_BYTES, BATCH_MESSAGES, MessageSize, batches
from mailbot.mail.mailbox import Skipped
from tests.servers.chaos import ChaosProxy
from tests.servers.imap import USER, Mailboxes
from tests.servers.scripted import ScriptedImap

MAIL = b"From: jo@customer.test\r\nSubject: No heating\r\n\r\nIt is cold.\r\n"


@pytest.fixture(autouse=True)
def an_inbox(world: MailWorld) -> None:
    world.add_user(USER)


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
    assert [message.complete for message in messages] == [True, False, True]


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
        if 2 in uids and "BODY" in command:
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


def test_a_message_whose_size_the_server_cannot_tell_takes_no_neighbour_along(mailboxes: Mailboxes) -> None:
    def fetch(command: str) -> str:
        uids = [int(uid) for uid in command.split()[2].split(",")]
        if "RFC822.SIZE" in command and 2 in uids:
            return "{tag} NO message 2 cannot be converted"
        return answered(uids)

    with ScriptedImap({"UID FETCH": fetch}) as server:
        mailbox = mailboxes.opened(server)
        messages = list(mailbox.fetch([1, 2, 3]))

    assert [message.uid for message in messages] == [1, 3]
    assert [skipped.uid for skipped in mailbox.skipped] == [2]
    assert "cannot be converted" in mailbox.skipped[0].because


@pytest.mark.parametrize("date", ["", "INTERNALDATE NIL", 'INTERNALDATE "31-Feb-2026 10:00:00 +0000"'])
def test_a_message_without_a_date_of_arrival_takes_no_neighbour_along(mailboxes: Mailboxes, date: str) -> None:
    def fetch(command: str) -> str:
        uids = [int(uid) for uid in command.split()[2].split(",")]
        return answered(uids).replace("INTERNALDATE " + DATE, date, 1)

    with ScriptedImap({"UID FETCH": fetch}) as server:
        mailbox = mailboxes.opened(server)
        messages = list(mailbox.fetch([1, 2, 3]))
        dated = mailbox.dates([1, 2, 3])

    assert [message.uid for message in messages] == [2, 3]
    assert [skipped.uid for skipped in mailbox.skipped] == [1]
    assert "no date of arrival" in mailbox.skipped[0].because
    assert [uid for uid, _ in dated] == [2, 3]


@pytest.mark.parametrize("refused", ["RFC822.SIZE", "BODY"])
@pytest.mark.parametrize("uids", [[1], [1, 2, 3]])
def test_a_server_that_has_had_enough_of_us_blames_no_message(
    mailboxes: Mailboxes, refused: str, uids: list[int]
) -> None:
    """It gives nothing at all for a while: not even flags."""
    enough = False

    def fetch(command: str) -> str:
        nonlocal enough
        enough = enough or refused in command
        return "{tag} NO command limits exceeded" if enough else answered(uids)

    with ScriptedImap({"UID FETCH": fetch}) as server:
        mailbox = mailboxes.opened(server)
        with pytest.raises(ServerRefused, match="limits exceeded"):
            list(mailbox.fetch(uids))

    assert mailbox.skipped == ()


DATE = '"01-Mar-2026 10:00:00 +0000"'


def answered(uids: list[int]) -> str:
    each = (f"* {n} FETCH (UID {n} RFC822.SIZE 5 INTERNALDATE {DATE} BODY[] {{5}}\nmail{n})\n" for n in uids)
    return "".join(each) + "{tag} OK done"


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
