"""Keep what people have begun to write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0550"
down_revision = "20261128_0540"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "draft",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("drawer", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_draft_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "conversation_id",
            "user_id",
            "drawer",
            name=op.f("uq_draft_conversation_id_user_id_drawer"),
        ),
    )
    op.create_index(op.f("ix_draft_user_id"), "draft", ["user_id"])
    op.add_column(
        "conversation",
        sa.Column("drafted_by", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversation", "drafted_by")
    op.drop_index(op.f("ix_draft_user_id"), table_name="draft")
    op.drop_table("draft")
