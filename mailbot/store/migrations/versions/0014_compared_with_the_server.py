"""what the last comparison of a mailbox with its mail server found"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mailbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("compared_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("compared_on_server", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("compared_known", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mailbox", schema=None) as batch_op:
        batch_op.drop_column("compared_known")
        batch_op.drop_column("compared_on_server")
        batch_op.drop_column("compared_at")
