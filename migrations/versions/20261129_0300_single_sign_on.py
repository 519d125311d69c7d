"""Keep who is whom at an identity provider, and which of its words were used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0300"
down_revision = "20261128_2355"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "provider_link",
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("linked_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_provider_link_user_id_user")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_provider_link")),
        sa.UniqueConstraint("user_id", "issuer", name=op.f("uq_provider_link_user_id_issuer")),
    )
    op.create_table(
        "spent_word",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spent_word")),
    )
    op.add_column("open_sign_in", sa.Column("provider_session", sa.String(255), nullable=True))
    op.add_column("open_sign_in", sa.Column("sealed_word", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take back. Whoever had no password cannot come in, and is disabled."""
    op.execute(
        """UPDATE "user" SET is_active = false
        WHERE password_hash = '' AND id IN (SELECT user_id FROM provider_link)"""
    )
    # What was done to them since stays in the audit log.
    op.execute("DELETE FROM staff_change WHERE what IN ('provider', 'provider_forgotten')")
    op.drop_column("open_sign_in", "sealed_word")
    op.drop_column("open_sign_in", "provider_session")
    op.drop_table("spent_word")
    op.drop_table("provider_link")
