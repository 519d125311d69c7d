"""Keep in which language a conversation was last written.

What is on the desk already is told from the beginning of its last words.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox import languages

revision = "20261128_0722"
down_revision = "20261128_0712"
branch_labels = None
depends_on = None

BATCH = 1000
CONVERSATION = sa.table(
    "conversation",
    sa.column("id", sa.BigInteger()),
    sa.column("snippet", sa.Text()),
    sa.column("language", sa.String()),
)


def upgrade() -> None:
    """Apply."""
    op.add_column("conversation", sa.Column("language", sa.String(12), nullable=True))
    last = 0
    while rows := _after(last):
        last = rows[-1].id
        told = [{"key": row.id, "told": languages.guess(row.snippet)} for row in rows]
        if known := [one for one in told if one["told"]]:
            op.get_bind().execute(
                sa.update(CONVERSATION)
                .where(CONVERSATION.c.id == sa.bindparam("key"))
                .values(language=sa.bindparam("told")),
                known,
            )


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversation", "language")


def _after(number: int) -> list[sa.Row[tuple[int, str]]]:
    rows = (
        sa.select(CONVERSATION.c.id, CONVERSATION.c.snippet)
        .where(CONVERSATION.c.id > number)
        .order_by(CONVERSATION.c.id)
        .limit(BATCH)
    )
    return list(op.get_bind().execute(rows))
