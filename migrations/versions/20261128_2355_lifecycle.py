"""Keep one-time links, until when an access lasts, and why somebody is disabled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_2355"
down_revision = "20261128_2340"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply. Days without use are counted from now on: what was before is not known well enough."""
    op.add_column("user", sa.Column("access_ends_at", Instant(), nullable=True))
    op.add_column("user", sa.Column("enabled_at", Instant(), nullable=True))
    op.add_column("user", sa.Column("disabled_at", Instant(), nullable=True))
    op.add_column("user", sa.Column("disabled_because", sa.String(40), nullable=True))
    op.execute("""UPDATE "user" SET enabled_at = CURRENT_TIMESTAMP WHERE is_active""")
    op.create_table(
        "one_time_link",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", IDENTIFIER, nullable=True),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_one_time_link_user_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_one_time_link_made_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_one_time_link_digest")),
    )
    op.create_index(op.f("ix_one_time_link_user_id"), "one_time_link", ["user_id"])


def downgrade() -> None:
    """Take back. Whoever had only a link cannot come in, and is disabled; so is who had a time."""
    op.execute(
        """UPDATE "user" SET is_active = false
        WHERE password_hash = '' OR access_ends_at IS NOT NULL"""
    )
    # What was done to them since stays in the audit log.
    op.execute(
        """DELETE FROM staff_change
        WHERE what IN ('link', 'link_used', 'access_end', 'expired', 'unused')"""
    )
    op.drop_table("one_time_link")
    op.drop_column("user", "disabled_because")
    op.drop_column("user", "disabled_at")
    op.drop_column("user", "enabled_at")
    op.drop_column("user", "access_ends_at")
