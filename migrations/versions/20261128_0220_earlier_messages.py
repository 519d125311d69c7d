"""Fetch what was said before an account was connected behind everything newer, visibly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0220"
down_revision = "20261128_0210"
branch_labels = None
depends_on = None

MOMENTS = (
    "bulk_polling_until",
    "bulk_nudged_at",
    "first_connected_at",
    "history_before",
    "earlier_back_to",
    "backfilled_at",
)


def upgrade() -> None:
    """Apply. Accounts that are connected already have no first connection to come."""
    op.add_column("account", sa.Column("bulk_polling_by", sa.String(80), nullable=True))
    for name in MOMENTS:
        op.add_column("account", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    count = sa.Column("earlier_count", sa.Integer(), nullable=False, server_default="0")
    op.add_column("account", count)
    is_bulk = sa.Column("is_bulk", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("gap", is_bulk)
    op.add_column("gap", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in ("due_at", "is_bulk"):
        op.drop_column("gap", name)
    for name in ("earlier_count", *reversed(MOMENTS), "bulk_polling_by"):
        op.drop_column("account", name)
