"""Acts of staff upon messages, and messages that a page no longer showed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0800"
down_revision = "20261123_0745"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("state = 'queued'")
MISSED = sa.text("missed_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "moderation",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("message_id", IDENTIFIER, nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("policy_version", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("capture_id", IDENTIFIER, nullable=True),
        sa.Column("capture_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("by_user_id", IDENTIFIER, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_by", sa.String(length=80), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "verb NOT IN ('hide', 'delete') OR (category IS NOT NULL AND reason IS NOT NULL "
            "AND capture_id IS NOT NULL AND capture_digest IS NOT NULL)",
            name=op.f("ck_moderation_says_why_and_keeps_a_copy"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_moderation_{name}_{table}")
            )
            for name, table in (
                ("account_id", "account"),
                ("conversation_id", "conversation"),
                ("message_id", "message"),
                ("capture_id", "capture"),
                ("by_user_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
    )
    op.create_index(
        "uq_moderation_live",
        "moderation",
        ["message_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index(
        "ix_moderation_due", "moderation", ["due_at"], sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_index("ix_moderation_message", "moderation", ["message_id", "id"])
    op.create_index("ix_moderation_conversation", "moderation", ["conversation_id"])
    op.drop_column("message", "looked_for_at")
    op.add_column("message", sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_message_missed",
        "message",
        ["account_id", "missed_at"],
        sqlite_where=MISSED,
        postgresql_where=MISSED,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_message_missed", "message")
    op.drop_column("message", "missed_at")
    op.add_column("message", sa.Column("looked_for_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_table("moderation")
