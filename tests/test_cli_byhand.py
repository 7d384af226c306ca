"""`mailbot poll`, `tick` and `send` against real servers on loopback: what they do, what they say, and what stays safe."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.byhand import poll_once, send_once, tick_once
from mailbot.demo.world import MailWorld
from mailbot.errors import MailbotError
from mailbot.store import cases, ledger
from tests.installation import MARCH, Installation, mail

INFO = "info@dsmart.example"


@pytest.fixture
def here(tmp_path: Path, world: MailWorld) -> Installation:
    world.add_user(INFO)
    installation = Installation(tmp_path, world)
    installation.settings()
    return installation


def test_a_complaint_is_polled_answered_and_sent_by_hand(here: Installation, world: MailWorld) -> None:
    world.deliver(INFO, mail(), MARCH)
    assert poll_once(here.config, here.environment, MARCH) == "dsmart (info@dsmart.example): 1 message dealt with."
    assert poll_once(here.config, here.environment, MARCH) == "dsmart (info@dsmart.example): nothing new."
    said, wrong = send_once(here.config, here.environment, MARCH)
    assert (said, wrong) == (f"2 letters handed to 127.0.0.1:{world.smtp_port}.", False)
    assert [m.recipients for m in world.sent()] == [("jo@customer.example",), ("anna@dsmart.example",)]
    assert send_once(here.config, here.environment, MARCH) == ("No letter is due to be sent.", False)


def test_a_tick_says_what_it_found(here: Installation, world: MailWorld) -> None:
    assert tick_once(here.config, here.environment, MARCH) == "No deadline has come; 0 letters in the outbox."
    world.deliver(INFO, mail(), MARCH)
    poll_once(here.config, here.environment, MARCH)
    told = tick_once(here.config, here.environment, MARCH + timedelta(hours=25))
    assert told.startswith("3 deadlines looked at; ")
    assert told.endswith(" letters in the outbox (mailbot send).")


def test_a_mailbox_that_fails_takes_no_other_along(here: Installation, world: MailWorld) -> None:
    config = here.config.read_text(encoding="utf-8")
    second = config[config.index("[[mailbox]]") :]
    changes = {'name = "dsmart"': 'name = "broken"', "@dsmart.example": "@broken.example"}
    for old, new in changes.items():
        second = second.replace(old, new)
    here.config.write_text(f"{config}\n{second}", encoding="utf-8")
    world.deliver(INFO, mail(), MARCH)
    environment = {**here.environment, "MAILBOT_BROKEN_IMAP_PASSWORD": "wrong"}
    with pytest.raises(MailbotError) as failed:
        poll_once(here.config, environment, MARCH)
    first, other = str(failed.value).splitlines()
    assert first == "dsmart (info@dsmart.example): 1 message dealt with."
    assert other.startswith("broken (info@broken.example): 127.0.0.1: refused the login of info@broken.example")


def test_letters_wait_when_the_server_is_away_and_go_when_it_is_back(here: Installation, world: MailWorld) -> None:
    world.deliver(INFO, mail(), MARCH)
    poll_once(here.config, here.environment, MARCH)
    port = world.smtp_port
    here.edit(f"port = {port}", "port = 1")
    said, wrong = send_once(here.config, here.environment, MARCH)
    assert wrong
    assert said.startswith("No letter could be handed to 127.0.0.1:1: ")
    assert said.endswith(" 2 letters in the outbox, next try 2026-03-03 11:20 UTC. Nothing is lost.")
    here.edit("port = 1", f"port = {port}")
    assert send_once(here.config, here.environment, MARCH)[0].startswith("2 letters handed to ")


def _claim_as(here: Installation, process: str) -> None:
    desk = here.desk()
    with desk.store.begin() as tx:
        tx.execute(text("update letter set state = 'sending', claimed_by = :by"), {"by": process})
    desk.store.close()


def test_letters_of_a_dead_process_go_out_and_those_of_a_living_one_do_not(
    here: Installation, world: MailWorld
) -> None:
    world.deliver(INFO, mail(), MARCH)
    poll_once(here.config, here.environment, MARCH)
    _claim_as(here, f"{socket.gethostname()}:{os.getpid()}:abcd")
    assert send_once(here.config, here.environment, MARCH)[0].startswith("No letter is due")
    _claim_as(here, "elsewhere:1:abcd")
    assert send_once(here.config, here.environment, MARCH)[0].startswith("No letter is due")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    _claim_as(here, f"{socket.gethostname()}:{ended.pid}:abcd")
    assert send_once(here.config, here.environment, MARCH)[0].startswith("2 letters handed to ")


def test_a_parked_message_is_mentioned_until_somebody_sees_to_it(here: Installation, world: MailWorld) -> None:
    world.deliver(INFO, mail(), MARCH)
    poll_once(here.config, here.environment, MARCH)
    desk = here.desk()
    with desk.store.begin() as tx:
        ledger.park(tx, 1, "for the test", MARCH)
    desk.store.close()
    with pytest.raises(MailbotError, match=r"nothing new\. 1 message could not be handled: mailbot park list"):
        poll_once(here.config, here.environment, MARCH)


def test_the_commands_print_and_end_as_the_contract_says(here: Installation, world: MailWorld) -> None:
    world.deliver(INFO, mail())
    polled, sent = here.run("poll"), here.run("send")
    assert (polled.code, polled.out) == (0, "dsmart (info@dsmart.example): 1 message dealt with.\n")
    assert (sent.code, sent.out) == (0, f"2 letters handed to 127.0.0.1:{world.smtp_port}.\n")
    assert here.run("tick").code == 0
    desk = here.desk()
    with desk.store.begin() as tx:
        assert len(cases.references(tx)) == 1
    desk.store.close()


def test_each_step_tells_what_it_did_as_json_lines(here: Installation, world: MailWorld) -> None:
    world.deliver(INFO, mail(), MARCH)
    polled = here.run("poll", "--json")
    assert (polled.code, polled.lines) == (
        0,
        [{"mailbox": "dsmart", "address": INFO, "said": "1 message dealt with.", "wrong": False}],
    )
    for command in ("tick", "send"):
        ran = here.run(command, "--json")
        assert ran.code == 0
        assert [list(line) for line in ran.lines] == [["said"]]


def test_a_mailbox_that_cannot_be_read_is_told_as_a_json_line_with_1(here: Installation) -> None:
    here.edit('name = "dsmart"\naddress = "info@dsmart.example"', 'name = "dsmart"\naddress = "nobody@dsmart.example"')
    ran = here.run("poll", "--json")
    assert ran.code == 1
    assert [(line["mailbox"], line["wrong"]) for line in ran.lines] == [("dsmart", True)]
