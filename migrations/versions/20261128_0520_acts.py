"""What may be taken back, and what stood before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_0520"
down_revision = "20261128_0510"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "act",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("batch", sa.String(32), nullable=False),
        *(
            sa.Column(
                f"{table}_id",
                IDENTIFIER,
                sa.ForeignKey(f"{table}.id", name=op.f(f"fk_act_{table}_id_{table}")),
                nullable=False,
            )
            for table in ("user", "conversation", "event")
        ),
        sa.Column("done_at", Instant, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("undone_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
    )
    op.create_index("ix_act_user", "act", ["user_id", "id"])
    op.create_index("ix_act_batch", "act", ["batch"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("act")
