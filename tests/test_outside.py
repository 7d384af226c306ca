"""What can be seen of a running mailbot from outside: numbers for Prometheus, health in sentences, and nothing of anybody's mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mailbot import metrics
from mailbot.outside import Outside, Serving
from mailbot.tick import tick
from tests.installation import MARCH, Installation, mail
from tests.servers.ports import free_port


@dataclass(frozen=True, kw_only=True)
class Page:
    status: int
    text: str

    def number(self, name: str, **labels: str) -> float:
        """Fails unless exactly one sample of that name bears these labels."""
        (found,) = [
            sample.value
            for family in text_string_to_metric_families(self.text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]
        return found


class Watched:
    """An installation whose pages are asked for at an instant of the test's own."""

    def __init__(self, here: Installation) -> None:
        self.here = here
        self.now = MARCH
        self.ticked_at: datetime | None = MARCH
        self._outside = Outside(here.settings().configuration, lambda: self.now, lambda: self.ticked_at)
        self._serving = Serving(self._outside, "127.0.0.1", 0)

    def close(self) -> None:
        self._serving.close()
        self._outside.close()

    def page(self, path: str, method: str = "GET") -> Page:
        connection = HTTPConnection("127.0.0.1", self._serving.port, timeout=10)
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            return Page(status=answer.status, text=answer.read().decode())
        finally:
            connection.close()


@contextmanager
def watched(here: Installation) -> Iterator[Watched]:
    running = Watched(here)
    try:
        yield running
    finally:
        running.close()


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    metrics.reset()
    return Installation(tmp_path)


def test_numbers_tell_what_came_what_left_and_what_waits(here: Installation) -> None:
    here.play(mail())
    with watched(here) as seen:
        page = seen.page("/metrics")
    assert page.status == 200
    assert page.number("mailbot_messages_total", mailbox="dsmart", outcome="new_complaint") == 1
    assert page.number("mailbot_submissions_total", letter="acknowledgement", answer="accepted") == 1
    assert page.number("mailbot_letters", mailbox="dsmart", state="queued") == 0
    assert page.number("mailbot_overdue_clocks", mailbox="dsmart") == 0
    assert page.number("mailbot_oldest_unsent_letter_seconds", mailbox="dsmart") == 0
    assert page.number("mailbot_parked_messages", mailbox="dsmart") == 0
    assert "jo@customer.example" not in page.text


def test_a_letter_that_waits_shows_its_age_and_is_unwell_after_an_hour(here: Installation) -> None:
    here.play(mail(), send=False)
    with watched(here) as seen:
        seen.now = seen.ticked_at = MARCH + timedelta(minutes=20)
        assert seen.page("/health").status == 200
        assert seen.page("/metrics").number("mailbot_oldest_unsent_letter_seconds", mailbox="dsmart") == 1200
        assert seen.page("/metrics").number("mailbot_letters", mailbox="dsmart", state="queued") >= 2
        seen.now = seen.ticked_at = MARCH + timedelta(minutes=61)
        page = seen.page("/health")
    assert page.status == 503
    assert "mailbox dsmart has 2 unsent letters, the oldest since 2026-03-03 11:20:00Z\n" in page.text


def test_a_clock_that_is_late_is_counted(here: Installation) -> None:
    here.play(mail())
    later = MARCH + timedelta(days=20)
    desk = here.desk()
    tick(desk, later)
    desk.store.close()
    with watched(here) as seen:
        seen.now = later
        assert seen.page("/metrics").number("mailbot_overdue_clocks", mailbox="dsmart") >= 1


def test_a_mailbox_that_is_not_read_is_unwell(here: Installation) -> None:
    here.play(mail())
    with watched(here) as seen:
        seen.now = seen.ticked_at = MARCH + timedelta(minutes=31)
        page = seen.page("/health")
        assert seen.page("/metrics").number("mailbot_mailbox_read_age_seconds", mailbox="dsmart") == 1860
    assert (page.status, page.text) == (
        503,
        "mailbox dsmart has not been read to its end since 2026-03-03 11:20:00Z\n",
    )


@pytest.mark.parametrize(
    ("ticked", "said"), [(None, "yet"), (MARCH - timedelta(minutes=2), "since 2026-03-03 11:18:00Z")]
)
def test_a_process_whose_clock_stands_still_is_unwell(here: Installation, ticked: datetime | None, said: str) -> None:
    here.play(mail())
    with watched(here) as seen:
        seen.ticked_at = ticked
        assert seen.page("/health").text == f"no deadline has been looked at {said}\n"
        assert seen.page("/alive").status == 200


def test_all_well_is_said_in_a_word(here: Installation) -> None:
    here.play(mail())
    with watched(here) as seen:
        assert seen.page("/health") == Page(status=200, text="ok\n")
        assert seen.page("/health", "HEAD") == Page(status=200, text="")


def test_nothing_can_be_done_from_outside(here: Installation) -> None:
    here.play(mail())
    with watched(here) as seen:
        assert seen.page("/health", "POST").status == 405
        assert seen.page("/").status == 404
        assert seen.page("/../../etc/passwd").status == 404


def test_a_database_that_cannot_be_read_is_told(here: Installation) -> None:
    here.play(mail())
    with watched(here) as seen:
        here.spoil_database()
        assert seen.page("/health").status == 503
        assert seen.page("/metrics").status == 503


def test_a_port_that_is_taken_stops_nothing(here: Installation) -> None:
    here.play(mail())
    with watched(here):
        port = free_port()
        outside = Outside(here.settings().configuration, lambda: MARCH, lambda: MARCH)
        first, second = Serving(outside, "127.0.0.1", port), Serving(outside, "127.0.0.1", port)
        assert (first.port, second.port) == (port, 0)
        second.close()
        first.close()
        outside.close()
