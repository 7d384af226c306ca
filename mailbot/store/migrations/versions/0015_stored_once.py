"""letters and long texts as what sets them apart from what is stored already; older rows stay as they are and are read as before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    # As it stands and not through a copy of the table, which holds every message.
    op.execute("ALTER TABLE blob ADD COLUMN pattern INTEGER REFERENCES pattern (id)")
    op.add_column("contact", sa.Column("words", sa.LargeBinary(), nullable=True))
