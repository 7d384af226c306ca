"""a blob may name parts of other blobs instead of repeating them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("blob", sa.Column("parts", sa.JSON(none_as_null=True), nullable=True))
