"""When is a team at the desk?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.user import User


class HoursVersion(Base):
    """The hours of a team from `made_at` until its next version. Never changed, never deleted.

    `week` holds seven lines of times, Monday first; `holidays` the closed days by their names,
    as they were known when this was made, so that no later edition of the calendar changes what
    was measured; `exceptions` the days that differ, each as its day, times and name. Where
    `is_always_open`, the rest says nothing. `is_open_to_urgent` lets urgent ones be measured
    around the clock.
    """

    __tablename__ = "hours"
    __table_args__ = (Index("ix_hours_team", "team_id", "id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    is_always_open: Mapped[bool]
    is_open_to_urgent: Mapped[bool]
    time_zone: Mapped[str] = mapped_column(String(64))
    week: Mapped[list[str]] = mapped_column(JSON)
    holidays_of: Mapped[str] = mapped_column(String(16))
    holidays: Mapped[dict[str, str]] = mapped_column(JSON)
    exceptions: Mapped[list[list[str]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    made_by: Mapped[User] = relationship(lazy="raise")
