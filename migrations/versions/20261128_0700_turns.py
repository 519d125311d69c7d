"""Let teams give out their conversations in turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_0700"
down_revision = "20261128_0660"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SET_BY = "fk_team_turns_set_by_id_user"
OPEN_OF_A_TEAM = sa.text("status = 'open' AND team_id IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("team") as team:
        team.add_column(
            sa.Column("assigns_in_turn", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        team.add_column(
            sa.Column("capacity", sa.Integer(), nullable=False, server_default=sa.text("10"))
        )
        team.add_column(sa.Column("turns_set_by_id", IDENTIFIER, nullable=True))
        team.add_column(sa.Column("turns_set_at", Instant(), nullable=True))
        team.create_foreign_key(SET_BY, "user", ["turns_set_by_id"], ["id"])
    op.add_column("membership", sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column(
        "membership",
        sa.Column("last_turn", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.create_index(
        "ix_conversation_open_team",
        "conversation",
        ["team_id"],
        sqlite_where=OPEN_OF_A_TEAM,
        postgresql_where=OPEN_OF_A_TEAM,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_conversation_open_team", "conversation")
    op.drop_column("membership", "last_turn")
    op.drop_column("membership", "capacity")
    with op.batch_alter_table("team") as team:
        team.drop_constraint(SET_BY, type_="foreignkey")
        for name in ("turns_set_at", "turns_set_by_id", "capacity", "assigns_in_turn"):
            team.drop_column(name)
