"""Let PostgreSQL keep in functions how it writes what is measured of a wait.

For every statement it reads anew what a generated column is reckoned by. Ours are long, so that
this took it several times as long as storing the wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261129_0451"
down_revision = "20261129_0440"
branch_labels = None
depends_on = None

READ = {
    "measured": [
        *("due_at", "end", "ended_at", "ended_by_user_id", "hours_id"),
        *("is_by_hand", "is_first", "staffed", "started_at", "target"),
    ],
    "reached": ["received_at", "resolved_at", "seen_at"],
}
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
Written = Callable[[str, str], str]


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name != "postgresql":
        return
    make_functions()
    _write_anew(lambda name, _written: call(name))


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _write_anew(lambda _name, written: written)
    for name in READ:
        op.execute(f"DROP FUNCTION wait_{name}")


def make_functions() -> None:
    """Make a function of how each text is written."""
    types = {
        one["name"]: one["type"].compile(op.get_bind().dialect)
        for one in sa.inspect(op.get_bind()).get_columns("wait")
    }
    for name, written in _texts().items():
        given = ", ".join(f'"{one}" {types[one]}' for one in READ[name])
        op.execute(
            f"CREATE FUNCTION wait_{name}({given}) RETURNS varchar LANGUAGE plpgsql IMMUTABLE"
            f" PARALLEL SAFE AS $$ BEGIN RETURN {written}; END $$"
        )


def call(name: str) -> str:
    """Return the call of one of them."""
    given = ", ".join(f'"{one}"' for one in READ[name])
    return f"wait_{name}({given})"


def _texts() -> Mapping[str, str]:
    script: Any = op.get_context().script
    earlier = script.get_revision("20261129_0400").module
    texts: Mapping[str, str] = earlier.texts("postgresql")
    return texts


def _write_anew(reckoned: Written) -> None:
    """Reckon both columns so, in one statement, so that the table is written once."""
    changed = [
        *(f"DROP COLUMN {name}" for name in READ),
        *(
            f"ADD COLUMN {name} varchar GENERATED ALWAYS AS ({reckoned(name, written)}) STORED"
            for name, written in _texts().items()
        ),
    ]
    op.drop_index("ix_wait_report", "wait")
    op.execute(f"ALTER TABLE wait {', '.join(changed)}")
    op.create_index("ix_wait_report", "wait", INDEX)
