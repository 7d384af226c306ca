"""A message opened before anything is decided on it: read, and what hangs on it screened. No transaction is open meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial

from mailbot.core.model import InboundMessage
from mailbot.desk.screening import NOTHING_HANGS, Screened, dangers, screen
from mailbot.errors import MailbotError, Unreadable
from mailbot.mail.apart import APART_BYTES, USUAL, Apart, ReadingLimits
from mailbot.mail.patience import patience
from mailbot.mail.scanner import Scanner
from mailbot.store import blobs, ledger
from mailbot.store.store import Store

_NOTHING = InboundMessage(message_id="")
_BATCH_BYTES = 8_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A message, or why it cannot be read. `fault`: opening it failed in a way that may pass, or that nobody foresaw."""

    message: InboundMessage = _NOTHING
    unreadable: str = ""
    screened: Screened = NOTHING_HANGS
    fault: Exception | None = None
    beginning: bytes = b""  # of the message's bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Opener:
    """Opens messages, under the limits and with the scanner that the configuration names."""

    limits: ReadingLimits = USUAL
    message_megabytes: float = 25  # of larger messages only the header is ever fetched
    scanner: Scanner | None = None
    pass_on_unscanned: bool = False

    def open(self, content: bytes, *, suspect: bool = False) -> Opened:
        with self.apart() as apart:
            return self._opened(apart, content, suspect=suspect)

    def apart(self) -> Apart:
        """A reader with a child for suspects; whoever asks for it enters it."""
        return Apart(self.limits)

    def open_kept(
        self, store: Store, ledger_ids: Sequence[int], *, suspects: Apart | None = None
    ) -> Mapping[int, Opened]:
        """Each of these messages of the ledger under its number. `suspects`: trying them failed before, and this is who reads them."""
        found: dict[int, Opened] = {}
        suspect = suspects is not None
        with nullcontext(suspects) if suspects else self.apart() as apart:
            for batch in _batches(store, ledger_ids):
                small = not suspect and all(len(content) <= APART_BYTES for _, content in batch)
                # a child and a scanner have their own time
                with patience() if small and self.scanner is None else nullcontext():
                    for ledger_id, content in batch:
                        opened = self._opened(apart, content, suspect=suspect)
                        found[ledger_id] = replace(opened, beginning=content[: blobs.BEGINNING])
        return found

    def dangers(self, contents: Iterable[bytes]) -> Iterator[str]:
        """For each of these messages what keeps it from being sent on as it came, in words; "" for nothing."""
        with self.apart() as apart:
            for content in contents:
                try:
                    message = apart.read(content)
                    fetch = partial(apart.files, content)
                    found = dangers(message, fetch, self.scanner, pass_on_unscanned=self.pass_on_unscanned)
                except Unreadable as fault:
                    found = (f"it cannot be read: {fault}",)
                yield "; ".join(found)

    def _opened(self, apart: Apart, content: bytes, *, suspect: bool) -> Opened:
        try:
            message = apart.read(content, suspect=suspect)
        except Unreadable as fault:
            return Opened(unreadable=str(fault))
        except (MailbotError, LookupError, ValueError) as fault:
            return Opened(fault=fault)
        if not message.attachments or message.report is not None:
            return Opened(message=message)
        fetch = partial(apart.files, content, suspect=suspect)
        try:
            screened = screen(message, fetch, self.scanner, pass_on_unscanned=self.pass_on_unscanned)
        except Unreadable as fault:
            names = tuple(
                f"{a.name or a.type} (it cannot be read: {fault})" for a in message.attachments if not a.inline
            )
            screened = Screened(withheld=names)
        return Opened(message=message, screened=screened)


def _batches(store: Store, ledger_ids: Sequence[int]) -> Iterator[list[tuple[int, bytes]]]:
    """The stored bytes of each message, not many more than _BATCH_BYTES of them in memory at a time."""
    left = list(ledger_ids)
    while left:
        batch: list[tuple[int, bytes]] = []
        held = 0
        with store.begin() as tx:
            while left and held < _BATCH_BYTES:
                ledger_id = left.pop(0)
                batch.append((ledger_id, blobs.get(tx, ledger.sha256_of(tx, ledger_id))))
                held += len(batch[-1][1])
        yield batch
