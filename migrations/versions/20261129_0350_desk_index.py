"""Let an index hold all that orders the open conversations and counts them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261129_0350"
down_revision = "20261129_0310"
branch_labels = None
depends_on = None

OPEN = sa.text("status = 'open'")
DESK = [
    "waiting_since",
    "id",
    "status",
    "priority",
    "is_muted",
    "due_at",
    "assignee_id",
    "platform",
    "team_id",
    "answer_by",
]


def upgrade() -> None:
    """Apply."""
    _create("ix_conversation_open_desk", DESK)
    op.drop_index("ix_conversation_open_waiting", table_name="conversation")


def downgrade() -> None:
    """Undo."""
    _create("ix_conversation_open_waiting", ["waiting_since", "id"])
    op.drop_index("ix_conversation_open_desk", table_name="conversation")


def _create(name: str, columns: list[str]) -> None:
    op.create_index(
        name,
        "conversation",
        columns,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
