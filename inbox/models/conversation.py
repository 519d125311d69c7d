"""Which threads with which people are on the desk?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from connectors.words import Kind, Platform
from inbox.db import Base, Identifier, Instant, Words
from inbox.models.account import Account
from inbox.models.columns import enumeration
from inbox.models.contact import Contact
from inbox.models.named_status import NamedStatus
from inbox.models.post import Post
from inbox.models.promise import PromiseKind
from inbox.models.status import Status
from inbox.models.tag import Tag, conversation_tag
from inbox.models.user import Team, User


class Priority(StrEnum):
    """How soon it must be looked at."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


_OPEN = text("status = 'open'")
_OPEN_OF_A_TEAM = text("status = 'open' AND team_id IS NOT NULL")
_DUE = text("status = 'open' AND due_at IS NOT NULL")
_ASSIGNED = text("assignee_id IS NOT NULL")
_MERGED = text("merged_into_id IS NOT NULL")
_CONTINUED = text("continues_in_id IS NOT NULL")


def _open_index(name: str, *columns: str) -> Index:
    return Index(
        f"ix_conversation_open_{name}", *columns, sqlite_where=_OPEN, postgresql_where=_OPEN
    )


class Conversation(Base):
    """One thread with one person.

    `version` rises with every change, so that a browser can tell what it
    missed. `answer_by` is when a private answer to the person's last words stops being
    allowed, where it does. `waiting_since` mirrors the open wait; `event_head` is the digest of
    the newest event of its chain. `is_new_cycle` holds from opening or reopening
    until somebody waits: that wait is the cycle's first. `snoozed_until` is empty while it
    sleeps until the person writes. `drafted_by` mirrors who has a draft here, `is_muted`
    whether its contact is muted, `submitted_at` since when a reply waits to be approved.
    `language` is that of their last words that tell one.
    `named_status_id` is a finer status within its own, gone with every change of that.
    `due_at` mirrors the promise that is due next, of the kind `due_kind`, which is soon due from
    `due_soon_at` on. `merged_into_id` is the conversation that took in all of it;
    `continues_in_id` the one where later words of its platform thread land (docs/triage.md).
    """

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "thread_id"),
        # Holds all that orders the desk and counts its views, so that neither reads the rows.
        _open_index(
            "desk",
            "waiting_since",
            "id",
            "status",
            "priority",
            "is_muted",
            "due_at",
            "assignee_id",
            "platform",
            "team_id",
            "answer_by",
            "account_id",
        ),
        _open_index("assignee", "assignee_id", "waiting_since"),
        _open_index("platform", "platform", "waiting_since"),
        Index("ix_conversation_open_due", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index(
            "ix_conversation_open_team",
            "team_id",
            sqlite_where=_OPEN_OF_A_TEAM,
            postgresql_where=_OPEN_OF_A_TEAM,
        ),
        Index(
            "ix_conversation_resolved",
            "resolved_at",
            "id",
            sqlite_where=text("status = 'resolved'"),
            postgresql_where=text("status = 'resolved'"),
        ),
        Index(
            "ix_conversation_snoozed",
            "snoozed_until",
            "id",
            sqlite_where=text("status = 'snoozed'"),
            postgresql_where=text("status = 'snoozed'"),
        ),
        Index(
            "ix_conversation_assignee",
            "assignee_id",
            "id",
            sqlite_where=_ASSIGNED,
            postgresql_where=_ASSIGNED,
        ),
        Index("ix_conversation_contact", "contact_id"),
        Index("ix_conversation_post", "post_id"),
        Index(
            "ix_conversation_merged",
            "merged_into_id",
            sqlite_where=_MERGED,
            postgresql_where=_MERGED,
        ),
        Index(
            "ix_conversation_continues",
            "continues_in_id",
            sqlite_where=_CONTINUED,
            postgresql_where=_CONTINUED,
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    platform: Mapped[Platform] = mapped_column(enumeration(Platform))
    kind: Mapped[Kind] = mapped_column(enumeration(Kind))
    thread_id: Mapped[str] = mapped_column(String(400))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    status: Mapped[Status] = mapped_column(enumeration(Status), default=Status.OPEN)
    priority: Mapped[Priority] = mapped_column(enumeration(Priority), default=Priority.NORMAL)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    version: Mapped[int] = mapped_column(default=1)
    snippet: Mapped[str] = mapped_column(Words, default="")
    language: Mapped[str | None] = mapped_column(String(12))
    is_unread: Mapped[bool] = mapped_column(default=False)
    is_muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Instant)
    active_at: Mapped[datetime] = mapped_column(Instant)
    is_new_cycle: Mapped[bool] = mapped_column(default=True)
    waiting_since: Mapped[datetime | None] = mapped_column(Instant)
    answer_by: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    due_soon_at: Mapped[datetime | None] = mapped_column(Instant)
    due_kind: Mapped[PromiseKind | None] = mapped_column(enumeration(PromiseKind))
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    snoozed_until: Mapped[datetime | None] = mapped_column(Instant)
    named_status_id: Mapped[int | None] = mapped_column(Identifier)
    merged_into_id: Mapped[int | None] = mapped_column(Identifier)
    continues_in_id: Mapped[int | None] = mapped_column(Identifier)
    drafted_by: Mapped[list[int]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    event_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")

    @property
    def is_quiet(self) -> bool:
        """Whether it makes no noise inside the desk. What is urgent always does."""
        return self.is_muted and self.priority is not Priority.URGENT

    account: Mapped[Account] = relationship(lazy="raise")
    contact: Mapped[Contact | None] = relationship(lazy="raise")
    post: Mapped[Post | None] = relationship(lazy="raise")
    assignee: Mapped[User | None] = relationship(lazy="raise")
    team: Mapped[Team | None] = relationship(lazy="raise")
    named_status: Mapped[NamedStatus | None] = relationship(
        lazy="raise",
        primaryjoin=lambda: foreign(Conversation.named_status_id) == NamedStatus.id,
        viewonly=True,
    )
    tags: Mapped[list[Tag]] = relationship(
        secondary=conversation_tag, lazy="raise", order_by=Tag.name
    )
