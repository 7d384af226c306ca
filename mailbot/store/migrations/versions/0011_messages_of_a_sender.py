"""how many messages somebody sent lately is found without reading the table"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_contact_address", "contact", ["address", "recorded_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_contact_address", "contact")
