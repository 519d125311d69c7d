"""Streams of Facebook: posts by visitors, posts that mention the Page, comments under ads."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "20261123_0815"
down_revision = "20261123_0810"
branch_labels = None
depends_on = None

NEW_STREAMS = ("visitor_posts", "tagged_posts", "ad_comments")


def upgrade() -> None:
    """Poll them for the Pages that are connected already."""
    account = sa.table("account", sa.column("id"), sa.column("connector"))
    columns = ["account_id", "stream", "lane", "due_at"]
    cursor = sa.table("cursor", *map(sa.column, columns))
    now = sa.literal(datetime.now(UTC), sa.DateTime(timezone=True))
    for stream in NEW_STREAMS:
        rows = sa.select(account.c.id, sa.literal(stream), sa.literal("poll"), now)
        rows = rows.where(account.c.connector == "facebook")
        op.execute(cursor.insert().from_select(columns, rows))


def downgrade() -> None:
    """Take back."""
    cursor = sa.table("cursor", sa.column("stream"))
    op.execute(cursor.delete().where(cursor.c.stream.in_(NEW_STREAMS)))
