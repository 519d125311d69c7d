"""What was changed in the canned responses, and when was each sent?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.user import User


class CannedChange(Base):
    """One change: what stood before and after. Rows are only ever added, by trigger.

    `response_id` is None for a value of the department, which all responses share.
    """

    __tablename__ = "canned_change"
    __table_args__ = (Index("ix_canned_change_response", "response_id", "id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("canned_response.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(12), default="")
    before: Mapped[str] = mapped_column(Words, default="")
    after: Mapped[str] = mapped_column(Words, default="")

    user: Mapped[User | None] = relationship(lazy="raise")


class CannedUse(Base):
    """One reply that was written with a canned response.

    `is_edited` is whether its words were changed before it was sent; None where that was not kept.
    """

    __tablename__ = "canned_use"
    __table_args__ = (Index("ix_canned_use_response", "response_id", "used_at"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("canned_response.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    language: Mapped[str] = mapped_column(String(12))
    used_at: Mapped[datetime] = mapped_column(Instant)
    is_edited: Mapped[bool | None] = mapped_column()

    user: Mapped[User] = relationship(lazy="raise")
