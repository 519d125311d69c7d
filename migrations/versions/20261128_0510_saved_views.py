"""Keep filters under names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0510"
down_revision = "20261128_0330"
branch_labels = None
depends_on = None

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "saved_view",
        sa.Column("id", _IDENTIFIER, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("owner_id", _IDENTIFIER, sa.ForeignKey("user.id"), nullable=False),
        sa.Column(
            "sharing",
            sa.String(40),
            nullable=False,
        ),
        sa.Column("team_id", _IDENTIFIER, sa.ForeignKey("team.id"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", _IDENTIFIER, sa.ForeignKey("user.id"), nullable=False),
        sa.CheckConstraint("(sharing = 'team') = (team_id IS NOT NULL)", name="team_where_shared"),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner_id"])
    op.create_index("ix_saved_view_team", "saved_view", ["team_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("saved_view")
