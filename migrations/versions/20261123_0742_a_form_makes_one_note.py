"""Let a note say which form it came from, so that one form makes one note."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_0742"
down_revision = "20261123_0735"
branch_labels = None
depends_on = None

ONE_EACH = "uq_note_conversation_id_client_token"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("note") as note:
        note.add_column(sa.Column("client_token", sa.String(length=64), nullable=True))
        note.create_unique_constraint(ONE_EACH, ["conversation_id", "client_token"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("note") as note:
        note.drop_constraint(ONE_EACH, type_="unique")
        note.drop_column("client_token")
