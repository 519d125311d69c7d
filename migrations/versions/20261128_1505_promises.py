"""Keep hours of teams, what is promised, and by when it is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261128_1505"
down_revision = "20261128_1430"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("status = 'open' AND due_at IS NOT NULL")
TO_COME = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    """Apply."""
    _make_hours()
    _make_policies()
    _make_promises()
    # Without a foreign key, as with what was merged: SQLite would copy every wait.
    op.add_column("wait", sa.Column("hours_id", IDENTIFIER, nullable=True))
    op.add_column("conversation", sa.Column("due_at", Instant(), nullable=True))
    op.add_column("conversation", sa.Column("due_soon_at", Instant(), nullable=True))
    op.add_column("conversation", sa.Column("due_kind", sa.String(40), nullable=True))
    op.create_index(
        "ix_conversation_open_due",
        "conversation",
        ["due_at"],
        sqlite_where=DUE,
        postgresql_where=DUE,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_conversation_open_due", table_name="conversation")
    for column in ("due_kind", "due_soon_at", "due_at"):
        op.drop_column("conversation", column)
    op.drop_column("wait", "hours_id")
    op.drop_table("promise")
    op.drop_table("sla_policy")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION hours_are_kept() CASCADE")
    op.drop_table("hours")


def _make_hours() -> None:
    op.create_table(
        "hours",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("team_id", IDENTIFIER, nullable=False),
        sa.Column("is_always_open", sa.Boolean(), nullable=False),
        sa.Column("is_open_to_urgent", sa.Boolean(), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("holidays_of", sa.String(16), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_hours_team_id_team")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_hours_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours")),
    )
    op.create_index("ix_hours_team", "hours", ["team_id", "id"])
    _keep_hours()


def _keep_hours() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER hours_no_{verb.lower()} BEFORE {verb} ON hours "
                "BEGIN SELECT RAISE(ABORT, 'hours is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION hours_are_kept() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'hours is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER hours_kept BEFORE UPDATE OR DELETE ON hours "
        "FOR EACH ROW EXECUTE FUNCTION hours_are_kept()"
    )


def _make_policies() -> None:
    op.create_table(
        "sla_policy",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("platforms", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("priorities", sa.JSON(), nullable=False),
        sa.Column("team_ids", sa.JSON(), nullable=False),
        sa.Column("tag_ids", sa.JSON(), nullable=False),
        sa.Column("first_response", sa.Integer(), nullable=True),
        sa.Column("next_response", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.Integer(), nullable=True),
        sa.Column("is_staffed", sa.Boolean(), nullable=False),
        sa.Column("warn_share", sa.Integer(), nullable=False),
        sa.Column("pauses", sa.Boolean(), nullable=False),
        sa.Column("after_warning", sa.JSON(), nullable=False),
        sa.Column("after_breach", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by_id", IDENTIFIER, nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("retired_by_id", IDENTIFIER, nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_sla_policy_made_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["retired_by_id"], ["user.id"], name=op.f("fk_sla_policy_retired_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policy")),
    )
    op.create_index("ix_sla_policy_position", "sla_policy", ["position", "id"])


def _make_promises() -> None:
    op.create_table(
        "promise",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("wait_id", IDENTIFIER, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("policy_id", IDENTIFIER, nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("warn_at", Instant(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("seconds_left", sa.Integer(), nullable=True),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.Column("next_at", Instant(), nullable=True),
        sa.Column("warned_at", Instant(), nullable=True),
        sa.Column("breached_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["wait_id"], ["wait.id"], name=op.f("fk_promise_wait_id_wait")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_promise_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["sla_policy.id"], name=op.f("fk_promise_policy_id_sla_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("wait_id", "kind", name=op.f("uq_promise_wait_id_kind")),
    )
    op.create_index("ix_promise_conversation", "promise", ["conversation_id"])
    op.create_index(
        "ix_promise_next",
        "promise",
        ["next_at", "id"],
        sqlite_where=TO_COME,
        postgresql_where=TO_COME,
    )
