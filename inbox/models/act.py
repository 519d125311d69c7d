"""What may somebody still take back, and what stood before it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.event import Event

_UNDONE = text("undone_at IS NOT NULL")


class Act(Base):
    """One change of one conversation by one person.

    What somebody did in one go, be it to one conversation or to twenty, carries the same
    `batch`. `before` holds what the change replaced.
    """

    __tablename__ = "act"
    __table_args__ = (
        Index("ix_act_user", "user_id", "id"),
        Index("ix_act_batch", "batch"),
        Index("ix_act_undone", "event_id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    batch: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    done_at: Mapped[datetime] = mapped_column(Instant)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)

    event: Mapped[Event] = relationship(lazy="raise")
