"""Live video: when a post was on the air, and the reading of broadcasts apart from the rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0810"
down_revision = "20261123_0805"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# Accounts connected before look for broadcasts from now on.
LOOKING = sa.text(
    "INSERT INTO cursor (account_id, stream, lane, due_at)"
    " SELECT id, 'live', 'poll', connected_at FROM account"
    " WHERE platform IN ('facebook', 'instagram')"
)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("post") as post:
        post.add_column(sa.Column("live_stream", sa.String(length=40), nullable=True))
        post.add_column(sa.Column("live_started_at", MOMENT, nullable=True))
        post.add_column(sa.Column("live_ended_at", MOMENT, nullable=True))
    with op.batch_alter_table("cursor") as cursor:
        cursor.add_column(
            sa.Column("lane", sa.String(length=40), nullable=False, server_default="poll")
        )
    with op.batch_alter_table("cursor") as cursor:
        cursor.alter_column("lane", server_default=None)
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("live_polling_by", sa.String(length=80), nullable=True))
        account.add_column(sa.Column("live_polling_until", MOMENT, nullable=True))
        account.add_column(sa.Column("live_nudged_at", MOMENT, nullable=True))
    op.execute(LOOKING)


def downgrade() -> None:
    """Take back."""
    op.execute(
        "DELETE FROM gap WHERE cursor_id IN (SELECT id FROM cursor WHERE stream LIKE 'live%')"
    )
    op.execute("DELETE FROM cursor WHERE stream LIKE 'live%'")
    with op.batch_alter_table("account") as account:
        account.drop_column("live_nudged_at")
        account.drop_column("live_polling_until")
        account.drop_column("live_polling_by")
    with op.batch_alter_table("cursor") as cursor:
        cursor.drop_column("lane")
    with op.batch_alter_table("post") as post:
        post.drop_column("live_ended_at")
        post.drop_column("live_started_at")
        post.drop_column("live_stream")
