"""The timetable: how often each stream brings something, and why it was read when it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0830"
down_revision = "20261123_0815"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("cursor") as cursor:
        cursor.add_column(sa.Column("rhythm", sa.Text(), nullable=True))
        cursor.add_column(sa.Column("reason", sa.Text(), nullable=True))
    op.create_table(
        "decision",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("account_id", IDENTIFIER, nullable=False),
        sa.Column("stream", sa.String(length=40), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("brought", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_decision_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_account_id", "decision", ["account_id", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("decision")
    with op.batch_alter_table("cursor") as cursor:
        cursor.drop_column("reason")
        cursor.drop_column("rhythm")
