"""Alembic's way in: runs the migrations on the connection that Store hands over, inside its transaction."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from mailbot.store.metadata import METADATA


def _plainly(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Column types as SQLAlchemy's own, so that a migration does not change when SQLModel does."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return "UTCDateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=_plainly,
)
with context.begin_transaction():
    context.run_migrations()
