"""Keep whether a canned response was edited before it was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261129_0454"
down_revision = "20261129_0453"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("canned_use", sa.Column("is_edited", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("canned_use", "is_edited")
