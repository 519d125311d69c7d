"""Under which words messages, notes and people are found.

One folded line an entry, in a table of its own: a message that is seen, liked or
hidden then leaves the text index alone. PostgreSQL keeps it as a tsvector with a
GIN index; SQLite beside an FTS5 table that takes its content from it by triggers
(contentless tables cannot be corrected before SQLite 3.43). The tokenizer is
`ascii`, which splits at the spaces between folded words and nowhere else; case and
accents are folded by `inbox.search.folding` for both, so that both find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant, Words
from inbox.models.search import Terms
from inbox.search import folding, places, terms

revision = "20261128_0240"
down_revision = "20261128_0230"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEYS = {"search_entry": "place", "search_person": "contact_id"}
BATCH = 5_000

Rows = list[dict[str, Any]]

ENTRY = sa.table(
    "search_entry",
    sa.column("place", IDENTIFIER),
    sa.column("conversation_id", IDENTIFIER),
    sa.column("message_id", IDENTIFIER),
    sa.column("note_id", IDENTIFIER),
    sa.column("terms", Terms),
)
PERSON = sa.table("search_person", sa.column("contact_id", IDENTIFIER), sa.column("terms", Terms))
MESSAGE = sa.text(
    "SELECT message.id, message.account_id, message.conversation_id, message.direction,"
    " message.text, message.sent_at, message.author_contact_id, message.author_user_id,"
    " conversation.kind FROM message"
    " JOIN conversation ON conversation.id = message.conversation_id"
    " WHERE message.id > :after ORDER BY message.id LIMIT :batch"
).columns(text=Words, sent_at=Instant)
NOTE = sa.text(
    "SELECT id, conversation_id, user_id, text, written_at FROM note"
    " WHERE id > :after ORDER BY id LIMIT :batch"
).columns(text=Words, written_at=Instant)
CONTACT = sa.text(
    "SELECT id, name, handle FROM contact WHERE id > :after ORDER BY id LIMIT :batch"
).columns(name=Words, handle=Words)
ATTACHED = sa.text(
    "SELECT message_id, kind FROM attachment WHERE message_id > :after AND message_id <= :last"
)


def upgrade() -> None:
    """Apply, and let be found what is there already."""
    op.create_table(
        "search_entry",
        sa.Column("place", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("message_id", IDENTIFIER, nullable=True),
        sa.Column("note_id", IDENTIFIER, nullable=True),
        sa.Column("terms", Terms(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_conversation", "search_entry", ["conversation_id"])
    op.create_table(
        "search_person",
        sa.Column("contact_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("terms", Terms(), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_search_person")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        _make_fts()
    _fill(CONTACT, PERSON, _people)
    _fill(MESSAGE, ENTRY, _messages)
    _fill(NOTE, ENTRY, _notes)
    if not is_sqlite:
        _make_gin()


def downgrade() -> None:
    """Take back."""
    for table in KEYS:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TABLE {table}_fts")
        op.drop_table(table)


def _make_fts() -> None:
    for table, key in KEYS.items():
        op.execute(
            f"CREATE VIRTUAL TABLE {table}_fts USING fts5(terms, content='{table}',"
            f" content_rowid='{key}', tokenize='ascii', columnsize=0)"
        )
        added = f"INSERT INTO {table}_fts (rowid, terms) VALUES (new.{key}, new.terms);"  # noqa: S608 - our own names
        gone = (
            f"INSERT INTO {table}_fts ({table}_fts, rowid, terms)"  # noqa: S608 - our own names
            f" VALUES ('delete', old.{key}, old.terms);"
        )
        for happens, does in (("INSERT", added), ("DELETE", gone), ("UPDATE", gone + added)):
            op.execute(
                f"CREATE TRIGGER {table}_{happens.lower()} AFTER {happens} ON {table}"
                f" BEGIN {does} END"
            )


def _make_gin() -> None:
    op.create_index(
        "ix_search_entry_fts",
        "search_entry",
        ["terms"],
        postgresql_using="gin",
        postgresql_with={"gin_pending_list_limit": "256"},
    )
    op.create_index("ix_search_person_fts", "search_person", ["terms"], postgresql_using="gin")


def _fill(source: Any, target: sa.TableClause, entries: Callable[[Any], Rows]) -> None:
    connection = op.get_bind()
    for rows in _batches(source):
        connection.execute(target.insert(), entries(rows))


def _batches(source: Any) -> Iterator[Any]:
    after = 0
    while rows := op.get_bind().execute(source, {"after": after, "batch": BATCH}).all():
        yield rows
        after = rows[-1].id


def _people(rows: Any) -> Rows:
    return [
        {"contact_id": row.id, "terms": " ".join(folding.words(f"{row.name} {row.handle}"))}
        for row in rows
    ]


def _messages(rows: Any) -> Rows:
    came_with: dict[int, list[str]] = {}
    span = {"after": rows[0].id - 1, "last": rows[-1].id}
    for message_id, kind in op.get_bind().execute(ATTACHED, span):
        came_with.setdefault(message_id, []).append(terms.having(kind))
    entries = [_message(row, came_with.get(row.id, [])) for row in rows]
    return sorted(entries, key=lambda entry: int(entry["place"]))


def _message(row: Any, came_with: list[str]) -> dict[str, Any]:
    marks = [terms.side(row.direction), terms.account(row.account_id), terms.kind(row.kind)]
    if row.author_contact_id:
        marks.append(terms.contact(row.author_contact_id))
    if row.author_user_id:
        marks.append(terms.user(row.author_user_id))
    return {
        "place": places.of_message(row.sent_at, row.id),
        "conversation_id": row.conversation_id,
        "message_id": row.id,
        "note_id": None,
        "terms": terms.with_marks(row.text, [*marks, *came_with]),
    }


def _notes(rows: Any) -> Rows:
    return [
        {
            "place": places.of_note(row.written_at, row.id),
            "conversation_id": row.conversation_id,
            "message_id": None,
            "note_id": row.id,
            "terms": terms.with_marks(row.text, [terms.NOTE, terms.user(row.user_id)]),
        }
        for row in rows
    ]
