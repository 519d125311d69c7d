"""Access that ends: until when a platform lets an account be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0855"
down_revision = "20261123_0850"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("token_expires_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("account") as account:
        account.drop_column("token_expires_at")
