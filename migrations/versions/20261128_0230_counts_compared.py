"""Keep the counts that platforms tell of their posts, and how they compare with ours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0230"
down_revision = "20261128_0220"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply. Accounts that are connected already are due at once."""
    op.add_column("post", sa.Column("comments_told", sa.Integer(), nullable=True))
    op.add_column("post", sa.Column("comments_told_at", MOMENT, nullable=True))
    op.add_column("post", sa.Column("told_with_replies", sa.Boolean(), nullable=True))
    op.add_column("account", sa.Column("counts_due_at", MOMENT, nullable=True))
    op.execute("UPDATE account SET counts_due_at = connected_at")
    _create_comparison()
    _create_difference()


def _create_comparison() -> None:
    op.create_table(
        "comparison",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("account_id", NUMBER, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("compared_at", MOMENT, nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
    )
    op.create_index("ix_comparison_account_id", "comparison", ["account_id"])


def _create_difference() -> None:
    op.create_table(
        "difference",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("comparison_id", NUMBER, sa.ForeignKey("comparison.id"), nullable=False),
        sa.Column("post_id", NUMBER, sa.ForeignKey("post.id"), nullable=False),
        sa.Column("theirs", sa.Integer(), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("gap_id", NUMBER, sa.ForeignKey("gap.id"), nullable=True),
        sa.Column("read_again_at", MOMENT, nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
    )
    op.create_index("ix_difference_comparison_id", "difference", ["comparison_id"])
    op.create_index("ix_difference_post_id", "difference", ["post_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("difference")
    op.drop_table("comparison")
    op.drop_column("account", "counts_due_at")
    for name in ("told_with_replies", "comments_told_at", "comments_told"):
        op.drop_column("post", name)
