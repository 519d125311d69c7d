"""Since when somebody is away from the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_0540"
down_revision = "20261128_0520"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("user", sa.Column("away_since", Instant(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("user", "away_since")
