"""What has the department to say to whoever signs in?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Instant, Words
from inbox.models.user import User


class UseNotice(Base):
    """The department's own notice in one of the languages of the desk, and who set it last.

    The audit log keeps each text that there was.
    """

    __tablename__ = "use_notice"

    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[str] = mapped_column(Words)
    set_at: Mapped[datetime] = mapped_column(Instant)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    set_by: Mapped[User] = relationship(lazy="raise")
