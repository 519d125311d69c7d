"""What is on its way to a platform?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inbox.db import Base, Identifier, Instant, Words
from inbox.models.columns import enumeration
from inbox.models.conversation import Conversation
from inbox.models.message import Message


class DeliveryState(StrEnum):
    """How far a message on its way has come.

    `unknown` means that the platform may or may not have it: Hearback looks
    there before anything else, and asks a person when it cannot tell. `by_hand`
    means that somebody said it on the platform itself, and Hearback never did.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    TAKEN_BACK = "taken_back"
    BY_HAND = "by_hand"


LIVE_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNKNOWN)
_UNPUBLISHED = text("published_id IS NULL")
_LIVE = text("state IN ('queued', 'sending', 'unknown')")


class Delivery(Base):
    """One outgoing message on its way.

    It is claimed by a conditional update and held by a lease: `leased_until`
    passes when its worker died. `due_at` is when it may next be acted upon;
    `looks` counts how often it was looked for, `times_not_found` how often the platform then showed
    that it is not there; `needs_person` says that looking has not settled it. `released_by_id` is
    whoever let it leave, where that is not who wrote it: who approved it, or sent it again.
    `resolves` says that its writer wants the conversation resolved once it is published.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("client_token"),
        UniqueConstraint("message_id"),
        Index("ix_delivery_live", "state", "due_at", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_delivery_conversation", "conversation_id"),
        Index(
            "ix_delivery_unpublished",
            "account_id",
            sqlite_where=_UNPUBLISHED,
            postgresql_where=_UNPUBLISHED,
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    client_token: Mapped[str] = mapped_column(String(64))
    recipient_id: Mapped[str] = mapped_column(String(400))
    published_id: Mapped[str | None] = mapped_column(String(400))
    state: Mapped[DeliveryState] = mapped_column(
        enumeration(DeliveryState), default=DeliveryState.QUEUED
    )
    due_at: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    looks: Mapped[int] = mapped_column(default=0)
    times_not_found: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    attempted_at: Mapped[datetime | None] = mapped_column(Instant)
    leased_by: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    nudged_at: Mapped[datetime | None] = mapped_column(Instant)
    needs_person: Mapped[bool] = mapped_column(default=False)
    resolves: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(Words)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    message: Mapped[Message] = relationship(lazy="raise")
    conversation: Mapped[Conversation] = relationship(lazy="raise")
