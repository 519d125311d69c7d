"""Of which days was a report sent?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.report_schedule import ReportSchedule


class ReportIssue(Base):
    """The report of one period, which was sent once, or is on its way.

    `left_out` is how many earlier periods were too long ago to be sent when this one was.
    """

    __tablename__ = "report_issue"
    __table_args__ = (UniqueConstraint("schedule_id", "first", "last"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime] = mapped_column(Instant)
    left_out: Mapped[int]

    schedule: Mapped[ReportSchedule] = relationship(lazy="raise")
