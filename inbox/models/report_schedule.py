"""Which report is sent by e-mail, how often, and to whom?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.columns import enumeration
from inbox.models.user import User

report_recipient = Table(
    "report_recipient",
    Base.metadata,
    Column("schedule_id", ForeignKey("report_schedule.id"), primary_key=True),
    Column("user_id", ForeignKey("user.id"), primary_key=True),
)
_RUNS = text("ended_at IS NULL AND paused_at IS NULL")


class Rhythm(StrEnum):
    """How often a report is sent: about yesterday, the last week or the last month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ReportSchedule(Base):
    """One report with its filter, as it stands in an address, and when it is sent next.

    `minute` is that of the department's day. `next_at` moves on by a conditional update in the
    transaction that makes the e-mails of a period. A schedule that was given up has `ended_at`.
    """

    __tablename__ = "report_schedule"
    __table_args__ = (
        Index("ix_report_schedule_due", "next_at", sqlite_where=_RUNS, postgresql_where=_RUNS),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    query: Mapped[str] = mapped_column(String(2000), default="")
    rhythm: Mapped[Rhythm] = mapped_column(enumeration(Rhythm))
    minute: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    made_by: Mapped[User] = relationship(lazy="raise")
    recipients: Mapped[list[User]] = relationship(
        secondary=report_recipient, order_by="User.name", lazy="raise"
    )

    @property
    def time(self) -> str:
        """The time of day at which it is sent."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"
