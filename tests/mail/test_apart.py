"""mail/apart.py: large and suspect messages are read by a child that may die of them, and nothing else does."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import threading
from pathlib import Path

import pytest

from mailbot.errors import TemporaryFailure, Unreadable
from mailbot.mail.apart import Apart, ReadingLimits
from mailbot.mail.parse import parse

EMAILS = Path(__file__).parent.parent / "emails"
SMALL = (EMAILS / "attachment_with_a_path_for_a_name.eml").read_bytes()


def photographs(megabytes: float) -> bytes:
    data = base64.encodebytes(b"\xff\xd8" + bytes(range(256)) * int(megabytes * 4000 * 3 / 4))
    head = b"From: jo@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee here.\r\n--b\r\n"
    return head + b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data + b"\r\n--b--\r\n"


def test_a_child_reads_what_is_read_here() -> None:
    with Apart(apart_bytes=0) as apart:
        for path in sorted(EMAILS.glob("*.eml")):
            assert apart.read(path.read_bytes()) == parse(path.read_bytes()), path.name
        names = [one.sha256 for one in parse(SMALL).attachments]
        found = apart.files(SMALL, names)
        assert [hashlib.sha256(data).hexdigest() for data in found] == names
        assert apart.files(SMALL, []) == ()


def test_what_is_unreadable_is_so_for_a_child_too() -> None:
    with Apart() as apart:
        with pytest.raises(Unreadable, match="the message is empty"):
            apart.read(b"\r\n", suspect=True)
        with pytest.raises(Unreadable, match="no attachment with the digest"):
            apart.files(SMALL, ["0" * 64], suspect=True)
        assert apart.read(SMALL, suspect=True).attachments


def test_a_child_that_was_made_ready_reads_what_comes() -> None:
    with Apart() as apart:
        apart.make_ready()
        child = apart.child_id
        assert child is not None
        apart.make_ready()
        assert apart.read(SMALL, suspect=True) == parse(SMALL)
        assert apart.read(SMALL, suspect=True) == parse(SMALL)
        assert apart.child_id == child


def test_a_child_does_not_heed_the_signals_that_stop_the_whole_program() -> None:
    """systemd and a terminal send them to the child as well, which may have a message in hand."""
    with Apart() as apart:
        apart.make_ready()
        child = apart.child_id
        assert child is not None
        for number in (signal.SIGTERM, signal.SIGINT):
            os.kill(child, number)
        assert apart.read(SMALL, suspect=True) == parse(SMALL)
        assert apart.child_id == child


def test_a_child_that_is_stopped_before_it_can_say_so_blames_no_message() -> None:
    with Apart() as apart:
        killer = threading.Thread(target=stop_child, args=[apart])
        killer.start()
        with pytest.raises(TemporaryFailure, match="was asked to end"):
            apart.read(SMALL, suspect=True)
        killer.join()
        assert apart.read(SMALL, suspect=True).attachments


def stop_child(apart: Apart) -> None:
    while (child := apart.child_id) is None:
        pass
    os.kill(child, signal.SIGTERM)  # it takes half a second to begin


def test_a_message_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    with Apart(ReadingLimits(cpu_seconds=0.005), apart_bytes=100_000) as apart:
        with pytest.raises(Unreadable, match=r"more than 0\.005 seconds of processor time"):
            apart.read(photographs(4))
        assert apart.read(SMALL).attachments


def test_a_message_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    with Apart(ReadingLimits(memory_bytes=12_000_000), apart_bytes=0) as apart:
        with pytest.raises(Unreadable, match="more than 12 MB of memory"):
            apart.read(photographs(10))
        assert apart.read(SMALL).attachments


def test_twenty_megabytes_of_photographs_are_read_within_the_limits() -> None:
    content = photographs(20)
    with Apart(ReadingLimits(cpu_seconds=20)) as apart:
        (photograph,) = apart.read(content).attachments
        assert len(apart.files(content, [photograph.sha256])[0]) == photograph.size > 14_000_000


def test_a_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_SECRET", "a test's secret")
    with Apart() as apart:
        apart.read(SMALL, suspect=True)
        assert apart.child_id is not None
        environment = Path(f"/proc/{apart.child_id}/environ")
        if environment.exists():
            assert b"MAILBOT_SECRET" not in environment.read_bytes()
