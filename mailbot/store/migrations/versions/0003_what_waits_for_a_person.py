"""what waits for a person is counted without reading the whole table"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, table, where in (
        ("ix_ledger_parked", "ledger", "state = 'parked'"),
        ("ix_letter_held", "letter", "state = 'held'"),
    ):
        op.create_index(
            name, table, ["mailbox"], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
