"""Keep who measured which waits anew by other hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_1850"
down_revision = "20261128_1835"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LENGTHS = ("median_before", "median_after", "ninth_before", "ninth_after")
OTHERS = (("team_id", "team"), ("hours_id", "hours"), ("by_id", "user"))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "remeasuring",
        sa.Column("id", IDENTIFIER, nullable=False),
        *(sa.Column(name, IDENTIFIER, nullable=False) for name, _ in OTHERS),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in LENGTHS),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_remeasuring_{name}_{table}")
            )
            for name, table in OTHERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remeasuring")),
    )
    op.create_index(op.f("ix_remeasuring_team_id"), "remeasuring", ["team_id"])
    _keep()


def downgrade() -> None:
    """Take back."""
    op.drop_table("remeasuring")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION remeasuring_is_kept()")


def _keep() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER remeasuring_no_{verb.lower()} BEFORE {verb} ON remeasuring "
                "BEGIN SELECT RAISE(ABORT, 'remeasuring is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION remeasuring_is_kept() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'remeasuring is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER remeasuring_kept BEFORE UPDATE OR DELETE ON remeasuring "
        "FOR EACH ROW EXECUTE FUNCTION remeasuring_is_kept()"
    )
