"""What is somebody told that happened without them?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.conversation import Conversation
from inbox.models.user import User


class NotificationKind(StrEnum):
    """Why somebody is told."""

    MENTION = "mention"
    ASSIGNED = "assigned"
    ANSWER_FAILED = "answer_failed"
    ANSWER_UNKNOWN = "answer_unknown"
    REPLY_APPROVED = "reply_approved"
    REPLY_RETURNED = "reply_returned"
    REMINDER = "reminder"
    PROMISE_DUE = "promise_due"
    PROMISE_BROKEN = "promise_broken"


_UNREAD = text("read_at IS NULL")


class Notification(Base):
    """One thing one person is told, about one conversation.

    `cause` names what happened, such as `note:7`: nobody is told twice of the same.
    `words` are the person's own, of their reminder; never what was said on a platform.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "cause"),
        Index("ix_notification_user", "user_id", "id"),
        Index(
            "ix_notification_unread",
            "user_id",
            "conversation_id",
            sqlite_where=_UNREAD,
            postgresql_where=_UNREAD,
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[NotificationKind] = mapped_column(enumeration(NotificationKind))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    cause: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Words, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])
    by_user: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[by_user_id])
    conversation: Mapped[Conversation] = relationship(lazy="raise")
