"""Let reports reckon with whole numbers, and keep with each wait what it was promised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from inbox.db import Instant
from inbox.hours import keeping, staffed
from inbox.models import HoursVersion
from inbox.reckoning import MICROSECOND, since_epoch

WAIT = sa.table(
    "wait",
    sa.column("id", sa.BigInteger()),
    sa.column("hours_id", sa.BigInteger()),
    sa.column("started_at", Instant()),
    sa.column("ended_at", Instant()),
    sa.column("staffed", sa.BigInteger()),
)

revision = "20261128_1835"
down_revision = "20261128_1830"
branch_labels = None
depends_on = None

OF_WAITS = ["platform", "kind", "is_first", "end", "account_id", "conversation_id"]
WHO = ["ended_by_user_id", "ended_by_message_id"]
PROMISED = ["due_microseconds", "target", "staffed"]
BOTH = ["started_microseconds", "ended_microseconds"]
ENDED = ["end", "platform", "kind", "account_id", "conversation_id"]
WAS_WAITS = ["started_at", "platform", "kind", "is_first", "end", "ended_at"]
WAS_BESIDES = ["account_id", "conversation_id", *WHO]
WAS_ENDED = ["ended_at", "started_at", "end", "platform", "kind", "account_id"]
TAKE_OVER = """
UPDATE wait SET
    due_at = (SELECT promise.due_at FROM promise
              WHERE promise.wait_id = wait.id AND promise.kind <> 'resolution'),
    target = (SELECT promise.target FROM promise
              WHERE promise.wait_id = wait.id AND promise.kind <> 'resolution')
"""


def upgrade() -> None:
    """Apply."""
    _drop_indexes()
    op.add_column("wait", sa.Column("staffed", sa.BigInteger(), nullable=True))
    op.add_column("wait", sa.Column("target", sa.Integer(), nullable=True))
    op.add_column("wait", sa.Column("due_at", Instant(), nullable=True))
    op.execute(TAKE_OVER)
    _measure()
    for name in ("started", "ended", "due"):
        _reckon(name)
    op.create_index("ix_wait_report", "wait", [*BOTH, *OF_WAITS, *WHO, *PROMISED])
    op.create_index("ix_wait_ended", "wait", [*reversed(BOTH), *ENDED])


def downgrade() -> None:
    """Take back."""
    _drop_indexes()
    for name in ("due", "ended", "started"):
        op.drop_column("wait", f"{name}_microseconds")
    for name in ("due_at", "target", "staffed"):
        op.drop_column("wait", name)
    op.create_index("ix_wait_report", "wait", [*WAS_WAITS, *WAS_BESIDES])
    op.create_index("ix_wait_ended", "wait", WAS_ENDED)


def _measure() -> None:
    """Measure what has ended by the hours that it keeps."""
    session = Session(op.get_bind())
    ended = sa.select(WAIT).where(WAIT.c.hours_id > 0, WAIT.c.ended_at.is_not(None))
    for row in session.execute(ended).all():
        hours = keeping.of(session.get(HoursVersion, row.hours_id))
        if hours:
            length = staffed.between(hours, row.started_at, row.ended_at) // MICROSECOND
            session.execute(sa.update(WAIT).where(WAIT.c.id == row.id).values(staffed=length))


def _drop_indexes() -> None:
    for name in ("ix_wait_ended", "ix_wait_report"):
        op.drop_index(name, "wait")


def _reckon(name: str) -> None:
    # SQLite adds no column that is stored, and PostgreSQL reckons while reading only from 18 on.
    is_stored = op.get_bind().dialect.name == "postgresql"
    counted = sa.Computed(since_epoch(sa.column(f"{name}_at")), persisted=is_stored)
    op.add_column("wait", sa.Column(f"{name}_microseconds", sa.BigInteger(), counted))
