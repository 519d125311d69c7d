"""Keep at each wait all that a report measures, in texts of fixed width besides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Identifier, Instant

revision = "20261129_0400"
down_revision = "20261129_0340"
branch_labels = None
depends_on = None

MOMENTS = ("received_at", "seen_at", "resolved_at")
BEGIN = ["started_microseconds", "ended_microseconds"]
CHOSEN = ["platform", "kind", "is_first", "end", "account_id", "conversation_id"]
WHOSE = ["team_id", "language", "post_id"]
TEXTS = ["measured", "reached"]
NOW = [*BEGIN, "due_microseconds", *CHOSEN, "ended_by_user_id", "is_by_hand", *WHOSE, *TEXTS]
WAS = [
    *BEGIN,
    *CHOSEN,
    "ended_by_user_id",
    "ended_by_message_id",
    "due_microseconds",
    "target",
    "staffed",
    "hours_id",
    "opened_by_message_id",
]
FILL = """
UPDATE wait SET
    team_id = (SELECT team_id FROM conversation WHERE id = wait.conversation_id),
    language = (SELECT language FROM conversation WHERE id = wait.conversation_id),
    post_id = (SELECT post_id FROM conversation WHERE id = wait.conversation_id),
    received_at = (SELECT received_at FROM message WHERE id = wait.opened_by_message_id),
    seen_at = (SELECT first_seen_at FROM message WHERE id = wait.opened_by_message_id),
    resolved_at = CASE WHEN is_first THEN
        (SELECT min(occurred_at) FROM event
         WHERE event.name = 'conversation.resolved'
         AND event.conversation_id = wait.conversation_id
         AND occurred_at >= wait.started_at
         AND event.id NOT IN (SELECT event_id FROM act WHERE undone_at IS NOT NULL)) END,
    is_by_hand = EXISTS (SELECT 1 FROM message
                         WHERE id = wait.ended_by_message_id AND by_hand_at IS NOT NULL)
WHERE id > :above AND id <= :until
"""
AT_ONCE = 10_000
MOMENT = {
    "sqlite": "(CAST(strftime('%s', substr({0}, 1, 19)) AS INTEGER) * 1000000"
    " + CAST(substr({0}, 21, 6) AS INTEGER))",
    "postgresql": "CAST(EXTRACT(EPOCH FROM {0} AT TIME ZONE 'UTC') * 1000000 AS BIGINT)",
}
DIGITS = {
    "sqlite": "printf('%0{1}x', max(coalesce({0}, 0), 0))",
    "postgresql": "lpad(to_hex(CAST(greatest({0}, 0) AS BIGINT)), {1}, '0')",
}
FATE = (
    "CASE WHEN \"end\" = 'answered' THEN 1 WHEN \"end\" = 'no_reply_needed' THEN 2"
    " WHEN \"end\" = 'withdrawn' THEN 3 WHEN \"end\" = 'merged' THEN 4 ELSE 0 END"
    " + CASE WHEN is_first THEN 8 ELSE 0 END"
    " + CASE WHEN ended_by_user_id IS NULL OR is_by_hand THEN 16 ELSE 0 END"
    " + CASE WHEN due_at IS NULL THEN 0 WHEN ended_at > due_at THEN 64 ELSE 32 END"
)
UNTIL = "CASE WHEN ended_at IS NOT NULL THEN ended_at ELSE due_at END"
STAFFED = "CASE WHEN ended_at IS NOT NULL THEN staffed + 1 ELSE hours_id END"


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_wait_report", "wait")
    for name in MOMENTS:
        op.add_column("wait", sa.Column(name, Instant(), nullable=True))
    for name in ("team_id", "post_id"):
        op.add_column("wait", sa.Column(name, Identifier, nullable=True))
    op.add_column("wait", sa.Column("language", sa.String(12), nullable=True))
    is_by_hand = sa.Column("is_by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("wait", is_by_hand)
    _fill()
    # SQLite adds no column that is stored, and PostgreSQL reckons while reading only from 18 on.
    is_stored = op.get_bind().dialect.name == "postgresql"
    for name, written in texts(op.get_bind().dialect.name).items():
        kept = sa.Computed(written, persisted=is_stored)
        op.add_column("wait", sa.Column(name, sa.String(), kept, nullable=True))
    op.create_index("ix_wait_report", "wait", NOW)


def texts(database: str) -> dict[str, str]:
    """Return how both texts are written on one kind of database."""
    moment, digits = MOMENT[database].format, DIGITS[database].format
    measured = [
        digits(FATE, 2),
        digits(moment("started_at"), 14),
        digits(moment(UNTIL), 14),
        digits(STAFFED, 14),
        digits("target + 1", 8),
    ]
    reached = [digits(moment(name), 16) for name in ("received_at", "seen_at", "resolved_at")]
    return {"measured": " || ".join(measured), "reached": " || ".join(reached)}


def _fill() -> None:
    """Note what holds for every wait, so many at once that no statement takes too long."""
    connection = op.get_bind()
    last = connection.scalar(sa.text("SELECT max(id) FROM wait")) or 0
    for above in range(0, last, AT_ONCE):
        connection.execute(sa.text(FILL), {"above": above, "until": above + AT_ONCE})


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_wait_report", "wait")
    for name in (*TEXTS, "is_by_hand", *WHOSE, *MOMENTS):
        op.drop_column("wait", name)
    op.create_index("ix_wait_report", "wait", WAS)
