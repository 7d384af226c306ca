"""One mailbox, watched by a thread of its own: connect, read to the end, wait for more; after a failure begin again.

With daemon.py the only file with a broad `except`: whatever goes wrong is logged, waited out and tried again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from tenacity import RetryCallState, Retrying, retry_if_not_exception_type, wait_exponential_jitter
from tenacity.nap import sleep_using_event

from mailbot import reconcile, wiring
from mailbot.blindness import tell_of_refusal
from mailbot.config import Settings
from mailbot.desk.desk import Desk
from mailbot.errors import FolderMissing, LoginRefused, MailbotError, ServerRefused, StoreError
from mailbot.intake import take_in
from mailbot.log import event
from mailbot.mail.mailbox import ImapMailbox
from mailbot.printable import without_numbers
from mailbot.sentbox import take_in_sent
from mailbot.sharing import RENEW_SECONDS, Sharing
from mailbot.store import mailboxes

LOG = logging.getLogger(__name__)
REFUSED_TWICE = 2  # a login refused once may be the server's own passing trouble, which looks the same
BATCH = 50  # messages between two looks at whether to stop


class Stopping(Exception):
    """The process was asked to stop while it waited to try again."""


class Watcher:
    """`stop` is set when the process is to end; `ring` is called when letters may be waiting."""

    def __init__(
        self,
        name: str,
        *,
        settings: Settings,
        desk: Desk,
        sharing: Sharing,
        clock: Callable[[], datetime],
        stop: threading.Event,
        ring: Callable[[], None],
    ) -> None:
        self._name = name
        self._settings = settings
        self._desk = desk
        self._sharing = sharing
        self._clock = clock
        self._stop = stop
        self._ring = ring
        self._mailbox = desk.firms[name].settings
        self._tokens = wiring.imap_tokens(settings, self._mailbox)
        self._inbox: ImapMailbox | None = None
        self._thread = threading.Thread(target=self._watch, name=f"watch {name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """It looks at `stop` at once. May be called from any thread."""
        if self._inbox is not None:
            self._inbox.wake()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def begin(self) -> bool:
        """Is the mailbox ours to watch? Then it counts as unread until it has been read to its end (design 15)."""
        if not self._sharing.take(self._name):
            return False
        with self._desk.store.begin(self._name) as tx:
            mailboxes.note(tx, self._name, started_at=self._clock())
        return True

    def _watch(self) -> None:
        """One mailbox, for good: connect, read to the end, wait for more; after a failure wait with growing pauses and begin again."""
        retrying = Retrying(
            wait=wait_exponential_jitter(initial=1, max=60, jitter=1),
            sleep=sleep_using_event(self._stop),
            retry=retry_if_not_exception_type(Stopping),
            before_sleep=self._trouble,
        )
        while not self._stop.is_set():
            try:
                retrying(self._wait_for_turn)
                retrying(self._read_until_lost)
            except Stopping:
                return
            self._sharing.leave(self._name)

    def _wait_for_turn(self) -> None:
        """Returns once the mailbox is ours to watch. Raises StoreError, Stopping."""
        told = self._sharing.holds(self._name)
        while not self._sharing.holds(self._name) and not self.begin():
            if not told:
                event(LOG, "mailbox.watched_elsewhere", mailbox=self._name)
                told = True
            if self._stop.wait(RENEW_SECONDS):
                raise Stopping

    def _trouble(self, state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        level = (
            logging.ERROR
            if isinstance(fault, LoginRefused | FolderMissing) or not isinstance(fault, MailbotError)
            else logging.WARNING
        )
        event(
            LOG,
            "mailbox.failed",
            level=level,
            mailbox=self._name,
            error=type(fault).__name__,
            attempt=state.attempt_number,
            exc_info=fault,
        )
        if isinstance(fault, LoginRefused) and state.attempt_number >= REFUSED_TWICE:
            self._tell_of_refusal(fault)

    def _tell_of_refusal(self, fault: LoginRefused) -> None:
        try:
            told = tell_of_refusal(self._desk, self._name, without_numbers(str(fault)), self._clock())
        except Exception as trouble:  # the mailbox is tried again all the same
            event(LOG, "mailbox.failed", level=logging.ERROR, mailbox=self._name, error=type(trouble).__name__)
            return
        if told:
            self._ring()

    def _read_until_lost(self) -> None:
        """Returns after a connection that worked was lost, so that pauses start small again; raises for one that never did."""
        if self._stop.is_set():
            raise Stopping
        inbox = wiring.inbox(self._settings, self._mailbox, self._tokens)
        self._inbox = inbox
        worked = False
        try:
            inbox.connect()
            sent = self._sent_folder(inbox)
            whole = True
            while not self._stop.is_set() and self._sharing.holds(self._name):
                whole = whole or reconcile.is_due(self._desk, self._name, self._clock())
                if sent is not None:
                    self._read_sent(sent, whole=whole)
                self._read_to_the_end(inbox, whole=whole)
                if whole and not self._stop.is_set():
                    reconcile.compare(self._desk, self._name, inbox, self._clock())
                worked, whole = True, False
                inbox.wait(self._mailbox.imap.poll_seconds)
        except Exception as fault:
            if not worked or not isinstance(fault, MailbotError):
                raise
            ours = fault if isinstance(fault, StoreError) else None  # the database's trouble: somebody must look
            level, error = logging.ERROR if ours else logging.WARNING, type(fault).__name__
            event(LOG, "mailbox.lost", level=level, mailbox=self._name, error=error, exc_info=ours)
        finally:
            inbox.close()
        if self._stop.is_set():
            raise Stopping

    def _sent_folder(self, inbox: ImapMailbox) -> ImapMailbox | None:
        """Where sent mail is watched; None where there is no such folder, or none for us: the inbox is read all the same."""
        try:
            return inbox.sent()
        except (FolderMissing, ServerRefused) as fault:
            self._say_unwatched(fault)
            return None

    def _read_sent(self, sent: ImapMailbox, *, whole: bool) -> None:
        try:
            if take_in_sent(self._desk, self._name, sent, self._clock(), whole=whole):
                self._ring()
        except ServerRefused as fault:  # the connection is well, and complaints come in elsewhere
            self._say_unwatched(fault)

    def _say_unwatched(self, fault: MailbotError) -> None:
        event(LOG, "mailbox.no_sent_folder", level=logging.ERROR, mailbox=self._name, exc_info=fault)

    def _read_to_the_end(self, inbox: ImapMailbox, *, whole: bool) -> None:
        total = 0
        while not self._stop.is_set() and self._sharing.holds(self._name):
            worked = take_in(self._desk, self._name, inbox, self._clock(), whole=whole, limit=BATCH)
            if not worked:
                break
            total += worked
            self._ring()
        event(
            LOG,
            "mailbox.read",
            level=logging.INFO if total or whole else logging.DEBUG,
            mailbox=self._name,
            count=total,
        )
