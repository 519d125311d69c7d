"""Keep in which browsers people are signed in, when they last acted there, and what is locked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_1855"
down_revision = "20261128_1850"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "open_sign_in",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("acted_at", Instant(), nullable=False),
        sa.Column("proven_at", Instant(), nullable=False),
        sa.Column("locked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_open_sign_in_user_id_user")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_open_sign_in")),
    )
    op.create_index(op.f("ix_open_sign_in_user_id"), "open_sign_in", ["user_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("open_sign_in")
