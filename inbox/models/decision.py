"""Why was each stream read when it was?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base, Identifier, Instant, Words


class Decision(Base):
    """What a poll brought, and when the stream was to be read next for which reason.

    Only the latest of an account are kept (`inbox.timetable`).
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_account_id", "account_id", "id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    stream: Mapped[str] = mapped_column(String(40))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    brought: Mapped[int]
    calls: Mapped[int]
    reason: Mapped[str] = mapped_column(Words)
