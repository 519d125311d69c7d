"""Give everybody a role of their own permissions: staff become senior responders."""

from __future__ import annotations

from alembic import op

revision = "20261128_1900"
down_revision = "20261128_1855"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute("""UPDATE "user" SET role = 'senior' WHERE role = 'staff'""")


def downgrade() -> None:
    """Take back. Whoever could do less than the staff of before reads nothing in the meantime."""
    op.execute(
        """UPDATE "user" SET is_active = false WHERE role IN ('viewer', 'approver', 'auditor')"""
    )
    op.execute(
        """UPDATE "user" SET role = 'staff'
        WHERE role IN ('senior', 'responder', 'viewer', 'approver', 'auditor')"""
    )
