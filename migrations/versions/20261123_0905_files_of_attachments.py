"""The files of attachments: what was fetched, and why not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0905"
down_revision = "20261123_0858"
branch_labels = None
depends_on = None

PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    """Apply. What came earlier stays as it is: its addresses have mostly expired."""
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("state", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("digest", sa.LargeBinary(length=32), nullable=True))
        table.add_column(sa.Column("size", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reason", sa.Text(), nullable=True))
        table.add_column(
            sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        table.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_attachment_due",
        "attachment",
        ["due_at"],
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_attachment_due", "attachment")
    with op.batch_alter_table("attachment") as table:
        for name in ("nudged_at", "due_at", "attempts", "reason", "size", "digest", "state"):
            table.drop_column(name)
