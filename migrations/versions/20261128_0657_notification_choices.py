"""Keep what people want to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0657"
down_revision = "20261128_0655"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notification_choice",
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("unwanted", sa.JSON(), nullable=False),
        sa.Column("by_browser", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notification_choice_user_id_user")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_choice")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("notification_choice")
