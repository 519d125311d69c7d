"""Keep who did what, from where and with which outcome, and who looked through it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_1830"
down_revision = "20261128_1820"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("audit_event", "audit_review", "audit_alarm")


def upgrade() -> None:
    """Apply."""
    _add_the_log()
    _add_what_is_beside_it()
    for table in APPEND_ONLY:
        _keep_append_only(table)


def downgrade() -> None:
    """Take back."""
    for table in (*APPEND_ONLY, "audit_head"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")


def _add_the_log() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", IDENTIFIER, nullable=False, autoincrement=False),
        sa.Column("occurred_at", Instant(), nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("means", sa.String(20), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("sign_in", sa.String(64), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("object_kind", sa.String(30), nullable=False),
        sa.Column("object_id", IDENTIFIER, nullable=True),
        sa.Column("object_name", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(32), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_event_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    order = ["occurred_at", "id"]
    op.create_index("ix_audit_event_at", "audit_event", order)
    op.create_index("ix_audit_event_who", "audit_event", ["user_id", *order])
    op.create_index("ix_audit_event_what", "audit_event", ["what", *order])
    op.create_index("ix_audit_event_outcome", "audit_event", ["outcome", *order])
    op.create_index(
        "ix_audit_event_object", "audit_event", ["object_kind", "object_id", "occurred_at"]
    )


def _add_what_is_beside_it() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("count", IDENTIFIER, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_review",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("signed_at", Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("last_id", IDENTIFIER, nullable=False),
        sa.Column("last_digest", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_audit_review_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_review")),
    )
    op.create_index(op.f("ix_audit_review_week"), "audit_review", ["week"])
    op.create_table(
        "audit_alarm",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_alarm")),
    )
    op.create_index(op.f("ix_audit_alarm_at"), "audit_alarm", ["at"])


def _keep_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE takes a row away without asking the trigger of DELETE.
        op.execute(
            f"CREATE TRIGGER {table}_no_replacement BEFORE INSERT ON {table} "  # noqa: S608 - our own names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )
