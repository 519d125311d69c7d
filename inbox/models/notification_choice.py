"""What does somebody want to be told, and how?"""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inbox.db import Base


class NotificationChoice(Base):
    """A person's choices, once they made any.

    `unwanted` are kinds, so that a kind that is new is wanted. `by_browser` lets browsers show
    them outside the page, `by_mail` sends what stays unread.
    """

    __tablename__ = "notification_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    unwanted: Mapped[list[str]] = mapped_column(JSON, default=list)
    by_browser: Mapped[bool] = mapped_column(default=False)
    by_mail: Mapped[bool] = mapped_column(default=False)
