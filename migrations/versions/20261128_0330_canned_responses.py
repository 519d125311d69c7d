"""Canned responses in several languages, approved by a person, with a record of changes.

What was kept before stays offered: it counts as approved by nobody in particular.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261128_0330"
down_revision = "20261128_0240"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NOT_ARCHIVED = sa.text("archived_at IS NULL")


def upgrade() -> None:
    """Apply."""
    _make_texts()
    op.execute(
        "INSERT INTO canned_text (response_id, language, text, written_at, approved_at)"
        " SELECT id, language, text, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM canned_response"
    )
    with op.batch_alter_table("canned_response") as table:
        table.drop_constraint("uq_canned_response_shortcut", type_="unique")
        for column in _added():
            table.add_column(column)
        table.drop_column("language")
        table.drop_column("text")
    op.create_index(
        "ix_canned_response_shortcut",
        "canned_response",
        ["shortcut"],
        unique=True,
        sqlite_where=NOT_ARCHIVED,
        postgresql_where=NOT_ARCHIVED,
    )
    _make_scopes()
    _make_changes()
    _make_uses()
    op.create_table(
        "department_value",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_department_value"),
        sa.UniqueConstraint("name", name="uq_department_value_name"),
    )


def downgrade() -> None:
    """Take back: one language of each is kept."""
    for table in ("department_value", "canned_use"):
        op.drop_table(table)
    op.drop_table("canned_change")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS canned_change_is_append_only()")
    op.drop_table("canned_response_account")
    op.drop_table("canned_response_team")
    op.drop_index("ix_canned_response_shortcut", table_name="canned_response")
    op.add_column(
        "canned_response", sa.Column("language", sa.String(12), nullable=False, server_default="en")
    )
    op.add_column("canned_response", sa.Column("text", sa.Text(), nullable=True))
    op.execute(
        "UPDATE canned_response SET text = (SELECT min(text) FROM canned_text"
        " WHERE canned_text.response_id = canned_response.id)"
    )
    op.execute(
        "UPDATE canned_response SET shortcut = substr(shortcut, 1, 20) || '-' || id"
        " WHERE archived_at IS NOT NULL"
    )
    op.execute("UPDATE canned_response SET text = '' WHERE text IS NULL")
    op.drop_table("canned_text")
    with op.batch_alter_table("canned_response") as table:
        for column in reversed(_added()):
            table.drop_column(column.name)
        table.alter_column("language", existing_type=sa.String(12), server_default=None)
        table.alter_column("text", existing_type=sa.Text(), nullable=False)
        table.create_unique_constraint("uq_canned_response_shortcut", ["shortcut"])


def _added() -> list[sa.Column[Any]]:
    return [
        sa.Column("folder", sa.String(60), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("is_team_only", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_account_only", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("picture_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("picture_description", sa.Text(), nullable=False, server_default=""),
        sa.Column("archived_at", MOMENT, nullable=True),
    ]


def _make_texts() -> None:
    op.create_table(
        "canned_text",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("response_id", IDENTIFIER, nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("written_by_id", IDENTIFIER, nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("approved_by_id", IDENTIFIER, nullable=True),
        _to("canned_text", "response_id", "canned_response"),
        _to("canned_text", "written_by_id", "user"),
        _to("canned_text", "approved_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_text"),
        sa.UniqueConstraint("response_id", "language", name="uq_canned_text_response_id_language"),
    )


def _make_scopes() -> None:
    for other in ("team", "account"):
        table = f"canned_response_{other}"
        op.create_table(
            table,
            sa.Column("response_id", IDENTIFIER, nullable=False),
            sa.Column(f"{other}_id", IDENTIFIER, nullable=False),
            _to(table, "response_id", "canned_response"),
            _to(table, f"{other}_id", other, ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("response_id", f"{other}_id", name=f"pk_{table}"),
        )


def _make_changes() -> None:
    op.create_table(
        "canned_change",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("response_id", IDENTIFIER, nullable=True),
        sa.Column("user_id", IDENTIFIER, nullable=True),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        _to("canned_change", "response_id", "canned_response"),
        _to("canned_change", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_change"),
    )
    op.create_index("ix_canned_change_response", "canned_change", ["response_id", "id"])
    _keep_append_only()


def _make_uses() -> None:
    op.create_table(
        "canned_use",
        sa.Column("response_id", IDENTIFIER, nullable=False),
        sa.Column("message_id", IDENTIFIER, nullable=False),
        sa.Column("conversation_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        _to("canned_use", "response_id", "canned_response"),
        _to("canned_use", "message_id", "message"),
        _to("canned_use", "conversation_id", "conversation"),
        _to("canned_use", "user_id", "user"),
        sa.PrimaryKeyConstraint("response_id", "message_id", name="pk_canned_use"),
    )
    op.create_index("ix_canned_use_response", "canned_use", ["response_id", "used_at"])


def _to(table: str, column: str, other: str, **how: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", **how
    )


def _keep_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER canned_change_no_{verb.lower()} BEFORE {verb} ON canned_change "
                "BEGIN SELECT RAISE(ABORT, 'canned_change is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION canned_change_is_append_only() RETURNS trigger "
        "LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'canned_change is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER canned_change_kept BEFORE UPDATE OR DELETE ON canned_change "
        "FOR EACH ROW EXECUTE FUNCTION canned_change_is_append_only()"
    )
