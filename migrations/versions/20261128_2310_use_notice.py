"""Keep what the department says to whoever signs in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_2310"
down_revision = "20261128_2351"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "use_notice",
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("set_by_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["user.id"], name=op.f("fk_use_notice_set_by_id_user")
        ),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_use_notice")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("use_notice")
