"""Keep, for every message, the moment its present words and flags were known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_0210"
down_revision = "20261128_0120"
branch_labels = None
depends_on = None

MOMENTS = ("text_as_of", "flags_as_of")


def upgrade() -> None:
    """Apply."""
    for name in MOMENTS:
        op.add_column("message", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("message", sa.Column("edition", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    for name in ("edition", *MOMENTS):
        op.drop_column("message", name)
