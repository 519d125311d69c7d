"""Who waited for the department, from when, until when?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Computed,
    ForeignKey,
    Index,
    String,
    column,
    false,
    text,
)
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from connectors.words import Kind, Platform
from inbox.db import Base, Identifier, Instant, Words
from inbox.models import measured as bytes_of
from inbox.models.columns import enumeration
from inbox.reckoning import Bytes, since_epoch


class WaitEnd(StrEnum):
    """What ended a wait. Merged, it goes on in an earlier one of the same person."""

    ANSWERED = "answered"
    NO_REPLY_NEEDED = "no_reply_needed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


_UNENDED = text("ended_at IS NULL")
_NOT_MERGED = text('"end" IS NULL OR "end" <> \'merged\'')
_READ_BY_REPORTS = ("measured", "counted_by")


def _reckoned(name: str) -> MappedColumn[int]:
    return mapped_column(
        BigInteger, Computed(since_epoch(column(name)), persisted=True), nullable=True
    )


def _in_bytes(name: str, layout: bytes_of.Layout) -> MappedColumn[bytes]:
    kept = bytes_of.kept_apart(f"wait_{name}", bytes_of.written(layout))
    return mapped_column(Bytes, Computed(kept, persisted=True), nullable=True)


class Wait(Base):
    """A person waiting, from their first unanswered message to a human answer.

    Instants are the platform's. `is_first` marks the first wait of a conversation since it was
    opened or reopened: its length is a first response time. Platform, kind and account stand
    here too, so that a report is read from one index, and the moments once more as microseconds
    since 1970, which the database keeps by itself: SQLite takes ten times as long to reckon with
    text.

    `hours_id` are the hours by which it is measured in staffed time: those its team kept when it
    opened; 0 is around the clock, empty not yet known. `staffed` is its length by these hours in
    microseconds once it has ended, empty where they are around the clock. `due_at` is when an
    answer was promised, within `target` seconds.

    `received_at` and `seen_at` are when the message it began with came to us, and when somebody
    first saw it; `resolved_at` is the first wait's alone: when its conversation was next resolved;
    `is_by_hand` where somebody told that they had answered on the platform; team, language and
    post are those of the conversation now. All of these are noted by `inbox.measuring`.
    `measured` and `counted_by` are all that reports read of it.
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
        # Each holds all that reports read of a wait, found by its beginning or by its end.
        Index(
            "ix_wait_started",
            "started_microseconds",
            *_READ_BY_REPORTS,
            sqlite_where=_NOT_MERGED,
            postgresql_where=_NOT_MERGED,
        ),
        Index("ix_wait_ended", "ended_microseconds", "started_microseconds", *_READ_BY_REPORTS),
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
    hours_id: Mapped[int | None] = mapped_column(Identifier)
    staffed: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[int | None]
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    received_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    team_id: Mapped[int | None] = mapped_column(Identifier)
    language: Mapped[str | None] = mapped_column(String(12))
    post_id: Mapped[int | None] = mapped_column(Identifier)
    is_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    started_microseconds: Mapped[int] = _reckoned("started_at")
    ended_microseconds: Mapped[int] = _reckoned("ended_at")
    due_microseconds: Mapped[int] = _reckoned("due_at")
    measured: Mapped[bytes] = _in_bytes("measured", bytes_of.MEASURED)
    counted_by: Mapped[bytes] = _in_bytes("counted_by", bytes_of.COUNTED_BY)
