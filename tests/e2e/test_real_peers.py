"""The whole program between a real Postfix and a real Dovecot: submitted, delivered, read, answered, bounced, vacationed, deferred."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.store.packing import compact, unpack
from tests.e2e.process import Box, DaemonProcess
from tests.servers.dovecot import Dovecot
from tests.servers.mailreader import MailReader, words
from tests.servers.policy import GreylistingPolicy
from tests.servers.postfix import Postfix
from tests.servers.sink import Misdeed, Sink

pytestmark = pytest.mark.server

INFO = "info@company.test"
TEXT = "Your fitters broke two roof tiles and left. I am annoyed; please put it right.\n"


@dataclass(frozen=True, kw_only=True)
class Town:
    """A company and its customers, each with an account, and the mail server between them."""

    mailboxes: Dovecot
    exchange: Postfix
    remote: Sink
    greylisting: GreylistingPolicy

    def person(self, address: str) -> MailReader:
        return MailReader(self.mailboxes, self.exchange, address)

    def daemon(self, folder: Path) -> DaemonProcess:
        box = Box(name="dsmart", address=INFO, host="127.0.0.1", port=self.mailboxes.port, procedure="dsmart")
        login = f'username = "{INFO}"\nauth = "password"'
        secret = {"MAILBOT_SMTP_PASSWORD": self.exchange.password}
        return DaemonProcess(folder, self.exchange.port, box, smtp=login, environment=secret)


@pytest.fixture
def town() -> Iterator[Town]:
    people = (INFO, "anna@company.test", "dana@company.test", "hal@company.test", "jo@customer.test")
    with (
        Sink() as remote,
        GreylistingPolicy() as greylisting,
        Dovecot(*people, behind_postfix=True) as mailboxes,
        Postfix(mailboxes, remote_port=remote.port, policy_port=greylisting.port) as exchange,
    ):
        yield Town(mailboxes=mailboxes, exchange=exchange, remote=remote, greylisting=greylisting)


def test_a_complaint_makes_the_whole_round(town: Town, tmp_path: Path) -> None:
    jo, anna = town.person("jo@customer.test"), town.person("anna@company.test")
    with town.daemon(tmp_path) as daemon:
        daemon.wait_for("mailbox.read")
        jo.write(INFO, "Roof tile broken", TEXT, "<one@customer.test>")
        acknowledged = jo.wait_for(lambda m: m["In-Reply-To"] == "<one@customer.test>")
        jo.answer(acknowledged, "It also leaks since last night.\n", "<two@customer.test>")
        notice = anna.wait_for(lambda m: "leaks since last night" in words(m))
        anna.answer(notice, "We shall look at it tomorrow morning.\n", "<three@company.test>")
        relayed = jo.wait_for(lambda m: "tomorrow morning" in words(m))
        assert daemon.terminate() == 0
    assert str(acknowledged["Return-Path"]).startswith("<info+")
    assert relayed["From"].addresses[0].addr_spec == INFO
    assert "anna@company.test" not in relayed.as_string()
    assert daemon.rows("SELECT count(*) FROM case_file") == [(1,)]
    assert daemon.rows("SELECT count(*) FROM letter WHERE name = 'acknowledgement'") == [(1,)]
    assert town.mailboxes.count(INFO, "INBOX") == 0
    assert town.mailboxes.count(INFO, "Processed") == 3


def test_an_acknowledgement_to_nobody_bounces_and_was_not_given(town: Town, tmp_path: Path) -> None:
    anna = town.person("anna@company.test")
    with town.daemon(tmp_path) as daemon:
        daemon.wait_for("mailbox.read")
        gone = "From: Gone <gone@customer.test>\r\nTo: info@company.test\r\nSubject: Tiles\r\nMessage-ID: <g@customer.test>\r\n"
        town.mailboxes.deliver(INFO, f"{gone}\r\n{TEXT}".encode(), "gone@customer.test")
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        daemon.wait_for("message.recorded", outcome="bounce")
        task = anna.wait_for(lambda m: "gone@customer.test" in words(m) and "5.1.1" in words(m))
        assert daemon.terminate() == 0
    assert task["From"].addresses[0].addr_spec == INFO
    assert daemon.rows("SELECT state FROM letter WHERE name = 'acknowledgement'") == [("bounced",)]
    assert daemon.rows("SELECT clock FROM deadline WHERE clock = 'acknowledge' AND stopped_at IS NULL")


def test_an_absence_notice_is_recorded_as_automatic_and_not_answered(town: Town, tmp_path: Path) -> None:
    town.mailboxes.add_user("lee@customer.test")
    town.mailboxes.goes_away("lee@customer.test", "I am away until Monday.")
    lee = town.person("lee@customer.test")
    with town.daemon(tmp_path) as daemon:
        daemon.wait_for("mailbox.read")
        lee.write(INFO, "Tiles", TEXT, "<one@customer.test>")
        first = lee.wait_for(lambda m: m["In-Reply-To"] == "<one@customer.test>")
        # Pigeonhole answers no automatic letter; what a colleague wrote to the customer it does answer.
        notice = town.person("anna@company.test").wait_for(lambda m: "broke two roof tiles" in words(m))
        town.person("anna@company.test").answer(notice, "We shall look at it tomorrow.\n", "<two@company.test>")
        daemon.wait_for("message.recorded", outcome="out_of_office")
        daemon.wait_for_quiet_outbox()
        assert daemon.terminate() == 0
    assert first["Auto-Submitted"] == "auto-replied"
    assert len([m for m in lee.all() if m["From"].addresses[0].addr_spec == INFO]) == 2
    (row,) = daemon.rows("SELECT decision FROM ledger WHERE outcome = 'out_of_office'")
    assert '"disposition":"automatic"' in compact(unpack(row.decision))


def test_a_letter_that_waits_at_the_mail_server_is_late_and_not_lost(town: Town, tmp_path: Path) -> None:
    """remote.test defers twice (Postfix says so in a real delay notice) and then takes the letter."""
    town.remote.misdeeds.add(Misdeed.MAILBOX_IS_FULL_FOR_NOW)
    with town.daemon(tmp_path) as daemon:
        daemon.wait_for("mailbox.read")
        head = (
            "From: Far <far@remote.test>\r\nTo: info@company.test\r\nSubject: Tiles\r\nMessage-ID: <f@remote.test>\r\n"
        )
        town.mailboxes.deliver(INFO, f"{head}\r\n{TEXT}".encode(), "far@remote.test")
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        daemon.wait_for("message.recorded", outcome="delivery_delayed")
        assert daemon.rows("SELECT state FROM letter WHERE name = 'acknowledgement'") == [("sent",)]
        town.remote.misdeeds.clear()
        town.remote.wait_for_received(1)
        assert daemon.terminate() == 0
    assert daemon.rows("SELECT count(*) FROM deadline WHERE clock = 'acknowledge' AND stopped_at IS NULL") == [(0,)]
    assert town.remote.received[0].rcpt_tos == ["far@remote.test"]


def test_a_greylisting_mail_server_gets_the_same_letter_a_minute_later(town: Town, tmp_path: Path) -> None:
    jo = town.person("jo@customer.test")
    with town.daemon(tmp_path) as daemon:
        daemon.wait_for("mailbox.read")
        jo.write(INFO, "Tiles", TEXT, "<one@customer.test>")
        town.greylisting.defers("jo@customer.test")
        said = daemon.wait_for("letter.temporary", letter="acknowledgement")
        assert said[0]["code"] == 450
        daemon.kill()
        first = daemon.rows("SELECT message_id, sha256 FROM letter WHERE name = 'acknowledgement'")
        daemon.rows("UPDATE letter SET next_attempt_at = queued_at RETURNING id")  # instead of waiting a minute
        daemon.start()
        daemon.wait_for("letter.accepted", letter="acknowledgement")
        acknowledged = jo.wait_for(lambda m: m["In-Reply-To"] == "<one@customer.test>")
        assert daemon.terminate() == 0
    assert [(acknowledged["Message-ID"],)] == [(row.message_id,) for row in first]
    assert daemon.rows("SELECT message_id, sha256 FROM letter WHERE name = 'acknowledgement'") == first
