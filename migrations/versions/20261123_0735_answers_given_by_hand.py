"""Answers given by hand: who said so and when, and whom a platform lets us answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0735"
down_revision = "20261123_0730"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("by_hand_at", sa.DateTime(timezone=True), nullable=True))
        message.add_column(sa.Column("is_summons", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("message") as message:
        message.drop_column("is_summons")
        message.drop_column("by_hand_at")
