"""Which finer statuses does the department tell apart within its four?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.status import Status
from inbox.models.user import User


class NamedStatus(Base):
    """A name within one of the four statuses, such as "Waiting on records" within open.

    `folded` is the name as it is looked up, and stands once. A retired one is offered no more
    and stays with whatever bears it. The record keeps names as they were.
    """

    __tablename__ = "named_status"
    __table_args__ = (UniqueConstraint("folded"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    status: Mapped[Status] = mapped_column(enumeration(Status))
    name: Mapped[str] = mapped_column(Words)
    folded: Mapped[str] = mapped_column(String(400))
    made_at: Mapped[datetime] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    set_by: Mapped[User] = relationship(lazy="raise")
