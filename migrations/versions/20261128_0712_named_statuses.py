"""Tell finer statuses apart within the four."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_0712"
down_revision = "20261128_0710"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "named_status",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.String(400), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("set_by_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["user.id"], name=op.f("fk_named_status_set_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_status")),
        sa.UniqueConstraint("folded", name=op.f("uq_named_status_folded")),
    )
    # Without a foreign key, as with what was merged: SQLite would copy every conversation.
    op.add_column("conversation", sa.Column("named_status_id", IDENTIFIER, nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversation", "named_status_id")
    op.drop_table("named_status")
