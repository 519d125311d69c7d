"""Note until when a conversation is snoozed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0110"
down_revision = "20261123_0910"
branch_labels = None
depends_on = None

_SNOOZED = sa.text("status = 'snoozed'")
_INDEX = "ix_conversation_snoozed"


def upgrade() -> None:
    """Apply."""
    column = sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True)
    op.add_column("conversation", column)
    op.create_index(
        _INDEX,
        "conversation",
        ["snoozed_until", "id"],
        sqlite_where=_SNOOZED,
        postgresql_where=_SNOOZED,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(_INDEX, table_name="conversation")
    op.drop_column("conversation", "snoozed_until")
