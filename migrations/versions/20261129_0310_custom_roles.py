"""Let the department make roles from permissions, and keep who let a reply leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0310"
down_revision = "20261129_0300"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply. Nobody has a role of the department's own yet; replies left on their writers' word."""
    op.create_table(
        "custom_role",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.String(400), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("allows", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_role")),
        sa.UniqueConstraint("folded", name=op.f("uq_custom_role_folded")),
    )
    _refer("user", "custom_role_id", "custom_role")
    _refer("delivery", "released_by_id", "user")


def downgrade() -> None:
    """Take back. Whoever had a role of the department's own is left with the wall alone."""
    op.drop_column("delivery", "released_by_id")
    op.drop_column("user", "custom_role_id")
    op.drop_table("custom_role")


def _refer(table: str, column: str, to: str) -> None:
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    # Said in SQL: Alembic would copy the whole table on SQLite to add the reference.
    op.execute(
        f"""ALTER TABLE "{table}" ADD COLUMN {column} {kind}
        CONSTRAINT fk_{table}_{column}_{to} REFERENCES "{to}" (id)"""
    )
