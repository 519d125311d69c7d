"""Keep at each wait, in one row of bytes, all that a report measures and counts by."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import sqlalchemy as sa
from alembic import op

from inbox.models import measured
from inbox.reckoning import Bytes

revision = "20261130_0540"
down_revision = "20261130_0511"
branch_labels = None
depends_on = None

INDEX = [
    "started_microseconds",
    "ended_microseconds",
    "due_microseconds",
    "platform",
    "kind",
    "is_first",
    "end",
    "account_id",
    "conversation_id",
    "ended_by_user_id",
    "is_by_hand",
    "team_id",
    "language",
    "post_id",
]
TEXTS = ("measured", "reached")


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_wait_report", "wait")
    written = measured.measured()
    if op.get_bind().dialect.name == "postgresql":
        dropped = ", ".join(f"DROP COLUMN {name}" for name in TEXTS)
        op.execute(f"ALTER TABLE wait {dropped}")
        for name in TEXTS:
            op.execute(f"DROP FUNCTION wait_{name}")
        op.execute(_function(written))
        call = ", ".join(f'"{one}"' for one in measured.columns_of(written))
        op.execute(
            "ALTER TABLE wait ADD COLUMN measured bytea"
            f" GENERATED ALWAYS AS (wait_measured({call})) STORED"
        )
    else:
        for name in TEXTS:
            op.drop_column("wait", name)
        kept = sa.Computed(written, persisted=False)
        op.add_column("wait", sa.Column("measured", Bytes, kept, nullable=True))
    op.create_index("ix_wait_report", "wait", [*INDEX, "measured"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_wait_report", "wait")
    op.drop_column("wait", "measured")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION wait_measured")
        functions = _earlier("20261129_0451")
        functions.make_functions()
        added = ", ".join(
            f"ADD COLUMN {name} varchar GENERATED ALWAYS AS ({functions.call(name)}) STORED"
            for name in TEXTS
        )
        op.execute(f"ALTER TABLE wait {added}")
    else:
        for name, written in _earlier("20261129_0400").texts("sqlite").items():
            kept = sa.Computed(written, persisted=False)
            op.add_column("wait", sa.Column(name, sa.String(), kept, nullable=True))
    op.create_index("ix_wait_report", "wait", [*INDEX, *TEXTS])


def _function(written: sa.ColumnElement[bytes]) -> str:
    types = {
        one["name"]: one["type"].compile(op.get_bind().dialect)
        for one in sa.inspect(op.get_bind()).get_columns("wait")
    }
    given = ", ".join(f'"{one}" {types[one]}' for one in measured.columns_of(written))
    body = written.compile(dialect=op.get_bind().dialect)
    return (
        f"CREATE FUNCTION wait_measured({given}) RETURNS bytea LANGUAGE plpgsql IMMUTABLE"
        f" PARALLEL SAFE AS $$ BEGIN RETURN {body}; END $$"
    )


def _earlier(revision: str) -> ModuleType:
    script: Any = op.get_context().script
    module: ModuleType = script.get_revision(revision).module
    return module
