"""`mailbot demo --serve`: servers and mailbot go on by the wall clock, so that a person can join in by mail client."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from types import FrameType

from mailbot.core.clocks import start_recurring
from mailbot.core.reminders import next_digest
from mailbot.demo.cast import COMPANIES, DSMART, JO, MARIA
from mailbot.demo.performance import Performance, StoryClock
from mailbot.demo.screen import Screen
from mailbot.demo.world import HOST, MailWorld
from mailbot.errors import TemporaryFailure
from mailbot.store import deadlines

IMAP_PORT, SMTP_PORT = 1143, 1025
ROUND_SECONDS = 0.4
NEWCOMER = "you@customer.example"


def open_world(clock: StoryClock, *, serve: bool) -> MailWorld:
    """The loopback world, not yet started: if somebody is to type its ports, on ones easy to remember if free."""
    if not serve:
        return MailWorld(clock=clock)
    return MailWorld(clock=clock, imap_port=_free(IMAP_PORT), smtp_port=_free(SMTP_PORT))


def _free(port: int) -> int:
    """The port, or 0 (any) if somebody has it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return 0
    return port


class Live:
    """Both companies' desk by the wall clock, until somebody stops it."""

    def __init__(self, performance: Performance, screen: Screen) -> None:
        self._performance = performance
        self._screen = screen
        self._stopped = threading.Event()

    def run(self) -> None:
        """Rounds of intake, tick and outbox, each about half a second after the last, until SIGTERM or SIGINT."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._performance.clock.go_live()
            self._come_to_today()
            self._performance.world.add_user(NEWCOMER)
            self._screen.heading("The servers stay up: point a mail client at them")
            self._screen.lines(instructions(self._performance.world))
            self._screen.to_copy(commands(self._performance.world))
            while not self._stopped.wait(ROUND_SECONDS):
                self._round()
            self._screen.heading("Stopped.")
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _round(self) -> None:
        try:
            for mailbox in self._performance.inboxes.values():
                if not mailbox.connected:
                    mailbox.connect()
            for moment in self._performance.step(datetime.now(UTC)):
                self._screen.show(moment)
        except TemporaryFailure as fault:
            self._screen.lines([f"The connection failed and is made anew: {fault}"])

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped.set()

    def _come_to_today(self) -> None:
        """The daily list and the periodic review are counted from today: since the story, nobody worked here."""
        now = datetime.now(UTC)
        for name, firm in self._performance.desk.firms.items():
            with self._performance.desk.store.begin() as tx:
                for deadline in deadlines.standing(tx, name):
                    if deadline.clock == deadlines.DIGEST:
                        at = next_digest(
                            firm.rules.procedure.counting(firm.rules.procedure.clock[0]), firm.rules.hours, now
                        )
                        deadlines.change(
                            tx, deadline.id, due=at.astimezone(firm.zone).date(), due_at=at, next_action_at=at
                        )
                    else:
                        clock = firm.rules.procedure.clock_named(deadline.clock)
                        start = start_recurring(firm.rules.procedure, clock, now, firm.rules.hours)
                        deadlines.change(
                            tx, deadline.id, due=start.due, due_at=start.due_at, next_action_at=start.next_action_at
                        )


def instructions(world: MailWorld) -> Iterator[str]:
    """What to type into a mail client, line by line."""
    yield f"Incoming (IMAP): server {world.host}, port {world.imap_port}, connection security: none"
    yield f"Outgoing (SMTP): server {world.host}, port {world.smtp_port}, connection security: none, no login"
    yield f"User name: the mail address. Password of every account: {world.password}"
    yield ""
    yield f"{NEWCOMER}: yours, a new customer"
    for person in (JO, MARIA):
        yield f"{person.address}: {person.name}, a customer of the story"
    for company in COMPANIES:
        for person in company.staff:
            yield f"{person.address}: {person.name}, {person.what}, {company.title}"
    yield ""
    handler = DSMART.staff[0].name
    yield (
        f"Write a complaint from {NEWCOMER} to {DSMART.address} (or {COMPANIES[1].address}). Within a second the "
        f"acknowledgement is in your inbox and a notice in that of {handler}. Sign in as {handler}, reply to the "
        "notice, and your words go to the customer; begin with #help to see what else can be done. What happens is "
        "told below. Ctrl-C ends it."
    )
    yield ""
    yield "Or without a mail client, in another terminal:"


def commands(world: MailWorld) -> Iterator[str]:
    """The same by hand: send a complaint, read the newcomer's first letter."""
    mail = f"From: {NEWCOMER}\\nTo: {DSMART.address}\\nSubject: Complaint\\n\\nOur heating is off.\\n"
    envelope = f"--mail-from {NEWCOMER} --mail-rcpt {DSMART.address}"
    yield f"printf '{mail}' | curl smtp://{world.host}:{world.smtp_port} {envelope} -T -"
    yield f"curl -u {NEWCOMER}:{world.password} 'imap://{world.host}:{world.imap_port}/INBOX;MAILINDEX=1'"
