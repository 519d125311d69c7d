"""What happened, when, and by whom?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant
from inbox.models.user import User

_RESOLVED = text("name = 'conversation.resolved'")


class Event(Base):
    """A fact in the past tense, written in the transaction of its change.

    `digest` chains it to the event before: of its conversation, else of its
    account, else of the house.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_conversation", "conversation_id", "id"),
        Index(
            "ix_event_resolved",
            "conversation_id",
            "occurred_at",
            sqlite_where=_RESOLVED,
            postgresql_where=_RESOLVED,
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))

    user: Mapped[User | None] = relationship(lazy="raise")
