"""What was said, by either side?"""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from connectors.words import Audience, Direction, Surface
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.attachment import Attachment
from inbox.models.columns import enumeration
from inbox.models.contact import Contact
from inbox.models.user import User

_MISSED = text("missed_at IS NOT NULL")
_AWAY = text("home_id IS NOT NULL")
_THEIRS = text("direction = 'in'")
_BY_HAND = text("by_hand_at IS NOT NULL")


class KnownReaction(TypedDict):
    """What one person put below a message, None once taken back, as told for a moment (ISO)."""

    emoji: str | None
    as_of: str


class Message(Base):
    """One thing said on a platform, or on its way there.

    Three times are kept apart: `sent_at` by the platform, `received_at` by us,
    `first_seen_at` by a person. `external_id` is None until the platform has
    published it. `author_user_id` is None for an answer typed natively. What is
    removed or hidden on the platform is marked here and keeps its text; `likes`
    counts everybody's, `liked_at` is ours. `missed_at` is when the platform
    no longer showed it where it should stand, until it is asked for it by its id.
    `by_hand_at` is when somebody said that they had answered on the platform
    itself; `is_summons` whether the words name or quote us, where that is known.
    `text_as_of` and `flags_as_of` are when the present words, and likes and hiding, were
    asked for or told; `edition` is the platform's own number of this wording.
    `reactions` are by the platform's id of whoever reacted, the account's own among them.
    `home_id` is the conversation of its platform thread where it stands in another one.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("account_id", "external_id"),
        Index("ix_message_thread", "conversation_id", "sent_at", "id"),
        Index(
            "ix_message_missed",
            "account_id",
            "missed_at",
            sqlite_where=_MISSED,
            postgresql_where=_MISSED,
        ),
        Index("ix_message_home", "home_id", sqlite_where=_AWAY, postgresql_where=_AWAY),
        Index(
            "ix_message_written",
            "sent_at",
            "conversation_id",
            "author_contact_id",
            sqlite_where=_THEIRS,
            postgresql_where=_THEIRS,
        ),
        Index("ix_message_by_hand", "id", sqlite_where=_BY_HAND, postgresql_where=_BY_HAND),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    home_id: Mapped[int | None] = mapped_column(Identifier)
    external_id: Mapped[str | None] = mapped_column(String(400))
    direction: Mapped[Direction] = mapped_column(enumeration(Direction))
    audience: Mapped[Audience] = mapped_column(enumeration(Audience))
    text: Mapped[str] = mapped_column(Words)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    received_at: Mapped[datetime] = mapped_column(Instant)
    first_seen_at: Mapped[datetime | None] = mapped_column(Instant)
    author_contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    author_user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reply_to: Mapped[str | None] = mapped_column(String(400))
    permalink: Mapped[str] = mapped_column(Text, default="")
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("capture.id"))
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)
    missed_at: Mapped[datetime | None] = mapped_column(Instant)
    likes: Mapped[int | None]
    liked_at: Mapped[datetime | None] = mapped_column(Instant)
    by_hand_at: Mapped[datetime | None] = mapped_column(Instant)
    is_summons: Mapped[bool | None]
    surface: Mapped[Surface | None] = mapped_column(enumeration(Surface))
    text_as_of: Mapped[datetime | None] = mapped_column(Instant)
    flags_as_of: Mapped[datetime | None] = mapped_column(Instant)
    edition: Mapped[int | None]
    reactions: Mapped[dict[str, KnownReaction] | None] = mapped_column(JSON(none_as_null=True))

    author_contact: Mapped[Contact | None] = relationship(lazy="raise")
    author_user: Mapped[User | None] = relationship(lazy="raise")
    attachments: Mapped[list[Attachment]] = relationship(lazy="raise", order_by=Attachment.position)

    @property
    def emoji_below(self) -> dict[str, str]:
        """The emoji that stand below it, by the platform's id of whoever put them there."""
        told = self.reactions or {}
        return {who: one["emoji"] for who, one in told.items() if one["emoji"]}


class MessageVersion(Base):
    """An earlier text of a message that its author edited."""

    __tablename__ = "message_version"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    text: Mapped[str] = mapped_column(Words)
    replaced_at: Mapped[datetime] = mapped_column(Instant)
