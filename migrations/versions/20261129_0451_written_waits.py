"""Let PostgreSQL keep in functions how it writes what is measured of a wait.

For every statement it reads anew what a generated column is reckoned by. Ours are long, so that
this took it several times as long as storing the wait.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from inbox.models import measured

revision = "20261129_0451"
down_revision = "20261129_0440"
branch_labels = None
depends_on = None

TEXTS = {"measured": measured.measured(), "reached": measured.reached()}
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
    "measured",
    "reached",
]
Written = Callable[[str, sa.ColumnElement[str]], sa.ColumnElement[str]]


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, written in TEXTS.items():
        op.execute(_function(f"wait_{name}", written))
    _write_anew(lambda name, written: measured.kept_apart(f"wait_{name}", written))


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _write_anew(lambda _name, written: written)
    for name in TEXTS:
        op.execute(f"DROP FUNCTION wait_{name}")


def _function(name: str, written: sa.ColumnElement[str]) -> str:
    types = {
        one["name"]: one["type"].compile(op.get_bind().dialect)
        for one in sa.inspect(op.get_bind()).get_columns("wait")
    }
    given = ", ".join(f'"{one}" {types[one]}' for one in measured.columns_of(written))
    body = written.compile(dialect=op.get_bind().dialect)
    return (
        f"CREATE FUNCTION {name}({given}) RETURNS varchar LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
        f" AS $$ BEGIN RETURN {body}; END $$"
    )


def _write_anew(reckoned: Written) -> None:
    """Reckon both columns so, in one statement, so that the table is written once."""
    changed = [
        *(f"DROP COLUMN {name}" for name in TEXTS),
        *(
            f"ADD COLUMN {name} varchar GENERATED ALWAYS AS ("
            f"{reckoned(name, written).compile(dialect=op.get_bind().dialect)}) STORED"
            for name, written in TEXTS.items()
        ),
    ]
    op.drop_index("ix_wait_report", "wait")
    op.execute(f"ALTER TABLE wait {', '.join(changed)}")
    op.create_index("ix_wait_report", "wait", INDEX)
