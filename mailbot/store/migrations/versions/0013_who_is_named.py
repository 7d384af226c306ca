"""who is named on a restricted case, and whom a complaint of conduct names"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        for name in ("named", "concerned"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        for name in ("named", "concerned"):
            batch_op.alter_column(name, server_default=None)
