"""Let the department make roles from permissions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0310"
down_revision = "20261128_2355"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply. Nobody has a role of the department's own yet."""
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
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # Said in SQL: Alembic would copy the whole table on SQLite to add the reference.
    op.execute(
        f"""ALTER TABLE "user" ADD COLUMN custom_role_id {"INTEGER" if is_sqlite else "BIGINT"}
        CONSTRAINT fk_user_custom_role_id_custom_role REFERENCES custom_role (id)"""
    )


def downgrade() -> None:
    """Take back. Whoever had a role of the department's own is left with the wall alone."""
    op.drop_column("user", "custom_role_id")
    op.drop_table("custom_role")
