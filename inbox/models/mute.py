"""Whose new messages make no noise inside the desk?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.user import User


class Mute(Base):
    """A contact that a person has muted, until a moment or (None) until further notice.

    It goes when it ends; what is kept of it are its events.
    """

    __tablename__ = "mute"

    contact_id: Mapped[int] = mapped_column(
        Identifier, ForeignKey("contact.id"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Words)
    muted_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant, index=True)

    user: Mapped[User] = relationship(lazy="raise")
