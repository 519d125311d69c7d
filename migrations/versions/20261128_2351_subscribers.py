"""Keep who is told by webhook what happens, and what is on its way to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_2351"
down_revision = "20261128_2350"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "subscriber",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("happenings", sa.JSON(), nullable=False),
        sa.Column("giving", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", IDENTIFIER, nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("since_event_id", IDENTIFIER, nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("paused_why", sa.Text(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_subscriber_made_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriber")),
    )
    op.create_table(
        "dispatch",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("subscriber_id", IDENTIFIER, nullable=False),
        sa.Column("event_id", IDENTIFIER, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", Instant(), nullable=True),
        sa.Column("leased_until", Instant(), nullable=True),
        sa.Column("nudged_at", Instant(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.id"], name=op.f("fk_dispatch_subscriber_id_subscriber")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_dispatch_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_dispatch_conversation_id_conversation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint(
            "event_id",
            "subscriber_id",
            "happening",
            name=op.f("uq_dispatch_event_id_subscriber_id_happening"),
        ),
    )
    _index("due", "due_at", of="waiting")
    _index("turn", "subscriber_id", "conversation_id", "event_id", of="waiting")
    _index("dead", "subscriber_id", of="dead")
    op.create_index("ix_dispatch_settled", "dispatch", ["settled_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("dispatch")
    op.drop_table("subscriber")


def _index(name: str, *columns: str, of: str) -> None:
    where = sa.text(f"state = '{of}'")
    op.create_index(
        f"ix_dispatch_{name}", "dispatch", columns, sqlite_where=where, postgresql_where=where
    )
