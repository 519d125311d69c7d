"""What has somebody begun to write and not sent?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.user import User


class Drawer(StrEnum):
    """Replies and notes are begun apart, so that none slips into the other."""

    REPLY = "reply"
    NOTE = "note"


class KeptDraft(Base):
    """A person's unsent words, at most one reply and one note in each conversation.

    `edition` names these very words and is never given twice: whoever changes them says
    which edition they saw. `mode` is who was to read them. A draft is no record: it goes
    when it is sent or given up.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("conversation_id", "user_id", "drawer"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    drawer: Mapped[Drawer] = mapped_column(enumeration(Drawer))
    mode: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Words)
    edition: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(Instant)

    user: Mapped[User] = relationship(lazy="raise")
