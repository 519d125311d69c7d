"""Let everyone have the saved views in an order of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_1508"
down_revision = "20261128_1507"
branch_labels = None
depends_on = None

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "saved_view_place",
        sa.Column("user_id", _IDENTIFIER, sa.ForeignKey("user.id"), primary_key=True),
        sa.Column("view_id", _IDENTIFIER, sa.ForeignKey("saved_view.id"), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("saved_view_place")
