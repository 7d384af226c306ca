"""Instants as text, one way for every file and table: ISO 8601 in UTC with a Z."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(at: datetime) -> str:
    """`2026-03-04T11:20:00Z`; with microseconds only where there are any. Raises ValueError for a naive datetime."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """The aware UTC datetime that `iso` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
