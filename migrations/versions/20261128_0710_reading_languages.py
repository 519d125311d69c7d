"""Keep in which language each person reads the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0710"
down_revision = "20261128_0700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("user", sa.Column("language", sa.String(8), nullable=False, server_default=""))


def downgrade() -> None:
    """Take back."""
    op.drop_column("user", "language")
