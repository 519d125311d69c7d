"""Surfaces: where words stand when it is not the usual place, and the streams that bring them."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "20261123_0745"
down_revision = "20261123_0742"
branch_labels = None
depends_on = None

NEW_STREAMS = (("x", "thread_replies"), ("x", "quotes"))


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("surface", sa.String(length=40), nullable=True))
    for connector, stream in NEW_STREAMS:
        _poll_for_connected(connector, stream)


def downgrade() -> None:
    """Take back."""
    cursor = sa.table("cursor", sa.column("stream"))
    names = [stream for _, stream in NEW_STREAMS]
    op.execute(cursor.delete().where(cursor.c.stream.in_(names)))
    with op.batch_alter_table("message") as message:
        message.drop_column("surface")


def _poll_for_connected(connector: str, stream: str) -> None:
    """Start a stream for the accounts that are connected already."""
    account = sa.table("account", sa.column("id"), sa.column("connector"))
    now = sa.literal(datetime.now(UTC), sa.DateTime(timezone=True))
    rows = sa.select(account.c.id, sa.literal(stream), now).where(account.c.connector == connector)
    cursor = sa.table("cursor", sa.column("account_id"), sa.column("stream"), sa.column("due_at"))
    op.execute(cursor.insert().from_select(["account_id", "stream", "due_at"], rows))
