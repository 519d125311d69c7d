"""Spending: what an account used of what its platform charges for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0805"
down_revision = "20261123_0800"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "spending",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_spending_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending")),
        sa.UniqueConstraint(
            "account_id", "day", "what", name=op.f("uq_spending_account_id_day_what")
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("spending")
