"""Let reports be read from indexes alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_1520"
down_revision = "20261128_1508"
branch_labels = None
depends_on = None

OF_WAITS = ["started_at", "platform", "kind", "is_first", "end", "ended_at"]
BESIDES = ["account_id", "conversation_id", "ended_by_user_id", "ended_by_message_id"]
ENDED = ["ended_at", "started_at", "end", "platform", "kind", "account_id"]
SOME = (
    (
        "ix_message_written",
        "message",
        ["sent_at", "conversation_id", "author_contact_id"],
        "direction = 'in'",
    ),
    ("ix_message_by_hand", "message", ["id"], "by_hand_at IS NOT NULL"),
    (
        "ix_event_resolved",
        "event",
        ["conversation_id", "occurred_at"],
        "name = 'conversation.resolved'",
    ),
    ("ix_act_undone", "act", ["event_id"], "undone_at IS NOT NULL"),
)


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_wait_report", "wait")
    op.create_index("ix_wait_report", "wait", [*OF_WAITS, *BESIDES])
    op.create_index("ix_wait_ended", "wait", ENDED)
    for name, table, columns, condition in SOME:
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take back."""
    for name, table, _columns, _condition in reversed(SOME):
        op.drop_index(name, table)
    op.drop_index("ix_wait_ended", "wait")
    op.drop_index("ix_wait_report", "wait")
    op.create_index("ix_wait_report", "wait", OF_WAITS)
