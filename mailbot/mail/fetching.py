"""Reads messages over an open connection, in batches, so that one the server will not give takes no neighbour along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient import IMAPClient

from mailbot.errors import ServerRefused
from mailbot.mail.batches import MessageSize, Skipped, batches, commands

Talking = Callable[[str], AbstractContextManager[IMAPClient]]
"""Gives the connection, for what is being done with it, and maps what goes wrong there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Got:
    """One message. `received_at`: its INTERNALDATE, in UTC. Not `complete`: the header alone."""

    uid: int
    received_at: datetime
    content: bytes
    complete: bool


class Fetching:
    """`skipped` and `header_only` say what the last `read` left out, and of which messages it read the header alone."""

    def __init__(self, talking: Talking) -> None:
        self._talking = talking
        self.skipped: list[Skipped] = []
        self.header_only: set[int] = set()

    def sizes(self, uids: Iterable[int]) -> tuple[MessageSize, ...]:
        """The size of each message that is still there, in the order asked for."""
        return tuple(size for some in commands(tuple(uids)) for size in self._sizes_of(some))

    def read(self, uids: Iterable[int], max_bytes: int) -> Iterator[Got]:
        """The messages in the order asked for; of one over `max_bytes` the header."""
        self.skipped, self.header_only = [], set()
        for some in commands(tuple(uids)):
            sizes = self._sizes_of(some)
            known = {size.uid for size in sizes} | {left.uid for left in self.skipped}
            self.skipped += [Skipped(uid=uid, because="gone") for uid in some if uid not in known]
            for batch in batches(sizes, max_bytes):
                if batch[0].size > max_bytes:
                    self.header_only.add(batch[0].uid)
                    yield from self._read([batch[0].uid], "HEADER")
                else:
                    yield from self._read([size.uid for size in batch], "")

    def _sizes_of(self, uids: Sequence[int]) -> list[MessageSize]:
        try:
            with self._talking("asking for sizes") as client:
                answer = client.fetch(uids, ["RFC822.SIZE"])
        except ServerRefused as exc:
            if len(uids) == 1:
                self._pass_over(uids[0], exc)
                return []
            return [size for uid in uids for size in self._sizes_of([uid])]
        return [
            MessageSize(uid=uid, size=int(answer[uid][b"RFC822.SIZE"]))
            for uid in uids
            if b"RFC822.SIZE" in answer.get(uid, {})
        ]

    def _read(self, uids: Sequence[int], section: str) -> Iterator[Got]:
        try:
            with self._talking("fetching mail") as client:
                answer = client.fetch(uids, [f"BODY.PEEK[{section}]", "INTERNALDATE"])
        except ServerRefused as exc:
            if len(uids) == 1:
                self._pass_over(uids[0], exc)
                return
            for uid in uids:  # one of them is bad; the others are not
                yield from self._read([uid], section)
            return
        for uid in uids:
            told = answer.get(uid, {})
            content, at = told.get(f"BODY[{section}]".encode()), in_utc(told.get(b"INTERNALDATE"))
            if content is None:
                self.skipped.append(Skipped(uid=uid, because="gone"))
            elif at is None:
                self.skipped.append(Skipped(uid=uid, because="it gives no date of arrival that can be read"))
            else:
                yield Got(uid=uid, received_at=at, content=content, complete=uid not in self.header_only)

    def _pass_over(self, uid: int, refusal: ServerRefused) -> None:
        """One message is at fault, and not the server. Raises ServerRefused where it refuses even a message's flags, which stand in no
        message: it is in trouble or has had enough of us, and gives the message later."""
        with self._talking("asking for flags") as client:
            client.fetch([uid], ["FLAGS"])
        self.skipped.append(Skipped(uid=uid, because=str(refusal)))


def in_utc(told: datetime | None) -> datetime | None:
    """An INTERNALDATE in UTC; None where the server gave none, or one that is none (31 February)."""
    try:
        return told and told.astimezone(UTC)
    except OverflowError:  # the last hours of the year 9999
        return None
