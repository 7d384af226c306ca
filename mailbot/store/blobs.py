"""Bytes by their own hash, compressed, never changed: originals of messages, composed letters, documents.

A letter repeats what is stored already: the procedure's PDF, the photographs of the message that a notice passes on. Its row holds its
own bytes and says which part of which blob stands where, and those are kept as what sets them apart from letters of the same name
(patterns.py); what is put together is checked by its hash.
"""

from __future__ import annotations

import hashlib
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import zstandard
from sqlalchemy import Connection, Insert, Table, bindparam, delete, func, select

from mailbot.store import patterns
from mailbot.store.patterns import Pattern
from mailbot.store.statements import among, given, run
from mailbot.store.tables import Blob, PatternRow

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

BLOB = Blob.__table__  # type: ignore[attr-defined]  # SQLModel adds it at class creation
PATTERN = PatternRow.__table__  # type: ignore[attr-defined]

WORTH_SHARING = 1_000
"""Bytes of a piece below which naming it saves nothing."""
BEGINNING = 64_000
"""Bytes of a message that its words are compressed against (words.py). It never changes: what was packed is unpacked against as much."""
_BLOCKS = 2 * 131_072  # zstandard gives whole blocks of up to 128 KB (RFC 8878 3.1.1.2)
_OWN = ""
_HEAD, _TRIES = 100, 8
_HAS = select(BLOB.c.sha256).where(given(BLOB.c.sha256))
_LIKE_COLUMNS = ("sha256", "size", "content", "parts")
_WITH_PATTERN = select(*(bindparam(name, type_=BLOB.c[name].type) for name in _LIKE_COLUMNS), PATTERN.c.id).where(
    given(PATTERN.c.sha256, "pattern_")
)
_GET = (
    select(BLOB.c.content, BLOB.c.parts, PATTERN.c.sha256.label("against"))
    .outerjoin(PATTERN, PATTERN.c.id == BLOB.c.pattern)
    .where(given(BLOB.c.sha256))
)
_BEGINNING = select(func.substr(BLOB.c.content, 1, _BLOCKS).label("content"), BLOB.c.parts, BLOB.c.pattern).where(
    given(BLOB.c.sha256)
)
_SIZE = select(func.sum(BLOB.c.size)).where(among(BLOB.c.sha256, "wanted_"))

Part = tuple[str, int, int]
"""(hash of the blob, or "" for the row's own bytes; where the part begins in it; its length)."""


class _Compression(threading.local):
    """zstandard's objects are quick to use, slow to make, and not for two threads at once."""

    def __init__(self) -> None:
        self.into = zstandard.ZstdCompressor(level=3)
        self.out = zstandard.ZstdDecompressor()


_COMPRESSION = _Compression()


def _inserting(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Each is imported where it is the database's: PostgreSQL's takes a twentieth of a start."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@cache
def _keeping(dialect: str, table: Table) -> Insert:
    """Not "look, then insert": another process may keep the same bytes for another mailbox at the same moment."""
    return _inserting(dialect, table).on_conflict_do_nothing()


@cache
def _keeping_like(dialect: str) -> Insert:
    """Nothing where the pattern is not there: no letter can come to stand against one that was never committed."""
    return _inserting(dialect, BLOB).from_select([*_LIKE_COLUMNS, "pattern"], _WITH_PATTERN).on_conflict_do_nothing()


def keep(
    tx: Connection, content: bytes, pieces: Sequence[bytes] = (), source: str = "", like: Pattern | None = None
) -> str:
    """Stores bytes once, by their hash, and gives it.

    Each of the `pieces` that `content` holds, in that order, is stored apart and only once; one that stands in the blob `source` (the
    message that a notice shows) is not stored again at all. `like`: what the rest has much in common with.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    large = [piece for piece in pieces if len(piece) >= WORTH_SHARING]
    own, parts = _parted(tx, content, large, source) if large else (content, None)
    row = {"sha256": sha256, "size": len(content), "parts": parts}
    if like is None:
        run(tx, _keeping(tx.dialect.name, BLOB), row | {"content": _COMPRESSION.into.compress(own)})
    else:
        _keep_like(tx, row | {"content": patterns.compress(own, like)}, like)
    return sha256


def _keep_like(tx: Connection, row: dict[str, object], like: Pattern) -> None:
    """With the first letter of its kind the pattern is stored too."""
    values = row | {"pattern_": like.sha256}
    statement = _keeping_like(tx.dialect.name)
    if run(tx, statement, values).rowcount == 0 and not run(tx, _HAS, {"sha256_": row["sha256"]}).first():
        run(tx, _keeping(tx.dialect.name, PATTERN), {"sha256": keep(tx, like.content)})
        run(tx, statement, values)


def get(tx: Connection, sha256: str) -> bytes:
    """The bytes of that hash. Raises LookupError if they are not there, or not as they were stored."""
    row = run(tx, _GET, {"sha256_": sha256}).first()
    if row is None:
        raise LookupError(f"blob {sha256} is not in the database")
    own = _decompressed(row.content) if row.against is None else _against(tx, row.content, row.against)
    parts = row.parts or ((_OWN, 0, len(own)),)
    sources = {name: own if name == _OWN else get(tx, name) for name, _, _ in parts}
    whole = b"".join(sources[name][start : start + length] for name, start, length in parts)
    if hashlib.sha256(whole).hexdigest() != sha256:
        raise LookupError(f"blob {sha256} is damaged in the database")
    return whole


def beginning(tx: Connection, sha256: str) -> bytes:
    """The first BEGINNING bytes, without reading all of a large message. Raises LookupError like `get`."""
    row = run(tx, _BEGINNING, {"sha256_": sha256}).first()
    if row is None:
        raise LookupError(f"blob {sha256} is not in the database")
    if row.parts or row.pattern is not None:
        return get(tx, sha256)[:BEGINNING]
    with _damage_told():
        if row.content.startswith(zstandard.FRAME_HEADER):
            return _COMPRESSION.out.decompressobj().decompress(row.content)[:BEGINNING]
        return zlib.decompressobj().decompress(row.content, BEGINNING)


def forget(tx: Connection, sha256: str) -> None:
    """Those bytes go. The caller knows that no row names them, and that no letter shows a part of them."""
    tx.execute(delete(BLOB).where(BLOB.c.sha256 == sha256))


def size_of(tx: Connection, hashes: Iterable[str]) -> int:
    """Bytes of those blobs together, before compression."""
    many = list(hashes)
    groups = (many[start : start + 500] for start in range(0, len(many), 500))
    return sum(int(tx.execute(_SIZE, {"wanted_": group}).scalar() or 0) for group in groups)


def _parted(tx: Connection, content: bytes, pieces: Sequence[bytes], source: str) -> tuple[bytes, list[Part]]:
    """The bytes that the row keeps itself, and the parts in the order in which they make up `content`."""
    shown = get(tx, source) if source else b""
    own, parts, at = bytearray(), list[Part](), 0
    for piece in pieces:
        found = _place(content, piece, at)
        if found < 0:
            continue
        parts.append((_OWN, len(own), found - at))
        own += content[at:found]
        there = _place(shown, piece)
        parts.append((source, there, len(piece)) if there >= 0 else (_once(tx, piece), 0, len(piece)))
        at = found + len(piece)
    parts.append((_OWN, len(own), len(content) - at))
    return bytes(own + content[at:]), parts


def _place(whole: bytes, piece: bytes, at: int = 0) -> int:
    """`whole.find(piece, at)`, which for a long piece takes longer to begin than to look: it is tried where its first bytes stand."""
    for _ in range(_TRIES):
        at = whole.find(piece[:_HEAD], at)
        if at < 0 or whole.startswith(piece, at):
            return at
        at += 1
    return whole.find(piece, at)


def _once(tx: Connection, piece: bytes) -> str:
    """A document goes with many letters: it is looked for before it is compressed."""
    sha256 = hashlib.sha256(piece).hexdigest()
    there = run(tx, _HAS, {"sha256_": sha256}).first() is not None
    return sha256 if there else keep(tx, piece)


def _against(tx: Connection, content: bytes, pattern: str) -> bytes:
    with _damage_told():
        return patterns.decompress(content, pattern, lambda wanted: get(tx, wanted))


def _decompressed(content: bytes) -> bytes:
    """Older rows were compressed by zlib; the first bytes tell which (RFC 8878 3.1.1)."""
    with _damage_told():
        return (
            _COMPRESSION.out.decompress(content)
            if content.startswith(zstandard.FRAME_HEADER)
            else zlib.decompress(content)
        )


@contextmanager
def _damage_told() -> Iterator[None]:
    """What the libraries say of bytes that are not what they compressed; a damaged length may be any."""
    try:
        yield
    except (zstandard.ZstdError, zlib.error, MemoryError) as fault:
        raise LookupError(f"bytes are damaged in the database: {fault}") from fault
