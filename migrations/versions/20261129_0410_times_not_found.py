"""Count apart how often a platform showed that it has not published a reply."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261129_0410"
down_revision = "20261129_0400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What is unknown now is looked for as often as if it had never been."""
    op.add_column(
        "delivery",
        sa.Column("times_not_found", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_column("delivery", "times_not_found")
