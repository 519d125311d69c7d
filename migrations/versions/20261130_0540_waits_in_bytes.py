"""Keep at each wait, in two rows of bytes, all that a report measures and counts by."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import sqlalchemy as sa
from alembic import op

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
ROWS = {
    "measured": {
        "fate": 1,
        "started_at": 7,
        "until": 7,
        "staffed": 7,
        "target + 1": 4,
        "resolved_at": 7,
    },
    "counted_by": {
        "received_at": 7,
        "seen_at": 7,
        "conversation_id": 5,
        "account_id": 4,
        "team_id": 4,
        "ended_by_user_id": 4,
        "post_id": 5,
        "place": 1,
        "language": 8,
    },
}
READ = {
    "measured": [
        *("due_at", "end", "ended_at", "ended_by_user_id", "hours_id"),
        *("is_by_hand", "is_first", "resolved_at", "staffed", "started_at", "target"),
    ],
    "counted_by": [
        *("account_id", "conversation_id", "ended_by_user_id", "kind", "language"),
        *("platform", "post_id", "received_at", "seen_at", "team_id"),
    ],
}
PLACE = (
    "(CASE WHEN platform = 'facebook' THEN 1 WHEN platform = 'instagram' THEN 2"
    " WHEN platform = 'x' THEN 3 ELSE 0 END * 16"
    " + CASE WHEN kind = 'comment' THEN 1 WHEN kind = 'mention' THEN 2"
    " WHEN kind = 'direct_message' THEN 3 WHEN kind = 'live_comment' THEN 4 ELSE 0 END)"
)
NUMBER = {
    "sqlite": "printf('%0{digits}x', max(coalesce({0}, 0), 0))",
    "postgresql": "substring(int8send(CAST(greatest({0}, 0) AS BIGINT)) FROM {begin})",
}
WORD = {
    "sqlite": "substr(hex(coalesce({0}, '')) || '{zeros}', 1, {digits})",
    "postgresql": "substring(convert_to(coalesce({0}, ''), 'UTF8')"
    " || decode('{zeros}', 'hex') FROM 1 FOR {size})",
}


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_wait_report", "wait")
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        for name in TEXTS:
            op.drop_column("wait", name)
        for name in ROWS:
            kept = sa.Computed(_written(name), persisted=False)
            op.add_column("wait", sa.Column(name, sa.String(), kept, nullable=True))
    op.create_index("ix_wait_report", "wait", [*INDEX, *ROWS])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_wait_report", "wait")
    for name in ROWS:
        op.drop_column("wait", name)
    if op.get_bind().dialect.name == "postgresql":
        _downgrade_postgresql()
    else:
        for name, written in _earlier("20261129_0400").texts("sqlite").items():
            kept = sa.Computed(written, persisted=False)
            op.add_column("wait", sa.Column(name, sa.String(), kept, nullable=True))
    op.create_index("ix_wait_report", "wait", [*INDEX, *TEXTS])


def _upgrade_postgresql() -> None:
    """Write the table once."""
    op.execute(f"ALTER TABLE wait {', '.join(f'DROP COLUMN {name}' for name in TEXTS)}")
    for name in TEXTS:
        op.execute(f"DROP FUNCTION wait_{name}")
    added = []
    for name in ROWS:
        op.execute(_function(name))
        given = ", ".join(f'"{one}"' for one in READ[name])
        added.append(f"ADD COLUMN {name} bytea GENERATED ALWAYS AS (wait_{name}({given})) STORED")
    op.execute(f"ALTER TABLE wait {', '.join(added)}")


def _downgrade_postgresql() -> None:
    for name in ROWS:
        op.execute(f"DROP FUNCTION wait_{name}")
    functions = _earlier("20261129_0451")
    functions.make_functions()
    added = (
        f"ADD COLUMN {name} varchar GENERATED ALWAYS AS ({functions.call(name)}) STORED"
        for name in TEXTS
    )
    op.execute(f"ALTER TABLE wait {', '.join(added)}")


def _function(name: str) -> str:
    types = {
        one["name"]: one["type"].compile(op.get_bind().dialect)
        for one in sa.inspect(op.get_bind()).get_columns("wait")
    }
    given = ", ".join(f'"{one}" {types[one]}' for one in READ[name])
    return (
        f"CREATE FUNCTION wait_{name}({given}) RETURNS bytea LANGUAGE plpgsql IMMUTABLE"
        f" PARALLEL SAFE AS $$ BEGIN RETURN {_written(name)}; END $$"
    )


def _written(row: str) -> str:
    return " || ".join(_in_bytes(name, size) for name, size in ROWS[row].items())


def _in_bytes(name: str, size: int) -> str:
    dialect, earlier = op.get_bind().dialect.name, _earlier("20261129_0400")
    reckoned = {
        "fate": earlier.FATE,
        "until": earlier.MOMENT[dialect].format(earlier.UNTIL),
        "staffed": earlier.STAFFED,
        "place": PLACE,
    }
    if name.endswith("_at"):
        number = earlier.MOMENT[dialect].format(name)
    else:
        number = reckoned.get(name, name)
    form = WORD if name == "language" else NUMBER
    return form[dialect].format(
        number, size=size, digits=2 * size, begin=9 - size, zeros=2 * size * "0"
    )


def _earlier(revision: str) -> ModuleType:
    script: Any = op.get_context().script
    module: ModuleType = script.get_revision(revision).module
    return module
