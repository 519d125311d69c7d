"""Note when the platform was asked to push what happens on an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0910"
down_revision = "20261123_0905"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("account", sa.Column("subscribed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("account", "subscribed_at")
