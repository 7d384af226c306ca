"""Alembic's way in: runs the migrations on the connection that Store hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from mailbot.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
