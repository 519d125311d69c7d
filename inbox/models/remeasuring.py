"""Which waits were measured anew by other hours, by whom, and why?"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.user import User


class Remeasuring(Base):
    """One act on the waits of a team that began on some days. Rows are only ever added.

    Medians and nine in ten are those of the answered, in microseconds, before it and after it;
    `was` holds each wait with the hours and the staffed length that it had, so that what was
    reported before can be reckoned again.
    """

    __tablename__ = "remeasuring"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    hours_id: Mapped[int] = mapped_column(ForeignKey("hours.id"))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Words)
    waits: Mapped[int]
    median_before: Mapped[int | None] = mapped_column(BigInteger)
    median_after: Mapped[int | None] = mapped_column(BigInteger)
    ninth_before: Mapped[int | None] = mapped_column(BigInteger)
    ninth_after: Mapped[int | None] = mapped_column(BigInteger)
    was: Mapped[list[list[int | None]]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    by: Mapped[User] = relationship(lazy="raise")
