"""What can be seen of a running mailbot from outside, over HTTP: /health, /alive, /metrics. Numbers and names of mailboxes, no more.

The numbers are Prometheus' text format, written by its own library; the pages are plain WSGI on the standard library's server.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import ThreadingWSGIServer
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from mailbot import metrics
from mailbot.config import Configuration
from mailbot.errors import StoreError
from mailbot.health import problems
from mailbot.log import event
from mailbot.store.gauges import Gauges, gauges
from mailbot.store.reading import Reading

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LOG = logging.getLogger(__name__)
REQUEST_SECONDS = 10  # a client that says nothing for longer is left


class Outside:
    """Answers from the database as it is at that moment, by a connection that only reads. Any thread.

    `ticked_at`: when this process last looked at the deadlines (UTC).
    """

    def __init__(
        self, configuration: Configuration, clock: Callable[[], datetime], ticked_at: Callable[[], datetime | None]
    ) -> None:
        self._mailboxes = {mailbox.name: mailbox for mailbox in configuration.mailbox}
        self._clock = clock
        self._ticked_at = ticked_at
        self._reading = Reading(configuration.database)
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Numbers(self))

    def close(self) -> None:
        self._reading.close()

    def standing(self) -> tuple[Gauges, ...]:
        """Raises StoreError."""
        now = self._clock()
        with self._reading.begin() as tx:
            found = (gauges(tx, name, now) for name in self._mailboxes)
            return tuple(box for box in found if box is not None)

    def problems(self) -> tuple[str, ...]:
        try:
            return problems(self.standing(), self._mailboxes, self._ticked_at(), self._clock())
        except StoreError as fault:
            return (str(fault),)

    def seconds_since(self, instant: datetime | None) -> float:
        """0 for what never was: "never read" is told by health."""
        return max(0.0, (self._clock() - instant).total_seconds()) if instant else 0.0

    def answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """The WSGI application."""
        path = str(environ.get("PATH_INFO", "/"))
        kind = "text/plain; charset=utf-8"
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            status, body = "405 Method Not Allowed", "Only looking is possible here.\n"
        elif path == "/alive":
            status, body = "200 OK", "alive\n"
        elif path == "/health":
            wrong = self.problems()
            status = "503 Service Unavailable" if wrong else "200 OK"
            body = "".join(f"{line}\n" for line in wrong) or "ok\n"
        elif path == "/metrics":
            status, body, kind = self._metrics()
        else:
            status, body = "404 Not Found", "There is /health, /alive and /metrics.\n"
        content = body.encode()
        start(status, [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [content]

    def _metrics(self) -> tuple[str, str, str]:
        try:
            return "200 OK", generate_latest(self._registry).decode(), CONTENT_TYPE_LATEST
        except StoreError as fault:
            return "503 Service Unavailable", f"{fault}\n", "text/plain; charset=utf-8"


class _Numbers(Collector):
    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def describe(self) -> Iterable[Metric]:
        return ()  # collecting asks the database, which registering need not

    def collect(self) -> Iterator[Metric]:
        yield from _counters()
        boxes = self._outside.standing()
        waiting = GaugeMetricFamily(
            "mailbot_letters", "Letters that have not left, by state.", labels=("mailbox", "state")
        )
        for box in boxes:
            for state, number in {**box.unsent, "held": box.held}.items():
                waiting.add_metric((box.mailbox, state), number)
        yield waiting
        for name, help_, value in (
            ("mailbot_oldest_unsent_letter_seconds", "Age of the oldest letter on its way; 0 if none.", _unsent_age),
            ("mailbot_overdue_clocks", "Clocks that run and are late.", _overdue),
            ("mailbot_mailbox_read_age_seconds", "Since the mailbox was last read to its end; 0 if never.", _read_age),
            ("mailbot_parked_messages", "Messages that could not be handled.", _parked),
            ("mailbot_waiting_messages", "Messages kept and not dealt with yet.", _waiting),
        ):
            family = GaugeMetricFamily(name, help_, labels=("mailbox",))
            for box in boxes:
                family.add_metric((box.mailbox,), value(self._outside, box))
            yield family


def _unsent_age(outside: Outside, box: Gauges) -> float:
    return outside.seconds_since(box.oldest_unsent)


def _overdue(_outside: Outside, box: Gauges) -> float:
    return box.overdue


def _read_age(outside: Outside, box: Gauges) -> float:
    return outside.seconds_since(box.read_at)


def _parked(_outside: Outside, box: Gauges) -> float:
    return box.parked


def _waiting(_outside: Outside, box: Gauges) -> float:
    return box.waiting


def _counters() -> Iterator[Metric]:
    families: dict[str, CounterMetricFamily] = {}
    for (counted, labels), number in sorted(metrics.counts().items(), key=lambda item: (item[0][0].name, item[0][1])):
        family = families.setdefault(
            counted.name, CounterMetricFamily(counted.name, counted.help, labels=counted.labels)
        )
        family.add_metric(labels, number)
    yield from families.values()


class _Request(WSGIRequestHandler):
    timeout = REQUEST_SECONDS

    def log_message(self, *_: object) -> None:
        return None  # who asks is not ours to keep


class Serving:
    """The HTTP server, in threads of its own. A port that is taken is logged; mailbot runs on without."""

    def __init__(self, outside: Outside, address: str, port: int) -> None:
        self.port = 0
        self._server: WSGIServer | None = None
        try:
            self._server = make_server(
                address, port, outside.answer, server_class=ThreadingWSGIServer, handler_class=_Request
            )
        except OSError as fault:
            event(LOG, "http.failed", level=logging.ERROR, port=port, error=type(fault).__name__)
            return
        self.port = int(self._server.server_port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.5,), name="http", daemon=True)
        self._thread.start()
        event(LOG, "http.started", port=self.port)

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
