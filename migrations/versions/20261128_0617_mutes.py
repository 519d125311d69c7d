"""Keep whom somebody has muted inside the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0617"
down_revision = "20261128_0550"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "mute",
        sa.Column("contact_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_mute_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mute_user_id_user")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_mute")),
    )
    op.create_index(op.f("ix_mute_until"), "mute", ["until"])
    op.add_column(
        "conversation",
        sa.Column("is_muted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversation", "is_muted")
    op.drop_index(op.f("ix_mute_until"), table_name="mute")
    op.drop_table("mute")
