"""Keep where a conversation went, and to which platform thread a message belongs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0655"
down_revision = "20261128_0640"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (
    ("message", "home_id", "ix_message_home"),
    ("conversation", "merged_into_id", "ix_conversation_merged"),
    ("conversation", "continues_in_id", "ix_conversation_continues"),
)


def upgrade() -> None:
    """Apply."""
    for table, column, index in COLUMNS:
        op.add_column(table, sa.Column(column, IDENTIFIER, nullable=True))
        is_set = sa.text(f"{column} IS NOT NULL")
        op.create_index(index, table, [column], sqlite_where=is_set, postgresql_where=is_set)


def downgrade() -> None:
    """Take back."""
    for table, column, index in reversed(COLUMNS):
        op.drop_index(index, table_name=table)
        op.drop_column(table, column)
