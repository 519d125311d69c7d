"""Which notifications, reports and changes of sign-ins are on their way by e-mail?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.notification import Notification
from inbox.models.report_issue import ReportIssue
from inbox.models.staff_change import StaffChange
from inbox.models.user import User


class MailState(StrEnum):
    """How far an e-mail has come. `needless`: it was read before, or is not to be read any more."""

    WAITING = "waiting"
    SENT = "sent"
    NEEDLESS = "needless"
    FAILED = "failed"


_WAITING = text("state = 'waiting'")


class Mail(Base):
    """One e-mail about one notification, or a report or a change of a sign-in to one person.

    A worker claims it by a conditional update and a lease: `leased_until` passes when the
    worker died, and the e-mail is sent again under the same message number.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("notification_id"),
        UniqueConstraint("report_issue_id", "user_id"),
        UniqueConstraint("staff_change_id", "user_id"),
        CheckConstraint(
            "(notification_id IS NULL) = (user_id IS NOT NULL) "
            "AND (notification_id IS NULL OR report_issue_id IS NULL) "
            "AND (notification_id IS NULL) = "
            "((report_issue_id IS NULL) <> (staff_change_id IS NULL))",
            name="about_one_thing",
        ),
        Index("ix_mail_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"))
    report_issue_id: Mapped[int | None] = mapped_column(ForeignKey("report_issue.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    staff_change_id: Mapped[int | None] = mapped_column(ForeignKey("staff_change.id"))
    state: Mapped[MailState] = mapped_column(enumeration(MailState), default=MailState.WAITING)
    due_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(Words, default="")

    notification: Mapped[Notification | None] = relationship(lazy="raise")
    report_issue: Mapped[ReportIssue | None] = relationship(lazy="raise")
    user: Mapped[User | None] = relationship(lazy="raise")
    staff_change: Mapped[StaffChange | None] = relationship(lazy="raise")
