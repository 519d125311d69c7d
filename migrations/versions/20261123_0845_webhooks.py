"""Keep what platforms push until it is taken in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0845"
down_revision = "20261123_0840"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("taken_in_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "webhook",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("source", "digest", name=op.f("uq_webhook_source_digest")),
    )
    op.create_index(
        "ix_webhook_open", "webhook", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("webhook")
