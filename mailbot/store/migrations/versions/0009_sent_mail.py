"""which messages stand in the folder of sent mail"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.alter_column("sent", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_column("sent")
