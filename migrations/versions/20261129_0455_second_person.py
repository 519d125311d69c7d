"""Let a second person agree to programs that read along, and to people who were let in anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from inbox.db import Instant

revision = "20261129_0455"
down_revision = "20261129_0454"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")
ONE_THING, CHANGE = "ck_mail_about_one_thing", "fk_mail_staff_change_id_staff_change"
ONCE = "uq_mail_staff_change_id_user_id"
PEOPLE = ("asked_by_id", "allowed_by_id", "refused_by_id")
MOMENTS = ("asked_at", "allowed_at", "refused_at")


def upgrade() -> None:
    """Apply. Who was to be told direct messages is told public words until somebody agrees."""
    for moment in MOMENTS:
        op.add_column("subscriber", sa.Column(moment, Instant(), nullable=True))
    op.add_column(
        "subscriber", sa.Column("refused_why", sa.Text(), nullable=False, server_default="")
    )
    for person in PEOPLE:
        _refer_to_a_person("subscriber", person)
    op.execute(
        "UPDATE subscriber SET asked_by_id = made_by_id, asked_at = made_at WHERE giving = 'all'"
    )
    op.add_column("user", sa.Column("unvouched_since", Instant(), nullable=True))
    op.add_column("user", sa.Column("unvouched_why", sa.String(40), nullable=True))
    _refer_to_a_person("user", "unvouched_by_id")
    op.drop_index("ix_mail_due", "mail")
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint(op.f(ONE_THING), type_="check")
        mail.add_column(sa.Column("staff_change_id", IDENTIFIER, nullable=True))
        mail.create_foreign_key(CHANGE, "staff_change", ["staff_change_id"], ["id"])
        mail.create_unique_constraint(ONCE, ["staff_change_id", "user_id"])
        mail.create_check_constraint(
            op.f(ONE_THING),
            "(notification_id IS NULL) = (user_id IS NOT NULL) "
            "AND (notification_id IS NULL OR report_issue_id IS NULL) "
            "AND (notification_id IS NULL) = "
            "((report_issue_id IS NULL) <> (staff_change_id IS NULL))",
        )
    _due()


def downgrade() -> None:
    """Take back. E-mails about sign-ins go, and so does what was agreed."""
    op.execute("DELETE FROM mail WHERE staff_change_id IS NOT NULL")
    op.drop_index("ix_mail_due", "mail")
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint(op.f(ONE_THING), type_="check")
        mail.drop_constraint(ONCE, type_="unique")
        mail.drop_constraint(CHANGE, type_="foreignkey")
        mail.drop_column("staff_change_id")
        mail.create_check_constraint(
            op.f(ONE_THING),
            "(notification_id IS NULL) <> (report_issue_id IS NULL) "
            "AND (report_issue_id IS NULL) = (user_id IS NULL)",
        )
    _due()
    # Nobody is given without consent what needed one: the version before knows of none.
    op.execute("UPDATE subscriber SET giving = 'public' WHERE giving = 'all'")
    for column in (*PEOPLE, *MOMENTS, "refused_why"):
        op.drop_column("subscriber", column)
    for column in ("unvouched_by_id", "unvouched_why", "unvouched_since"):
        op.drop_column("user", column)


# Said in SQL: Alembic would copy the whole table on SQLite to add the reference.
def _refer_to_a_person(table: str, column: str) -> None:
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"""ALTER TABLE "{table}" ADD COLUMN {column} {kind}
        CONSTRAINT fk_{table}_{column}_user REFERENCES "user" (id)"""
    )


def _due() -> None:
    op.create_index(
        "ix_mail_due", "mail", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
