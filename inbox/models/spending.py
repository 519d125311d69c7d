"""What did an account use of what its platform charges for?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier


class Spending(Base):
    """How much of one thing an account used on one day, UTC."""

    __tablename__ = "spending"
    __table_args__ = (UniqueConstraint("account_id", "day", "what"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    day: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(String(40))
    count: Mapped[int]
