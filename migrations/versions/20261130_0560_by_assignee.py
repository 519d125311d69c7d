"""Find whatever somebody has, or had when it was resolved, without reading every conversation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_0560"
down_revision = "20261130_0550"
branch_labels = None
depends_on = None

ASSIGNED = sa.text("assignee_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "ix_conversation_assignee",
        "conversation",
        ["assignee_id", "id"],
        sqlite_where=ASSIGNED,
        postgresql_where=ASSIGNED,
    )


def downgrade() -> None:
    """Undo."""
    op.drop_index("ix_conversation_assignee", "conversation")
