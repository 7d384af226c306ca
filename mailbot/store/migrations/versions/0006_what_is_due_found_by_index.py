"""letters that are due or were lately written, and messages to file away, are found without reading their tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_letter_due", "letter")
    where = sa.text("next_attempt_at IS NOT NULL")
    op.create_index(
        "ix_letter_due", "letter", ["next_attempt_at"], unique=False, sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_letter_queued", "letter", ["mailbox", "queued_at"], unique=False)
    op.create_index(
        "ix_ledger_to_file_away",
        "ledger",
        ["mailbox", "folder", "uidvalidity", "uid"],
        unique=False,
        sqlite_where=sa.text("state = 'done' AND filed_away IS 0"),
        postgresql_where=sa.text("state = 'done' AND filed_away IS FALSE"),
    )
