"""Keep at an account that somebody asks for it to be read now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_0550"
down_revision = "20261130_0540"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("account", sa.Column("check_asked_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Undo."""
    op.drop_column("account", "check_asked_at")
