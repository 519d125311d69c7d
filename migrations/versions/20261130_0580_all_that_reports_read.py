"""Keep all that reports read of a wait in two indexes, and nothing else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_0580"
down_revision = "20261130_0560"
branch_labels = None
depends_on = None

READ = ["measured", "counted_by"]
WERE = {
    "ix_wait_report": [
        *("started_microseconds", "ended_microseconds", "due_microseconds", "platform", "kind"),
        *("is_first", "end", "account_id", "conversation_id", "ended_by_user_id", "is_by_hand"),
        *("team_id", "language", "post_id", *READ),
    ],
    "ix_wait_ended": [
        *("ended_microseconds", "started_microseconds", "end", "platform", "kind"),
        *("account_id", "conversation_id"),
    ],
}
NOT_MERGED = sa.text('"end" IS NULL OR "end" <> \'merged\'')


def upgrade() -> None:
    """Apply."""
    for name in WERE:
        op.drop_index(name, "wait")
    op.create_index(
        "ix_wait_started",
        "wait",
        ["started_microseconds", *READ],
        sqlite_where=NOT_MERGED,
        postgresql_where=NOT_MERGED,
    )
    op.create_index("ix_wait_ended", "wait", ["ended_microseconds", "started_microseconds", *READ])


def downgrade() -> None:
    """Undo."""
    for name in ("ix_wait_started", "ix_wait_ended"):
        op.drop_index(name, "wait")
    for name, columns in WERE.items():
        op.create_index(name, "wait", columns)
