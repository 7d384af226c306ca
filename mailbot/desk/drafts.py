"""What is kept of a letter that waits: the values that it is written from when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime

from mailbot.core.actions import Write
from mailbot.core.instants import instant, iso

_FIELDS = tuple(field.name for field in fields(Write))


def to_draft(write: Write) -> dict[str, object]:
    """The values that a held letter is written from when it is released."""
    return {
        name: iso(v) if isinstance(v, datetime) else v.isoformat() if isinstance(v, date) else v
        for name in _FIELDS
        for v in (getattr(write, name),)
    }


def from_draft(draft: Mapping[str, object]) -> Write:
    values = dict(draft)
    for name in ("done", "refused", "withheld"):
        values[name] = tuple(values.get(name) or ())  # type: ignore[arg-type]  # JSON lists of strings
    values["promised"] = date.fromisoformat(str(values["promised"])) if values.get("promised") else None
    values["visit"] = instant(str(values["visit"])) if values.get("visit") else None
    return Write(**values)  # type: ignore[arg-type]  # what asdict gave
