"""Let teams be limited to some accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0420"
down_revision = "20261129_0410"
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
    """Apply. No team is limited yet, so everybody reaches all accounts."""
    op.add_column("team", sa.Column("reaches", sa.Text(), nullable=True))
    op.add_column("team", sa.Column("reach_set_at", Instant(), nullable=True))
    op.add_column("user", sa.Column("reaches", sa.Text(), nullable=True))
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    # Said in SQL: Alembic would copy the whole table on SQLite to add the reference.
    op.execute(
        f"""ALTER TABLE team ADD COLUMN reach_set_by_id {kind}
        CONSTRAINT fk_team_reach_set_by_id_user REFERENCES "user" (id)"""
    )
    # So that lists and counts of whoever is limited read no row either.
    _index([*DESK, "account_id"])


def downgrade() -> None:
    """Take back. Everybody reaches all accounts again."""
    for column in ("reach_set_by_id", "reach_set_at", "reaches"):
        op.drop_column("team", column)
    op.drop_column("user", "reaches")
    _index(DESK)


def _index(columns: list[str]) -> None:
    name = "ix_conversation_open_desk"
    op.drop_index(name, table_name="conversation")
    op.create_index(name, "conversation", columns, sqlite_where=OPEN, postgresql_where=OPEN)
