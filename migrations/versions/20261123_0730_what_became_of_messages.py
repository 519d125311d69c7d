"""What became of messages on the platform: removed, hidden, liked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0730"
down_revision = "20261123_0400"
branch_labels = None
depends_on = None

MOMENTS = ("removed_at", "hidden_at", "looked_for_at", "liked_at")


def upgrade() -> None:
    """Apply."""
    for name in MOMENTS:
        op.add_column("message", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("likes", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in (*MOMENTS, "likes"):
        op.drop_column("message", name)
