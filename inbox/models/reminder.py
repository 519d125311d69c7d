"""Who wants to look at a conversation again, and when?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.conversation import Conversation

_WAITING = text("ended_at IS NULL")


class Reminder(Base):
    """One person's own: it changes nothing about the conversation.

    `ended_at` is when the person was reminded, or gave it up. `words` are their own.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_reminder_user", "user_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    due_at: Mapped[datetime] = mapped_column(Instant)
    words: Mapped[str] = mapped_column(Words, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    conversation: Mapped[Conversation] = relationship(lazy="raise")
