"""Let teams ask that their replies are approved, and keep what is submitted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0640"
down_revision = "20261128_0630"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SET_BY = "fk_team_approval_set_by_id_user"
WAITING = sa.text("state = 'waiting'")
RETURNED = sa.text("state = 'returned'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "submission",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("author_id", IDENTIFIER, nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to_message_id", IDENTIFIER, nullable=True),
        sa.Column("picture_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("picture_description", sa.Text(), nullable=False),
        sa.Column("inserted", sa.JSON(), nullable=False),
        sa.Column("is_by_program", sa.Boolean(), nullable=False),
        sa.Column("client_token", sa.String(64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("decided_by_id", IDENTIFIER, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("message_id", IDENTIFIER, nullable=True),
        sa.CheckConstraint(
            "state <> 'approved' OR (message_id IS NOT NULL AND decided_by_id IS NOT NULL "
            "AND decided_by_id <> author_id)",
            name=op.f("ck_submission_approved_by_somebody_else"),
        ),
        _reference("conversation_id", "conversation"),
        _reference("author_id", "user"),
        _reference("decided_by_id", "user"),
        _reference("reply_to_message_id", "message"),
        _reference("message_id", "message"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("client_token", name=op.f("uq_submission_client_token")),
        sa.UniqueConstraint("message_id", name=op.f("uq_submission_message_id")),
    )
    op.create_index(
        "ix_submission_waiting",
        "submission",
        ["conversation_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_submission_returned",
        "submission",
        ["author_id"],
        sqlite_where=RETURNED,
        postgresql_where=RETURNED,
    )
    op.create_index("ix_submission_conversation", "submission", ["conversation_id"])
    with op.batch_alter_table("team") as team:
        team.add_column(
            sa.Column("asks_approval", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        team.add_column(sa.Column("approval_set_by_id", IDENTIFIER, nullable=True))
        team.add_column(sa.Column("approval_set_at", sa.DateTime(timezone=True), nullable=True))
        team.create_foreign_key(SET_BY, "user", ["approval_set_by_id"], ["id"])
    op.add_column(
        "conversation",
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversation", "submitted_at")
    with op.batch_alter_table("team") as team:
        team.drop_constraint(SET_BY, type_="foreignkey")
        for column in ("approval_set_at", "approval_set_by_id", "asks_approval"):
            team.drop_column(column)
    op.drop_table("submission")


def _reference(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_submission_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
