"""Under which words posts of ours are found.

Beside messages, notes and people (20261128_0240), by the same folding and for the same reasons.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from inbox.db import Words
from inbox.models.search import Terms
from inbox.search import terms

revision = "20261128_1507"
down_revision = "20261128_1505"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 5_000
ENTRY = sa.table("search_post", sa.column("post_id", IDENTIFIER), sa.column("terms", Terms))
POST = sa.text(
    "SELECT id, account_id, text FROM post WHERE id > :after ORDER BY id LIMIT :batch"
).columns(text=Words)


def upgrade() -> None:
    """Apply, and let be found what is there already."""
    op.create_table(
        "search_post",
        sa.Column("post_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("terms", Terms(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_search_post")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _make_fts()
        _fill()
    else:
        _fill()
        op.create_index("ix_search_post_fts", "search_post", ["terms"], postgresql_using="gin")


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_post_fts")
    op.drop_table("search_post")


def _make_fts() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE search_post_fts USING fts5(terms, content='search_post',"
        " content_rowid='post_id', tokenize='ascii', columnsize=0)"
    )
    added = "INSERT INTO search_post_fts (rowid, terms) VALUES (new.post_id, new.terms);"
    gone = (
        "INSERT INTO search_post_fts (search_post_fts, rowid, terms)"
        " VALUES ('delete', old.post_id, old.terms);"
    )
    for happens, does in (("INSERT", added), ("DELETE", gone), ("UPDATE", gone + added)):
        op.execute(
            f"CREATE TRIGGER search_post_{happens.lower()} AFTER {happens} ON search_post"
            f" BEGIN {does} END"
        )


def _fill() -> None:
    after = 0
    while rows := op.get_bind().execute(POST, {"after": after, "batch": BATCH}).all():
        op.get_bind().execute(ENTRY.insert(), [_entry(row) for row in rows])
        after = rows[-1].id


def _entry(row: Any) -> dict[str, Any]:
    return {"post_id": row.id, "terms": terms.with_marks(row.text, [terms.account(row.account_id)])}
