"""Poll the media that tag an Instagram account, for the accounts connected already."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "20261123_0840"
down_revision = "20261123_0835"
branch_labels = None
depends_on = None

STREAM = "tagged_media"


def upgrade() -> None:
    """Apply."""
    account = sa.table("account", sa.column("id"), sa.column("connector"))
    columns = ["account_id", "stream", "lane", "due_at"]
    cursor = sa.table("cursor", *(sa.column(name) for name in columns))
    now = sa.literal(datetime.now(UTC), sa.DateTime(timezone=True))
    rows = sa.select(account.c.id, sa.literal(STREAM), sa.literal("poll"), now)
    rows = rows.where(account.c.connector == "instagram_graph")
    op.execute(cursor.insert().from_select(columns, rows))


def downgrade() -> None:
    """Take back."""
    cursor = sa.table("cursor", sa.column("stream"))
    op.execute(cursor.delete().where(cursor.c.stream == STREAM))
