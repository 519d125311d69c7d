"""Let a token that somebody else asked for wait until its person accepts it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0440"
down_revision = "20261129_0430"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("token", sa.Column("accepted_at", Instant, nullable=True))
    op.execute("UPDATE token SET accepted_at = created_at")


def downgrade() -> None:
    """Undo."""
    # Nobody has the secret of one that nobody accepted.
    op.execute("UPDATE token SET revoked_at = created_at WHERE accepted_at IS NULL")
    op.drop_column("token", "accepted_at")
