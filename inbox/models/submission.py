"""Which replies wait for somebody else to approve them, and what became of the others?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from connectors.words import Audience
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.conversation import Conversation
from inbox.models.user import User


class SubmissionState(StrEnum):
    """How far a reply has come that somebody else must approve.

    `returned` waits for its author to see why, `seen` is a returned one that they have seen.
    """

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    SEEN = "seen"
    WITHDRAWN = "withdrawn"


_WAITING = text("state = 'waiting'")
_RETURNED = text("state = 'returned'")


class Submission(Base):
    """The words of one person, as they submitted them. They never change.

    Whoever changes them submits anew, so that an approval is of exactly the words that were
    read. `message_id` is what was sent, in the approver's words where they differ. `inserted`
    names the canned responses it was written with, as pairs of number and language.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("client_token"),
        UniqueConstraint("message_id"),
        CheckConstraint(
            "state <> 'approved' OR (message_id IS NOT NULL AND decided_by_id IS NOT NULL "
            "AND decided_by_id <> author_id)",
            name="approved_by_somebody_else",
        ),
        Index(
            "ix_submission_waiting",
            "conversation_id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "ix_submission_returned",
            "author_id",
            sqlite_where=_RETURNED,
            postgresql_where=_RETURNED,
        ),
        Index("ix_submission_conversation", "conversation_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    audience: Mapped[Audience] = mapped_column(enumeration(Audience))
    text: Mapped[str] = mapped_column(Words)
    reply_to_message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    picture_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    picture_description: Mapped[str] = mapped_column(Words, default="")
    inserted: Mapped[list[list[object]]] = mapped_column(JSON, default=list)
    is_by_program: Mapped[bool] = mapped_column(default=False)
    client_token: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[SubmissionState] = mapped_column(
        enumeration(SubmissionState), default=SubmissionState.WAITING
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Words, default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))

    author: Mapped[User] = relationship(lazy="raise", foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    conversation: Mapped[Conversation] = relationship(lazy="raise")
