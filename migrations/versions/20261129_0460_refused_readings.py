"""Keep why a platform would not let a post be read again whose count differs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261129_0460"
down_revision = "20261129_0455"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("difference", sa.Column("refusal", sa.Text()))


def downgrade() -> None:
    """Undo."""
    op.drop_column("difference", "refusal")
