"""Keep the steps at a risk to life, how far conversations are in them, and pictures of posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0453"
down_revision = "20261129_0451"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "protocol_step",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("asks_for", sa.Text(), nullable=False),
        sa.Column("response_id", IDENTIFIER, nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["canned_response.id"],
            name=op.f("fk_protocol_step_response_id_canned_response"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_step")),
    )
    op.create_table(
        "protocol_step_done",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("step_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("done_at", Instant(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        *_belongs("protocol_step_done", "conversation"),
        *_belongs("protocol_step_done", "user"),
        sa.ForeignKeyConstraint(
            ["step_id"],
            ["protocol_step.id"],
            name=op.f("fk_protocol_step_done_step_id_protocol_step"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_step_done")),
        sa.UniqueConstraint(
            "conversation_id", "step_id", name=op.f("uq_protocol_step_done_conversation_id_step_id")
        ),
    )
    op.create_table(
        "protocol_override",
        sa.Column("conversation_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_belongs("protocol_override", "conversation"),
        *_belongs("protocol_override", "user"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_protocol_override")),
    )

    for column in _picture():
        op.add_column("post", column)
    is_due = sa.text("picture_due_at IS NOT NULL")
    op.create_index(
        "ix_post_picture_due",
        "post",
        ["picture_due_at"],
        sqlite_where=is_due,
        postgresql_where=is_due,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_post_picture_due", "post")
    for column in reversed(_picture()):
        op.drop_column("post", column.name)
    for table in ("protocol_override", "protocol_step_done", "protocol_step"):
        op.drop_table(table)


def _picture() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("picture_url", sa.Text(), nullable=False, server_default=""),
        sa.Column("picture_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("picture_reason", sa.Text(), nullable=True),
        sa.Column("picture_attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("picture_due_at", Instant(), nullable=True),
        sa.Column("picture_nudged_at", Instant(), nullable=True),
    )


def _belongs(table: str, to: str) -> tuple[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{to}_id_{to}")
    return (sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=name),)
