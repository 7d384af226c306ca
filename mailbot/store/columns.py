"""How values are stored that stand in nearly every row: times, hashes and JSON, in a third of the bytes of their text.

What the code works with is what it was: aware datetimes, hashes in hexadecimal, JSON values. PostgreSQL has a type of eight bytes for a
time. SQLite stores in any column what it is given; its columns keep their types, so that no table of an older database is copied.
"""

# ruff: noqa: ARG002  # what SQLAlchemy calls has its arguments

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from mailbot.store.packing import pack, unpack

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, given back in UTC; in SQLite the microseconds since 1970. Binding a naive one raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        return _microseconds if dialect.name == "sqlite" else _aware

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _since_1970 if dialect.name == "sqlite" else _in_utc


def _aware(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError(f"a time must have timezone information: {value!r}")
    return value


def _microseconds(value: datetime | None) -> int | None:
    return None if value is None else (_aware(value) - _EPOCH) // _MICROSECOND  # type: ignore[operator]


def _since_1970(stored: int | str | None) -> datetime | None:
    """Text, as an older version stored times, is read too: somebody may put it there by hand."""
    if isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return None if stored is None else _EPOCH + timedelta(0, 0, stored)


def _in_utc(stored: datetime | None) -> datetime | None:
    return None if stored is None else stored.astimezone(UTC)


class Digest(TypeDecorator[str]):
    """A hash in hexadecimal, or "", as bytes. Binding another string raises ValueError."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        super().__init__()
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(self.length) if dialect.name == "sqlite" else LargeBinary())

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], bytes | None]:
        return _from_hex

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], str | None]:
        return _to_hex


def _from_hex(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)


def _to_hex(stored: bytes | str | None) -> str | None:
    """Text likewise."""
    return stored.hex() if isinstance(stored, bytes) else stored


class Packed(TypeDecorator[Any]):
    """A JSON value, compressed (packing.py). None is NULL. It cannot be asked for by SQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(JSON() if dialect.name == "sqlite" else LargeBinary())

    def bind_processor(self, dialect: Dialect) -> Callable[[object], bytes | None]:
        return _packed

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], object]:
        return _unpacked


def _packed(value: object) -> bytes | None:
    return None if value is None else pack(value)


def _unpacked(stored: bytes | str | None) -> object:
    return None if stored is None else unpack(stored)
