"""Give tokens scopes, an end, and who made them. Those there are keep what they could do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_2350"
down_revision = "20261128_1900"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("token") as table:
        table.alter_column("name", type_=sa.Text(), existing_type=sa.String(80))
        table.add_column(sa.Column("scopes", sa.JSON(), nullable=True))
        table.add_column(sa.Column("made_by_id", IDENTIFIER, nullable=True))
        table.add_column(sa.Column("expires_at", Instant(), nullable=True))
        table.create_foreign_key("fk_token_made_by_id_user", "user", ["made_by_id"], ["id"])
    op.execute("""UPDATE token SET scopes = '["read", "write", "reply", "reports"]'""")
    with op.batch_alter_table("token") as table:
        table.alter_column("scopes", nullable=False, existing_type=sa.JSON())
    op.create_index(op.f("ix_token_user_id"), "token", ["user_id"])


def downgrade() -> None:
    """Take back. Tokens that were to end, or to do less, are no good without what said so."""
    op.execute("UPDATE token SET revoked_at = created_at WHERE expires_at IS NOT NULL")
    op.drop_index(op.f("ix_token_user_id"), "token")
    with op.batch_alter_table("token") as table:
        table.drop_constraint("fk_token_made_by_id_user", type_="foreignkey")
        table.drop_column("expires_at")
        table.drop_column("made_by_id")
        table.drop_column("scopes")
        table.alter_column(
            "name",
            type_=sa.String(80),
            existing_type=sa.Text(),
            postgresql_using="substr(name, 1, 80)",
        )
