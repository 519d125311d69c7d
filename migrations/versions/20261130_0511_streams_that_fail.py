"""Keep since when a stream fails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_0511"
down_revision = "20261130_0510"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("cursor", sa.Column("failing_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Undo."""
    op.drop_column("cursor", "failing_since")
