"""Keep that a reply resolves its conversation once it is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261129_0430"
down_revision = "20261129_0420"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    resolves = sa.Column("resolves", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("delivery", resolves)


def downgrade() -> None:
    """Take back."""
    op.drop_column("delivery", "resolves")
