"""Who waited for the department, from when, until when?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from connectors.words import Kind, Platform
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration


class WaitEnd(StrEnum):
    """What ended a wait. Merged, it goes on in an earlier one of the same person."""

    ANSWERED = "answered"
    NO_REPLY_NEEDED = "no_reply_needed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


_UNENDED = text("ended_at IS NULL")


class Wait(Base):
    """A person waiting, from their first unanswered message to a human answer.

    Instants are the platform's. `is_first` marks the first wait of a
    conversation since it was opened or reopened: its length is a first
    response time. Platform, kind and account stand here too, so that a report
    is read from one covering index.
    """

    __tablename__ = "wait"
    __table_args__ = (
        Index(
            "uq_wait_unended",
            "conversation_id",
            unique=True,
            sqlite_where=_UNENDED,
            postgresql_where=_UNENDED,
        ),
        Index("ix_wait_conversation", "conversation_id", "started_at"),
        Index("ix_wait_report", "started_at", "platform", "kind", "is_first", "end", "ended_at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    platform: Mapped[Platform] = mapped_column(enumeration(Platform))
    kind: Mapped[Kind] = mapped_column(enumeration(Kind))
    is_first: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end: Mapped[WaitEnd | None] = mapped_column(enumeration(WaitEnd))
    opened_by_message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    ended_by_message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    ended_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str | None] = mapped_column(Words)
