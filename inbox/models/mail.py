"""Which notifications are on their way by e-mail?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.notification import Notification


class MailState(StrEnum):
    """How far an e-mail has come. `needless`: it was read in the desk before."""

    WAITING = "waiting"
    SENT = "sent"
    NEEDLESS = "needless"
    FAILED = "failed"


_WAITING = text("state = 'waiting'")


class Mail(Base):
    """One e-mail about one notification.

    A worker claims it by a conditional update and a lease: `leased_until` passes when the
    worker died, and the e-mail is sent again under the same message number.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("notification_id"),
        Index("ix_mail_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id"))
    state: Mapped[MailState] = mapped_column(enumeration(MailState), default=MailState.WAITING)
    due_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(Words, default="")

    notification: Mapped[Notification] = relationship(lazy="raise")
