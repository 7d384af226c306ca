"""What a log line says, what it can never say, and how often it says it. Not: which events the program logs."""

from __future__ import annotations

import errno
import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest

from mailbot import log
from mailbot.errors import ConfigError

LOGGER = logging.getLogger("mailbot.outbox")
UNWELCOME: Any = {"address": "jo@customer.example"}  # Any: mypy would refuse the field before the test could


@pytest.fixture(autouse=True)
def unconfigured() -> Iterator[None]:
    log.reset()
    yield
    log.reset()


def configured(*, as_json: bool = True, level: str = "info", strict: bool = False) -> io.StringIO:
    stream = io.StringIO()
    log.configure(json=as_json, level=level, strict=strict, stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


# ------------------------------------------------------------------------------------------------------- what it says


def test_an_event_is_one_json_object_with_its_time_in_utc_its_level_and_its_ids() -> None:
    stream = configured()

    log.event(LOGGER, "letter.sent", case="DS-2031-7", letter="acknowledgement", letter_id=12, seconds=0.41238)

    (line,) = lines(stream)
    assert datetime.fromisoformat(line.pop("at")).utcoffset() == timedelta(0)
    assert line == {
        "level": "info",
        "event": "letter.sent",
        "case": "DS-2031-7",
        "letter": "acknowledgement",
        "letter_id": 12,
        "seconds": 0.412,
    }


def test_a_plain_line_has_the_same_in_words() -> None:
    stream = configured(as_json=False)

    log.event(LOGGER, "letter.sent", case="DS-2031-7", letter_id=12)

    assert stream.getvalue().partition(" ")[2] == "info letter.sent case=DS-2031-7 letter_id=12\n"


def test_lines_go_to_standard_error_so_that_standard_output_stays_json_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.configure(json=False, level="info")

    log.event(LOGGER, "poll.done", mailbox="dsmart")

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "poll.done mailbox=dsmart" in printed.err


def test_the_level_decides_what_is_said() -> None:
    stream = configured(level="warning")

    log.event(LOGGER, "letter.sent", letter_id=1)
    log.event(LOGGER, "letter.failed", letter_id=1, level=logging.WARNING)

    assert [line["event"] for line in lines(stream)] == ["letter.failed"]


def test_an_unknown_level_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="'loud' is none of debug, info, warning, error"):
        log.configure(json=True, level="loud")


def test_configuring_again_replaces_the_first_and_says_nothing_twice() -> None:
    first, second = configured(), configured()

    log.event(LOGGER, "letter.sent", letter_id=1)

    assert first.getvalue() == ""
    assert len(lines(second)) == 1


# --------------------------------------------------------------------------------------------------- what it never says


def test_an_unknown_field_is_a_type_error_while_developing() -> None:
    with pytest.raises(TypeError, match="no field address"):
        log.event(LOGGER, "letter.sent", **UNWELCOME)


@pytest.mark.parametrize(
    "value",
    ["jo@customer.example", "Jo Simmons", "two\nlines", "x" * 201, "é"],
    ids=["address", "prose", "second line", "long", "beyond ASCII"],
)
def test_a_value_that_is_no_id_is_a_value_error_while_developing(value: str) -> None:
    with pytest.raises(ValueError, match="what letter holds may not be logged"):
        log.event(LOGGER, "letter.sent", letter=value)


@pytest.mark.parametrize("name", ["Letter sent to Jo", "letter", "letter.sent!", "letter."])
def test_prose_for_an_event_name_is_a_value_error_while_developing(name: str) -> None:
    with pytest.raises(ValueError, match="is not an event name"):
        log.event(LOGGER, name)


def test_a_message_id_may_be_said() -> None:
    stream = configured(strict=True)

    log.event(LOGGER, "message.recorded", message_id="<a1.b2@mail.example>")

    assert lines(stream)[0]["message_id"] == "<a1.b2@mail.example>"


def test_a_running_daemon_leaves_out_what_may_not_be_said_and_names_it_instead_of_raising() -> None:
    stream = configured()

    log.event(LOGGER, "letter.sent", letter_id=3, letter="Dear Jo", **UNWELCOME)

    (line,) = lines(stream)
    assert line["refused"] == "letter,address"
    assert line["letter_id"] == 3
    assert "Jo" not in stream.getvalue()
    assert "customer.example" not in stream.getvalue()


def test_a_library_that_quotes_mail_is_reduced_to_where_it_spoke() -> None:
    stream = configured()

    logging.getLogger("mailparser").warning("cannot decode %r", "Dear Sirs, I am Jo Simmons")

    (line,) = lines(stream)
    assert (line["event"], line["logger"]) == ("log.prose", "mailparser")
    assert line["where"].startswith("test_log:")
    assert "Jo" not in stream.getvalue()


def test_a_line_of_ours_that_goes_round_event_is_reduced_likewise() -> None:
    stream = configured()

    LOGGER.info("sent to %s", "jo@customer.example", extra={"subject": "No heating"})

    assert [line["event"] for line in lines(stream)] == ["log.prose"]
    assert "jo@" not in stream.getvalue()
    assert "heating" not in stream.getvalue()


def test_an_exception_is_told_by_class_and_place_with_its_causes_and_without_its_words() -> None:
    stream = configured()
    try:
        try:
            raise ValueError("550 <jo@customer.example> unknown")
        except ValueError as refused:
            raise OSError("sending to Jo failed") from refused
    except OSError as failed:
        log.event(LOGGER, "letter.failed", letter_id=4, level=logging.ERROR, exc_info=failed)

    (line,) = lines(stream)
    assert line["error"] == "OSError"
    assert [entry for entry in line["trace"] if ":" not in entry] == ["OSError", "ValueError"]
    assert "test_an_exception_is_told" in line["trace"][1]
    assert "jo@" not in stream.getvalue()
    assert "Jo" not in stream.getvalue()


def test_an_exception_that_is_its_own_cause_is_told_once() -> None:
    error = ValueError("circle")
    error.__cause__ = error

    assert log.trace(error) == ["ValueError"]


def test_the_code_of_what_the_disk_or_the_database_refused_is_told_without_its_words() -> None:
    with closing(sqlite3.connect(":memory:")) as database, pytest.raises(sqlite3.Error) as refused:
        database.execute("SELECT jo@customer.example")

    assert log.trace(refused.value)[0] == "OperationalError SQLITE_ERROR"
    assert log.trace(OSError(errno.ENOSPC, "no room for jo@customer.example")) == ["OSError ENOSPC"]


# ---------------------------------------------------------------------------------------------------- how often it says


def poll_failed(error: str = "TimeoutError", mailbox: str = "dsmart", attempt: int = 1) -> None:
    log.event(LOGGER, "poll.failed", level=logging.WARNING, mailbox=mailbox, error=error, attempt=attempt)


def test_the_same_trouble_is_said_once_and_then_by_powers_of_ten() -> None:
    stream = configured()

    for attempt in range(1, 151):
        poll_failed(attempt=attempt)

    assert [line.get("repeated", 0) for line in lines(stream)] == [0, 10, 100]


def test_a_trouble_that_changes_is_said_at_once_with_the_count_of_what_was_held_back() -> None:
    stream = configured()

    for _ in range(4):
        poll_failed("TimeoutError")
    poll_failed("LoginRefused")

    assert [(line["error"], line.get("repeated", 0)) for line in lines(stream)] == [
        ("TimeoutError", 0),
        ("LoginRefused", 3),
    ]


def test_the_end_of_a_trouble_says_how_often_it_was_held_back_and_the_next_one_is_said_again() -> None:
    stream = configured()

    for _ in range(3):
        poll_failed()
    log.event(LOGGER, "poll.done", mailbox="dsmart")
    poll_failed()

    assert [(line["event"], line.get("repeated", 0)) for line in lines(stream)] == [
        ("poll.failed", 0),
        ("poll.done", 2),
        ("poll.failed", 0),
    ]


def test_troubles_of_two_mailboxes_do_not_hide_each_other() -> None:
    stream = configured()

    for mailbox in ("dsmart", "tinytracker", "dsmart", "tinytracker"):
        poll_failed(mailbox=mailbox)

    assert [line["mailbox"] for line in lines(stream)] == ["dsmart", "tinytracker"]


def test_what_is_no_trouble_is_never_held_back() -> None:
    stream = configured()

    for _ in range(5):
        log.event(LOGGER, "letter.sent", letter_id=1)

    assert len(lines(stream)) == 5


def test_only_so_many_troubles_are_remembered() -> None:
    repeats = log.Repeats()
    for letter_id in range(repeats.REMEMBERED + 5):
        record = LOGGER.makeRecord("mailbot.outbox", logging.ERROR, "x.py", 1, "letter.failed", (), None)
        record.fields = {"letter_id": letter_id}
        assert repeats.filter(record)

    assert len(repeats._troubles) == repeats.REMEMBERED
