"""Keep which contacts somebody takes for one person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0630"
down_revision = "20261128_0620"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "contact_link",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("one_id", IDENTIFIER, nullable=False),
        sa.Column("other_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_contact_link_in_order")),
        sa.ForeignKeyConstraint(
            ["one_id"], ["contact.id"], name=op.f("fk_contact_link_one_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["contact.id"], name=op.f("fk_contact_link_other_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_contact_link_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_link")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_contact_link_one_id_other_id")),
    )
    op.create_index(op.f("ix_contact_link_other_id"), "contact_link", ["other_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_contact_link_other_id"), table_name="contact_link")
    op.drop_table("contact_link")
