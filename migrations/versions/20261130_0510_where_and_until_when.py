"""Keep where a canned response may be used, and until when it is offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_0510"
down_revision = "20261129_0460"
branch_labels = None
depends_on = None

PLACES = ("is_for_public", "is_for_private", "is_for_live")


def upgrade() -> None:
    """Apply. Whatever is kept may be used everywhere, as before."""
    for name in PLACES:
        column = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true())
        op.add_column("canned_response", column)
    op.add_column("canned_response", sa.Column("offered_until", sa.Date()))


def downgrade() -> None:
    """Undo."""
    op.drop_column("canned_response", "offered_until")
    for name in PLACES:
        op.drop_column("canned_response", name)
