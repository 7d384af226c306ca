"""`mailbot demo --serve`: a person with a mail client writes a complaint and sees its acknowledgement arrive."""

from __future__ import annotations

import re
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from mailbot.demo.serving import NEWCOMER
from mailbot.mail.mailbox import ImapMailbox, ImapSettings
from mailbot.mail.parse import parse

COMPLAINT = f"""\
From: Ada New <{NEWCOMER}>
To: info@dsmart.example
Message-ID: <one@customer.example>
Subject: Complaint

My solar panels do not work.
"""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-m", "mailbot", "demo", "--serve", "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        process.kill()


def test_a_complaint_is_acknowledged_and_sigterm_stops_it_within_five_seconds(
    serving: subprocess.Popen[str],
) -> None:
    assert serving.stdout is not None
    imap, smtp = _ports(serving.stdout)

    with smtplib.SMTP("127.0.0.1", smtp, timeout=10) as client:
        client.sendmail(NEWCOMER, ["info@dsmart.example"], COMPLAINT)
    letter = parse(_first_letter(imap))
    assert letter.in_reply_to == ("<one@customer.example>",)
    assert re.search(r"^\[DS-\d{4}-0003-\w\] ", letter.subject)

    serving.send_signal(signal.SIGTERM)
    rest, _ = serving.communicate(timeout=5)
    assert serving.returncode == 0
    assert "Ada New writes to Dsmart Electrical" in rest
    assert "LATE" not in rest


def _ports(output: IO[str]) -> tuple[int, int]:
    """(IMAP, SMTP) as a person reads them from what is printed, once all of it has been."""
    found: dict[str, int] = {}
    for line in output:
        if port := re.search(r"\((IMAP|SMTP)\): server 127\.0\.0\.1, port (\d+), connection security: none", line):
            found[port[1]] = int(port[2])
        if line.strip().startswith("curl -u "):
            return found["IMAP"], found["SMTP"]
    raise AssertionError("the demo ended before it served")


def _first_letter(port: int) -> bytes:
    """What arrives in the newcomer's inbox, waited for with IDLE."""
    settings = ImapSettings(host="127.0.0.1", port=port, security="none", username=NEWCOMER, password="demo")
    mailbox = ImapMailbox(settings, "newcomer")
    mailbox.connect()
    try:
        while not mailbox.uids():
            assert mailbox.wait(10), "no acknowledgement came"
        return next(mailbox.fetch(mailbox.uids())).content
    finally:
        mailbox.close()
