"""Keep which reports are sent by e-mail, and let an e-mail be about one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_2340"
down_revision = "20261128_2310"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
RUNS = sa.text("ended_at IS NULL AND paused_at IS NULL")
WAITING = sa.text("state = 'waiting'")
ISSUE, PERSON = "fk_mail_report_issue_id_report_issue", "fk_mail_user_id_user"
ONCE, ONE_THING = "uq_mail_report_issue_id_user_id", "ck_mail_about_one_thing"


def upgrade() -> None:
    """Apply."""
    _schedules()
    op.drop_index("ix_mail_due", "mail")
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("notification_id", existing_type=IDENTIFIER, nullable=True)
        mail.add_column(sa.Column("report_issue_id", IDENTIFIER, nullable=True))
        mail.add_column(sa.Column("user_id", IDENTIFIER, nullable=True))
        mail.create_foreign_key(ISSUE, "report_issue", ["report_issue_id"], ["id"])
        mail.create_foreign_key(PERSON, "user", ["user_id"], ["id"])
        mail.create_unique_constraint(ONCE, ["report_issue_id", "user_id"])
        mail.create_check_constraint(
            op.f(ONE_THING),
            "(notification_id IS NULL) <> (report_issue_id IS NULL) "
            "AND (report_issue_id IS NULL) = (user_id IS NULL)",
        )
    _due()


def downgrade() -> None:
    """Take back. E-mails with reports go with them."""
    op.execute("DELETE FROM mail WHERE notification_id IS NULL")
    op.drop_index("ix_mail_due", "mail")
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint(op.f(ONE_THING), type_="check")
        mail.drop_constraint(ONCE, type_="unique")
        mail.drop_constraint(PERSON, type_="foreignkey")
        mail.drop_constraint(ISSUE, type_="foreignkey")
        mail.drop_column("user_id")
        mail.drop_column("report_issue_id")
        mail.alter_column("notification_id", existing_type=IDENTIFIER, nullable=False)
    _due()
    for table in ("report_issue", "report_recipient", "report_schedule"):
        op.drop_table(table)


def _schedules() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("rhythm", sa.String(40), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("made_by_id", IDENTIFIER, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        _reference("report_schedule", "made_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_index(
        "ix_report_schedule_due",
        "report_schedule",
        ["next_at"],
        sqlite_where=RUNS,
        postgresql_where=RUNS,
    )
    op.create_table(
        "report_recipient",
        sa.Column("schedule_id", IDENTIFIER, nullable=False),
        sa.Column("user_id", IDENTIFIER, nullable=False),
        _reference("report_recipient", "schedule_id", "report_schedule"),
        _reference("report_recipient", "user_id", "user"),
        sa.PrimaryKeyConstraint("schedule_id", "user_id", name=op.f("pk_report_recipient")),
    )
    op.create_table(
        "report_issue",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("schedule_id", IDENTIFIER, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        _reference("report_issue", "schedule_id", "report_schedule"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_issue")),
        sa.UniqueConstraint(
            "schedule_id", "first", "last", name=op.f("uq_report_issue_schedule_id_first_last")
        ),
    )


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _due() -> None:
    op.create_index(
        "ix_mail_due", "mail", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
