"""Keep the emoji that people put below messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_1430"
down_revision = "20261128_0722"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("message", sa.Column("reactions", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("message", "reactions")
