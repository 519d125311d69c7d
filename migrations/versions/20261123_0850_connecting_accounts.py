"""Connecting accounts in the browser: what waits for a platform's consent page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0850"
down_revision = "20261123_0845"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "connection_attempt",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("connector", sa.String(length=40), nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=True),
        sa.Column("state_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("browser_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_connection_attempt_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_connection_attempt_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection_attempt")),
        sa.UniqueConstraint("state_digest", name=op.f("uq_connection_attempt_state_digest")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("connection_attempt")
