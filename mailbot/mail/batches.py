"""Cuts a list of messages into commands and batches of bearable size. It talks to no server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

UIDS_A_COMMAND = 500  # longer commands are refused by some servers
BATCH_MESSAGES = 100
BATCH_BYTES = 8_000_000  # for memory, not speed: 50 messages a batch are nearly as fast as any number


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageSize:
    uid: int
    size: int  # bytes, as the server counts them (RFC822.SIZE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A message that could not be fetched."""

    uid: int
    because: str  # "gone", or what the server said


def commands(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The UIDs in order, as many at a time as one command may name."""
    for start in range(0, len(uids), UIDS_A_COMMAND):
        yield uids[start : start + UIDS_A_COMMAND]


def batches(sizes: Sequence[MessageSize], max_bytes: int) -> Iterator[list[MessageSize]]:
    """Runs of messages in order, each run small enough to hold in memory; one over `max_bytes` stands alone."""
    batch: list[MessageSize] = []
    held = 0
    for size in sizes:
        alone = size.size > max_bytes
        if batch and (alone or len(batch) == BATCH_MESSAGES or held + size.size > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        if alone:
            yield [size]
        else:
            batch.append(size)
            held += size.size
    if batch:
        yield batch
