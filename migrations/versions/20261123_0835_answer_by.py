"""Until when somebody's words may be answered privately."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0835"
down_revision = "20261123_0830"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("conversation") as conversation:
        conversation.add_column(sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("conversation") as conversation:
        conversation.drop_column("answer_by")
