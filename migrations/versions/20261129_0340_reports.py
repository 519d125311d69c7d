"""Let a report read whose hours a wait is measured by, and what opened it, from the index alone."""

from __future__ import annotations

from alembic import op

revision = "20261129_0340"
down_revision = "20261129_0350"
branch_labels = None
depends_on = None

WAS = [
    "started_microseconds",
    "ended_microseconds",
    "platform",
    "kind",
    "is_first",
    "end",
    "account_id",
    "conversation_id",
    "ended_by_user_id",
    "ended_by_message_id",
    "due_microseconds",
    "target",
    "staffed",
]
MORE = ["hours_id", "opened_by_message_id"]


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_wait_report", "wait")
    op.create_index("ix_wait_report", "wait", [*WAS, *MORE])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_wait_report", "wait")
    op.create_index("ix_wait_report", "wait", WAS)
