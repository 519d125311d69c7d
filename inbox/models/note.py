"""What do staff say among themselves about a conversation?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.mention import Mention
from inbox.models.user import User


class Note(Base):
    """Words for staff only. A table of its own, so that no sender can publish one.

    One form, whose `client_token` it carries, makes one note.
    """

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("conversation_id", "client_token"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Words)
    client_token: Mapped[str | None] = mapped_column(String(64))
    written_at: Mapped[datetime] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="raise")
    mentions: Mapped[list[Mention]] = relationship(lazy="raise", order_by=Mention.place)
