"""Keep which notifications are on their way by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0660"
down_revision = "20261128_0658"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "mail",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("notification_id", IDENTIFIER, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notification.id"],
            name=op.f("fk_mail_notification_id_notification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("notification_id", name=op.f("uq_mail_notification_id")),
    )
    op.create_index(
        "ix_mail_due", "mail", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("mail")
