"""The whole program against a real IMAP server and an SMTP sink: a process, its signals, its servers' trouble."""

from __future__ import annotations

import email
import email.policy
import hashlib
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailbot.store import events
from mailbot.store.store import Store
from tests.e2e.process import Box, DaemonProcess
from tests.servers.dovecot import Dovecot
from tests.servers.sink import Misdeed, Sink

pytestmark = pytest.mark.server
Account = Callable[[Dovecot], str]
OLD = datetime(2025, 1, 2, 10, 0, tzinfo=UTC)


def complaint(number: int, to: str) -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = f"Customer {number} <customer{number}@customer.example>"
    message["To"] = to
    message["Subject"] = f"Complaint {number}: roof tile broken"
    message["Message-ID"] = f"<complaint-{number}@customer.example>"
    message["Date"] = "Tue, 03 Mar 2026 11:20:00 +0000"
    message.set_content(f"Your fitters broke tile number {number} and left. I am annoyed; please put it right.\n")
    return message.as_bytes()


def box(server: Dovecot, address: str, name: str = "dsmart", procedure: str = "dsmart") -> Box:
    return Box(name=name, address=address, host=server.host, port=server.port, procedure=procedure)


def sent_to_customers(sink: Sink) -> list[tuple[str, str, bytes]]:
    """(recipient, Message-ID, bytes) of every letter that went to a customer."""
    found = []
    for envelope in list(sink.received):
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        found.append((envelope.rcpt_tos[0], str(email.message_from_bytes(content)["Message-ID"]), content))
    return [row for row in found if row[0].endswith("@customer.example")]


def test_a_complaint_delivered_to_either_company_is_acknowledged_and_filed_away(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    dsmart, tiny = account(dovecot), account(dovecot)
    boxes = (box(dovecot, dsmart), box(dovecot, tiny, "tinytracker", "tinytracker"))
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, *boxes) as daemon:
        daemon.wait_for("mailbox.read", 2)
        dovecot.deliver(dsmart, complaint(1, dsmart))
        dovecot.deliver(tiny, complaint(2, tiny))
        daemon.wait_for("letter.accepted", 2, letter="acknowledgement")
        assert daemon.terminate() == 0
    to = {recipient: email.message_from_bytes(content) for recipient, _, content in sent_to_customers(sink)}
    assert to["customer1@customer.example"]["In-Reply-To"] == "<complaint-1@customer.example>"
    names = [part.get_filename() for part in to["customer2@customer.example"].walk() if part.get_filename()]
    assert names == ["complaints-procedure.pdf", "feedback-form.pdf"]
    assert dovecot.count(dsmart, "INBOX") == dovecot.count(tiny, "INBOX") == 0


def test_killed_in_the_middle_of_200_messages_it_loses_nothing_and_sends_nothing_twice_with_other_bytes(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    for number in range(200):
        dovecot.deliver(address, complaint(number, address))
    with Sink() as sink:
        with DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as daemon:
            for recorded in (30, 60, 60):
                daemon.wait_for("message.recorded", recorded)
                daemon.kill()
                daemon.start()
            daemon.wait_for("mailbox.read")
            while len({to for to, _, _ in sent_to_customers(sink)}) < 200:
                daemon.wait_for("letter.accepted")
            assert daemon.terminate() == 0
        acknowledged = sent_to_customers(sink)
    by_id: dict[str, set[str]] = defaultdict(set)
    for _, message_id, content in acknowledged:
        by_id[message_id].add(hashlib.sha256(content).hexdigest())
    assert len(by_id) == len({to for to, _, _ in acknowledged}) == 200
    assert {len(digests) for digests in by_id.values()} == {1}
    assert daemon.rows("SELECT count(*) FROM contact WHERE direction = 'in'") == [(200,)]
    assert daemon.rows("SELECT count(*) FROM ledger WHERE state = 'done' AND filed_away") == [(200,)]
    assert dovecot.count(address, "INBOX") == 0
    assert dovecot.count(address, "Processed") == 200
    store = Store(daemon.database)
    with store.begin() as tx:
        assert events.faults(tx) == ()
    store.close()


def test_a_refused_login_is_said_and_the_other_mailbox_goes_on(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    good, bad = account(dovecot), account(dovecot)
    wrong = Box(
        name="tinytracker",
        address=bad,
        host=dovecot.host,
        port=dovecot.port,
        procedure="tinytracker",
        password="wrong",
    )
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, good), wrong) as daemon:
        said = daemon.wait_for("mailbox.failed", mailbox="tinytracker")
        dovecot.deliver(good, complaint(1, good))
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        assert daemon.terminate() == 0
    assert said[0]["error"] == "LoginRefused"


def test_a_connection_lost_is_taken_up_again(tmp_path: Path) -> None:
    address = "info@company.test"
    with Dovecot(address) as server, Sink() as sink, DaemonProcess(tmp_path, sink.port, box(server, address)) as daemon:
        daemon.wait_for("mailbox.read")
        server.doveadm("kick", address)
        daemon.wait_for("mailbox.lost")
        server.deliver(address, complaint(1, address))
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        assert daemon.terminate() == 0


def test_a_renumbered_inbox_makes_no_second_case_and_no_second_letter(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    stays = Box(
        name="dsmart", address=address, host=dovecot.host, port=dovecot.port, procedure="dsmart", done_folder=""
    )
    with Sink() as sink, DaemonProcess(tmp_path, sink.port, stays) as daemon:
        daemon.wait_for("mailbox.read")
        dovecot.deliver(address, complaint(1, address))
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        dovecot.change_uidvalidity(address, 1_999_999_999)
        daemon.wait_for("message.recorded", outcome="seen_before")
        assert daemon.terminate() == 0
    assert len(sent_to_customers(sink)) == 1
    assert daemon.rows("SELECT count(*) FROM case_file") == [(1,)]


def test_a_server_that_refuses_for_now_gets_the_same_bytes_again(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    with Sink(Misdeed.ANSWERS_421) as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as daemon:
        daemon.wait_for("mailbox.read")
        dovecot.deliver(address, complaint(1, address))
        daemon.wait_for("letter.temporary")
        assert daemon.rows("SELECT state FROM letter WHERE name = 'acknowledgement'") == [("awaiting_retry",)]
        assert daemon.terminate() == 0


def test_a_server_in_trouble_is_tried_once_and_then_after_growing_pauses_however_many_letters_wait(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    address = account(dovecot)
    with Sink(Misdeed.REFUSES_SENDER) as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, address)) as daemon:
        daemon.wait_for("mailbox.read")
        for number in range(6):
            dovecot.deliver(address, complaint(number, address))
        tried = [datetime.fromisoformat(line["at"]) for line in daemon.wait_for("letter.temporary", 3)]
        assert daemon.terminate() == 0
    waited = [(after - before).total_seconds() for before, after in pairwise(tried)]
    assert 0.9 < waited[0] < waited[1]


def test_what_a_colleague_sends_from_the_shared_mailbox_comes_to_the_case(
    dovecot: Dovecot, account: Account, tmp_path: Path
) -> None:
    dsmart = account(dovecot)
    by_hand = EmailMessage(policy=email.policy.SMTP)
    by_hand["From"], by_hand["To"] = dsmart, "customer1@customer.example"
    by_hand["Message-ID"], by_hand["In-Reply-To"] = "<by-hand@company.test>", "<complaint-1@customer.example>"
    by_hand.set_content("We come tomorrow.\n")
    with IMAPClient(dovecot.host, dovecot.port, ssl=False) as colleague:
        colleague.login(dsmart, "test")
        colleague.append(
            "Sent Mail", b"From: x@y.example\r\nMessage-ID: <old@company.test>\r\n\r\nOld.\r\n", msg_time=OLD
        )
        with Sink() as sink, DaemonProcess(tmp_path, sink.port, box(dovecot, dsmart)) as daemon:
            daemon.wait_for("mailbox.read")
            dovecot.deliver(dsmart, complaint(1, dsmart))
            daemon.wait_for("letter.accepted", letter="acknowledgement")
            colleague.append("Sent Mail", by_hand.as_bytes())
            daemon.wait_for("message.recorded", outcome="sent_by_hand")
            daemon.wait_for("letter.accepted", letter="task")
            assert daemon.terminate() == 0
            kept = daemon.rows(
                "SELECT direction, summary FROM contact c JOIN ledger l ON l.id = c.ledger_id WHERE l.sent"
            )
            assert [(row.direction, row.summary) for row in kept] == [("out", "We come tomorrow.")]
            assert [row.outcome for row in daemon.rows("SELECT outcome FROM ledger WHERE sent ORDER BY id")] == [
                "sent_before", "sent_by_hand",
            ]  # fmt: skip
