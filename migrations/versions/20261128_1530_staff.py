"""Keep wrong passwords, changes of who works here, and which sign-ins still count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_1530"
down_revision = "20261128_1520"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "user", sa.Column("sign_in_number", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("user", sa.Column("last_signed_in_at", Instant(), nullable=True))
    op.create_table(
        "wrong_password",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("tried_at", sa.JSON(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("locked_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_wrong_password")),
    )
    op.create_table(
        "staff_change",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("by_id", IDENTIFIER, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_staff_change_user_id_user")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_staff_change_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_change")),
    )
    op.create_index(op.f("ix_staff_change_user_id"), "staff_change", ["user_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("staff_change")
    op.drop_table("wrong_password")
    op.drop_column("user", "last_signed_in_at")
    op.drop_column("user", "sign_in_number")
