"""What did staff do to words that stand on a platform, and why?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from connectors.words import Verb
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.conversation import Conversation
from inbox.models.message import Message
from inbox.models.user import User


class ModerationState(StrEnum):
    """How far an act has come; a delete waits first for a second person, as PROPOSED.

    LAPSED is a proposal whose words were gone before anybody decided.
    """

    PROPOSED = "proposed"
    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


_DUE = text("state = 'queued'")
_PROPOSED = text("state = 'proposed'")
_LIVE = text("state IN ('queued', 'proposed')")


class Moderation(Base):
    """One act of one person upon one message. Rows are only ever added and finished.

    Hiding and deleting hold their policy category, a reason in words, and the
    archived copy of what stood there: `capture_id`, with its digest repeated, so
    that the record stands by itself. A delete is under way only once somebody else
    than who asked decided so: `decided_by`, with a `note` where they declined.
    `answer` is the platform's, when it refused.
    """

    __tablename__ = "moderation"
    __table_args__ = (
        CheckConstraint(
            "verb NOT IN ('hide', 'delete') OR (category IS NOT NULL AND reason IS NOT NULL "
            "AND capture_id IS NOT NULL AND capture_digest IS NOT NULL)",
            name="says_why_and_keeps_a_copy",
        ),
        # The policy of 2026-11 let one person delete; its records stay as they are.
        CheckConstraint(
            "verb <> 'delete' OR state IN ('proposed', 'declined', 'withdrawn', 'lapsed') "
            "OR policy_version = '2026-11' "
            "OR (decided_by_user_id IS NOT NULL AND decided_by_user_id <> by_user_id)",
            name="deletes_by_two_people",
        ),
        Index(
            "uq_moderation_live",
            "message_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_moderation_due", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index(
            "ix_moderation_proposed",
            "conversation_id",
            sqlite_where=_PROPOSED,
            postgresql_where=_PROPOSED,
        ),
        Index("ix_moderation_message", "message_id", "id"),
        Index("ix_moderation_conversation", "conversation_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    verb: Mapped[Verb] = mapped_column(enumeration(Verb))
    category: Mapped[str | None] = mapped_column(String(40))
    policy_version: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Words)
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("capture.id"))
    capture_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    note: Mapped[str | None] = mapped_column(Words)
    state: Mapped[ModerationState] = mapped_column(
        enumeration(ModerationState), default=ModerationState.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Instant)
    leased_by: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None] = mapped_column(Words)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    by: Mapped[User] = relationship(lazy="raise", foreign_keys=[by_user_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[decided_by_user_id])
    message: Mapped[Message] = relationship(lazy="raise")
    conversation: Mapped[Conversation] = relationship(lazy="raise")
