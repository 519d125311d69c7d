"""A delete that one person asked for waits until another decides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0120"
down_revision = "20261128_0110"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("state = 'queued'")
PROPOSED = sa.text("state = 'proposed'")
LIVE = sa.text("state IN ('queued', 'proposed')")
BY_TWO = (
    "verb <> 'delete' OR state IN ('proposed', 'declined', 'withdrawn', 'lapsed') "
    "OR policy_version = '2026-11' "
    "OR (decided_by_user_id IS NOT NULL AND decided_by_user_id <> by_user_id)"
)
MODERATION = sa.table("moderation", sa.column("verb"), sa.column("state"), sa.column("answer"))


def upgrade() -> None:
    """Apply. A delete that is still on its way waits for its second person."""
    _drop_partial_indexes("uq_moderation_live", "ix_moderation_due")
    with op.batch_alter_table("moderation") as table:
        table.add_column(sa.Column("decided_by_user_id", IDENTIFIER, nullable=True))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("note", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_moderation_decided_by_user_id_user"), "user", ["decided_by_user_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_moderation_deletes_by_two_people"), BY_TWO)
    on_its_way = sa.and_(MODERATION.c.verb == "delete", MODERATION.c.state == "queued")
    op.execute(MODERATION.update().where(on_its_way).values(state="proposed"))
    _index("uq_moderation_live", "message_id", LIVE, unique=True)
    _index("ix_moderation_due", "due_at", DUE)
    _index("ix_moderation_proposed", "conversation_id", PROPOSED)


def downgrade() -> None:
    """Take back. What nobody confirmed was not done, and says so."""
    _drop_partial_indexes("ix_moderation_proposed", "ix_moderation_due", "uq_moderation_live")
    with op.batch_alter_table("moderation") as table:
        table.drop_constraint(op.f("ck_moderation_deletes_by_two_people"), type_="check")
        table.drop_constraint(op.f("fk_moderation_decided_by_user_id_user"), type_="foreignkey")
        for name in ("note", "decided_at", "decided_by_user_id"):
            table.drop_column(name)
    undone = MODERATION.c.state.in_(("proposed", "declined", "withdrawn", "lapsed"))
    answer = "Nobody confirmed it."
    op.execute(MODERATION.update().where(undone).values(state="failed", answer=answer))
    _index("uq_moderation_live", "message_id", DUE, unique=True)
    _index("ix_moderation_due", "due_at", DUE)


def _drop_partial_indexes(*names: str) -> None:
    for name in names:
        op.drop_index(name, "moderation")


def _index(name: str, column: str, where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(
        name, "moderation", [column], unique=unique, sqlite_where=where, postgresql_where=where
    )
